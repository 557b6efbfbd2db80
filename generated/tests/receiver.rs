//! The receiver without a server: how it is made, what it reads, what it tells, how it is cut off.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

pub use jing_openplatform::runtime;

pub mod receiving;
pub mod shape;

use std::borrow::Cow;
use std::future::{Ready, pending, ready};
use std::io;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use bytes::{Buf, Bytes};
use http_body::{Body, Frame, SizeHint};
use http_body_util::{BodyExt, Full};
use receiving::desk::{Act, CURRENT, Desk, PREVIOUS};
use runtime::EventError;
use runtime::receiver::{
    BuildError, Builder, Claim, DeliveryKey, DuplicateGuard, HandlerError, MIN_SECRET_LEN, NoGuard, Outcome,
    ReceivedEvent, Receiver,
};
use shape::events::Event;
use shape::hooks;
use tower_service::Service;

const CREATED: &[u8] = br#"{"event_type":"create","extra_data":{"object_name":"account","notes":"canary"}}"#;
const UNREADABLE: &[u8] = br#"{"event_type":"create","extra_data":[]}"#;

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

/// What comes of work that waits for nothing.
fn now<T>(work: impl Future<Output = T>) -> T {
    match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => panic!("it waits"),
    }
}

fn taking() -> Builder<Event> {
    Receiver::builder(async |_: Event| Ok(())).without_secret()
}

// The making

#[test]
fn a_receiver_says_who_may_send() {
    let builder = || Receiver::builder(async |_: Event| Ok(()));
    let none: [&str; 0] = [];
    assert_eq!(builder().build().unwrap_err(), BuildError::NoSecret);
    assert_eq!(builder().secret_in_path(none).build().unwrap_err(), BuildError::NoSecret);
    assert_eq!(builder().secret_in_header("x-token", none).build().unwrap_err(), BuildError::NoSecret);
    assert_eq!(taking().secret_in_path([CURRENT]).build().unwrap_err(), BuildError::Contradiction);
    assert!(taking().build().is_ok());
}

#[test]
fn a_secret_that_cannot_do_its_work_is_refused() {
    let builder = || Receiver::builder(async |_: Event| Ok(()));
    let short = "x".repeat(MIN_SECRET_LEN - 1);
    assert_eq!(builder().secret_in_path([CURRENT, &short]).build().unwrap_err(), BuildError::ShortSecret);
    assert_eq!(builder().secret_in_header("x-token", [&*short]).build().unwrap_err(), BuildError::ShortSecret);
    for wrong in
        ["a/path/is/no/segment", "twenty%20five%20", "blanks are not sent", "käse-käse-käse-käse", "1234567890123456?"]
    {
        assert_eq!(builder().secret_in_path([wrong]).build().unwrap_err(), BuildError::PathSecret, "{wrong}");
    }
    let broken = builder().secret_in_header("x-token", ["a-line-is\r\nbroken-here"]);
    assert_eq!(broken.build().unwrap_err(), BuildError::HeaderSecret);
    assert_eq!(builder().secret_in_header("x token", [CURRENT]).build().unwrap_err(), BuildError::HeaderName);
    assert!(builder().secret_in_path(["x".repeat(MIN_SECRET_LEN)]).build().is_ok());
}

#[test]
fn nothing_that_can_be_printed_tells_a_secret() {
    let builder = taking().secret_in_path([CURRENT]).secret_in_header("x-token", [PREVIOUS]);
    let mut shown = format!("{builder:?}");
    let error = builder.build().unwrap_err();
    shown += &format!("{error:?} {error}");
    let built = Receiver::builder(async |_: Event| Ok(())).secret_in_path([CURRENT]).build().unwrap();
    shown += &format!("{built:?}");
    assert!(!shown.contains("secret-of"), "{shown}");
}

// The service

