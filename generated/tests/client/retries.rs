//! When a call is sent again.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, UNIX_EPOCH};

use crate::client_support::{Access, Answer, Create, Demo, LONG, Look, Server, TestClock, builder, ok, refused};
use jing_openplatform::runtime::client::{
    BoxFuture, Client, Error, HttpRequest, HttpResponse, RetryPolicy, Transport, TransportError, TransportErrorKind,
};

fn patient(server: &Server) -> (Client<Demo>, Arc<TestClock>) {
    let clock = TestClock::new(LONG);
    (builder(server).access(&Access).clock(clock.share()).build().unwrap(), clock)
}

#[tokio::test]
async fn an_idempotent_call_is_sent_again_after_what_may_pass() {
    let unavailable = || Answer::json(503, "");
    for first in [unavailable(), refused(200, 40429), Answer::Cut(Vec::new()), ok("1").cut(3), Answer::json(429, "")] {
        let server = Server::in_turn([first, unavailable(), ok("2")]);
        let (client, clock) = patient(&server);
        assert_eq!(client.send(Look("x".to_owned())).await.unwrap().as_str(), "2");
        assert_eq!((server.seen().len(), clock.slept().len()), (3, 2));
    }
}

#[tokio::test]
async fn an_idempotent_call_is_not_sent_again_after_what_will_not_pass() {
    for first in
        [Answer::json(400, ""), refused(200, 1), Answer::json(404, ""), Answer::json(200, "<"), Answer::json(302, "")]
    {
        let server = Server::in_turn([first, ok("2")]);
        let (client, clock) = patient(&server);
        client.send(Look("x".to_owned())).await.unwrap_err();
        assert_eq!((server.seen().len(), clock.slept().len()), (1, 0));
    }
}

#[tokio::test]
async fn another_call_is_never_sent_again_once_a_byte_of_it_was_sent() {
    for first in
        [Answer::json(503, ""), Answer::json(429, ""), Answer::Cut(Vec::new()), ok("1").cut(3), refused(200, 40429)]
    {
        let server = Server::in_turn([first, ok("2")]);
        let (client, _) = patient(&server);
        client.send(Create("x".to_owned())).await.unwrap_err();
        assert_eq!(server.seen().len(), 1);
    }
}

/// Fails to connect so many times, then answers.
struct Flaky(AtomicUsize, TransportErrorKind);

