//! A thousand calls of 64 tasks, with tokens that end and faults by chance.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::api::{Create, Demo, GetToken, Look, RefreshToken};
use crate::clock::TestClock;
use crate::{LONG, demo, with};
use jing_openplatform::runtime::client::{Client, Error, RetryPolicy};
use jing_openplatform_testing::fake::{Fault, Platform};
use tokio::sync::Barrier;

const TASKS: usize = 64;
const CALLS: usize = 1000;
/// All tasks begin each phase together, and the tokens end once in each: so no call meets the end of two.
const PHASES: usize = 4;

/// What every fourth call or so meets, and what an idempotent one gets over.
fn faults() -> Vec<Fault> {
    vec![
        Fault::Status(503),
        Fault::Code(40429),
        Fault::TooMany("1".to_owned()),
        Fault::CutBeforeResponse,
        Fault::CutBeforeBody,
        Fault::CutWithinBody,
        Fault::CutAfterBody,
        Fault::Garbage,
        Fault::Duplicate,
    ]
}

struct Crowd {
    platform: Platform,
    client: Client<Demo>,
    line: Barrier,
    done: AtomicUsize,
}

impl Crowd {
    /// The calls of one task; the names of those that failed.
    async fn task(&self, task: usize) -> Vec<String> {
        let mut failed = Vec::new();
        for phase in 0..PHASES {
            self.line.wait().await;
            let (first, end) = (phase * CALLS / PHASES, (phase + 1) * CALLS / PHASES);
            for call in (first..end).filter(|call| call % TASKS == task) {
                failed.extend(self.call(call).await);
                if self.done.fetch_add(1, Ordering::SeqCst) == first + CALLS / PHASES / 2 {
                    self.platform.expire_tokens();
                }
            }
        }
        failed
    }

    /// A call that ends right, or the name of one that failed as it should.
    async fn call(&self, call: usize) -> Option<String> {
        let name = format!("n-{call}");
        if call.is_multiple_of(2) {
            let data = self.client.send(Look(name.clone())).await.expect("it may be repeated");
            assert_eq!(data.as_str(), format!("\"/v1/thing/{name}\""));
            return None;
        }
        match self.client.send(Create(name.clone())).await {
            Ok(data) => assert_eq!(data.as_str(), format!("[\"{name}\"]")),
            Err(error) => {
                let is_fault = matches!(error, Error::Response(_) | Error::Transport { .. });
                assert!(is_fault && error.is_sent() && error.status() != Some(401), "{error}");
                return Some(format!("[\"{name}\"]"));
            }
        }
        None
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_ends_right_and_nothing_is_done_twice() {
    let platform = demo().seed(11).random_faults_of_all(4, faults()).start().unwrap();
    platform.answer::<Look>(|seen| format!("{:?}", seen.path()));
    platform.answer::<Create>(|seen| seen.text());
    let policy = RetryPolicy::default().max_attempts(20).budget(10_000, 1.0);
    let client = with(&platform).retry(policy).clock(TestClock::new(LONG).share()).build().unwrap();
    let line = Barrier::new(TASKS);
    let crowd = Arc::new(Crowd { platform: platform.clone(), client, line, done: AtomicUsize::new(0) });
    let tasks: Vec<_> = (0..TASKS).map(|task| (crowd.clone(), task)).collect();
    let tasks = tasks.into_iter().map(|(crowd, task)| tokio::spawn(async move { crowd.task(task).await }));
    let mut failed = Vec::new();
    for task in tasks.collect::<Vec<_>>() {
        failed.extend(task.await.expect("the task ends"));
    }
    let mut done: BTreeMap<String, usize> = BTreeMap::new();
    for seen in platform.seen_of::<Create>() {
        *done.entry(seen.text()).or_default() += usize::from(seen.carried_out);
    }
    assert!(done.values().all(|times| *times <= 1), "nothing was done twice");
    // A request may also be lost with a connection that the platform was just closing.
    let names = (1..CALLS).step_by(2).map(|call| format!("[\"n-{call}\"]"));
    let undone: Vec<String> = names.filter(|name| done.get(name).is_none_or(|times| *times == 0)).collect();
    assert!(undone.iter().all(|name| failed.contains(name)), "what was not done has failed");
    assert!(!failed.is_empty(), "the faults hit some");
    assert_eq!(platform.most_token_calls_at_once(), 1);
    let flights = (platform.seen_of::<GetToken>().len(), platform.seen_of::<RefreshToken>().len());
    assert_eq!(flights, (1, PHASES), "one refresh each time the tokens ended");
}
