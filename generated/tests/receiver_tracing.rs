//! What `tracing` is told of a delivery: event, outcome, bytes, and no value.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::fmt::Debug;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use jing_openplatform::Event;
use jing_openplatform::receiver::Receiver;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Metadata, Subscriber};

/// Writes a line for each event of the receiver.
struct Lines(Arc<Mutex<Vec<String>>>);

struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0 += &format!(" {}={value:?}", field.name());
    }
}

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("jing_openplatform")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        let mut line = Fields(event.metadata().level().to_string());
        event.record(&mut line);
        self.0.lock().unwrap().push(line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[test]
fn a_delivery_is_one_event_without_values() {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let receiver = Receiver::builder(async |_: Event| Err("canary".into())).without_secret().build().unwrap();
    tracing::subscriber::with_default(Lines(Arc::clone(&lines)), || {
        for body in [&br#"{"event_type":"canary"}"#[..], b"\"canary\""] {
            let work = pin!(receiver.receive(body));
            assert!(matches!(work.poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(_)));
        }
    });
    assert_eq!(
        *lines.lock().unwrap(),
        [
            r#"WARN message=delivery event="unknown" outcome="failed" bytes=23"#,
            r#"WARN message=delivery event="" outcome="not_an_event" bytes=8"#,
        ]
    );
}
