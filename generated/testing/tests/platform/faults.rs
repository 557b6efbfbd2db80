//! Each fault, and what the client makes of it.

use std::time::Duration;

use crate::api::{Create, Look};
use crate::clock::TestClock;
use crate::{LONG, demo, until_seen, with};
use jing_openplatform::runtime::client::{Error, RetryPolicy, Timeout, TransportErrorKind};
use jing_openplatform::runtime::{ErrorClass, ResponseErrorKind};
use jing_openplatform_testing::fake::{Fault, Gate, Platform, Response};

fn create() -> Create {
    Create("a".to_owned())
}

fn look() -> Look {
    Look("a".to_owned())
}

/// What a call that is not idempotent comes to after a fault; the platform has seen it once.
async fn error_of(platform: &Platform, fault: Fault) -> Error {
    let client = with(platform).build().unwrap();
    let before = platform.seen_of::<Create>().len();
    platform.next::<Create>(fault);
    let error = client.send(create()).await.expect_err("no success");
    assert_eq!(platform.seen_of::<Create>().len(), before + 1, "{error}");
    client.send(create()).await.expect("the next call is not harmed");
    error
}

#[tokio::test]
async fn refusals_are_errors_of_which_nothing_was_done() {
    let platform = demo().start().unwrap();
    let cases = [
        (Fault::Code(40429), 200, ErrorClass::Limit),
        (Fault::Code(7), 200, ErrorClass::Unknown),
        (Fault::TooMany("9".to_owned()), 429, ErrorClass::Limit),
        (Fault::Status(500), 500, ErrorClass::Transient),
        (Fault::Status(503), 503, ErrorClass::Transient),
        (Fault::Response(Response::json(404, "{}")), 404, ErrorClass::NotFound),
        (Fault::Response(Response::new(302, "").header("location", "/v1/things")), 302, ErrorClass::Unknown),
    ];
    for (fault, status, class) in cases {
        let shown = format!("{fault:?}");
        let error = error_of(&platform, fault).await;
        assert_eq!((error.status(), error.class()), (Some(status), class), "{shown}: {error}");
        assert!(!platform.seen().iter().rev().nth(1).unwrap().carried_out, "{shown}");
    }
    let error = error_of(&platform, Fault::TooMany("9".to_owned())).await;
    assert_eq!(error.retry_after(), Some(Duration::from_secs(9)));
}

#[tokio::test]
async fn cuts_are_told_by_what_had_come_and_the_call_counts_as_sent() {
    for builder in [demo(), demo().chunked()] {
        let platform = builder.start().unwrap();
        let cases = [
            (Fault::CutBeforeResponse, TransportErrorKind::NoResponse, None),
            (Fault::Garbage, TransportErrorKind::NoResponse, None),
            (Fault::CutBeforeBody, TransportErrorKind::Truncated, Some(200)),
            (Fault::CutWithinBody, TransportErrorKind::Truncated, Some(200)),
        ];
        for (fault, kind, status) in cases {
            let shown = format!("{fault:?}");
            let error = error_of(&platform, fault).await;
            let Error::Transport { source, .. } = &error else { panic!("{shown}: {error:?}") };
            assert_eq!((source.kind(), source.status(), error.is_sent()), (kind, status, true), "{shown}");
            assert!(platform.seen().iter().rev().nth(1).unwrap().carried_out, "{shown}");
        }
    }
}

#[tokio::test]
async fn an_idempotent_call_gets_over_every_fault() {
    let platform = demo().start().unwrap();
    let clock = TestClock::new(LONG);
    let client = with(&platform).clock(clock.share()).build().unwrap();
    let faults = [
        Fault::Code(40429),
        Fault::TooMany("3".to_owned()),
        Fault::Status(502),
        Fault::TokenExpired,
        Fault::CutBeforeResponse,
        Fault::CutBeforeBody,
        Fault::CutWithinBody,
        Fault::CutAfterBody,
        Fault::Garbage,
        Fault::Duplicate,
    ];
    for fault in faults {
        let shown = format!("{fault:?}");
        platform.next::<Look>(fault);
        client.send(look()).await.unwrap_or_else(|error| panic!("{shown}: {error}"));
    }
    assert!(clock.slept().iter().any(|slept| *slept >= Duration::from_secs(3)), "what was asked for is waited for");
}

