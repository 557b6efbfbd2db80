//! The way to the server: straight, or through a proxy.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::Uri;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::proxy::{SocksV5, Tunnel};
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tower_service::Service;

use super::super::base::BaseUrl;
use super::super::build_error::BuildError;
use super::super::clock::BoxFuture;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Which proxy requests go through.
#[derive(Clone, Default)]
pub(crate) enum Proxy {
    /// As `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say, but none to this machine.
    #[default]
    Environment,
    /// None.
    Straight,
    /// This one.
    Given(String),
}

impl Proxy {
    /// The way to a server.
    pub(super) fn route(&self, base: &BaseUrl, tcp: HttpConnector) -> Result<Route, BuildError> {
        let matcher = match self {
            Self::Straight => None,
            Self::Environment => (!base.is_loopback()).then(Matcher::from_env),
            Self::Given(proxy) => Some(Matcher::builder().all(proxy.clone()).build()),
        };
        let found = matcher.and_then(|matcher| matcher.intercept(&base.uri()?));
        match (found, self) {
            (Some(proxy), _) => Route::through(&proxy, base, tcp),
            (None, Self::Given(_)) => Err(BuildError::Proxy { reason: "its address cannot be read" }),
            (None, _) => Ok(Route::Straight(tcp)),
        }
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Environment => "Environment",
            Self::Straight => "Straight",
            Self::Given(_) => "Given",
        })
    }
}

/// How the server is reached.
#[derive(Clone)]
pub(crate) enum Route {
    Straight(HttpConnector),
    /// Plain HTTP: the proxy gets the whole address.
    Forward(HttpConnector, Uri),
    /// HTTPS: the proxy passes bytes on.
    Tunnel(Tunnel<HttpConnector>),
    Socks(SocksV5<HttpConnector>),
}

impl Route {
    fn through(proxy: &Intercept, base: &BaseUrl, tcp: HttpConnector) -> Result<Self, BuildError> {
        let uri = proxy.uri().clone();
        match uri.scheme_str() {
            Some("http") if base.is_https() => {
                let tunnel = Tunnel::new(uri, tcp);
                Ok(Self::Tunnel(match proxy.basic_auth() {
                    Some(auth) => tunnel.with_auth(auth.clone()),
                    None => tunnel,
                }))
            }
            Some("http") if proxy.basic_auth().is_some() => {
                Err(BuildError::Proxy { reason: "a proxy with a password is used for https only" })
            }
            Some("http") => Ok(Self::Forward(tcp, uri)),
            Some("socks5" | "socks5h") => {
                let socks = SocksV5::new(uri.clone(), tcp).local_dns(uri.scheme_str() == Some("socks5"));
                Ok(Self::Socks(match proxy.raw_auth() {
                    Some((user, password)) => socks.with_auth(user.to_owned(), password.to_owned()),
                    None => socks,
                }))
            }
            _ => Err(BuildError::Proxy { reason: "it is none of http, socks5 and socks5h" }),
        }
    }
}

impl Service<Uri> for Route {
    type Response = Stream;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        match self {
            Self::Straight(tcp) | Self::Forward(tcp, _) => tcp.poll_ready(context).map_err(Into::into),
            Self::Tunnel(tunnel) => tunnel.poll_ready(context).map_err(Into::into),
            Self::Socks(socks) => socks.poll_ready(context).map_err(Into::into),
        }
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let is_forwarded = matches!(self, Self::Forward(..));
        let stream = move |tcp| Stream { tcp, is_forwarded };
        match self {
            Self::Straight(tcp) => boxed(tcp.call(to), stream),
            Self::Forward(tcp, proxy) => boxed(tcp.call(proxy.clone()), stream),
            Self::Tunnel(tunnel) => boxed(tunnel.call(to), stream),
            Self::Socks(socks) => boxed(socks.call(to), stream),
        }
    }
}

fn boxed<F, E>(
    connecting: F,
    stream: impl FnOnce(TokioIo<TcpStream>) -> Stream + Send + 'static,
) -> BoxFuture<'static, Result<Stream, BoxError>>
where
    F: Future<Output = Result<TokioIo<TcpStream>, E>> + Send + 'static,
    E: Into<BoxError>,
{
    Box::pin(async move { connecting.await.map(stream).map_err(Into::into) })
}

/// A TCP connection that knows whether a proxy has to be told the whole address.
pub(crate) struct Stream {
    tcp: TokioIo<TcpStream>,
    is_forwarded: bool,
}

impl Connection for Stream {
    fn connected(&self) -> Connected {
        self.tcp.connected().proxy(self.is_forwarded)
    }
}

impl Read for Stream {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, to: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_read(context, to)
    }
}

impl Write for Stream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, from: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.tcp).poll_write(context, from)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.tcp.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        from: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.tcp).poll_write_vectored(context, from)
    }
}
