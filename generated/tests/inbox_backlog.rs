//! More events than the store keeps the order of in memory: nothing is lost, order and counts hold, nobody is held up.

mod inbox_support;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use inbox_support::Folder;
use jing_openplatform::inbox::{Counts, EventId, FileStore, InboxStore, Verdict};

/// More than is kept in memory.
const MANY: usize = 12_000;
const NOW: SystemTime = UNIX_EPOCH;

/// Stores events at the same time, so that they share syncs; their ids, in order.
async fn append(store: &FileStore, count: usize, entity: impl Fn(usize) -> Option<String>) -> Vec<EventId> {
    let mut waiting: Vec<_> =
        (0..count).map(|number| Box::pin(store.append(entity(number), number.to_string().into_bytes(), NOW))).collect();
    // The store gives ids in the order in which it was asked.
    let mut ids = vec![None; count];
    std::future::poll_fn(|context| {
        for (append, id) in waiting.iter_mut().zip(&mut ids).filter(|(_, id)| id.is_none()) {
            if let std::task::Poll::Ready(stored) = append.as_mut().poll(context) {
                *id = Some(stored.unwrap());
            }
        }
        if ids.iter().all(Option::is_some) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    ids.into_iter().flatten().collect()
}

async fn claim(store: &FileStore, now: SystemTime, limit: usize) -> Vec<EventId> {
    store.claim(now, limit).await.unwrap().events.iter().map(|event| event.id).collect()
}

#[tokio::test]
async fn all_are_handled_once_in_order_whenever_the_file_is_opened_again() {
    let folder = Folder::new();
    let mut store = FileStore::open(folder.file()).unwrap();
    let ids = append(&store, MANY, |number| (number % 3 > 0).then(|| (number % 500).to_string())).await;
    assert!(ids.is_sorted());
    let mut handled = Vec::new();
    loop {
        let claimed = claim(&store, NOW, 500).await;
        if claimed.is_empty() {
            break;
        }
        for id in claimed {
            store.settle(id, Verdict::Done).await.unwrap();
            handled.push(id);
        }
        let pending = (MANY - handled.len()) as u64;
        assert_eq!(store.counts().await.unwrap(), Counts::new(pending, 0));
        if handled.len() == 6_000 {
            drop(store);
            store = FileStore::open(folder.file()).unwrap();
        }
    }
    assert_eq!(handled, ids);
}

#[tokio::test]
async fn events_behind_a_failed_one_hold_up_no_other_entity() {
    let folder = Folder::new();
    let store = FileStore::open(folder.file()).unwrap();
    let ids = append(&store, MANY, |number| Some(if number + 1 < MANY { "failed" } else { "other" }.into())).await;
    assert_eq!(claim(&store, NOW, 10).await, [ids[0], ids[MANY - 1]]);
    store.settle(ids[0], Verdict::Retry(NOW + Duration::from_secs(60))).await.unwrap();
    let late = append(&store, 1, |_| None).await;
    assert_eq!(claim(&store, NOW, 10).await, late);
    assert_eq!(claim(&store, NOW + Duration::from_secs(60), 10).await, [ids[0]]);
}

#[tokio::test]
async fn a_dead_letter_revived_before_its_turn_was_read_is_claimed_once() {
    let folder = Folder::new();
    let store = FileStore::open(folder.file()).unwrap();
    let ids = append(&store, 3, |_| None).await;
    assert_eq!(claim(&store, NOW, 9).await, ids);
    for id in &ids[1..] {
        store.settle(*id, Verdict::Dead("why".into())).await.unwrap();
    }
    drop(store);

    let store = FileStore::open(folder.file()).unwrap();
    assert_eq!(store.counts().await.unwrap(), Counts::new(1, 2));
    assert!(store.revive(ids[2]).await.unwrap());
    assert_eq!(store.counts().await.unwrap(), Counts::new(2, 1));
    assert_eq!(claim(&store, NOW, 9).await, [ids[0], ids[2]]);
    assert!(store.revive(ids[1]).await.unwrap());
    assert_eq!(claim(&store, NOW, 9).await, [ids[1]]);
    assert_eq!(store.counts().await.unwrap(), Counts::new(3, 0));
}
