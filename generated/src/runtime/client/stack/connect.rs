//! Connections: name, TCP, proxy and TLS, all within one time-out.

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::Uri;
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::client::legacy::connect::HttpConnector;
use tower_service::Service;

use super::super::base::BaseUrl;
use super::super::build_error::BuildError;
use super::super::clock::{BoxFuture, Clock, within};
use super::Settings;
use super::proxy::{Route, Stream};
use super::tls;

type BoxError = Box<dyn Error + Send + Sync>;

/// Makes connections to one server.
#[derive(Clone)]
pub(crate) struct Connector {
    way: Way,
    timeout: Option<Duration>,
    clock: Arc<dyn Clock>,
}

/// TLS has its own connector, which a plain address does without.
#[derive(Clone)]
enum Way {
    Plain(Route),
    Tls(HttpsConnector<Route>),
}

impl Connector {
    pub(super) fn new(base: &BaseUrl, settings: &Settings) -> Result<Self, BuildError> {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        let route = settings.proxy.route(base, tcp)?;
        let way = match base.is_https() {
            false => Way::Plain(route),
            true => Way::Tls(HttpsConnector::from((route, tls::config(&settings.roots)?))),
        };
        Ok(Self { way, timeout: settings.connect_timeout, clock: settings.clock.clone() })
    }
}

impl Service<Uri> for Connector {
    type Response = MaybeHttpsStream<Stream>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        match &mut self.way {
            Way::Plain(route) => route.poll_ready(context),
            Way::Tls(tls) => tls.poll_ready(context),
        }
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let connecting: BoxFuture<'static, _> = match &mut self.way {
            Way::Plain(route) => {
                let connecting = route.call(to);
                Box::pin(async move { connecting.await.map(MaybeHttpsStream::Http) })
            }
            Way::Tls(tls) => Box::pin(tls.call(to)),
        };
        let (timeout, clock) = (self.timeout, self.clock.clone());
        Box::pin(async move {
            let made = within(&*clock, || timeout, connecting).await;
            made.unwrap_or_else(|_| Err(Box::new(ConnectTimeout)))
        })
    }
}

/// There was no connection in time.
#[derive(Debug)]
pub(super) struct ConnectTimeout;

impl ConnectTimeout {
    /// Whether it is why an error is.
    pub(super) fn is_in(error: &(dyn Error + 'static)) -> bool {
        let mut next = Some(error);
        while let Some(error) = next {
            if error.is::<Self>() {
                return true;
            }
            next = error.source();
        }
        false
    }
}

impl fmt::Display for ConnectTimeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no connection in time")
    }
}

impl Error for ConnectTimeout {}
