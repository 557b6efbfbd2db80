//! The client's own connections: TLS, HTTP/2, proxies.

use std::convert::Infallible;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::client_support::server::{Seen, read};
use crate::client_support::{Access, Create, Demo, Look, Server, builder, ok};
use hyper::body::{Bytes, Frame, Incoming};
use hyper_util::rt::{TokioExecutor, TokioIo};
use jing_openplatform::runtime::client::{BuildError, Client, ClientBuilder, Error, RetryPolicy, TransportErrorKind};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::TlsAcceptor;

/// A body in one piece.
struct Piece(Option<Bytes>);

impl hyper::body::Body for Piece {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        std::task::Poll::Ready(self.0.take().map(|bytes| Ok(Frame::data(bytes))))
    }
}

/// A server with TLS that answers with the version it was asked in; its address and its certificate.
async fn tls_server(protocols: &[&[u8]]) -> (u16, String) {
    let certified = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(certified.signing_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let mut config = config.with_no_client_auth().with_single_cert(vec![certified.cert.der().clone()], key).unwrap();
    config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(stream) = acceptor.accept(stream).await else { return };
                let is_h2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
                let service = hyper::service::service_fn(|request: hyper::Request<Incoming>| async move {
                    let body = format!(r#"{{"code":0,"data":"{:?}"}}"#, request.version());
                    Ok::<_, Infallible>(hyper::Response::new(Piece(Some(body.into()))))
                });
                if is_h2 {
                    let server = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
                    server.serve_connection(TokioIo::new(stream), service).await.ok();
                } else {
                    hyper::server::conn::http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service)
                        .await
                        .ok();
                }
            });
        }
    });
    (port, certified.cert.pem())
}

fn to(port: u16) -> ClientBuilder<Demo> {
    Client::<Demo>::builder().base_url(format!("https://127.0.0.1:{port}")).access(&Access).retry(RetryPolicy::never())
}

#[tokio::test]
async fn https_speaks_http_2_where_the_server_does_and_1_1_where_it_does_not() {
    for (protocols, version) in
        [(&[&b"h2"[..], b"http/1.1"][..], "HTTP/2.0"), (&[b"http/1.1"], "HTTP/1.1"), (&[], "HTTP/1.1")]
    {
        let (port, pem) = tls_server(protocols).await;
        let client = to(port).root_certificates(pem).build().unwrap();
        for _ in 0..2 {
            let data = client.send(Create("a".to_owned())).await.unwrap();
            assert_eq!(data.as_str(), format!("\"{version}\""));
        }
    }
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_not_accepted() {
    let (port, _) = tls_server(&[b"http/1.1"]).await;
    let other = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let client = to(port).root_certificates(other.cert.pem()).build().unwrap();
    let error = client.send(Create("a".to_owned())).await.unwrap_err();
    let Error::Transport { source, .. } = &error else { panic!("{error:?}") };
    assert_eq!(source.kind(), TransportErrorKind::NotSent);
}

#[test]
fn a_root_certificate_that_is_none_is_an_error_of_the_builder() {
    let pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let error = to(1).root_certificates(pem).build().unwrap_err();
    assert!(matches!(error, BuildError::Tls { .. }), "{error}");
}

/// A proxy that opens tunnels, and forwards what it is told with a whole address; keeps what it was told.
fn proxy() -> (u16, Arc<Mutex<Vec<Seen>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let told: Arc<Mutex<Vec<Seen>>> = Arc::default();
    let keep = told.clone();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut from = std::io::BufReader::new(stream.try_clone().unwrap());
            let Some(seen) = read(&mut from, 0) else { continue };
            let target = seen.path().to_owned();
            keep.lock().unwrap().push(seen.clone());
            if seen.line.starts_with("CONNECT ") {
                let server = TcpStream::connect(target).unwrap();
                (&stream).write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
                pipe(stream.try_clone().unwrap(), server.try_clone().unwrap());
                pipe(server, stream);
            } else {
                let answer = r#"{"code":0,"data":"forwarded"}"#;
                let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{answer}", answer.len());
                (&stream).write_all(head.as_bytes()).unwrap();
            }
        }
    });
    (port, told)
}

fn pipe(mut from: TcpStream, mut to: TcpStream) {
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(read @ 1..) = from.read(&mut buffer) {
            if to.write_all(&buffer[..read]).is_err() {
                break;
            }
        }
    });
}

#[tokio::test]
async fn https_goes_through_a_tunnel_of_the_proxy_that_was_given() {
    let (port, pem) = tls_server(&[b"h2"]).await;
    let (proxy, told) = proxy();
    let client = to(port).root_certificates(pem).proxy(format!("http://user:pass@127.0.0.1:{proxy}")).build().unwrap();
    assert_eq!(client.send(Create("a".to_owned())).await.unwrap().as_str(), "\"HTTP/2.0\"");
    let told = told.lock().unwrap();
    assert_eq!(told[0].line, format!("CONNECT 127.0.0.1:{port} HTTP/1.1"));
    assert_eq!(told[0].header("proxy-authorization"), Some("Basic dXNlcjpwYXNz"));
    assert_eq!(told[0].header("access_token"), None, "what the server is told is not for the proxy");
}

