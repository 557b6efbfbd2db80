//! The store in a file: what it keeps, whom it refuses, what it does without room; and a store of the user's own.

mod inbox_support;

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use inbox_support::{Folder, ManualClock, body, run_until};
use jing_openplatform::inbox::{
    Claims, Counts, DeadLetter, EntityKey, EventId, FileStore, FileStoreOptions, Inbox, InboxError, InboxErrorKind,
    InboxEvent, InboxStore, Verdict,
};

const NOW: SystemTime = UNIX_EPOCH;

fn later(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

async fn append(store: &FileStore, entity: &str, body: &[u8]) -> EventId {
    store.append(Some(entity.into()), body.to_vec(), later(5)).await.unwrap()
}

async fn claim(store: &FileStore, now: SystemTime) -> Vec<EventId> {
    store.claim(now, 100).await.unwrap().events.iter().map(|event| event.id).collect()
}

#[tokio::test]
async fn everything_is_there_again_when_it_is_opened_again() {
    let folder = Folder::new();
    let store = FileStore::open(folder.file()).unwrap();
    let bytes: Vec<u8> = (0..=255).cycle().take(20_000).collect();
    let ids = [
        append(&store, "a", &bytes).await,
        append(&store, "a", b"").await,
        append(&store, "b", b"waits").await,
        append(&store, "c", b"dead").await,
        append(&store, "d", b"done").await,
        store.append(None, b"claimed".to_vec(), later(5)).await.unwrap(),
    ];
    assert_eq!(claim(&store, NOW).await, [ids[0], ids[2], ids[3], ids[4], ids[5]]);
    store.settle(ids[2], Verdict::Retry(later(60))).await.unwrap();
    store.settle(ids[3], Verdict::Dead("why".into())).await.unwrap();
    store.settle(ids[4], Verdict::Done).await.unwrap();
    drop(store);

    let store = FileStore::open(folder.file()).unwrap();
    assert_eq!(store.counts().await.unwrap(), Counts::new(4, 1));
    let claims = store.claim(later(59), 100).await.unwrap();
    assert_eq!(claims.next_due, Some(later(60)));
    let told: Vec<_> = claims.events.iter().map(|event| (event.id, event.attempt, event.entity.as_deref())).collect();
    assert_eq!(told, [(ids[0], 2, Some("a")), (ids[5], 2, None)], "both were at work");
    assert_eq!(claims.events[0].body, bytes);
    assert_eq!(claims.events[0].accepted_at, later(5));
    assert_eq!(claim(&store, later(60)).await, [ids[2]]);
    let dead = store.dead_letters(None, 9).await.unwrap();
    assert_eq!((dead[0].event.id, &*dead[0].event.body, &*dead[0].reason), (ids[3], &b"dead"[..], "why"));
}

#[tokio::test]
async fn an_id_is_never_used_twice() {
    let folder = Folder::new();
    let store = FileStore::open(folder.file()).unwrap();
    let first = append(&store, "a", b"1").await;
    claim(&store, NOW).await;
    store.settle(first, Verdict::Done).await.unwrap();
    drop(store);
    let store = FileStore::open(folder.file()).unwrap();
    assert!(append(&store, "a", b"2").await > first);
}

#[tokio::test]
async fn a_claim_ends_once_and_can_be_released() {
    let folder = Folder::new();
    let store = FileStore::open(folder.file()).unwrap();
    let id = append(&store, "a", b"1").await;
    let next = append(&store, "a", b"2").await;
    store.settle(id, Verdict::Done).await.unwrap();
    assert_eq!(store.counts().await.unwrap(), Counts::new(2, 0), "what is not claimed cannot be settled");
    assert_eq!(claim(&store, NOW).await, [id]);
    assert_eq!(claim(&store, NOW).await, [], "its entity is at work");
    store.release().await.unwrap();
    assert_eq!(claim(&store, NOW).await, [id]);
    store.settle(id, Verdict::Done).await.unwrap();
    store.settle(id, Verdict::Done).await.unwrap();
    assert_eq!(claim(&store, NOW).await, [next]);
}

#[tokio::test]
async fn dead_letters_can_be_discarded_and_nothing_else_can() {
    let folder = Folder::new();
    let store = FileStore::open(folder.file()).unwrap();
    let id = append(&store, "a", b"1").await;
    assert!(!store.discard(id).await.unwrap() && !store.revive(id).await.unwrap(), "it is pending");
    claim(&store, NOW).await;
    store.settle(id, Verdict::Dead(String::new())).await.unwrap();
    assert!(store.discard(id).await.unwrap() && !store.discard(id).await.unwrap());
    assert!(!store.discard(EventId(u64::MAX)).await.unwrap());
    assert_eq!(store.counts().await.unwrap(), Counts::default());
}

#[test]
fn a_second_store_on_the_same_file_is_refused_until_the_first_is_closed() {
    let folder = Folder::new();
    let first = FileStore::open(folder.file()).unwrap();
    let error = FileStore::open(folder.file()).unwrap_err();
    assert_eq!(error.kind(), InboxErrorKind::Locked);
    assert!(error.to_string().starts_with("opening the inbox failed: it is in use by another"), "{error}");
    drop(first);
    FileStore::open(folder.file()).unwrap();
}

/// Does nothing unless the test below started it.
#[test]
fn child_of_the_lock_test() {
    let Some(file) = std::env::var_os("INBOX_TEST_FILE") else { return };
    assert_eq!(FileStore::open(file).unwrap_err().kind(), InboxErrorKind::Locked);
    std::process::exit(42);
}

#[test]
fn another_process_is_refused() {
    let folder = Folder::new();
    let _store = FileStore::open(folder.file()).unwrap();
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    let output = child.args(["child_of_the_lock_test", "--exact"]).env("INBOX_TEST_FILE", folder.file()).output();
    let output = output.unwrap();
    assert_eq!(output.status.code(), Some(42), "{}", String::from_utf8_lossy(&output.stdout));
}

#[tokio::test]
async fn a_file_that_is_no_inbox_or_damaged_is_refused_and_left_alone() {
    let folder = Folder::new();
    let text = folder.path().join("text");
    std::fs::write(&text, "not a database, and longer than its header would be ".repeat(9)).unwrap();
    assert_eq!(FileStore::open(&text).unwrap_err().kind(), InboxErrorKind::Corrupted);

    let foreign = folder.path().join("foreign");
    rusqlite::Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE own(a)").unwrap();
    let before = std::fs::read(&foreign).unwrap();
    assert_eq!(FileStore::open(&foreign).unwrap_err().kind(), InboxErrorKind::Corrupted);
    assert_eq!(std::fs::read(&foreign).unwrap(), before);

    let store = FileStore::open(folder.file()).unwrap();
    for _ in 0..100 {
        append(&store, "a", &[b'x'; 2000]).await;
    }
    drop(store);
    let whole = std::fs::read(folder.file()).unwrap();
    std::fs::write(folder.file(), &whole[..whole.len() / 2]).unwrap();
    assert_eq!(FileStore::open(folder.file()).unwrap_err().kind(), InboxErrorKind::Corrupted);
    let mut newer = whole.clone();
    newer[63] = 2;
    std::fs::write(folder.file(), &newer).unwrap();
    assert_eq!(FileStore::open(folder.file()).unwrap_err().kind(), InboxErrorKind::Corrupted);
    assert_eq!(std::fs::read(folder.file()).unwrap(), newer);
    std::fs::write(folder.file(), &whole).unwrap();
    assert_eq!(FileStore::open(folder.file()).unwrap().counts().await.unwrap(), Counts::new(100, 0));
}

#[test]
fn a_file_that_cannot_be_made_is_an_error_with_its_cause() {
    let folder = Folder::new();
    let error = FileStore::open(folder.path().join("missing/inbox.db")).unwrap_err();
    assert_eq!(error.kind(), InboxErrorKind::Store);
    assert!(std::error::Error::source(&error).is_some());
}

#[cfg(unix)]
#[tokio::test]
async fn the_files_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let store = FileStore::open(folder.file()).unwrap();
    append(&store, "a", b"1").await;
    let modes: Vec<u32> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|file| file.unwrap().metadata().unwrap().permissions().mode() & 0o777)
        .collect();
    assert_eq!(modes, [0o600; 2], "the file and its log");
}

