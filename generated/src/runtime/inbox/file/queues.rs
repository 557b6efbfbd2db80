//! The order of pending events, in memory: which may be claimed now, which wait, which are being handled. Events that came
//! after all of these may stand in the file alone.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// A pending event without its body.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub(super) entity: Option<Arc<str>>,
    /// How often it was handed over.
    pub(super) attempts: u32,
    /// When it is due again, in milliseconds since 1970-01-01 UTC; 0 where it was not tried, or not to its end.
    pub(super) due: i64,
}

/// What keeps an order: an entity, or an event without one by itself.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Lane {
    Entity(Arc<str>),
    Alone(i64),
}

#[derive(Default)]
struct Queue {
    ids: BTreeSet<i64>,
    /// The event that is being handled.
    claimed: Option<i64>,
    /// The event that stands in `ready` or, with its time, in `waiting`.
    listed: Option<(i64, i64)>,
}

/// The oldest pending events.
#[derive(Default)]
pub(super) struct Queues {
    events: BTreeMap<i64, Pending>,
    lanes: HashMap<Lane, Queue>,
    ready: BTreeSet<i64>,
    waiting: BTreeSet<(i64, i64)>,
}

impl Queues {
    pub(super) fn len(&self) -> usize {
        self.events.len()
    }

    pub(super) fn get(&self, id: i64) -> Option<&Pending> {
        self.events.get(&id)
    }

    /// Adds an event at the place that its id gives it.
    pub(super) fn insert(&mut self, id: i64, event: Pending) {
        let lane = lane(id, &event);
        self.events.insert(id, event);
        self.lanes.entry(lane.clone()).or_default().ids.insert(id);
        self.list(&lane);
    }

    /// How many events may be claimed at `now`.
    pub(super) fn ready(&mut self, now: i64) -> usize {
        while let Some(&(due, id)) = self.waiting.first().filter(|(due, _)| *due <= now) {
            self.waiting.remove(&(due, id));
            self.ready.insert(id);
        }
        self.ready.len()
    }

    /// Claims up to `limit` of the events that are ready, the oldest first.
    pub(super) fn claim(&mut self, limit: usize) -> Vec<i64> {
        let mut claimed = Vec::new();
        while claimed.len() < limit
            && let Some(id) = self.ready.pop_first()
        {
            if let Some(queue) = self.queue(id) {
                queue.claimed = Some(id);
                queue.listed = None;
                claimed.push(id);
            }
        }
        claimed
    }

    /// Takes note of the attempt that begins.
    pub(super) fn begin(&mut self, id: i64, attempt: u32) {
        if let Some(event) = self.events.get_mut(&id) {
            event.attempts = attempt;
            event.due = 0;
        }
    }

    /// Whether the event is being handled.
    pub(super) fn is_claimed(&self, id: i64) -> bool {
        let lane = self.events.get(&id).map(|event| lane(id, event));
        lane.and_then(|lane| self.lanes.get(&lane)).is_some_and(|queue| queue.claimed == Some(id))
    }

    /// Ends the claim on an event that stays; due at once if `due` is none.
    pub(super) fn put_back(&mut self, id: i64, due: Option<i64>) {
        let Some(event) = self.events.get_mut(&id) else { return };
        event.due = due.unwrap_or(event.due);
        let lane = lane(id, event);
        if let Some(queue) = self.lanes.get_mut(&lane) {
            queue.claimed = queue.claimed.filter(|claimed| *claimed != id);
        }
        self.list(&lane);
    }

    /// Takes an event out, claimed or not. False if there is no such one.
    pub(super) fn remove(&mut self, id: i64) -> bool {
        let Some(event) = self.events.remove(&id) else { return false };
        let lane = lane(id, &event);
        if let Some(queue) = self.lanes.get_mut(&lane) {
            queue.ids.remove(&id);
            queue.claimed = queue.claimed.filter(|claimed| *claimed != id);
        }
        self.list(&lane);
        true
    }

    /// Ends all claims.
    pub(super) fn release(&mut self) {
        let claimed: Vec<i64> = self.lanes.values().filter_map(|queue| queue.claimed).collect();
        for id in claimed {
            self.put_back(id, None);
        }
    }

    /// When the next event that waits falls due.
    pub(super) fn next_due(&self) -> Option<i64> {
        self.waiting.first().map(|(due, _)| *due)
    }

    fn queue(&mut self, id: i64) -> Option<&mut Queue> {
        let lane = lane(id, self.events.get(&id)?);
        self.lanes.get_mut(&lane)
    }

    /// Lists the head of a lane, unless one of its events is being handled; forgets the lane if it is empty.
    fn list(&mut self, lane: &Lane) {
        let Some(queue) = self.lanes.get_mut(lane) else { return };
        if let Some((due, id)) = queue.listed.take() {
            self.ready.remove(&id);
            self.waiting.remove(&(due, id));
        }
        let Some(&head) = queue.ids.first() else {
            self.lanes.remove(lane);
            return;
        };
        if queue.claimed.is_some() {
            return;
        }
        let due = self.events.get(&head).map_or(0, |event| event.due);
        queue.listed = Some((due, head));
        if due == 0 {
            self.ready.insert(head);
        } else {
            self.waiting.insert((due, head));
        }
    }
}

fn lane(id: i64, event: &Pending) -> Lane {
    event.entity.clone().map_or(Lane::Alone(id), Lane::Entity)
}
