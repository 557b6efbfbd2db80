//! What is seen from outside: spans with what they should have, and nothing that is nobody's business.

mod client_support;

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use client_support::{Answer, Create, Demo, GetToken, LONG, Look, Server, TestClock, builder, ok, refused, token};
use jing_openplatform::runtime::client::{Client, RetryPolicy, TokenSet};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Writes every span and event of the crate down, one line each.
#[derive(Clone, Default)]
struct Diary(Arc<Mutex<String>>);

impl Diary {
    fn write(&self, what: &str, values: impl FnOnce(&mut Line)) {
        let mut line = Line(String::new());
        values(&mut line);
        let mut text = self.0.lock().unwrap();
        writeln!(text, "{what}{}", line.0).unwrap();
    }

    fn text(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Subscriber for Diary {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.write(span.metadata().name(), |line| span.record(line));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        self.write("record", |line| values.record(line));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.write("event", |line| event.record(line));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn a_call_and_each_of_its_attempts_is_a_span() {
    let diary = Diary::default();
    let _guard = tracing::subscriber::set_default(diary.clone());
    let server = Server::in_turn([refused(503, 9), ok("1")]);
    let client = builder(&server).clock(TestClock::new(LONG).share()).build().unwrap();
    client.send(Look("x".to_owned())).await.unwrap();
    let text = diary.text();
    let own: Vec<&str> = text.lines().filter(|line| !line.starts_with("event")).collect();
    let port = server.url().rsplit(':').next().unwrap().to_owned();
    let attempt = |number| {
        format!(
            "http.request otel.kind=\"client\" api.operation=\"things.look\" http.request.method=\"GET\" \
             url.template=\"/v1/thing/{{id}}\" server.address=\"127.0.0.1\" server.port={port} \
             http.request.resend_count={number}"
        )
    };
    assert!(own.contains(&"api.call api.name=\"demo\" api.operation=\"things.look\" otel.kind=\"internal\""), "{text}");
    assert!(own.contains(&attempt(0).as_str()) && own.contains(&attempt(1).as_str()), "{text}");
    for line in [
        "record http.response.status_code=503",
        "record api.code=9",
        "record api.request_id=\"r-2\"",
        "record error.type=\"response\"",
        "record http.response.status_code=200",
        "record api.request_id=\"r-1\"",
    ] {
        assert!(own.contains(&line), "{line}\n{text}");
    }
}

#[tokio::test]
async fn a_path_that_the_caller_gave_is_in_no_span() {
    let diary = Diary::default();
    let _guard = tracing::subscriber::set_default(diary.clone());
    let server = Server::in_turn([ok("1")]);
    let client = builder(&server).build().unwrap();
    client.call(Look("x".to_owned())).override_path("/v2/mine/{id}").send().await.unwrap();
    let text = diary.text();
    assert!(text.contains("api.operation=\"things.look\"") && !text.contains("url.template"), "{text}");
    assert!(!text.contains("/v2/mine") && !text.contains("/v1/thing"), "{text}");
}

/// Stands in every place where a secret or something about a person can stand.
const CANARY: &str = "canary-7f3a";

#[tokio::test]
async fn no_secret_and_nothing_personal_is_ever_shown() {
    let diary = Diary::default();
    let _guard = tracing::subscriber::set_default(diary.clone());
    let mut shown = String::new();
    let answers = [
        Answer::json(500, &format!(r#"{{"code":1,"data":"{CANARY}","{CANARY}":1}}"#)),
        Answer::json(401, CANARY),
        Answer::json(200, CANARY),
        Answer::new(302, &[("location", &format!("http://{CANARY}/")), ("set-cookie", CANARY)], CANARY),
        ok(&format!("\"{CANARY}\"")).cut(3),
        Answer::Cut(CANARY.into()),
        ok(&format!(r#"{{"list":["{CANARY}"]}}"#)),
        refused(200, 7),
    ];
    let count = answers.len();
    let answers = Mutex::new(answers.into_iter().rev().collect::<Vec<_>>());
    let server = Server::new(move |seen| match seen.path() {
        "/v1/token" | "/v1/token/refresh" => token(CANARY, 1000),
        _ => answers.lock().unwrap().pop().unwrap_or(ok(&format!("\"{CANARY}\""))),
    });
    let secrets = builder(&server).refresh_token("app", format!("secret-{CANARY}"), format!("refresh-{CANARY}"));
    let secrets = secrets.allow_assumed::<GetToken>().header("x-own", CANARY).retry(RetryPolicy::never());
    write!(shown, "{secrets:?}").unwrap();
    let client = secrets.build().unwrap();
    write!(shown, "{client:?}").unwrap();
    for turn in 0..=count {
        let call = client.call(Look(CANARY.to_owned())).header("x-trace", CANARY);
        write!(shown, "{call:?}").unwrap();
        let result = if turn == 6 {
            client.send(client_support::List::default()).await.map(|_| ())
        } else {
            call.send().await.map(|_| ())
        };
        if let Err(error) = result {
            let mut next: Option<&dyn std::error::Error> = Some(&error);
            while let Some(error) = next {
                write!(shown, "{error} {error:?}").unwrap();
                next = error.source();
            }
        }
    }
    client.send(Create(CANARY.to_owned())).await.unwrap();
    let set = TokenSet::new(CANARY, std::time::UNIX_EPOCH).refresh_token(CANARY);
    write!(shown, "{set:?}").unwrap();
    let proxied = Client::<Demo>::builder().proxy(format!("http://user:{CANARY}@127.0.0.1:1"));
    write!(shown, "{proxied:?}").unwrap();
    write!(shown, "{:?}", proxied.build()).unwrap();
    let wrong = Client::<Demo>::builder().base_url(format!("https://user:{CANARY}@example.com")).build();
    write!(shown, "{wrong:?}").unwrap();
    assert!(server.seen().iter().any(|seen| seen.header("access_token") == Some(CANARY)), "it was sent");
    let text = diary.text();
    assert!(text.contains("http.request"), "it was traced");
    for (what, text) in [("printed", &shown), ("traced", &text)] {
        let at = text.find(CANARY).map(|at| &text[at.saturating_sub(200)..at + CANARY.len()]);
        assert_eq!(at, None, "{what}");
    }
}
