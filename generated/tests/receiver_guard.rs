//! The duplicate guard of one process, and what it knows deliveries by.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use jing_openplatform::receiver::{Claim, DeliveryKey, DuplicateGuard, MemoryGuard};

/// What comes of work that waits for nothing.
fn now<T>(work: impl Future<Output = T>) -> T {
    match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => panic!("it waits"),
    }
}

fn key(n: u32) -> DeliveryKey {
    DeliveryKey::new(None, &n.to_le_bytes())
}

#[test]
fn a_claim_is_busy_until_it_is_settled() {
    let guard = MemoryGuard::default();
    assert_eq!(now(guard.claim(&key(1))), Ok(Claim::New));
    assert_eq!(now(guard.claim(&key(1))), Ok(Claim::Busy));
    assert_eq!(now(guard.claim(&key(2))), Ok(Claim::New));
    now(guard.release(&key(1))).unwrap();
    assert_eq!(now(guard.claim(&key(1))), Ok(Claim::New));
    guard.abandon(&key(1));
    assert_eq!(now(guard.claim(&key(1))), Ok(Claim::New));
    now(guard.done(&key(1))).unwrap();
    assert_eq!(now(guard.claim(&key(1))), Ok(Claim::Duplicate));
    assert_eq!(now(guard.claim(&key(2))), Ok(Claim::Busy));
}

#[test]
fn giving_back_does_not_forget_what_was_handled() {
    let guard = MemoryGuard::default();
    assert_eq!(now(guard.claim(&key(1))), Ok(Claim::New));
    now(guard.done(&key(1))).unwrap();
    now(guard.release(&key(1))).unwrap();
    guard.abandon(&key(1));
    assert_eq!(now(guard.claim(&key(1))), Ok(Claim::Duplicate));
}

#[test]
fn the_guard_is_bounded_by_number() {
    let guard = MemoryGuard::new(3, Duration::MAX);
    assert_eq!(now(guard.claim(&key(1000))), Ok(Claim::New));
    for n in 0..100 {
        assert_eq!(now(guard.claim(&key(n))), Ok(Claim::New));
        now(guard.done(&key(n))).unwrap();
        assert!(guard.len() <= 4);
    }
    let claims = [97, 98, 99, 96, 1000].map(|n| now(guard.claim(&key(n))).unwrap());
    assert_eq!(claims, [Claim::Duplicate, Claim::Duplicate, Claim::Duplicate, Claim::New, Claim::Busy]);
}

#[test]
fn the_guard_is_bounded_by_time() {
    let (start, seconds) = (Instant::now(), Arc::new(AtomicU64::new(0)));
    let clock = Arc::clone(&seconds);
    let clock = move || start + Duration::from_secs(clock.load(Ordering::SeqCst));
    let guard = MemoryGuard::with_clock(10, Duration::from_secs(60), clock);
    for n in 0..3 {
        assert_eq!(now(guard.claim(&key(n))), Ok(Claim::New));
    }
    now(guard.done(&key(0))).unwrap();
    seconds.store(30, Ordering::SeqCst);
    now(guard.done(&key(1))).unwrap();
    seconds.store(59, Ordering::SeqCst);
    assert_eq!(now(guard.claim(&key(0))), Ok(Claim::Duplicate));
    seconds.store(60, Ordering::SeqCst);
    assert_eq!(now(guard.claim(&key(0))), Ok(Claim::New));
    assert_eq!(now(guard.claim(&key(1))), Ok(Claim::Duplicate));
    seconds.store(9_000, Ordering::SeqCst);
    assert_eq!(guard.len(), 2, "what is being handled is not forgotten");
    assert_eq!(now(guard.claim(&key(2))), Ok(Claim::Busy));
}

#[test]
fn a_guard_without_room_remembers_nothing() {
    for guard in [MemoryGuard::new(0, Duration::MAX), MemoryGuard::new(10, Duration::ZERO)] {
        for _ in 0..2 {
            assert_eq!(now(guard.claim(&key(1))), Ok(Claim::New));
            now(guard.done(&key(1))).unwrap();
        }
        assert!(guard.is_empty(), "{guard:?}");
    }
}

#[test]
fn keys_tell_bodies_ids_and_kinds_of_keys_apart() {
    let keys = [
        DeliveryKey::new(None, b"a"),
        DeliveryKey::new(None, b"b"),
        DeliveryKey::new(Some("a"), b"a"),
        DeliveryKey::new(Some("b"), b"a"),
    ];
    for (at, key) in keys.iter().enumerate() {
        assert_eq!(keys.iter().position(|other| other == key), Some(at));
    }
    assert_eq!(DeliveryKey::new(Some("a"), b"a"), DeliveryKey::new(Some("a"), b"b"));
    let (shown, text) = (format!("{:?}", keys[0]), keys[0].to_string());
    assert!(text.len() == 64 && shown.contains(&text[..8]) && !shown.contains(&text[..10]), "{shown} {text}");
}

#[test]
fn of_many_who_claim_at_once_one_is_first() {
    let guard = MemoryGuard::default();
    let claims: Vec<Claim> = std::thread::scope(|scope| {
        let claimers: Vec<_> = (0..8).map(|_| scope.spawn(|| now(guard.claim(&key(1))).unwrap())).collect();
        claimers.into_iter().map(|claimer| claimer.join().unwrap()).collect()
    });
    assert_eq!(claims.iter().filter(|claim| **claim == Claim::New).count(), 1, "{claims:?}");
    assert!(!claims.contains(&Claim::Duplicate));
}