#[tokio::test]
async fn without_room_nothing_is_accepted_and_what_is_there_can_be_handled() {
    let folder = Folder::new();
    let store = FileStoreOptions::new().max_bytes(200_000).open(folder.file()).unwrap();
    let inbox = Inbox::builder(store, EntityKey::none()).clock(ManualClock::new()).build();
    let mut accepted = 0;
    let error = loop {
        match inbox.accept([b'x'; 3000]).await {
            Ok(_) => accepted += 1,
            Err(error) => break error,
        }
        assert!(accepted < 100, "the limit holds");
    };
    assert_eq!(error.kind(), InboxErrorKind::Full);
    assert!(accepted > 30, "{accepted}");
    assert_eq!(inbox.counts().await.unwrap(), Counts::new(accepted, 0));
    // Each fails once first: noting that needs room too.
    let handler = |event: InboxEvent| async move { if event.attempt == 1 { Err("once more".into()) } else { Ok(()) } };
    run_until(&inbox, 0, handler).await;
    inbox.accept([b'x'; 3000]).await.unwrap();
}

#[tokio::test]
async fn events_accepted_at_the_same_time_are_all_stored() {
    let folder = Folder::new();
    let inbox = Inbox::new(FileStore::open(folder.file()).unwrap(), EntityKey::at("data.entity"));
    let accepts: Vec<_> = (0..600)
        .map(|number| {
            let inbox = inbox.clone();
            tokio::spawn(async move { inbox.accept(body("a", &format!("{number}"))).await.unwrap() })
        })
        .collect();
    let mut ids = HashSet::new();
    for accept in accepts {
        ids.insert(accept.await.unwrap());
    }
    assert_eq!(ids.len(), 600);
    assert_eq!(inbox.counts().await.unwrap(), Counts::new(600, 0));
}

