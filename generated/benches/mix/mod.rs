//! The mix: bodies of 40 kinds of events in four layouts and two forms, and all ways to read them.
#![allow(unreachable_pub, dead_code, reason = "each benchmark uses a part of it")]

pub mod bodies;
pub mod contents;
pub mod floor;
pub mod json;
pub mod kinds;
pub mod ours;
pub mod rivals;

use std::cell::RefCell;
use std::hint::black_box;

use kinds::{Kind, kinds};

/// A body, and what it is known to be.
pub struct Body {
    pub bytes: Vec<u8>,
    pub kind: &'static Kind,
    /// Its place in the table of kinds.
    pub index: usize,
}

/// A way to read a body; it answers with something that could not be had without doing so.
pub struct Contender {
    pub name: &'static str,
    pub read: fn(&Body) -> usize,
}

/// All of them. The two limits are first, then the floor.
pub const CONTENDERS: [Contender; 10] = [
    Contender { name: "memcpy", read: copy },
    Contender { name: "from_utf8", read: |body| usize::from(std::str::from_utf8(&body.bytes).is_ok()) },
    Contender { name: "floor: strict structs, kind known", read: floor::read },
    Contender { name: "own types, kind known", read: ours::read_known },
    Contender { name: "Event::parse", read: ours::parse },
    Contender { name: "EventRef::parse", read: ours::open },
    Contender { name: "EventRef::parse and decode", read: ours::open_and_decode },
    Contender { name: "serde_json::Value", read: rivals::value },
    Contender { name: "internally tagged enum", read: rivals::tagged },
    Contender { name: "envelope with flattened Value", read: rivals::flattened },
];

/// Places in [`CONTENDERS`] of what is compared.
pub const FLOOR: usize = 2;
pub const KNOWN: usize = 3;
pub const PARSE: usize = 4;
pub const BORROWED: usize = 5;
pub const FLATTENED: usize = 9;

fn copy(body: &Body) -> usize {
    thread_local! {
        static ROOM: RefCell<Vec<u8>> = RefCell::new(vec![0; 16_384]);
    }
    ROOM.with_borrow_mut(|room| {
        let room = &mut room[..body.bytes.len()];
        room.copy_from_slice(&body.bytes);
        black_box(room).len()
    })
}

/// The bodies of a layout in a form, one of each kind.
pub fn cell(layout: bodies::Layout, embedded: bool) -> Vec<Body> {
    kinds()
        .iter()
        .enumerate()
        .map(|(index, kind)| Body { bytes: bodies::body(kind, index, layout, embedded), kind, index })
        .collect()
}
