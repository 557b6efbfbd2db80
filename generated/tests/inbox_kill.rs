//! The inbox survives being killed at any point: every accepted event is handled, in order, none is lost.
//!
//! A child process (this test binary again) accepts and handles events, and is killed after a random number of lines that it
//! wrote. `INBOX_KILLS` says how often, 20 times by default.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jing_openplatform::inbox::{EntityKey, FileStore, HandlerError, Inbox, InboxEvent, RetryPolicy};

/// Names the folder and tells the child that it is one.
const FOLDER: &str = "INBOX_TEST_FOLDER";
/// The number of the first event that the child accepts; absent: it only handles what is left.
const FIRST: &str = "INBOX_TEST_FIRST";
/// Numbers that one child may use.
const SPAN: u64 = 1_000_000;
const ACCEPTORS: u64 = 4;
const ENTITIES: u64 = 3;

#[test]
fn killed_at_random_points_the_inbox_loses_nothing_and_keeps_the_order() {
    let kills: u64 = std::env::var("INBOX_KILLS").map_or(20, |kills| kills.parse().unwrap());
    let folder = Folder::new();
    let mut random = Random(0x1d0c_5eed);
    let mut accepted = BTreeSet::new();
    for round in 0..kills {
        let mut child = folder.child(Some(round * SPAN));
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut seen = Vec::new();
        // One in eight before the first line, while it starts and opens the file.
        let (count, moment) = if random.below(8) == 0 { (0, 40_000) } else { (1 + random.below(120), 4_000) };
        for _ in 0..count {
            seen.push(lines.next().expect("the child writes lines until it is killed").unwrap());
        }
        spin(Duration::from_micros(random.below(moment)));
        child.kill().unwrap();
        child.wait().unwrap();
        seen.extend(lines.map(Result::unwrap));
        accepted.extend(seen.iter().map(|line| number(line)));
    }
    let mut last = folder.child(None);
    let lines: Vec<String> = BufReader::new(last.stderr.take().unwrap()).lines().map(Result::unwrap).collect();
    assert!(last.wait().unwrap().success(), "the last child says: {lines:?}");
    assert_eq!(lines, ["pending 0 dead 0"]);

    let handled = folder.handled();
    let once: BTreeSet<u64> = handled.iter().map(|(_, number)| *number).collect();
    let lost: Vec<&u64> = accepted.difference(&once).collect();
    assert!(lost.is_empty(), "accepted and never handled: {lost:?}");
    let mut latest = BTreeMap::new();
    for (entity, number) in &handled {
        let before = latest.insert(entity, number);
        // The one that was being handled may come again, and nothing that was before it.
        assert!(before.is_none_or(|before| before <= number), "entity {entity}: {number} after {before:?}");
    }
    println!(
        "{kills} kills: {} accepted, {} handled, {} of them more than once, {} entities",
        accepted.len(),
        once.len(),
        handled.len() - once.len(),
        latest.len()
    );
    assert!(accepted.len() as u64 > kills, "the children were killed before they did anything");
}

/// Does nothing unless the test above started it.
#[test]
fn child_of_the_kill_test() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let first = std::env::var(FIRST).ok().map(|first| first.parse().unwrap());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build().unwrap();
    runtime.block_on(work(&folder, first));
}

async fn work(folder: &Path, first: Option<u64>) {
    let store = FileStore::open(folder.join("inbox.db")).unwrap();
    let retry = RetryPolicy::new().first(Duration::from_millis(2)).longest(Duration::from_millis(8));
    let inbox = Inbox::builder(store, EntityKey::at("data.entity")).retry(retry).concurrency(8).build();
    let log = Arc::new(OpenOptions::new().append(true).create(true).open(folder.join("handled")).unwrap());
    let acceptors = first.into_iter().flat_map(|first| (0..ACCEPTORS).map(move |acceptor| (first, acceptor)));
    for (first, acceptor) in acceptors {
        tokio::spawn(accept_for_ever(inbox.clone(), first, acceptor));
    }
    let emptied = async {
        match first {
            Some(_) => std::future::pending().await,
            None => empty(&inbox).await,
        }
    };
    inbox.run(move |event| handle(Arc::clone(&log), event), emptied).await.unwrap();
    let counts = inbox.counts().await.unwrap();
    say(&format!("pending {} dead {}", counts.pending, counts.dead));
}

/// Accepts one event after the other, round its own entities, and says so.
async fn accept_for_ever(inbox: Inbox<FileStore>, first: u64, acceptor: u64) {
    let mut number = first;
    loop {
        let entity = acceptor * ENTITIES + number % ENTITIES;
        let own = number * ACCEPTORS + acceptor;
        inbox.accept(format!(r#"{{"number":{own},"data":{{"entity":{entity}}}}}"#)).await.unwrap();
        say(&format!("{own}"));
        number += 1;
    }
}

async fn empty(inbox: &Inbox<FileStore>) {
    while inbox.counts().await.unwrap().pending > 0 {
        tokio::task::yield_now().await;
    }
}

/// Writes down what it handles, durably. Every fifth event fails the first time, half of these after the work was done.
async fn handle(log: Arc<File>, event: InboxEvent) -> Result<(), HandlerError> {
    let body: serde_json::Value = serde_json::from_slice(&event.body)?;
    let fails = event.attempt == 1 && event.id.0.is_multiple_of(5);
    if fails && event.id.0.is_multiple_of(2) {
        return Err("not yet".into());
    }
    tokio::task::yield_now().await;
    (&*log).write_all(format!("{} {}\n", body["data"]["entity"], body["number"]).as_bytes())?;
    log.sync_data()?;
    if fails { Err("done, and failed after that".into()) } else { Ok(()) }
}

/// One line in one write, past the test harness.
fn say(line: &str) {
    std::io::stderr().write_all(format!("{line}\n").as_bytes()).unwrap();
}

/// The number of an accepted event; anything else that the child says is why it failed.
fn number(line: &str) -> u64 {
    line.parse().unwrap_or_else(|_| panic!("the child failed: {line}"))
}

struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("inbox-kill-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn child(&self, first: Option<u64>) -> Child {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["child_of_the_kill_test", "--exact", "--nocapture"]).env(FOLDER, &self.0);
        if let Some(first) = first {
            command.env(FIRST, first.to_string());
        }
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// Entity and number of what was handled, in order.
    fn handled(&self) -> Vec<(u64, u64)> {
        let read = |line: &str| {
            let (entity, number) = line.split_once(' ').unwrap();
            (entity.parse().unwrap(), number.parse().unwrap())
        };
        std::fs::read_to_string(self.0.join("handled")).unwrap().lines().map(read).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let word = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (word ^ (word >> 27)) % end
    }
}

/// Lets the child go on for a moment, so that it is not always killed right after a line.
fn spin(time: Duration) {
    let start = Instant::now();
    while start.elapsed() < time {
        std::hint::spin_loop();
    }
}
