//! Tokens between the client and the platform.

use std::sync::Arc;
use std::time::Duration;

use crate::api::{Create, GetToken, Look, RefreshToken};
use crate::clock::TestClock;
use crate::{LONG, demo, until_seen, with};
use jing_openplatform::runtime::ErrorClass;
use jing_openplatform::runtime::client::{Client, Error, MemoryStore, TokenError};
use jing_openplatform_testing::fake::{Fault, Gate, Platform, codes};

fn look() -> Look {
    Look("x".to_owned())
}

fn app(platform: &Platform) -> (Client<crate::api::Demo>, Arc<TestClock>) {
    let clock = TestClock::new(LONG);
    (with(platform).clock(clock.share()).build().unwrap(), clock)
}

/// How often tokens were had by the secret, and by a refresh token.
fn flights(platform: &Platform) -> (usize, usize) {
    (platform.seen_of::<GetToken>().len(), platform.seen_of::<RefreshToken>().len())
}

#[tokio::test]
async fn a_token_is_had_once_and_renewed_when_its_time_is_over() {
    let platform = demo().token_seconds(1000).start().unwrap();
    let (client, clock) = app(&platform);
    for _ in 0..3 {
        client.send(look()).await.unwrap();
    }
    assert_eq!(flights(&platform), (1, 0));
    clock.advance(Duration::from_secs(1000));
    client.send(look()).await.unwrap();
    assert_eq!(flights(&platform), (1, 1));
}

#[tokio::test]
async fn a_token_ahead_of_its_end_is_renewed_while_calls_go_on() {
    let platform = demo().token_seconds(1000).start().unwrap();
    let (client, clock) = app(&platform);
    client.send(look()).await.unwrap();
    clock.advance(Duration::from_secs(860));
    let gate = Gate::new();
    platform.next::<RefreshToken>(Fault::SlowHeaders(gate.clone()));
    for _ in 0..3 {
        client.send(look()).await.unwrap();
    }
    until_seen(&platform, 6).await;
    gate.open();
    assert_eq!((flights(&platform), platform.most_token_calls_at_once()), ((1, 1), 1));
}

#[tokio::test]
async fn a_token_that_ends_under_a_call_costs_one_refresh_and_one_replay() {
    let platform = demo().start().unwrap();
    let (client, clock) = app(&platform);
    client.send(look()).await.unwrap();
    platform.next::<Create>(Fault::TokenExpired);
    client.send(Create("a".to_owned())).await.unwrap();
    let done: Vec<bool> = platform.seen_of::<Create>().iter().map(|seen| seen.carried_out).collect();
    assert_eq!(done, [false, true]);
    assert_eq!((flights(&platform), clock.slept().len()), ((1, 1), 0));
}

#[tokio::test]
async fn many_calls_whose_token_has_ended_wait_for_one_refresh() {
    let platform = demo().start().unwrap();
    let (client, _) = app(&platform);
    client.send(look()).await.unwrap();
    platform.expire_tokens();
    let gate = Gate::new();
    platform.next::<RefreshToken>(Fault::SlowHeaders(gate.clone()));
    let calls: Vec<_> = (0..64).map(|_| tokio::spawn(client.clone().send(look()))).collect();
    // The token, the call before, one refresh, and 64 calls whose token is refused.
    until_seen(&platform, 2 + 1 + 64).await;
    gate.open();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!((flights(&platform), platform.most_token_calls_at_once()), ((1, 1), 1));
    assert_eq!(platform.seen_of::<Look>().iter().filter(|seen| seen.carried_out).count(), 65);
}

#[tokio::test]
async fn a_call_that_is_given_up_does_not_end_the_refresh_that_it_started() {
    let platform = demo().start().unwrap();
    let (client, _) = app(&platform);
    client.send(look()).await.unwrap();
    platform.expire_tokens();
    let gate = Gate::new();
    platform.next::<RefreshToken>(Fault::SlowHeaders(gate.clone()));
    let first = tokio::spawn(client.send(look()));
    until_seen(&platform, 4).await;
    let second = tokio::spawn(client.send(look()));
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    gate.open();
    second.await.unwrap().unwrap();
    assert_eq!(flights(&platform), (1, 1));
}

#[tokio::test]
async fn a_refresh_token_that_is_not_good_any_more_is_followed_by_the_secret() {
    let platform = demo().start().unwrap();
    let (client, _) = app(&platform);
    client.send(look()).await.unwrap();
    platform.expire_tokens();
    platform.expire_refresh_tokens();
    client.send(look()).await.unwrap();
    assert_eq!(flights(&platform), (2, 1));
}

#[tokio::test]
async fn a_stored_refresh_token_is_enough_and_is_good_once() {
    let platform = demo().start().unwrap();
    let stored = platform.issue_refresh_token();
    let build = || {
        let client = with(&platform).refresh_token(platform.app_id(), platform.app_secret(), stored.clone());
        client.build().unwrap()
    };
    build().send(look()).await.unwrap();
    assert_eq!(flights(&platform), (0, 1));
    build().send(look()).await.unwrap();
    assert_eq!(flights(&platform), (1, 2), "the second is refused, and the secret helps");
}

