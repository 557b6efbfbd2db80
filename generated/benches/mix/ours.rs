//! This crate's types with a table of 40 kinds, in the form that the generator writes for the kinds of the specification.

use jing_openplatform::api::webhooks::account::AccountActivity;
use jing_openplatform::api::webhooks::lead::LeadActivity;
use jing_openplatform::api::{Delivery, DeliveryRef};
use jing_openplatform::runtime::{
    EventBody, EventError, EventReader, Match, Matches, RawJson, UnknownEvent, from_slice,
};

use super::Body;
use super::kinds::{Data, kinds};

/// An event of the mix.
pub enum Event {
    Account(usize, Box<Delivery<AccountActivity>>),
    Lead(usize, Box<Delivery<LeadActivity>>),
    Open(usize, Box<Delivery<Option<RawJson>>>),
    Unknown(UnknownEvent),
}

const UNKNOWN: usize = usize::MAX;

static MATCHES: Matches<usize> = Matches::new(&[&["event_type"], &["extra_data", "object_name"]], &ROWS, UNKNOWN);

static ROWS: [Match<usize>; 40] = rows();

static KEYS: [[(usize, &str); 2]; 40] = keys();

const fn keys() -> [[(usize, &'static str); 2]; 40] {
    let mut keys = [[(0, ""), (1, "")]; 40];
    let mut kind = 0;
    while kind < keys.len() {
        keys[kind][0].1 = kinds()[kind].event_type;
        if let Some(name) = kinds()[kind].object_name {
            keys[kind][1].1 = name;
        }
        kind += 1;
    }
    keys
}

const fn rows() -> [Match<usize>; 40] {
    let mut rows = [Match { keys: &[], kind: 0 }; 40];
    let mut kind = 0;
    while kind < rows.len() {
        let (first, both) = (KEYS[kind].split_at(1).0, &KEYS[kind]);
        rows[kind] = Match { keys: if kinds()[kind].object_name.is_some() { both } else { first }, kind };
        kind += 1;
    }
    rows
}

fn read(kind: usize, body: EventReader<'_>) -> Result<Event, EventError> {
    match kinds().get(kind).map(|of| of.data) {
        Some(Data::Account) => body.read("account").map(|event| Event::Account(kind, event)),
        Some(Data::Lead) => body.read("lead").map(|event| Event::Lead(kind, event)),
        Some(Data::Open) => body.read("open").map(|event| Event::Open(kind, event)),
        None => Ok(Event::Unknown(body.unknown())),
    }
}

impl Event {
    fn kind(&self) -> usize {
        match self {
            Self::Account(kind, _) | Self::Lead(kind, _) | Self::Open(kind, _) => *kind,
            Self::Unknown(_) => UNKNOWN,
        }
    }
}

/// Reads a body whose kind is known.
pub fn read_known(body: &Body) -> usize {
    match body.kind.data {
        Data::Account => known::<AccountActivity>(&body.bytes),
        Data::Lead => known::<LeadActivity>(&body.bytes),
        Data::Open => known::<Option<RawJson>>(&body.bytes),
    }
}

fn known<T: jing_openplatform::runtime::Read + jing_openplatform::runtime::Serialize>(bytes: &[u8]) -> usize {
    let delivery: Box<Delivery<T>> = from_slice(bytes).expect("a body of the mix");
    delivery.event_type.len()
}

/// Tells and reads.
pub fn parse(body: &Body) -> usize {
    let event = EventBody::new(&body.bytes).and_then(|body| body.parse(&MATCHES, read));
    let kind = event.expect("a body of the mix").kind();
    assert_eq!(kind, body.index);
    kind
}

/// Tells, and takes the envelope as text.
pub fn open(body: &Body) -> usize {
    let (kind, envelope) = opened(body);
    assert_eq!(kind, body.index);
    envelope.mid.text().map_or(0, |text| text.len()) + envelope.event_type.text().map_or(0, |text| text.len())
}

/// Tells, and then reads.
pub fn open_and_decode(body: &Body) -> usize {
    let (kind, _) = opened(body);
    let event = EventBody::new(&body.bytes).and_then(|body| read(kind, body.reader()));
    event.expect("a body of the mix").kind()
}

fn opened(body: &Body) -> (usize, DeliveryRef<'_>) {
    let opened = EventBody::new(&body.bytes).and_then(|body| body.open(&MATCHES));
    opened.expect("a body of the mix")
}
