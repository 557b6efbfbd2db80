//! Tokens: had, kept, renewed, and given up on.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use crate::client_support::{
    Answer, Create, Demo, GetToken, LONG, Look, Seen, Server, TestClock, builder, ok, refused, token,
};
use jing_openplatform::runtime::client::{Client, Error, MemoryStore, Swap, TokenError, TokenSet, TokenStore};
use jing_openplatform::runtime::{ErrorClass, Secret};

const GET: &str = "/v1/token";
const REFRESH: &str = "/v1/token/refresh";

/// Gives the tokens `t-1`, `t-2` ... of so many seconds, and takes those that the test takes.
fn platform(seconds: u64, takes: impl Fn(&str) -> bool + Send + Sync + 'static) -> Server {
    let given = AtomicUsize::new(0);
    Server::new(move |seen| match seen.path() {
        GET | REFRESH => token(&format!("t-{}", given.fetch_add(1, Ordering::SeqCst) + 1), seconds),
        _ if takes(seen.header("access_token").unwrap_or_default()) => ok("1"),
        _ => Answer::json(401, ""),
    })
}

fn app(server: &Server) -> (Client<Demo>, Arc<TestClock>) {
    let clock = TestClock::new(LONG);
    let builder = builder(server).credentials("app-1", "secret-1").allow_assumed::<GetToken>().clock(clock.share());
    (builder.build().unwrap(), clock)
}

fn tokens_of(seen: &[Seen]) -> Vec<&str> {
    seen.iter().filter_map(|seen| seen.header("access_token")).collect()
}

async fn until_seen(server: &Server, requests: usize) {
    let server = server.clone();
    tokio::task::spawn_blocking(move || server.until_seen(requests)).await.unwrap();
}

fn look() -> Look {
    Look("x".to_owned())
}

