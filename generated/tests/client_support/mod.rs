//! What the client's tests share: an API, a server that does what a script says, a clock that a test moves.
#![allow(dead_code, unused_imports, reason = "each test uses a part of it")]

pub(crate) mod api;
pub(crate) mod clock;
pub(crate) mod server;

pub(crate) use api::*;
pub(crate) use clock::TestClock;
pub(crate) use server::{Answer, Seen, Server};

use jing_openplatform::runtime::client::{Client, ClientBuilder};
use std::time::Duration;

/// A builder for a server of the test's, without time-outs that nobody asked for.
pub(crate) fn builder(server: &Server) -> ClientBuilder<Demo> {
    let builder = Client::<Demo>::builder().base_url(server.url()).seed(7);
    builder.connect_timeout(None).timeout(None).attempt_timeout(None).idle_connections(None, usize::MAX)
}

/// A client that shows a token which never changes.
pub(crate) fn client(server: &Server) -> Client<Demo> {
    builder(server).access(&Access).build().expect("a client")
}

/// A response in the API's envelope.
pub(crate) fn ok(data: &str) -> Answer {
    Answer::json(
        200,
        &format!(r#"{{"request_id":"r-1","code":0,"msg":"fine","data":{data},"timestamp":1722583035263}}"#),
    )
}

/// An envelope with a code.
pub(crate) fn refused(status: u16, code: i64) -> Answer {
    Answer::json(status, &format!(r#"{{"request_id":"r-2","code":{code},"msg":"no","data":null}}"#))
}

/// Fields of a token that lives so many seconds.
pub(crate) fn token(name: &str, seconds: u64) -> Answer {
    ok(&format!(r#"{{"access_token":"{name}","refresh_token":"refresh-{name}","expires_in":{seconds}}}"#))
}

/// Longer than any test should take.
pub(crate) const LONG: Duration = Duration::from_secs(30);
