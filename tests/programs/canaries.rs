//! Calls every operation and reads every event with a canary in each hidden place, gathers all that is printed or traced,
//! and looks for it there.

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use jing_openplatform::*;
use jing_openplatform_testing::fake::{Fault, Platform, Response};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Metadata, Subscriber};

const CANARY: &str = "{canary}";
const NUMBER: &str = "{number}";

/// Writes down all that any crate traces.
#[derive(Clone, Default)]
struct Diary(Arc<Mutex<String>>);

struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Subscriber for Diary {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut text = self.0.lock().unwrap();
        write!(text, "\n{}", span.metadata().name()).unwrap();
        span.record(&mut Line(&mut text));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Line(&mut self.0.lock().unwrap()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        let mut text = self.0.lock().unwrap();
        text.push('\n');
        event.record(&mut Line(&mut text));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Stage {
    platform: Platform,
    client: Client,
    shown: String,
}

impl Stage {
    fn show(&mut self, value: &dyn Debug) {
        write!(self.shown, "{value:?} {value:#?}").unwrap();
    }

    fn tell(&mut self, error: &dyn std::error::Error) {
        let mut next = Some(error);
        while let Some(error) = next {
            write!(self.shown, "{error} {error:?}").unwrap();
            next = error.source();
        }
    }

    /// Once well, and in several ways not; `data` is what the operation gives.
    async fn call<O>(&mut self, operation: O, data: &str)
    where
        O: Operation<Output: Debug + Send> + Clone + Debug,
    {
        self.show(&operation);
        let request = Request::allowing_assumed(&operation).unwrap();
        self.show(&request);
        let body = format!(r#"{{"code":0,"data":{data},"unknown":{{"open":"{CANARY}"}}}}"#);
        let response = decode::<O>(200, body.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
        self.show(&response);
        let answer = |status, body: String| Fault::Response(Response::json(status, body));
        let faults = [
            answer(200, body),
            answer(200, format!(r#"{{"code":0,"data":"{CANARY}"}}"#)),
            answer(200, format!(r#"{{"code":0,"data":["{CANARY}",{NUMBER}]}}"#)),
            answer(500, format!(r#"{{"code":1,"data":{data},"{CANARY}":1}}"#)),
            answer(200, CANARY.to_owned()),
            answer(302, CANARY.to_owned()),
            Fault::CutWithinBody,
            Fault::Garbage,
        ];
        for fault in faults {
            self.show(&fault);
            self.platform.next::<O>(fault);
            let call = self.client.call(operation.clone()).allow_assumed().header("x-canary", CANARY);
            self.show(&call);
            match call.send_with().await {
                Ok(response) => self.show(&response),
                Err(error) => self.tell(&error),
            }
        }
    }

    /// An event as it should be, and one that cannot be read.
    fn event(&mut self, id: &str, body: &str) {
        let event = Event::parse(body.as_bytes()).unwrap_or_else(|error| panic!("{id}: {error}"));
        assert_eq!(event.kind().to_string(), id);
        self.show(&event);
        let mut odd: serde_json::Value = serde_json::from_str(body).unwrap();
        let inner = odd.as_object_mut().unwrap().values_mut().filter(|value| value.is_object());
        inner.for_each(|value| *value = serde_json::json!([CANARY]));
        for body in [odd.to_string(), format!("{body}{CANARY}"), body[..body.len() / 2].to_owned()] {
            match Event::parse(body.as_bytes()) {
                Ok(event) => self.show(&event),
                Err(error) => self.tell(&error),
            }
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let diary = Diary::default();
    let _guard = tracing::subscriber::set_default(diary.clone());
    let secret = format!("secret-{CANARY}");
    let platform = Platform::builder().app("app", secret.as_str()).start().unwrap();
    let builder = Client::builder().base_url(platform.url()).credentials("app", secret.as_str());
    let builder = builder.allow_assumed::<oauth::GetToken>().header("x-own", CANARY);
    let mut stage = Stage { platform: platform.clone(), client: builder.build().unwrap(), shown: String::new() };
    let again = Client::builder().credentials("app", secret.as_str()).header("x-own", CANARY);
    stage.show(&again);
    stage.show(&Access::new("app", CANARY));
CALLS    let client = stage.client.clone();
    stage.show(&client);
    stage.show(&platform);
    let sent = platform.seen().iter().map(|seen| seen.text()).collect::<String>();
    assert!(sent.contains(CANARY), "it was sent");
    let traced = diary.0.lock().unwrap().clone();
    assert!(traced.contains("http.request") && traced.contains("http.response.status_code=302"), "it was traced");
    // What the platform gave out is as secret.
    let tokens = platform.seen();
    let tokens = tokens.iter().filter_map(|seen| seen.header("access_token").map(str::to_owned));
    let mut needles: Vec<String> = tokens.collect();
    needles.sort();
    needles.dedup();
    assert!(!needles.is_empty(), "there were tokens");
    needles.extend([CANARY.to_owned(), NUMBER.to_owned()]);
    for (what, text) in [("printed", &stage.shown), ("traced", &traced)] {
        for needle in &needles {
            let at = text.find(needle).map(|at| &text[at.saturating_sub(200)..at + needle.len()]);
            assert_eq!(at, None, "{what}");
        }
    }
    println!("nothing of {} and {} bytes", stage.shown.len(), traced.len());
}
