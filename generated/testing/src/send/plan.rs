//! Which deliveries come, and in which order. Made one by one: a long run needs no more memory than a short one.

use std::collections::VecDeque;

use super::{Faults, Options};
use crate::fixtures::{Fixture, Form};
use crate::random::Random;

/// So many deliveries are shuffled at a time.
const WINDOW: usize = 8;

/// A body to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The event's name in the spec.
    pub id: &'static str,
    /// The headers that tell which event it is.
    pub headers: Vec<(&'static str, &'static str)>,
    /// The body.
    pub body: Vec<u8>,
}

/// The deliveries of a run. The same options give the same ones.
#[derive(Clone, Debug)]
pub struct Plan {
    events: Vec<Fixture>,
    forms: Vec<Form>,
    faults: Faults,
    seed: u64,
    /// How many fixtures are made already, and how many there will be.
    made: u64,
    total: u64,
    waiting: VecDeque<Delivery>,
    random: Random,
}

impl Plan {
    /// The deliveries of a run.
    #[must_use]
    pub fn new(options: &Options) -> Self {
        Self {
            events: options.events.clone(),
            forms: options.forms.clone(),
            faults: options.faults,
            seed: options.seed,
            made: 0,
            total: options.count.saturating_mul(options.events.len() as u64),
            waiting: VecDeque::new(),
            random: Random::new(options.seed, "plan"),
        }
    }

    /// About how many deliveries there will be.
    #[must_use]
    pub fn expected(&self) -> u64 {
        if self.faults.duplicate { self.total.saturating_add(self.total / 4) } else { self.total }
    }

    /// The next one in order: one of each event with one seed, then with the next.
    fn make(&mut self) -> Option<Delivery> {
        if self.made >= self.total {
            return None;
        }
        let (events, forms) = (self.events.len() as u64, self.forms.len().max(1) as u64);
        let (round, place) = (self.made / events, self.made % events);
        // Within a round every other event, and with each round the other way: all events come in all forms.
        let form = usize::try_from((round + place) % forms).unwrap_or_default();
        self.made += 1;
        let fixture = self.events.get(usize::try_from(place).unwrap_or_default())?.clone();
        let fixture =
            fixture.seed(self.seed.wrapping_add(round)).form(self.forms.get(form).copied().unwrap_or_default());
        let fixture = if self.faults.unknown_field { fixture.unknown_fields() } else { fixture };
        Some(Delivery { id: fixture.id(), headers: fixture.headers(), body: fixture.body() })
    }

    fn fill(&mut self) {
        let window = if self.faults.reorder { WINDOW } else { 1 };
        while self.waiting.len() < window {
            let Some(delivery) = self.make() else { break };
            if self.faults.duplicate && self.random.below(4) == 0 {
                self.waiting.push_back(delivery.clone());
            }
            self.waiting.push_back(delivery);
        }
        if self.faults.reorder {
            for last in (1..self.waiting.len()).rev() {
                let other = usize::try_from(self.random.below(last as u64 + 1)).unwrap_or_default();
                self.waiting.swap(last, other);
            }
        }
    }
}

impl Iterator for Plan {
    type Item = Delivery;

    fn next(&mut self) -> Option<Delivery> {
        if self.waiting.is_empty() {
            self.fill();
        }
        self.waiting.pop_front()
    }
}
