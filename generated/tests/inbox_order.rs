//! What the inbox hands over, when, and in which order.

mod inbox_support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use inbox_support::{Folder, ManualClock, body, run_until};
use jing_openplatform::inbox::{
    EntityKey, FileStore, GiveUp, HandlerError, Inbox, InboxErrorKind, InboxEvent, RetryPolicy,
};
use tokio::sync::{Semaphore, mpsc};

type TestInbox = Inbox<FileStore, ManualClock>;

fn inbox(folder: &Folder, clock: &ManualClock, attempts: u32) -> TestInbox {
    let retry = RetryPolicy::new().first(Duration::from_secs(1)).longest(Duration::from_secs(8)).attempts(attempts);
    let store = FileStore::open(folder.file()).unwrap();
    Inbox::builder(store, EntityKey::at("data.entity")).retry(retry).clock(clock.clone()).seed(7).build()
}

/// The text of the body's `name`.
fn name(event: &InboxEvent) -> String {
    let body: serde_json::Value = serde_json::from_slice(&event.body).unwrap();
    body["name"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn events_of_an_entity_come_one_at_a_time_in_the_order_of_acceptance() {
    let folder = Folder::new();
    let inbox = inbox(&folder, &ManualClock::new(), 3);
    for number in 0..50 {
        inbox.accept(body(&format!("{}", number % 5), &format!("{number}"))).await.unwrap();
    }
    let seen = Arc::new(Mutex::new(Vec::new()));
    let busy = Arc::new(Mutex::new([false; 5]));
    let handled = Arc::clone(&seen);
    run_until(&inbox, 0, move |event: InboxEvent| {
        let (seen, busy) = (Arc::clone(&handled), Arc::clone(&busy));
        async move {
            let number: usize = name(&event).parse()?;
            let was = std::mem::replace(&mut busy.lock().unwrap()[number % 5], true);
            assert!(!was, "two events of one entity at a time");
            tokio::task::yield_now().await;
            busy.lock().unwrap()[number % 5] = false;
            seen.lock().unwrap().push(number);
            Ok(())
        }
    })
    .await;
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 50);
    for entity in 0..5 {
        let of_entity: Vec<usize> = seen.iter().copied().filter(|number| number % 5 == entity).collect();
        assert!(of_entity.is_sorted(), "entity {entity}: {of_entity:?}");
    }
}

#[tokio::test]
async fn different_entities_and_events_without_one_are_handled_at_the_same_time_up_to_the_limit() {
    let folder = Folder::new();
    let store = FileStore::open(folder.file()).unwrap();
    let inbox = Inbox::builder(store, EntityKey::at("data.entity")).concurrency(3).build();
    for (entity, name) in [("a", "1"), ("a", "2"), ("", "3"), ("", "4"), ("b", "5")] {
        inbox.accept(body(entity, name)).await.unwrap();
    }
    let (started, mut starts) = mpsc::unbounded_channel();
    let gate = Arc::new(Semaphore::new(0));
    let (runner, opened) = (inbox.clone(), Arc::clone(&gate));
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(async move {
        let handler = move |event: InboxEvent| {
            let (started, gate) = (started.clone(), Arc::clone(&opened));
            async move {
                started.send(name(&event))?;
                gate.acquire().await?.forget();
                Ok(())
            }
        };
        runner.run(handler, async { drop(stopped.await) }).await
    });
    let mut first = Vec::new();
    for _ in 0..3 {
        first.push(starts.recv().await.unwrap());
    }
    first.sort();
    assert_eq!(first, ["1", "3", "4"], "the second of entity a waits for the first");
    assert!(starts.try_recv().is_err(), "no more than three at a time");
    gate.add_permits(5);
    let mut rest = vec![starts.recv().await.unwrap(), starts.recv().await.unwrap()];
    rest.sort();
    assert_eq!(rest, ["2", "5"]);
    stop.send(()).unwrap();
    running.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_failed_event_waits_longer_each_time_and_holds_up_its_entity_alone() {
    let folder = Folder::new();
    let clock = ManualClock::new();
    let inbox = inbox(&folder, &clock, 5);
    for (entity, name) in [("a", "bad"), ("a", "after"), ("b", "other")] {
        inbox.accept(body(entity, name)).await.unwrap();
    }
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (handled, times) = (Arc::clone(&seen), clock.clone());
    run_until(&inbox, 0, move |event: InboxEvent| {
        handled.lock().unwrap().push((name(&event), event.attempt, times.elapsed()));
        async move { if event.attempt < 4 && name(&event) == "bad" { Err("no".into()) } else { Ok(()) } }
    })
    .await;
    let seen = seen.lock().unwrap();
    let order: Vec<(&str, u32)> = seen.iter().map(|(name, attempt, _)| (name.as_str(), *attempt)).collect();
    assert_eq!(order, [("bad", 1), ("other", 1), ("bad", 2), ("bad", 3), ("bad", 4), ("after", 1)]);
    let bad: Vec<Duration> = seen.iter().filter(|(name, ..)| name == "bad").map(|(.., time)| *time).collect();
    for (attempt, (before, after)) in bad.iter().zip(&bad[1..]).enumerate() {
        let whole = Duration::from_secs(1 << attempt);
        let wait = *after - *before;
        // The timer counts whole milliseconds.
        assert!(wait >= whole / 2 - Duration::from_millis(1) && wait <= whole, "wait {attempt}: {wait:?}");
    }
}

#[test]
fn waits_double_up_to_the_longest_and_half_of_them_is_random() {
    let retry = RetryPolicy::new().first(Duration::from_secs(2)).longest(Duration::from_secs(60));
    for (attempt, whole) in [(1, 2), (2, 4), (3, 8), (5, 32), (6, 60), (40, 60), (u32::MAX, 60)] {
        let whole = Duration::from_secs(whole);
        assert_eq!(retry.wait(attempt, 0), whole / 2);
        for random in [1, u64::MAX / 3, u64::MAX] {
            let wait = retry.wait(attempt, random);
            assert!(wait >= whole / 2 && wait <= whole, "{attempt}: {wait:?}");
        }
    }
    assert_eq!(RetryPolicy::new().first(Duration::ZERO).wait(3, 99), Duration::ZERO);
    let endless = RetryPolicy::new().first(Duration::MAX).longest(Duration::MAX);
    assert!(endless.wait(9, u64::MAX) >= Duration::MAX / 2);
}

#[tokio::test]
async fn after_the_last_attempt_an_event_is_a_dead_letter_and_its_entity_goes_on() {
    let folder = Folder::new();
    let inbox = inbox(&folder, &ManualClock::new(), 3);
    let bad = inbox.accept(body("a", "bad")).await.unwrap();
    let hopeless = inbox.accept(body("a", "hopeless")).await.unwrap();
    let panics = inbox.accept(body("a", "panics")).await.unwrap();
    inbox.accept(body("a", "good")).await.unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let handled = Arc::clone(&seen);
    run_until(&inbox, 0, move |event: InboxEvent| {
        handled.lock().unwrap().push(name(&event));
        async move {
            match name(&event).as_str() {
                "bad" => Err("out of order".into()),
                "hopeless" => Err(GiveUp::new("not for us").into()),
                "panics" => panic!("as asked"),
                _ => Ok(()),
            }
        }
    })
    .await;
    let three = |name: &'static str| [name; 3];
    let expected = [&three("bad")[..], &["hopeless"], &three("panics"), &["good"]].concat();
    assert_eq!(*seen.lock().unwrap(), expected);
    let dead = inbox.dead_letters(None, 10).await.unwrap();
    let told: Vec<_> = dead.iter().map(|dead| (dead.event.id, dead.event.attempt, dead.reason.as_str())).collect();
    assert_eq!(told, [(bad, 3, "out of order"), (hopeless, 1, "not for us"), (panics, 3, "the handler panicked")]);
    assert_eq!(dead[0].event.body, body("a", "bad"));
    assert_eq!(inbox.dead_letters(Some(bad), 1).await.unwrap(), dead[1..2]);
}

#[tokio::test]
async fn a_revived_dead_letter_comes_before_what_its_entity_still_has_to_do() {
    let folder = Folder::new();
    let inbox = inbox(&folder, &ManualClock::new(), 1);
    let bad = inbox.accept(body("a", "bad")).await.unwrap();
    run_until(&inbox, 0, |_| async { Err("no".into()) }).await;
    inbox.accept(body("a", "later")).await.unwrap();
    assert!(inbox.revive(bad).await.unwrap());
    assert!(!inbox.revive(bad).await.unwrap(), "it is no dead letter any more");
    let seen = Arc::new(Mutex::new(Vec::new()));
    let handled = Arc::clone(&seen);
    run_until(&inbox, 0, move |event: InboxEvent| {
        handled.lock().unwrap().push((name(&event), event.attempt));
        async { Ok(()) }
    })
    .await;
    assert_eq!(*seen.lock().unwrap(), [("bad".to_owned(), 1), ("later".to_owned(), 1)]);
    assert_eq!(inbox.counts().await.unwrap().dead, 0);
}

#[test]
fn an_event_that_ends_the_process_each_time_becomes_a_dead_letter() {
    let folder = Folder::new();
    // A runtime that ends in the middle of the handler, as at the end of a process.
    let alone = || tokio::runtime::Builder::new_current_thread().build().unwrap();
    for life in 0..3 {
        alone().block_on(async {
            let inbox = inbox(&folder, &ManualClock::new(), 3);
            if life == 0 {
                inbox.accept(body("a", "deadly")).await.unwrap();
            }
            let (started, mut starts) = mpsc::unbounded_channel();
            let handler = move |event: InboxEvent| {
                started.send(event.attempt).unwrap();
                std::future::pending::<Result<(), HandlerError>>()
            };
            tokio::select! {
                _ = inbox.run(handler, std::future::pending()) => panic!("the handler never ends"),
                attempt = starts.recv() => assert_eq!(attempt, Some(life + 1)),
            }
        });
    }
    alone().block_on(async {
        let inbox = inbox(&folder, &ManualClock::new(), 3);
        run_until(&inbox, 0, |_| async { panic!("handed over a fourth time") }).await;
        let dead = inbox.dead_letters(None, 10).await.unwrap();
        let told: Vec<_> = dead.iter().map(|dead| (dead.event.attempt, dead.reason.as_str())).collect();
        assert_eq!(told, [(4, "handed over 3 times, the last time without an answer")]);
    });
}

#[tokio::test]
async fn events_are_handled_as_they_are_accepted_and_at_the_stop_those_at_work_are_ended() {
    let folder = Folder::new();
    let inbox = inbox(&folder, &ManualClock::new(), 3);
    let (started, mut starts) = mpsc::unbounded_channel();
    let gate = Arc::new(Semaphore::new(0));
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let (runner, opened) = (inbox.clone(), Arc::clone(&gate));
    let running = tokio::spawn(async move {
        let handler = move |_: InboxEvent| {
            let (started, gate) = (started.clone(), Arc::clone(&opened));
            async move {
                started.send(())?;
                gate.acquire().await?.forget();
                Ok(())
            }
        };
        runner.run(handler, async { drop(stopped.await) }).await
    });
    inbox.accept(body("a", "1")).await.unwrap();
    starts.recv().await.unwrap();
    let twice = inbox.run(|_| async { Ok(()) }, async {}).await.unwrap_err();
    assert_eq!(twice.kind(), InboxErrorKind::Running);
    stop.send(()).unwrap();
    inbox.accept(body("b", "2")).await.unwrap();
    gate.add_permits(9);
    running.await.unwrap().unwrap();
    assert!(starts.try_recv().is_err(), "nothing is begun after the stop");
    assert_eq!(inbox.counts().await.unwrap().pending, 1, "the one at work was ended, the other is kept");
}

#[tokio::test]
async fn an_event_whose_sender_hung_up_before_the_answer_is_handled_too() {
    let folder = Folder::new();
    let inbox = inbox(&folder, &ManualClock::new(), 3);
    let (started, mut starts) = mpsc::unbounded_channel();
    let handler = move |event: InboxEvent| {
        started.send(name(&event)).unwrap();
        async { Ok(()) }
    };
    let mut running = Box::pin(inbox.run(handler, std::future::pending()));
    inbox.accept(body("a", "1")).await.unwrap();
    tokio::select! {
        _ = &mut running => panic!("nobody stops it"),
        started = starts.recv() => assert_eq!(started.as_deref(), Some("1")),
    }
    let mut accept = Box::pin(inbox.accept(body("b", "2")));
    std::future::poll_fn(|cx| std::task::Poll::Ready(accept.as_mut().poll(cx).is_ready())).await;
    drop(accept);
    tokio::select! {
        _ = &mut running => panic!("nobody stops it"),
        started = starts.recv() => assert_eq!(started.as_deref(), Some("2")),
    }
}

#[test]
fn the_entity_is_the_value_at_a_path() {
    let at = EntityKey::at("a.b");
    let of = |body: &str| at.of(body.as_bytes());
    assert_eq!(of(r#"{"a":{"b":"x"}}"#).as_deref(), Some("x"));
    assert_eq!(of(r#"{"z":[{"b":1}],"a":{"c":{"b":2},"b":627}}"#).as_deref(), Some("627"));
    assert_eq!(of(r#"{"a":{"b":"x"},"a":{"b":"\u0079"}}"#).as_deref(), Some("y"), "the last one holds");
    for none in [
        "",
        "[]",
        "{}",
        r#"{"a.b":"x"}"#,
        r#"{"a":"b"}"#,
        r#"{"a":{"b":""}}"#,
        r#"{"a":{"b":null}}"#,
        r#"{"a":{"b":["x"]}}"#,
        r#"{"a":{"b":"x"},"a":{}}"#,
        r#"{"a":{"b":"x"}"#,
        r#"{"a":{"b":"x"}}}"#,
    ] {
        assert_eq!(of(none), None, "{none}");
    }
    let first = EntityKey::at_first_of(["a.b", "c"]);
    assert_eq!(first.of(br#"{"c":"y","a":{"b":"x"}}"#).as_deref(), Some("x"));
    assert_eq!(first.of(br#"{"c":"y"}"#).as_deref(), Some("y"));
    assert_eq!(EntityKey::none().of(br#"{"c":"y"}"#), None);
    assert_eq!(EntityKey::by(|body| Some(body.len().to_string())).of(b"not json").as_deref(), Some("8"));
}