#[tokio::test]
async fn a_refresh_need_not_end_the_old_refresh_token() {
    let platform = demo().refresh_ends_the_old(false).start().unwrap();
    let stored = platform.issue_refresh_token();
    for refreshes in 1..=2 {
        let client = with(&platform).refresh_token(platform.app_id(), platform.app_secret(), stored.clone());
        client.build().unwrap().send(look()).await.unwrap();
        assert_eq!(flights(&platform), (0, refreshes));
    }
}

#[tokio::test]
async fn a_wrong_secret_is_told_to_all_and_the_platform_is_not_stormed() {
    let platform = demo().start().unwrap();
    let clock = TestClock::new(LONG);
    let client = with(&platform).credentials(platform.app_id(), "wrong").clock(clock.share()).build().unwrap();
    for _ in 0..10 {
        let error = client.send(look()).await.unwrap_err();
        assert!(matches!(&error, Error::Token { source, .. } if matches!(**source, TokenError::Call(_))), "{error}");
        assert_eq!(error.class(), ErrorClass::Auth);
    }
    assert_eq!(flights(&platform), (1, 0));
    for (flight, wait) in [(2, 1000), (3, 2000), (4, 4000)] {
        clock.advance(Duration::from_millis(wait));
        client.send(look()).await.unwrap_err();
        assert_eq!(flights(&platform), (flight, 0));
    }
}

#[tokio::test]
async fn a_token_whose_calls_fail_for_other_reasons_is_not_taken_for_one_that_is_never_accepted() {
    let platform = demo().token_uses(1).start().unwrap();
    let (client, clock) = app(&platform);
    for _ in 0..5 {
        platform.next::<Create>(Fault::Code(42));
        let error = client.send(Create("a".to_owned())).await.unwrap_err();
        assert_eq!(error.code().and_then(|code| code.to_i64()), Some(42), "{error}");
    }
    assert_eq!((flights(&platform), clock.slept().len()), ((1, 4), 0));
}

#[tokio::test]
async fn a_code_in_http_200_refuses_a_token_where_the_platform_does_it_so() {
    let platform = demo().rejection(200, 77).start().unwrap();
    let client = with(&platform).error_class(77, ErrorClass::Auth).build().unwrap();
    client.send(look()).await.unwrap();
    platform.expire_tokens();
    client.send(look()).await.unwrap();
    let unaware = with(&platform).build().unwrap();
    unaware.send(look()).await.unwrap();
    platform.expire_tokens();
    let error = unaware.send(look()).await.unwrap_err();
    assert_eq!((error.status(), error.code().and_then(|code| code.to_i64())), (Some(200), Some(77)));
}

#[tokio::test]
async fn the_test_says_which_keys_a_token_comes_under() {
    let platform = demo().token_keys::<GetToken>("access_token", None, None).start().unwrap();
    let (client, _) = app(&platform);
    client.send(look()).await.unwrap();
    platform.expire_tokens();
    client.send(look()).await.unwrap();
    assert_eq!(flights(&platform), (2, 0), "without a refresh token there is no refresh");
    let platform = demo().token_keys::<GetToken>("token", None, None).start().unwrap();
    let error = app(&platform).0.send(look()).await.unwrap_err();
    assert!(error.to_string().ends_with("the result of tokens.get has no `access_token`"), "{error}");
}

#[tokio::test]
async fn two_processes_with_one_store_do_not_undo_each_others_refresh() {
    let platform = demo().token_seconds(1000).start().unwrap();
    let (store, clock) = (Arc::new(MemoryStore::new()), TestClock::new(LONG));
    let process = || with(&platform).token_store(store.clone()).clock(clock.share()).build().unwrap();
    let (one, other) = (process(), process());
    one.send(look()).await.unwrap();
    other.send(look()).await.unwrap();
    assert_eq!(flights(&platform), (1, 0), "the second finds the token of the first");
    // Both find that the token has ended, and refresh: the second comes while the first is on its way.
    clock.advance(Duration::from_secs(1000));
    let gate = Gate::new();
    platform.next::<RefreshToken>(Fault::SlowHeaders(gate.clone()));
    let first = tokio::spawn(one.send(look()));
    until_seen(&platform, 4).await;
    let second = tokio::spawn(other.send(look()));
    until_seen(&platform, 6).await;
    gate.open();
    first.await.unwrap().unwrap();
    second.await.unwrap().unwrap();
    // The refresh of the second was refused, since the first had used the token: it was had by the secret instead.
    assert_eq!(flights(&platform), (2, 2));
    let codes_seen = platform.seen_of::<RefreshToken>().iter().map(|seen| seen.carried_out).collect::<Vec<_>>();
    assert_eq!(codes_seen, [true, false]);
    let before = flights(&platform);
    for client in [&one, &other] {
        client.send(look()).await.unwrap();
    }
    assert_eq!(flights(&platform), before, "both tokens are good");
}

#[test]
fn the_codes_of_the_platform_are_its_own() {
    let all = [codes::UNFIT, codes::TOKEN, codes::NO_OPERATION, codes::CREDENTIALS, codes::REFRESH_TOKEN];
    assert!(all.iter().all(|code| code.to_string().starts_with("99000")));
}