/// A body in frames, the last of which may be an error. It does not say how long it is.
struct Frames(Vec<Result<&'static [u8], io::Error>>);

impl Body for Frames {
    type Data = bytes::buf::Chain<Bytes, Bytes>;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Self::Data>, io::Error>>> {
        if self.0.is_empty() {
            return Poll::Ready(None);
        }
        Poll::Ready(Some(self.0.remove(0).map(|bytes| {
            let (front, back) = bytes.split_at(bytes.len() / 2);
            Frame::data(Bytes::from_static(front).chain(Bytes::from_static(back)))
        })))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::new()
    }
}

fn serve<E: ReceivedEvent + Send + 'static, B>(receiver: &Receiver<E>, request: http::Request<B>) -> (u16, String)
where
    B: Body<Data: Send, Error: Send> + Send + 'static,
{
    let response = now(receiver.clone().call(request)).unwrap();
    let status = response.status().as_u16();
    (status, String::from_utf8(now(response.into_body().collect()).unwrap().to_bytes().to_vec()).unwrap())
}

#[test]
fn frames_and_their_pieces_make_one_body() {
    let (desk, builder) = Desk::bare();
    let receiver = builder.without_secret().body_limit(CREATED.len()).build().unwrap();
    let (front, back) = CREATED.split_at(10);
    let frames = || vec![Ok(front), Ok(&b""[..]), Ok(back)];
    let post = |frames| http::Request::post("/").body(Frames(frames)).unwrap();
    assert_eq!(serve(&receiver, post(frames())), (200, "handled".to_owned()));
    assert_eq!(desk.next(), CREATED);
    let mut longer = frames();
    longer.push(Ok(b" "));
    longer.push(Err(io::Error::other("nobody reads as far as here")));
    assert_eq!(serve(&receiver, post(longer)), (413, "too_large".to_owned()));
    let mut broken = frames();
    broken.push(Err(io::Error::other("the connection was reset")));
    assert_eq!(serve(&receiver, post(broken)), (400, "cut_off".to_owned()));
    assert!(desk.is_clear());
}

#[test]
fn where_path_and_header_have_secrets_both_are_asked_for() {
    let receiver = Receiver::builder(async |_: Event| Ok(()))
        .secret_in_path([CURRENT])
        .secret_in_header("X-Token", [PREVIOUS])
        .build()
        .unwrap();
    let status = |path: &str, token: Option<&str>| {
        let mut request = http::Request::post(path).body(Full::new(Bytes::from_static(CREATED))).unwrap();
        if let Some(token) = token {
            request.headers_mut().insert("x-token", token.parse().unwrap());
        }
        serve(&receiver, request).0
    };
    let path = format!("/{CURRENT}");
    assert_eq!(status(&path, None), 404);
    assert_eq!(status(&path, Some(CURRENT)), 404);
    assert_eq!(status("/", Some(PREVIOUS)), 404);
    assert_eq!(status(&format!("{path}/"), Some(PREVIOUS)), 404);
    assert_eq!(status(&format!("/a/b{path}?c=/d"), Some(PREVIOUS)), 200);
}

// The way of a delivery

#[test]
fn a_delivery_id_tells_deliveries_where_there_is_one() {
    struct Numbered(String);

    impl ReceivedEvent for Numbered {
        fn parse(body: &[u8]) -> Result<Self, EventError> {
            Ok(Self(String::from_utf8_lossy(body).into_owned()))
        }

        fn kind_name(&self) -> &'static str {
            "numbered"
        }

        fn is_unknown(&self) -> bool {
            false
        }

        fn delivery_id(&self) -> Option<Cow<'_, str>> {
            self.0.split_once(':').map(|(id, _)| id.into())
        }
    }

    let receiver = Receiver::builder(async |_: Numbered| Ok(())).without_secret().build().unwrap();
    let outcomes = [&b"1:a"[..], b"1:b", b"2:a", b"a", b"b", b"a"].map(|body| now(receiver.receive(body)));
    use Outcome::{Duplicate, Handled};
    assert_eq!(outcomes, [Handled, Duplicate, Handled, Handled, Handled, Duplicate]);
}