/// Lets the client's connections look whether they have ended.
async fn look_around() {
    for _ in 0..8 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_connection_that_was_closed_while_it_was_idle_harms_no_call_and_nothing_is_sent_twice() {
    let platform = demo().start().unwrap();
    let client = with(&platform).build().unwrap();
    for turn in 0..50 {
        if turn % 2 == 0 {
            platform.next::<Create>(Fault::CutAfterBody);
            client.send(create()).await.unwrap_or_else(|error| panic!("{turn}: {error}"));
            let closed = platform.clone();
            tokio::task::spawn_blocking(move || closed.until_open(0)).await.unwrap();
        } else {
            client.send(create()).await.unwrap_or_else(|error| panic!("{turn}: {error}"));
            platform.close_connections();
        }
        look_around().await;
    }
    assert_eq!(platform.seen_of::<Create>().len(), 50);
}

#[tokio::test]
async fn a_response_that_comes_twice_is_not_taken_for_that_of_the_next_call() {
    let platform = demo().start().unwrap();
    platform.answer::<Create>(|seen| seen.text());
    let client = with(&platform).build().unwrap();
    for turn in 0..20 {
        platform.next::<Create>(Fault::Duplicate);
        let data = client.send(Create(turn.to_string())).await.unwrap();
        assert_eq!(data.as_str(), format!("[\"{turn}\"]"));
    }
}

#[tokio::test]
async fn what_is_slow_waits_for_the_test_and_not_beyond_the_time_of_an_attempt() {
    let platform = demo().start().unwrap();
    let clock = TestClock::new(Duration::from_secs(5));
    let client = with(&platform).attempt_timeout(LONG).clock(clock.share()).build().unwrap();
    client.send(create()).await.unwrap();
    for slow in [Fault::SlowHeaders, Fault::SlowBody] {
        let gate = Gate::new();
        let before = platform.seen().len();
        platform.next::<Create>(slow(gate.clone()));
        let call = tokio::spawn(client.send(create()));
        until_seen(&platform, before + 1).await;
        gate.open();
        call.await.unwrap().unwrap();

        platform.next::<Create>(slow(Gate::new()));
        let call = tokio::spawn(client.send(create()));
        until_seen(&platform, before + 2).await;
        let asleep = clock.clone();
        tokio::task::spawn_blocking(move || asleep.until_asleep(1)).await.unwrap();
        clock.advance(LONG);
        let error = call.await.unwrap().unwrap_err();
        assert!(matches!(error, Error::Timeout { of: Timeout::Attempt, .. }), "{error}");
        assert_eq!(platform.seen().len(), before + 2, "it is not sent again");
    }
}

#[tokio::test]
async fn faults_by_chance_are_the_same_for_the_same_seed() {
    let outcomes = async |seed| {
        let platform = demo().seed(seed).random_faults::<Look>(3, [Fault::Status(503), Fault::Code(7)]).start();
        let platform = platform.unwrap();
        let client = with(&platform).retry(RetryPolicy::never()).build().unwrap();
        let mut outcomes = Vec::new();
        for _ in 0..30 {
            outcomes.push(client.send(look()).await.err().and_then(|error| error.status()));
        }
        outcomes
    };
    let first = outcomes(1).await;
    assert_eq!(outcomes(1).await, first);
    assert_ne!(outcomes(2).await, first);
    for outcome in [None, Some(503), Some(200)] {
        assert!(first.contains(&outcome), "{first:?}");
    }
}

#[tokio::test]
async fn what_is_no_envelope_is_one_error_of_its_kind() {
    let platform = demo().start().unwrap();
    let json = |body: &str| Response::json(200, body);
    let cases = [
        (json("<html>"), ResponseErrorKind::NotJson),
        (json(""), ResponseErrorKind::NotJson),
        (json(r#"{"code":0,"#), ResponseErrorKind::NotJson),
        (json("[]"), ResponseErrorKind::NotEnvelope),
        (Response::new(200, "<html>").header("content-type", "text/html"), ResponseErrorKind::ContentType),
        (Response::new(502, "<html>").header("content-type", "text/html"), ResponseErrorKind::Status),
        (Response::new(307, "").header("location", "/"), ResponseErrorKind::Redirect),
    ];
    for (response, kind) in cases {
        let error = error_of(&platform, Fault::Response(response)).await;
        assert_eq!(error.response().map(|response| response.kind()), Some(kind), "{error}");
    }
}

#[tokio::test]
async fn a_packed_body_that_nobody_asked_for_is_told_as_no_json() {
    let platform = demo().start().unwrap();
    let packed = Response::json(200, [0x1f, 0x8b, 8, 0, 0, 0, 0, 0]).header("content-encoding", "gzip");
    let error = error_of(&platform, Fault::Response(packed)).await;
    assert_eq!(error.response().map(|response| response.kind()), Some(ResponseErrorKind::NotJson), "{error}");
    assert!(platform.seen().iter().all(|seen| seen.header("accept-encoding").is_none()));
}