impl Transport for Flaky {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let left = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        Box::pin(async move {
            match left {
                Ok(_) => Err(TransportError::new(self.1)),
                Err(_) => Ok(HttpResponse::new(200, r#"{"code":0,"data":1}"#)),
            }
        })
    }
}

#[tokio::test]
async fn another_call_is_sent_again_while_nothing_of_it_was_sent() {
    let build = |fails, kind| {
        let clock = TestClock::new(LONG);
        let builder = Client::<Demo>::builder().transport(Flaky(AtomicUsize::new(fails), kind)).timeout(None);
        (builder.attempt_timeout(None).clock(clock.share()).build().unwrap(), clock)
    };
    for kind in [TransportErrorKind::NotSent, TransportErrorKind::ConnectTimeout] {
        let (client, clock) = build(2, kind);
        client.send(Create("x".to_owned())).await.unwrap();
        assert_eq!(clock.slept().len(), 2);
        let (client, _) = build(3, kind);
        client.send(Create("x".to_owned())).await.unwrap_err();
    }
    let (client, clock) = build(1, TransportErrorKind::NoResponse);
    client.send(Create("x".to_owned())).await.unwrap_err();
    assert_eq!(clock.slept().len(), 0);
}

#[tokio::test]
async fn waits_grow_to_a_ceiling_and_are_by_chance_below_it() {
    let slept = Mutex::new(Vec::new());
    for seed in 0..40 {
        let clock = TestClock::new(LONG);
        let policy = RetryPolicy::default().max_attempts(6).delays(Duration::from_secs(1), Duration::from_secs(4));
        let builder = Client::<Demo>::builder().transport(Flaky(AtomicUsize::new(9), TransportErrorKind::NotSent));
        let client = builder.retry(policy).timeout(None).attempt_timeout(None).seed(seed).clock(clock.share()).build();
        client.unwrap().send(Look("x".to_owned())).await.unwrap_err();
        slept.lock().unwrap().push(clock.slept());
    }
    let slept = slept.into_inner().unwrap();
    for (turn, ceiling) in [1, 2, 4, 4, 4].into_iter().enumerate() {
        let waits: Vec<f64> = slept.iter().map(|waits| waits[turn].as_secs_f64()).collect();
        let (least, most) = (waits.iter().copied().fold(f64::MAX, f64::min), waits.iter().copied().fold(0.0, f64::max));
        let ceiling = f64::from(ceiling);
        assert!(least < ceiling * 0.2 && most > ceiling * 0.8 && most < ceiling, "{turn}: {least} to {most}");
    }
    assert_eq!(slept.iter().map(Vec::len).max(), Some(5));
}

#[tokio::test]
async fn what_the_server_asks_for_is_waited_for_in_seconds_or_until_a_date() {
    let at = |header: &str| Answer::new(503, &[("retry-after", header)], "");
    let server = Server::in_turn([at("7"), ok("1")]);
    let (client, clock) = patient(&server);
    client.send(Look("x".to_owned())).await.unwrap();
    let slept = clock.slept()[0].as_secs_f64();
    assert!((7.0..7.3).contains(&slept), "{slept}");

    // The test's clock stands at 2027-01-15 08:00:00.
    assert_eq!(TestClock::new(LONG).now(), UNIX_EPOCH + Duration::from_secs(1_800_000_000));
    let server = Server::in_turn([at("Fri, 15 Jan 2027 08:00:09 GMT"), ok("1")]);
    let (client, clock) = patient(&server);
    client.send(Look("x".to_owned())).await.unwrap();
    let slept = clock.slept()[0].as_secs_f64();
    assert!((9.0..9.3).contains(&slept), "{slept}");
}

#[tokio::test]
async fn a_wait_that_is_too_long_is_left_to_the_caller() {
    let server = Server::in_turn([Answer::new(429, &[("retry-after", "3600")], ""), ok("1")]);
    let (client, clock) = patient(&server);
    let error = client.send(Look("x".to_owned())).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    assert!(clock.slept().is_empty());
}

#[tokio::test]
async fn a_wait_that_ends_after_the_calls_time_is_not_begun() {
    let clock = TestClock::new(Duration::from_secs(10));
    let server = Server::in_turn([Answer::new(503, &[("retry-after", "31")], ""), ok("1")]);
    let client = builder(&server).timeout(LONG).clock(clock.share()).build().unwrap();
    let error = client.send(Look("x".to_owned())).await.unwrap_err();
    assert!(matches!(error, Error::Response(_)), "{error}");
}

#[tokio::test]
async fn all_calls_have_a_budget_of_retries_together_and_successes_fill_it() {
    let server = Server::new(|seen| match seen.path().ends_with("good") {
        true => ok("1"),
        false => Answer::json(503, ""),
    });
    let clock = TestClock::new(LONG);
    let policy = RetryPolicy::default().max_attempts(100).budget(3, 0.5);
    let client = builder(&server).retry(policy).clock(clock.share()).build().unwrap();
    for retries in [3, 0] {
        let before = clock.slept().len();
        client.send(Look("bad".to_owned())).await.unwrap_err();
        assert_eq!(clock.slept().len() - before, retries);
    }
    for _ in 0..4 {
        client.send(Look("good".to_owned())).await.unwrap();
    }
    client.send(Look("bad".to_owned())).await.unwrap_err();
    assert_eq!(clock.slept().len(), 5);
}

#[tokio::test]
async fn a_call_has_its_own_policy() {
    let server = Server::new(|_| Answer::json(503, ""));
    let (client, _) = patient(&server);
    client.call(Look("x".to_owned())).retry(RetryPolicy::never()).send().await.unwrap_err();
    assert_eq!(server.seen().len(), 1);
    client.call(Look("x".to_owned())).retry(RetryPolicy::default().max_attempts(5)).send().await.unwrap_err();
    assert_eq!(server.seen().len(), 6);
}