#[test]
fn a_delivery_that_is_dropped_is_abandoned() {
    let (desk, receiver) = Desk::with_dead_letters();
    for body in [CREATED, UNREADABLE] {
        desk.plan([Act::Wait(Arc::new(tokio::sync::Semaphore::new(0)))]);
        let mut work = Box::pin(receiver.receive(body));
        assert!(work.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        assert_eq!(now(receiver.receive(body)), Outcome::Busy);
        drop(work);
        assert_eq!(desk.abandoned(), DeliveryKey::new(None, body));
        assert_eq!(now(receiver.receive(body)).status(), 200);
    }
}

#[test]
fn a_clone_remembers_the_same_deliveries() {
    let receiver = taking().build().unwrap();
    assert_eq!(now(receiver.receive(CREATED)), Outcome::Handled);
    assert_eq!(now(receiver.clone().receive(CREATED)), Outcome::Duplicate);
    let unguarded = taking().duplicate_guard(NoGuard).build().unwrap();
    for _ in 0..2 {
        assert_eq!(now(unguarded.receive(CREATED)), Outcome::Handled);
    }
}

#[test]
fn a_handler_may_be_a_type_and_may_panic_before_it_is_awaited() {
    let panics = |_: Event| -> Ready<Result<(), HandlerError>> { panic!("at once") };
    let receiver = Receiver::builder(panics).without_secret().build().unwrap();
    for _ in 0..2 {
        assert_eq!(now(receiver.receive(CREATED)), Outcome::Failed);
    }

    struct Counting(Arc<AtomicUsize>);

    impl runtime::receiver::Handler<Event> for Counting {
        async fn handle(&self, _: Event) -> Result<(), HandlerError> {
            self.0.fetch_add(1, Ordering::SeqCst);
            Ok(())
        }
    }

    let count = Arc::new(AtomicUsize::new(0));
    let receiver = Receiver::builder(Counting(Arc::clone(&count))).without_secret().build().unwrap();
    assert_eq!(now(receiver.receive(CREATED)), Outcome::Handled);
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

/// A guard whose store does not answer some of its questions.
struct Broken {
    claim: bool,
}

impl DuplicateGuard for Broken {
    type Error = io::Error;

    fn claim(&self, _: &DeliveryKey) -> impl Future<Output = Result<Claim, io::Error>> + Send {
        ready(if self.claim { Ok(Claim::New) } else { Err(io::Error::other("no claim")) })
    }

    async fn done(&self, _: &DeliveryKey) -> Result<(), io::Error> {
        Err(io::Error::other("not done"))
    }

    async fn release(&self, _: &DeliveryKey) -> Result<(), io::Error> {
        Err(io::Error::other("not released"))
    }

    fn abandon(&self, _: &DeliveryKey) {
        panic!("a claim that was settled is not abandoned");
    }
}

/// A line for each report of an observer.
fn observed<E: ReceivedEvent + Send + 'static>(builder: Builder<E>) -> (Receiver<E>, Arc<Mutex<Vec<String>>>) {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let to = Arc::clone(&lines);
    let builder = builder.observer(move |report| {
        let error = report.error.map(ToString::to_string);
        let line = format!("{} {:?} {} {error:?}", report.outcome, report.event, report.bytes);
        to.lock().unwrap().push(line);
    });
    (builder.build().unwrap(), lines)
}

#[test]
fn a_guard_that_fails_never_costs_an_event() {
    let (receiver, lines) = observed(taking().duplicate_guard(Broken { claim: false }));
    assert_eq!(now(receiver.receive(CREATED)), Outcome::Failed);
    assert_eq!(*lines.lock().unwrap(), [r#"failed Some("account.created") 79 Some("no claim")"#]);
    let (receiver, lines) = observed(taking().duplicate_guard(Broken { claim: true }));
    assert_eq!(now(receiver.receive(CREATED)), Outcome::Handled);
    assert_eq!(*lines.lock().unwrap(), [r#"handled Some("account.created") 79 Some("not done")"#]);
    let failing = Receiver::builder(async |_: Event| Err("handler".into())).without_secret();
    let (receiver, lines) = observed(failing.duplicate_guard(Broken { claim: true }));
    assert_eq!(now(receiver.receive(CREATED)), Outcome::Failed);
    assert_eq!(*lines.lock().unwrap(), [r#"failed Some("account.created") 79 Some("handler")"#]);
}

#[test]
fn the_observer_is_told_of_every_delivery_once() {
    let handle = async |event: Event| match event {
        Event::Unknown(_) => Err("unknown".into()),
        Event::Touched(_) => panic!("touched"),
        _ => Ok(()),
    };
    let (receiver, lines) = observed(Receiver::builder(handle).secret_in_path([CURRENT]).body_limit(100));
    for body in
        [CREATED, CREATED, b"{}", UNREADABLE, b"no", br#"{"event_type":"touch","extra_data":{"deep":{"version":2}}}"#]
    {
        now(receiver.receive(body));
    }
    for (method, path, length) in [("POST", "/x", 5), ("GET", CURRENT, 5), ("POST", CURRENT, 101), ("POST", CURRENT, 1)]
    {
        let path = format!("/{}", path.trim_start_matches('/'));
        let body = Full::new(Bytes::from(vec![b' '; length]));
        serve(&receiver, http::Request::builder().method(method).uri(path).body(body).unwrap());
    }
    assert_eq!(
        *lines.lock().unwrap(),
        [
            r#"handled Some("account.created") 79 None"#,
            r#"duplicate Some("account.created") 79 None"#,
            r#"failed Some("unknown") 2 Some("unknown")"#,
            r#"unreadable Some("object.created") 39 None"#,
            "not_an_event None 2 None",
            r#"failed Some("thing.touched") 58 None"#,
            "wrong_secret None 0 None",
            "wrong_method None 0 None",
            "too_large None 0 None",
            "not_an_event None 1 None",
        ]
    );
}

#[test]
fn a_handler_that_never_ends_does_not_hold_up_others() {
    let waits = |event: Event| async move { if let Event::Unknown(_) = event { pending().await } else { Ok(()) } };
    let receiver = Receiver::builder(waits).without_secret().build().unwrap();
    block_on(async {
        let mut stuck = Box::pin(receiver.receive(b"{}"));
        assert!(stuck.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        assert_eq!(receiver.receive(CREATED).await, Outcome::Handled);
        assert_eq!(receiver.receive(b"{}").await, Outcome::Busy);
    });
}

#[test]
fn statuses_say_whether_somebody_has_the_delivery() {
    for (outcome, status) in [
        (Outcome::Handled, 200),
        (Outcome::Duplicate, 200),
        (Outcome::DeadLettered, 200),
        (Outcome::NotAnEvent, 400),
        (Outcome::CutOff, 400),
        (Outcome::WrongSecret, 404),
        (Outcome::WrongMethod, 405),
        (Outcome::TooLarge, 413),
        (Outcome::Unreadable, 422),
        (Outcome::Busy, 503),
        (Outcome::Failed, 503),
    ] {
        assert_eq!(outcome.status(), status, "{outcome}");
    }
}

#[test]
fn the_code_that_the_readme_shows_is_the_examples() {
    let lines = |text: &str| text.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    let readme = include_str!("../README.md");
    let shown: Vec<&str> =
        readme.split("```rust,ignore\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(!shown.is_empty());
    for code in shown {
        assert!(lines(include_str!("../examples/receive_axum.rs")).contains(lines(code).trim()), "{code}");
    }
}

// Events told by headers

#[test]
fn the_same_bytes_under_another_header_are_another_delivery() {
    let receiver = Receiver::builder(async |_: hooks::Event| Ok(())).without_secret().build().unwrap();
    let receive = |event: &str| now(receiver.receive_with(&[("x-event", event)], br#"{"action":"opened"}"#));
    assert_eq!([receive("push"), receive("issues"), receive("other")], [Outcome::Handled; 3]);
    assert_eq!([receive("push"), receive("issues"), receive("other")], [Outcome::Duplicate; 3]);
}

#[test]
fn a_dead_letter_is_told_from_one_of_another_event() {
    let letters: Arc<Mutex<Vec<Option<&'static str>>>> = Arc::default();
    let kept = Arc::clone(&letters);
    let bury = move |letter: EventError| {
        kept.lock().unwrap().push(letter.event());
        ready(Ok(()))
    };
    let builder = Receiver::builder(async |_: hooks::Event| Ok(())).without_secret().dead_letters(bury);
    let receiver = builder.build().unwrap();
    let receive =
        |event: &str| now(receiver.receive_with(&[("x-event", event)], br#"{"action":"opened","number":"x","ref":1}"#));
    assert_eq!(
        [receive("push"), receive("issues"), receive("push")],
        [Outcome::DeadLettered, Outcome::DeadLettered, Outcome::Duplicate]
    );
    assert_eq!(*letters.lock().unwrap(), [Some("repository.pushed"), Some("repository.issue_opened")]);
}
