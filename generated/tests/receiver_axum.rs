//! The receiver on axum, over sockets.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

pub use jing_openplatform::runtime;

pub mod receiving;
pub mod shape;

use std::net::{SocketAddr, TcpListener};
use std::thread;

use receiving::http::{post, send};
use runtime::receiver::{ReceivedEvent, Receiver, axum::route};
use shape::hooks::{Event, EventKind};

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

#[test]
fn the_headers_of_a_request_tell_the_event() {
    let (tell, told) = std::sync::mpsc::channel();
    let handler = move |event: Event| std::future::ready(tell.send(event.kind()).map_err(Into::into));
    let to = start(Receiver::builder(handler).without_secret().build().unwrap());
    for (number, (header, kind)) in [
        ("X-Event: issues\r\n", EventKind::RepositoryIssueOpened),
        ("x-event: push\r\n", EventKind::RepositoryPushed),
        ("x-event: Push\r\n", EventKind::Unknown),
        ("", EventKind::Unknown),
    ]
    .into_iter()
    .enumerate()
    {
        let body = format!("{{\"action\":\"opened\",\"number\":{number}}}");
        let head = post(&format!("{header}content-length: {}\r\n", body.len()));
        assert_eq!(send(to, &head, body.as_bytes()).told(), (200, "handled"));
        assert_eq!(told.recv().unwrap(), kind);
    }
}
