//! The receiver on actix-web, over sockets.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

pub use jing_openplatform::runtime;

pub mod receiving;
pub mod shape;

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread;

use actix_web::{App, HttpServer};
use receiving::desk::{Act, Desk};
use receiving::http::{deliver, open, post_of};
use runtime::receiver::{ReceivedEvent, Receiver, actix::route};

receiving::on_server!(start);

/// A server that drops the handlers of connections that the sender closed.
fn start<E: ReceivedEvent + Send + 'static>(receiver: Receiver<E>) -> SocketAddr {
    serve(receiver, false)
}

/// Serves until the test's process ends.
fn serve<E: ReceivedEvent + Send + 'static>(receiver: Receiver<E>, half_closed: bool) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    thread::spawn(move || {
        let app = move || App::new().route("/hooks/{secret}", route(receiver.clone()));
        let server = HttpServer::new(app).workers(1).h1_allow_half_closed(half_closed).disable_signals();
        actix_web::rt::System::new().block_on(server.listen(listener).unwrap().run()).unwrap();
    });
    at
}

#[test]
fn a_handler_finishes_for_a_sender_who_closed_where_the_server_allows_it() {
    let (desk, receiver) = Desk::new();
    let to = serve(receiver, true);
    let gate = Arc::new(tokio::sync::Semaphore::new(0));
    desk.plan([Act::Wait(Arc::clone(&gate))]);
    drop(open(to, &[post_of(2).as_bytes(), b"{}"]));
    assert_eq!(desk.next(), b"{}");
    // One thread serves them all: by the time that it answered these, it has seen the end of the first.
    for _ in 0..20 {
        assert_eq!(deliver(to, b"{}").told(), (503, "busy"));
    }
    gate.add_permits(1);
    let last = std::iter::repeat_with(|| deliver(to, b"{}")).find(|answer| answer.body != "busy").unwrap();
    assert_eq!(last.told(), (200, "duplicate"));
}
