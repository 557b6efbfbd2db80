//! Connections: name, TCP, proxy and TLS, all within one time-out.

use std::error::Error;
use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
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
pub(crate) struct Connector(Arc<Parts>);

struct Parts {
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
        Ok(Self(Arc::new(Parts { way, timeout: settings.connect_timeout, clock: settings.clock.clone() })))
    }
}

impl Service<Uri> for Connector {
    type Response = MaybeHttpsStream<Stream>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let parts = self.0.clone();
        Box::pin(async move {
            let made = within(&*parts.clock, || parts.timeout, pin!(parts.way.clone().connect(to))).await;
            made.unwrap_or_else(|_| Err(Box::new(ConnectTimeout)))
        })
    }
}

impl Way {
    async fn connect(mut self, to: Uri) -> Result<MaybeHttpsStream<Stream>, BoxError> {
        poll_fn(|context| match &mut self {
            Self::Plain(route) => route.poll_ready(context),
            Self::Tls(tls) => tls.poll_ready(context),
        })
        .await?;
        match self {
            Self::Plain(mut route) => route.call(to).await.map(MaybeHttpsStream::Http),
            Self::Tls(mut tls) => tls.call(to).await,
        }
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