#[tokio::test]
async fn plain_http_is_forwarded_with_the_whole_address() {
    let server = Server::in_turn([ok("1")]);
    let (proxy, told) = proxy();
    let client = builder(&server).proxy(format!("http://127.0.0.1:{proxy}")).build().unwrap();
    assert_eq!(client.send(Look("x".to_owned())).await.unwrap().as_str(), "\"forwarded\"");
    assert_eq!(told.lock().unwrap()[0].line, format!("GET {}/v1/thing/x HTTP/1.1", server.url()));
    assert!(server.seen().is_empty());
}

/// A proxy of SOCKS 5 that asks for a name and a password; keeps both, and where it was asked to connect to.
fn socks() -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let told: Arc<Mutex<Vec<String>>> = Arc::default();
    let keep = told.clone();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let take = |count: usize| {
                let mut bytes = vec![0; count];
                (&stream).read_exact(&mut bytes).unwrap();
                bytes
            };
            let methods = take(2)[1];
            take(methods.into());
            (&stream).write_all(&[5, 2]).unwrap();
            let text = |before: usize| {
                let length = take(before + 1)[before];
                String::from_utf8(take(length.into())).unwrap()
            };
            let (user, password) = (text(1), text(0));
            (&stream).write_all(&[1, 0]).unwrap();
            let [5, 1, 0, 1, a, b, c, d, high, low] = take(10)[..] else { panic!("an address") };
            let target = format!("{a}.{b}.{c}.{d}:{}", u16::from_be_bytes([high, low]));
            keep.lock().unwrap().extend([user, password, target.clone()]);
            let server = TcpStream::connect(target).unwrap();
            (&stream).write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).unwrap();
            pipe(stream.try_clone().unwrap(), server.try_clone().unwrap());
            pipe(server, stream);
        }
    });
    (port, told)
}

#[tokio::test]
async fn plain_http_and_https_go_through_a_socks_proxy() {
    let (port, pem) = tls_server(&[b"h2"]).await;
    let (proxy, told) = socks();
    let address = format!("socks5://user:pass@127.0.0.1:{proxy}");
    let client = to(port).root_certificates(pem).proxy(&*address).build().unwrap();
    assert_eq!(client.send(Create("a".to_owned())).await.unwrap().as_str(), "\"HTTP/2.0\"");
    assert_eq!(*told.lock().unwrap(), ["user", "pass", &format!("127.0.0.1:{port}")]);
    let server = Server::in_turn([ok("1")]);
    let client = builder(&server).proxy(address).build().unwrap();
    assert_eq!(client.send(Look("x".to_owned())).await.unwrap().as_str(), "1");
}

/// What the test after it runs in a process of its own, for the environment belongs to a whole process.
#[tokio::test]
#[ignore = "needs the environment that the test after it makes"]
async fn a_call_to_another_machine() {
    let Ok(port) = std::env::var("TEST_OF_THE_LOOPBACK") else { return };
    let other = Client::<Demo>::builder().base_url("http://api.example.com").allow_plain_http().access(&Access);
    let client = other.retry(RetryPolicy::never()).build().unwrap();
    assert_eq!(client.send(Look("x".to_owned())).await.unwrap().as_str(), "\"forwarded\"");
    let own = Client::<Demo>::builder().base_url(format!("http://127.0.0.1:{port}")).build().unwrap();
    assert_eq!(own.send(Look("x".to_owned())).await.unwrap().as_str(), "1", "no proxy stands before the own machine");
}

#[test]
fn the_proxy_is_that_of_the_environment_unless_the_builder_names_one() {
    let server = Server::in_turn([ok("1")]);
    let (proxy, told) = proxy();
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUEST_METHOD"] {
        child.env_remove(name).env_remove(name.to_lowercase());
    }
    child.env("http_proxy", format!("http://127.0.0.1:{proxy}"));
    child.env("TEST_OF_THE_LOOPBACK", server.url().rsplit(':').next().unwrap());
    let child = child.args(["stack::a_call_to_another_machine", "--exact", "--ignored"]).output().unwrap();
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stdout));
    let told = told.lock().unwrap();
    assert_eq!(
        told.iter().map(|seen| seen.line.as_str()).collect::<Vec<_>>(),
        ["GET http://api.example.com/v1/thing/x HTTP/1.1"]
    );
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn a_proxy_that_cannot_be_used_is_an_error_of_the_builder() {
    for url in ["", "https://127.0.0.1:1", "socks4://127.0.0.1:1", "::"] {
        let error = to(1).proxy(url).build().map(|_| ()).unwrap_err();
        assert!(matches!(error, BuildError::Proxy { .. }), "{url}: {error}");
    }
}

#[test]
fn without_a_tokio_runtime_a_call_is_an_error() {
    let client = Client::<Demo>::builder().base_url("http://localhost:1").timeout(None).attempt_timeout(None);
    let client = client.retry(RetryPolicy::never()).build().unwrap();
    let mut call = Box::pin(client.send(Look("x".to_owned())));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Err(error)) = call.as_mut().poll(&mut context) else { panic!("it is told at once") };
    assert!(!error.is_sent(), "{error}");
}