#[tokio::test]
async fn nothing_of_an_event_is_shown() {
    let folder = Folder::new();
    let inbox = Inbox::builder(FileStore::open(folder.file()).unwrap(), EntityKey::at("data.entity")).build();
    inbox.accept(body("13800138000", "Li Lei")).await.unwrap();
    let claims = inbox.store().claim(SystemTime::now(), 1).await.unwrap();
    let dead = DeadLetter { event: claims.events[0].clone(), reason: "Li Lei is unknown".into() };
    let shown = format!("{claims:?} {dead:?} {inbox:?} {:?}", inbox.store());
    assert!(!shown.contains("138") && !shown.contains("Li"), "{shown}");
}

/// A store as a user would write it, here in memory: whatever implements the trait is run.
#[derive(Default)]
struct OwnStore(Mutex<Own>);

#[derive(Default)]
struct Own {
    next: u64,
    events: BTreeMap<EventId, InboxEvent>,
    claimed: HashSet<EventId>,
}

impl InboxStore for OwnStore {
    async fn append(&self, entity: Option<String>, body: Vec<u8>, now: SystemTime) -> Result<EventId, InboxError> {
        let mut own = self.0.lock().unwrap();
        own.next += 1;
        let id = EventId(own.next);
        own.events.insert(id, InboxEvent { id, entity, attempt: 0, accepted_at: now, body });
        Ok(id)
    }

    async fn claim(&self, _: SystemTime, limit: usize) -> Result<Claims, InboxError> {
        let mut own = self.0.lock().unwrap();
        let Own { events, claimed, .. } = &mut *own;
        let mut claims = Claims::default();
        let mut entities = HashSet::new();
        for (id, event) in events.iter_mut() {
            let free = event.entity.clone().is_none_or(|entity| entities.insert(entity)) && !claimed.contains(id);
            if free && claims.events.len() < limit {
                event.attempt += 1;
                claims.events.push(event.clone());
                claimed.insert(*id);
            }
        }
        Ok(claims)
    }

    async fn settle(&self, id: EventId, verdict: Verdict) -> Result<(), InboxError> {
        let mut own = self.0.lock().unwrap();
        if own.claimed.remove(&id) && verdict == Verdict::Done {
            own.events.remove(&id);
        }
        Ok(())
    }

    async fn release(&self) -> Result<(), InboxError> {
        self.0.lock().unwrap().claimed.clear();
        Ok(())
    }

    async fn dead_letters(&self, _: Option<EventId>, _: usize) -> Result<Vec<DeadLetter>, InboxError> {
        Err(InboxError::new(InboxErrorKind::Store, "reading dead letters"))
    }

    async fn revive(&self, _: EventId) -> Result<bool, InboxError> {
        Ok(false)
    }

    async fn discard(&self, _: EventId) -> Result<bool, InboxError> {
        Ok(false)
    }

    async fn counts(&self) -> Result<Counts, InboxError> {
        Ok(Counts::new(self.0.lock().unwrap().events.len() as u64, 0))
    }
}

#[tokio::test]
async fn a_store_of_ones_own_is_run_like_the_file() {
    let inbox = Inbox::new(OwnStore::default(), EntityKey::at("data.entity"));
    for (entity, name) in [("a", "1"), ("b", "2"), ("a", "3"), ("", "4")] {
        inbox.accept(body(entity, name)).await.unwrap();
    }
    let seen = Arc::new(Mutex::new(Vec::new()));
    let handled = Arc::clone(&seen);
    run_until(&inbox, 0, move |event: InboxEvent| {
        handled.lock().unwrap().push(event.id.0);
        async { Ok(()) }
    })
    .await;
    assert_eq!(*seen.lock().unwrap(), [1, 2, 4, 3]);
}
