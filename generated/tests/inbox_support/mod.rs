//! What the inbox's tests share: a folder, bodies, a clock that goes on by itself when everybody waits for it.
#![allow(dead_code, reason = "each test uses a part of it")]

use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jing_openplatform::inbox::{Clock, HandlerError, Inbox, InboxEvent, InboxStore};

/// A new folder, removed at the end.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let name = format!("inbox-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.0.join("inbox.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// An event of that entity; none where it is empty.
pub(crate) fn body(entity: &str, name: &str) -> Vec<u8> {
    format!(r#"{{"name":"{name}","data":{{"entity":"{entity}"}}}}"#).into_bytes()
}

/// A clock that stands still, until somebody sleeps: then it is the time that he wanted.
#[derive(Clone)]
pub(crate) struct ManualClock(Arc<Mutex<SystemTime>>);

impl ManualClock {
    const START: Duration = Duration::from_secs(1_700_000_000);

    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new(UNIX_EPOCH + Self::START)))
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.now().duration_since(UNIX_EPOCH + Self::START).unwrap()
    }
}

impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        *self.0.lock().unwrap()
    }

    async fn sleep_until(&self, until: SystemTime) {
        // Whoever is ready goes first.
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        let mut now = self.0.lock().unwrap();
        *now = until.max(*now);
    }
}

/// Runs the inbox until no more than `left` events are pending.
pub(crate) async fn run_until<S, C, H, F>(inbox: &Inbox<S, C>, left: u64, handler: H)
where
    S: InboxStore,
    C: Clock,
    H: Fn(InboxEvent) -> F + Send + Sync + 'static,
    F: Future<Output = Result<(), HandlerError>> + Send + 'static,
{
    let emptied = async {
        while inbox.counts().await.unwrap().pending > left {
            tokio::task::yield_now().await;
        }
    };
    inbox.run(handler, emptied).await.unwrap();
}
