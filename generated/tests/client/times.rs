//! Time-outs, by a clock that the test moves.

use std::io::Read;
use std::net::TcpListener;
use std::sync::mpsc;
use std::time::Duration;

use crate::client_support::{Access, Answer, Create, Demo, LONG, Look, Server, TestClock, builder, ok};
use jing_openplatform::runtime::ErrorClass;
use jing_openplatform::runtime::client::{Client, Error, RetryPolicy, Timeout, TransportErrorKind};

/// A server that answers what is held when the test ends.
fn silent(answers: usize) -> (Server, Vec<mpsc::Sender<()>>) {
    let (gates, held): (Vec<_>, Vec<_>) = (0..answers).map(|_| mpsc::channel()).unzip();
    (Server::in_turn(held.into_iter().map(|gate| Answer::Held(gate, Box::new(ok("1"))))), gates)
}

#[tokio::test]
async fn an_attempt_ends_in_time_and_is_repeated_only_if_that_does_no_harm() {
    let (server, _gates) = silent(3);
    let clock = TestClock::new(Duration::from_secs(5));
    let client = builder(&server).attempt_timeout(LONG).clock(clock.share()).access(&Access).build().unwrap();
    let call = tokio::spawn(client.send(Create("a".to_owned())));
    until_seen(&server, 1).await;
    until_asleep(&clock).await;
    clock.advance(LONG);
    let error = call.await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Timeout { of: Timeout::Attempt, .. }), "{error}");
    assert_eq!((error.class(), server.seen().len()), (ErrorClass::Transient, 1));

    let call = tokio::spawn(client.call(Look("x".to_owned())).retry(RetryPolicy::default().max_attempts(2)).send());
    for attempt in 1..=2 {
        until_seen(&server, 1 + attempt).await;
        until_asleep(&clock).await;
        clock.advance(LONG);
    }
    let error = call.await.unwrap().unwrap_err();
    assert_eq!(error.to_string(), "things.look: no response within 30s");
    assert_eq!(server.seen().len(), 3);
}

async fn until_seen(server: &Server, requests: usize) {
    let server = server.clone();
    tokio::task::spawn_blocking(move || server.until_seen(requests)).await.unwrap();
}

async fn until_asleep(clock: &std::sync::Arc<TestClock>) {
    let clock = clock.clone();
    tokio::task::spawn_blocking(move || clock.until_asleep(1)).await.unwrap();
}

#[tokio::test]
async fn a_whole_call_ends_in_time_and_a_call_has_its_own() {
    let (server, _gates) = silent(2);
    let clock = TestClock::new(Duration::from_secs(5));
    let client = builder(&server).timeout(LONG).clock(clock.share()).build().unwrap();
    for (own, text) in [(None, "30s"), (Some(Duration::from_secs(50)), "50s")] {
        let call = client.call(Look("x".to_owned()));
        let call = tokio::spawn(match own {
            None => call.send(),
            Some(own) => call.timeout(own).send(),
        });
        until_asleep(&clock).await;
        clock.advance(own.unwrap_or(LONG));
        let error = call.await.unwrap().unwrap_err();
        assert!(matches!(error, Error::Timeout { of: Timeout::Call, .. }), "{error}");
        assert_eq!(error.to_string(), format!("things.look: not done within {text}"));
    }
}

#[tokio::test]
async fn the_time_of_a_connection_covers_the_tls_handshake() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (said, hello) = mpsc::channel();
    std::thread::spawn(move || {
        let mut kept = Vec::new();
        for stream in listener.incoming().flatten() {
            let mut stream = stream;
            // The client's hello is taken, and nothing is ever said to it.
            let read = stream.read(&mut [0; 512]).unwrap_or(0);
            said.send(read).ok();
            kept.push(stream);
        }
    });
    let clock = TestClock::new(Duration::from_secs(5));
    let certified = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let builder = Client::<Demo>::builder().base_url(format!("https://127.0.0.1:{port}")).connect_timeout(LONG);
    let builder = builder.timeout(None).attempt_timeout(None).clock(clock.share()).retry(RetryPolicy::never());
    let client = builder.root_certificates(certified.cert.pem()).build().unwrap();
    let call = tokio::spawn(client.send(Create("a".to_owned())));
    let hello = tokio::task::spawn_blocking(move || hello.recv().unwrap()).await.unwrap();
    assert!(hello > 0, "the handshake has begun");
    until_asleep(&clock).await;
    clock.advance(LONG);
    let error = call.await.unwrap().unwrap_err();
    let Error::Transport { source, .. } = &error else { panic!("{error:?}") };
    assert_eq!((source.kind(), error.is_sent()), (TransportErrorKind::ConnectTimeout, false));
}
