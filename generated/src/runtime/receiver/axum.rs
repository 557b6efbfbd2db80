//! The receiver as a route of axum.

use axum::routing::{MethodRouter, any_service};

use super::{ReceivedEvent, Receiver};

/// The route of a receiver: `Router::new().route("/hooks/{secret}", route(receiver))`.
///
/// It takes every method, for the receiver answers the wrong ones. axum's own body limit does not concern it.
pub fn route<E, S>(receiver: Receiver<E>) -> MethodRouter<S>
where
    E: ReceivedEvent + Send + 'static,
    S: Clone,
{
    any_service(receiver)
}
