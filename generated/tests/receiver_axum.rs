//! The receiver on axum, over sockets.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

pub use jing_openplatform::runtime;

pub mod receiving;
pub mod shape;

use std::net::{SocketAddr, TcpListener};
use std::thread;

use runtime::receiver::{ReceivedEvent, Receiver, axum::route};

receiving::on_server!(start);

/// Serves until the test's process ends.
fn start<E: ReceivedEvent + Send + 'static>(receiver: Receiver<E>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let at = listener.local_addr().unwrap();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            let app = axum::Router::new().route("/hooks/{secret}", route(receiver));
            axum::serve(listener, app).await.unwrap();
        });
    });
    at
}
