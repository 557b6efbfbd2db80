//! The bodies: the data in an envelope, in one of four layouts.

use super::contents::{Seed, account, lead, open};
use super::json::{Fields, Json, plain, text};
use super::kinds::{Data, Kind};

/// How a body is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// What tells the event stands first, on both levels.
    KeysFirst,
    /// What tells the event stands last in the data, and then behind the data.
    KeysAfter,
    /// There are fields on every level that nobody has heard of.
    Unknown,
    /// As in the samples, with line breaks and four spaces a level.
    Pretty,
}

pub const LAYOUTS: [Layout; 4] = [Layout::KeysFirst, Layout::KeysAfter, Layout::Unknown, Layout::Pretty];

/// The body of a kind.
pub fn body(kind: &Kind, index: usize, layout: Layout, embedded: bool) -> Vec<u8> {
    let mut seed = Seed(index as u64 * 8 + layout as u64 * 2 + u64::from(embedded));
    let unknown = layout == Layout::Unknown;
    let mut data = match kind.data {
        Data::Account => account(&mut seed, embedded, unknown),
        Data::Lead => lead(&mut seed, embedded, unknown),
        Data::Open => open(&mut seed, embedded, unknown),
    };
    match layout {
        Layout::KeysFirst => move_key(&mut data, "object_name", 0),
        Layout::KeysAfter => move_key(&mut data, "object_name", usize::MAX),
        Layout::Unknown | Layout::Pretty => {}
    }
    let envelope = envelope(&mut seed, kind, data, layout);
    let mut body = String::new();
    Json::Object(envelope).write(&mut body, (layout == Layout::Pretty).then_some(0));
    body.into_bytes()
}

fn move_key(fields: &mut Fields, key: &str, to: usize) {
    if let Some(at) = fields.iter().position(|(name, _)| *name == key) {
        let field = fields.remove(at);
        fields.insert(to.min(fields.len()), field);
    }
}

fn envelope(seed: &mut Seed, kind: &Kind, data: Fields, layout: Layout) -> Fields {
    let mut fields = vec![
        ("event_type", text(kind.event_type)),
        ("create_time", plain(1_673_262_057 + seed.below(10_000_000))),
        ("action_keyword", text(kind.event_type)),
        ("extra_data", Json::Object(data)),
        ("mid", text(seed.below(1000).to_string())),
        ("event_category", text("object_v2")),
    ];
    match layout {
        Layout::KeysAfter => {
            move_key(&mut fields, "extra_data", 0);
            move_key(&mut fields, "event_type", usize::MAX);
        }
        Layout::Unknown => {
            fields.insert(1, ("trace_id", text(seed.id())));
            fields.insert(3, ("attempt", plain(seed.below(5))));
            let meta = vec![("region", text("cn-east")), ("hops", Json::List(vec![plain(1), plain(2)]))];
            fields.push(("meta", Json::Object(meta)));
        }
        Layout::KeysFirst | Layout::Pretty => {}
    }
    fields
}
