//! The receiver on actix-web, over sockets.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

pub use jing_openplatform::runtime;

pub mod receiving;
pub mod shape;

use std::net::{SocketAddr, TcpListener};
use std::thread;

use actix_web::{App, HttpServer};
use receiving::desk::Received;
use runtime::receiver::{Receiver, actix::route};

receiving::on_server!(start);

/// Serves until the test's process ends. Handlers of closed connections are dropped, as axum does.
fn start(receiver: Receiver<Received>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    thread::spawn(move || {
        let app = move || App::new().route("/hooks/{secret}", route(receiver.clone()));
        let server = HttpServer::new(app).workers(1).h1_allow_half_closed(false).disable_signals();
        actix_web::rt::System::new().block_on(server.listen(listener).unwrap().run()).unwrap();
    });
    at
}