#[tokio::test]
async fn a_token_is_had_by_the_secret_and_goes_with_each_call() {
    let server = platform(3600, |_| true);
    let (client, _) = app(&server);
    client.send(look()).await.unwrap();
    client.send(Create("a".to_owned())).await.unwrap();
    let seen = server.seen();
    assert_eq!((seen[0].path(), seen[0].body.as_str()), (GET, r#"{"app_id":"app-1","app_secret":"secret-1"}"#));
    assert_eq!(seen[0].header("access_token"), None);
    assert_eq!(tokens_of(&seen), ["t-1", "t-1"]);
    assert_eq!(seen[1].header("app_id"), Some("app-1"));
}

#[tokio::test]
async fn any_number_of_calls_and_clones_wait_for_one_flight() {
    let (open, gate) = mpsc::channel();
    let gate = std::sync::Mutex::new(Some(gate));
    let server = Server::new(move |seen| match seen.path() {
        GET => Answer::Held(gate.lock().unwrap().take().expect("one flight"), Box::new(token("t-1", 3600))),
        _ => ok("1"),
    });
    let (client, _) = app(&server);
    let calls: Vec<_> = (0..64).map(|_| tokio::spawn(client.clone().send(look()))).collect();
    until_seen(&server, 1).await;
    open.send(()).unwrap();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!((server.count(GET), server.seen().len()), (1, 65));
}

#[tokio::test]
async fn who_gives_up_waiting_hurts_nobody_else() {
    let (open, gate) = mpsc::channel();
    let gate = std::sync::Mutex::new(Some(gate));
    let server = Server::new(move |seen| match seen.path() {
        GET => Answer::Held(gate.lock().unwrap().take().expect("one flight"), Box::new(token("t-1", 3600))),
        _ => ok("1"),
    });
    let (client, _) = app(&server);
    let first = tokio::spawn(client.send(look()));
    until_seen(&server, 1).await;
    let second = tokio::spawn(client.send(look()));
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    open.send(()).unwrap();
    second.await.unwrap().unwrap();
    assert_eq!(server.count(GET), 1);
}

#[tokio::test]
async fn a_token_is_refreshed_ahead_of_its_end_while_calls_go_on_with_the_old_one() {
    let server = platform(1000, |_| true);
    let (client, clock) = app(&server);
    client.send(look()).await.unwrap();
    // A fifth of its life ahead, give or take a quarter of that.
    clock.advance(Duration::from_secs(740));
    client.send(look()).await.unwrap();
    assert_eq!(server.seen().len(), 3);
    clock.advance(Duration::from_secs(120));
    client.send(look()).await.unwrap();
    until_seen(&server, 5).await;
    let refresh = server.seen().into_iter().find(|seen| seen.path() == REFRESH).expect("a refresh");
    assert_eq!(refresh.body, r#"{"app_id":"app-1","app_secret":"secret-1","refresh_token":"refresh-t-1"}"#);
    assert_eq!(tokens_of(&server.seen()), ["t-1", "t-1", "t-1"]);
}

#[tokio::test]
async fn a_token_that_has_ended_is_not_sent() {
    let server = platform(1000, |_| true);
    let (client, clock) = app(&server);
    client.send(look()).await.unwrap();
    clock.advance(Duration::from_secs(1000));
    client.send(look()).await.unwrap();
    assert_eq!(tokens_of(&server.seen()), ["t-1", "t-2"]);
    assert_eq!((server.count(GET), server.count(REFRESH)), (1, 1));
}

#[tokio::test]
async fn a_token_rejected_mid_life_leads_to_one_refresh_and_one_replay_even_of_what_must_not_be_repeated() {
    let revoked = Arc::new(AtomicUsize::new(0));
    let now = revoked.clone();
    let server = platform(3600, move |token| token != format!("t-{}", now.load(Ordering::SeqCst)));
    let (client, clock) = app(&server);
    client.send(look()).await.unwrap();
    revoked.store(1, Ordering::SeqCst);
    client.send(Create("a".to_owned())).await.unwrap();
    assert_eq!(tokens_of(&server.seen()), ["t-1", "t-1", "t-2"]);
    assert_eq!((server.count(REFRESH), clock.slept().len()), (1, 0));
}

#[tokio::test]
async fn a_server_that_takes_no_token_is_not_asked_for_more_and_more_of_them() {
    let server = platform(3600, |_| false);
    let (client, clock) = app(&server);
    let error = client.send(look()).await.unwrap_err();
    assert_eq!((error.status(), error.class()), (Some(401), ErrorClass::Auth));
    assert_eq!((server.count(GET), server.count(REFRESH), tokens_of(&server.seen()).len()), (1, 1, 2));
    for _ in 0..5 {
        let error = client.send(look()).await.unwrap_err();
        assert!(matches!(&error, Error::Token { source, .. } if matches!(**source, TokenError::Rejected)), "{error}");
    }
    assert_eq!(server.seen().len(), 4);
    clock.advance(Duration::from_secs(1));
    client.send(look()).await.unwrap_err();
    assert_eq!(server.count(REFRESH), 2);
}

#[tokio::test]
async fn only_401_is_a_rejected_token_until_a_code_is_called_one() {
    let served = || {
        let given = AtomicUsize::new(0);
        Server::new(move |seen| match seen.path() {
            GET | REFRESH => token(&format!("t-{}", given.fetch_add(1, Ordering::SeqCst)), 3600),
            _ if seen.header("access_token") == Some("t-0") => refused(200, 77),
            _ => ok("1"),
        })
    };
    let server = served();
    let (client, _) = app(&server);
    client.send(look()).await.unwrap_err();
    assert_eq!(server.count(REFRESH), 0);
    let server = served();
    let with = builder(&server).credentials("app-1", "secret-1").allow_assumed::<GetToken>();
    with.error_class(77, ErrorClass::Auth).build().unwrap().send(look()).await.unwrap();
    assert_eq!(server.count(REFRESH), 1);
}

#[tokio::test]
async fn a_failed_flight_backs_off_and_all_who_wait_are_told_the_same() {
    let server = Server::new(|_| refused(200, 9));
    let (client, clock) = app(&server);
    for _ in 0..10 {
        let error = client.send(look()).await.unwrap_err();
        let text = error.to_string();
        assert_eq!(text, "things.look: no access token: tokens.get: HTTP 200, code 9, no, request r-2");
    }
    assert_eq!(server.count(GET), 1);
    // Between half a second and a second; then between one and two.
    clock.advance(Duration::from_secs(1));
    client.send(look()).await.unwrap_err();
    assert_eq!(server.count(GET), 2);
    clock.advance(Duration::from_millis(999));
    client.send(look()).await.unwrap_err();
    assert_eq!(server.count(GET), 2);
    clock.advance(Duration::from_millis(1001));
    client.send(look()).await.unwrap_err();
    assert_eq!(server.count(GET), 3);
}

#[tokio::test]
async fn a_flight_that_fails_while_the_old_token_still_holds_is_not_noticed() {
    let server = Server::new(|seen| match seen.path() {
        GET => token("t-1", 1000),
        REFRESH => Answer::json(503, ""),
        _ => ok("1"),
    });
    let (client, clock) = app(&server);
    client.send(look()).await.unwrap();
    clock.advance(Duration::from_secs(900));
    for _ in 0..5 {
        client.send(look()).await.unwrap();
    }
    assert!(server.count(REFRESH) <= 1);
}

#[tokio::test]
async fn a_refused_refresh_token_is_followed_by_the_secret() {
    let server = Server::new(|seen| match seen.path() {
        GET => token("t-2", 1000),
        REFRESH => refused(200, 12),
        _ => ok("1"),
    });
    let with = builder(&server).refresh_token("app-1", "secret-1", "stored-1");
    with.allow_assumed::<GetToken>().build().unwrap().send(look()).await.unwrap();
    assert!(server.seen()[0].body.contains(r#""refresh_token":"stored-1""#), "{:?}", server.seen()[0]);
    assert_eq!(tokens_of(&server.seen()), ["t-2"]);

    let error = builder(&server).refresh_token("app-1", "secret-1", "stored-1").build().unwrap().send(look()).await;
    assert!(error.unwrap_err().to_string().contains("tokens.refresh: HTTP 200, code 12"));
}

#[tokio::test]
async fn a_token_that_no_header_can_hold_is_an_error_and_no_call_goes_out_without_it() {
    let server = Server::new(|seen| if seen.path() == GET { token("t\\n1", 1000) } else { ok("1") });
    let client = builder(&server).credentials("app-1", "secret-1").allow_assumed::<GetToken>().build().unwrap();
    let error = client.send(look()).await.unwrap_err().to_string();
    assert!(error.contains("no access token: it cannot be sent as the header `"), "{error}");
    assert_eq!(server.seen().len(), server.count(GET));
}

#[tokio::test]
async fn clients_that_share_a_store_share_the_token() {
    let server = platform(1000, |_| true);
    let (store, clock) = (Arc::new(MemoryStore::new()), TestClock::new(LONG));
    let another = || {
        let builder = builder(&server).credentials("app-1", "secret-1").allow_assumed::<GetToken>();
        builder.token_store(store.clone()).clock(clock.share()).build().unwrap()
    };
    let (one, other) = (another(), another());
    one.send(look()).await.unwrap();
    other.send(look()).await.unwrap();
    assert_eq!((server.count(GET), server.count(REFRESH)), (1, 0));
    clock.advance(Duration::from_secs(995));
    one.send(look()).await.unwrap();
    other.send(look()).await.unwrap();
    assert_eq!((server.count(GET), server.count(REFRESH)), (1, 1));
    assert_eq!(tokens_of(&server.seen()), ["t-1", "t-1", "t-2", "t-2"]);
}

#[tokio::test]
async fn who_loses_the_race_for_a_refresh_takes_what_the_winner_kept() {
    let (store, clock) = (Arc::new(MemoryStore::new()), TestClock::new(LONG));
    let old = TokenSet::new("t-1", clock.now()).refresh_token("refresh-1").expires_at(clock.now());
    store.swap(None, &old).await.unwrap();
    let winner = TokenSet::new("t-9", clock.now()).expires_at(clock.now() + Duration::from_secs(1000));
    let (theirs, kept, won) = (store.clone(), old.clone(), winner.clone());
    let server = Server::new(move |seen| match seen.path() {
        // Another process was quicker: the old refresh token has ended, and the store has the new pair.
        REFRESH => {
            let swap = theirs.swap(Some(&kept), &won);
            tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(swap).unwrap();
            refused(200, 12)
        }
        _ => ok("1"),
    });
    let with = builder(&server).credentials("app-1", "secret-1").token_store(store.clone()).clock(clock.share());
    with.build().unwrap().send(look()).await.unwrap();
    assert_eq!(tokens_of(&server.seen()), ["t-9"]);
    assert_eq!(store.load().await.unwrap(), Some(winner));
}

#[tokio::test]
async fn a_store_changes_only_what_it_was_said_to_hold() {
    let store = MemoryStore::new();
    let now = std::time::UNIX_EPOCH;
    let (one, two) = (TokenSet::new("1", now), TokenSet::new("2", now));
    assert_eq!(store.swap(Some(&two), &one).await.unwrap(), Swap::Lost(None));
    assert_eq!(store.swap(None, &one).await.unwrap(), Swap::Done);
    assert_eq!(store.swap(None, &two).await.unwrap(), Swap::Lost(Some(one.clone())));
    assert_eq!(store.swap(Some(&one), &two).await.unwrap(), Swap::Done);
    assert_eq!(store.load().await.unwrap().map(|set| set.access_token), Some(Secret::new("2")));
}

#[tokio::test]
async fn an_answer_without_a_token_is_said_so() {
    let server = Server::new(|_| ok(r#"{"token":"t"}"#));
    let (client, _) = app(&server);
    let error = client.send(look()).await.unwrap_err();
    assert_eq!(error.to_string(), "things.look: no access token: the result of tokens.get has no `access_token`");
}

#[tokio::test]
async fn the_token_call_goes_to_the_path_that_the_caller_knows() {
    let server = Server::new(|seen| if seen.path() == "/v9/token" { token("t-1", 60) } else { ok("1") });
    let with = builder(&server).credentials("app-1", "secret-1").override_path::<GetToken>("/v9/token");
    with.build().unwrap().send(look()).await.unwrap();
    assert_eq!(tokens_of(&server.seen()), ["t-1"]);
}
