//! A thousand calls of 64 tasks, with tokens that end and faults by chance.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::client_support::{Answer, Create, GetToken, LONG, Look, Server, TestClock, builder, ok, token};
use jing_openplatform::runtime::client::RetryPolicy;

/// What the server keeps count of.
#[derive(Default)]
struct Books {
    /// The token that is good, and how many calls it is good for still.
    token: Mutex<(usize, usize)>,
    /// The calls that showed a token which was not good any more, and which one.
    rejected: Mutex<BTreeMap<String, usize>>,
    in_flight: AtomicUsize,
    most_in_flight: AtomicUsize,
    executed: Mutex<BTreeMap<String, usize>>,
    turn: AtomicUsize,
}

impl Books {
    fn issue(&self) -> Answer {
        let now = self.in_flight.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_in_flight.fetch_max(now, Ordering::SeqCst);
        let mut token_now = self.token.lock().unwrap();
        *token_now = (token_now.0 + 1, 300);
        let answer = token(&format!("t-{}", token_now.0), 3600);
        self.in_flight.fetch_sub(1, Ordering::SeqCst);
        answer
    }

    /// A call whose token ended under way comes back once, so the next token does not end under the same call again.
    fn takes(&self, shown: &str, what: &str) -> bool {
        let mut token = self.token.lock().unwrap();
        let mut rejected = self.rejected.lock().unwrap();
        let shown: usize = shown.trim_start_matches("t-").parse().unwrap_or(0);
        let is_replay = rejected.get(what).is_some_and(|old| shown > *old);
        if !is_replay && (shown != token.0 || token.1 == 0) {
            rejected.insert(what.to_owned(), shown);
            return false;
        }
        token.1 = token.1.saturating_sub(1);
        true
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_ends_right_and_nothing_is_done_twice() {
    let books = Arc::new(Books::default());
    let of = books.clone();
    let server = Server::new(move |seen| {
        if seen.path().starts_with("/v1/token") {
            return of.issue();
        }
        let is_create = seen.path() == "/v1/thing/create";
        let what = if is_create { seen.body.clone() } else { format!("\"{}\"", seen.path()) };
        if !of.takes(seen.header("access_token").unwrap_or_default(), &what) {
            return Answer::json(401, "");
        }
        let turn = of.turn.fetch_add(1, Ordering::SeqCst);
        match turn % 11 {
            3 if !is_create => return Answer::json(503, ""),
            5 if !is_create => return Answer::Cut(Vec::new()),
            7 => {
                *of.executed.lock().unwrap().entry(what.clone()).or_default() += 1;
                return ok(&what).cut(4);
            }
            _ => {}
        }
        *of.executed.lock().unwrap().entry(what.clone()).or_default() += 1;
        ok(&what)
    });
    let clock = TestClock::new(LONG);
    let policy = RetryPolicy::default().max_attempts(12).budget(10_000, 1.0);
    let client = builder(&server).credentials("app-1", "secret-1").allow_assumed::<GetToken>();
    let client = client.retry(policy).clock(clock.share()).build().unwrap();
    let tasks: Vec<_> = (0..64)
        .map(|task| {
            let client = client.clone();
            tokio::spawn(async move {
                let mut cut = 0;
                for call in (task..1000).step_by(64) {
                    let name = format!("n-{call}");
                    if call % 2 == 0 {
                        let data = client.send(Look(name.clone())).await.unwrap();
                        assert_eq!(data.as_str(), format!("\"/v1/thing/{name}\""));
                        continue;
                    }
                    match client.send(Create(name.clone())).await {
                        Ok(data) => assert_eq!(data.as_str(), format!("[\"{name}\"]")),
                        // The response was cut off, and it may not be sent again.
                        Err(error) => {
                            assert!(error.is_sent() && error.status() == Some(200), "{error}");
                            cut += 1;
                        }
                    }
                }
                cut
            })
        })
        .collect();
    let mut cut = 0;
    for task in tasks {
        cut += task.await.unwrap();
    }
    let executed = books.executed.lock().unwrap();
    let creates: Vec<usize> =
        executed.iter().filter(|(name, _)| name.starts_with('[')).map(|(_, times)| *times).collect();
    assert_eq!(creates, vec![1; 500], "each was done, and none twice");
    assert!(cut > 0, "the script cuts some of them");
    assert_eq!(books.most_in_flight.load(Ordering::SeqCst), 1);
    assert!(books.token.lock().unwrap().0 >= 4, "tokens ended on the way");
}
