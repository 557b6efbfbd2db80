//! What holds for every request to a receiver, whoever sent it. Shared by the fuzz target and by `tests/properties.rs`.
//!
//! An input is eight bytes that say how a body is sent and what the handler does, and the body; zeros are a delivery as it
//! should be. It is delivered three times, and a model of a few lines says what has to be answered.

use std::collections::VecDeque;
use std::io;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http_body::{Body, Frame};
use jing_openplatform::receiver::{HandlerError, Receiver, WithBody};
use jing_openplatform::{Event, EventError, EventErrorKind};
use tower_service::Service;

const SECRETS: [&str; 2] = ["the-current-secret-of-the-sender", "the-secret-before-that"];
const DELIVERIES: usize = 3;

/// What the handler, or what takes the dead letters, does with a delivery.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Act {
    Take,
    Fail,
    /// Waits, until the connection is closed.
    Hang,
}

/// How a body is sent, and what becomes of it.
#[derive(Clone, Copy, Debug)]
struct Script {
    path: [&'static str; 2],
    method: &'static str,
    /// In how many frames the body comes, and after which of them the connection breaks.
    frames: usize,
    breaks: Option<usize>,
    length: Length,
    limit: usize,
    acts: [Act; DELIVERIES],
    dead_letters: bool,
}

/// What the head says of the body's length.
#[derive(Clone, Copy, Debug)]
enum Length {
    Unsaid,
    Right,
    BeyondTheLimit,
    Nonsense(&'static str),
}

impl Script {
    fn new(choices: [u8; 8], body: &[u8]) -> Self {
        let [path, method, frames, breaks, length, limit, acts, dead_letters] = choices.map(usize::from);
        let frames = 1 + frames % 4;
        let act = |at: usize| [Act::Take, Act::Fail, Act::Hang, Act::Take][acts >> (2 * at) & 3];
        Self {
            path: [["/hooks/", SECRETS[0]], ["/", SECRETS[1]], ["/hooks/", "no-secret-of-anybody"], ["/", ""]]
                [path % 4],
            method: ["POST", "GET", "PUT", "HEAD"][method % 4],
            frames,
            breaks: breaks.checked_sub(1).map(|at| at % (frames + 1)),
            length: match length % 6 {
                0 => Length::Unsaid,
                1 => Length::Right,
                2 => Length::BeyondTheLimit,
                3 => Length::Nonsense("-1"),
                4 => Length::Nonsense("1, 1"),
                _ => Length::Nonsense("99999999999999999999999999"),
            },
            limit: match limit % 4 {
                0 => 1 << 20,
                1 => body.len(),
                2 => body.len().saturating_sub(1),
                _ => body.len() / 2,
            },
            acts: [act(0), act(1), act(2)],
            dead_letters: dead_letters % 2 == 1,
        }
    }

    /// Status and text of an answer that needs no look at the body.
    fn turned_away(&self, body: &[u8]) -> Option<(u16, &'static str)> {
        if !SECRETS.contains(&self.path[1]) {
            return Some((404, "not_found"));
        }
        if self.method != "POST" {
            return Some((405, "wrong_method"));
        }
        let declared = match self.length {
            Length::Unsaid | Length::Nonsense(_) => 0,
            Length::Right => body.len(),
            Length::BeyondTheLimit => self.limit + 1,
        };
        // The frame that is too much may come before the break.
        let read: usize = self.pieces(body).take(self.breaks.unwrap_or(usize::MAX)).map(<[u8]>::len).sum();
        if declared > self.limit || read > self.limit {
            return Some((413, "too_large"));
        }
        self.breaks.map(|_| (400, "cut_off"))
    }

    fn pieces<'b>(&self, body: &'b [u8]) -> impl Iterator<Item = &'b [u8]> {
        let cut = |at: usize| body.len() * at / self.frames;
        let frames = self.frames;
        (0..frames).map(move |at| &body[cut(at)..cut(at + 1)]).collect::<Vec<_>>().into_iter()
    }

    fn request(&self, body: &[u8]) -> http::Request<Frames> {
        let mut frames: VecDeque<io::Result<Bytes>> =
            self.pieces(body).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
        if let Some(at) = self.breaks {
            frames.insert(at, Err(io::Error::other("the connection broke")));
        }
        let mut request = http::Request::builder().method(self.method).uri(self.path.concat());
        match self.length {
            Length::Unsaid => {}
            Length::Right => request = request.header("content-length", body.len()),
            Length::BeyondTheLimit => request = request.header("content-length", self.limit + 1),
            Length::Nonsense(text) => request = request.header("content-length", text),
        }
        request.body(Frames(frames)).expect("a request")
    }
}

struct Frames(VecDeque<io::Result<Bytes>>);

impl Body for Frames {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        Poll::Ready(self.0.pop_front().map(|frame| frame.map(Frame::data)))
    }
}

/// What the handler and the dead letters were given.
#[derive(Default)]
struct Desk {
    act: Option<Act>,
    handled: Vec<Vec<u8>>,
    buried: Vec<Vec<u8>>,
}

type Shared = Arc<Mutex<Desk>>;

fn lock(desk: &Shared) -> MutexGuard<'_, Desk> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn act(desk: Shared) -> Result<(), HandlerError> {
    let act = lock(&desk).act.take();
    match act.expect("it is asked once at the most") {
        Act::Take => Ok(()),
        Act::Fail => Err("it fails".into()),
        Act::Hang => std::future::pending().await,
    }
}

fn receiver_of(script: &Script, desk: &Shared) -> Receiver<WithBody<Event>> {
    let (handling, burying) = (Arc::clone(desk), Arc::clone(desk));
    let builder = Receiver::builder(move |event: WithBody<Event>| {
        lock(&handling).handled.push(event.body.into());
        act(Arc::clone(&handling))
    });
    let builder = builder.secret_in_path(SECRETS).body_limit(script.limit);
    let bury = move |letter: EventError| {
        lock(&burying).buried.push(letter.into_body());
        act(Arc::clone(&burying))
    };
    if script.dead_letters { builder.dead_letters(bury).build() } else { builder.build() }.expect("a receiver")
}

/// Whoever sends what, however: the answer is the one that the table of answers says, 200 means that the handler or the
/// dead letters have the very bytes, and nobody gets them twice once they were taken.
pub fn receiver(input: &[u8]) {
    let Some((choices, body)) = input.split_first_chunk::<8>() else { return };
    let script = Script::new(*choices, body);
    let desk = Shared::default();
    let receiver = receiver_of(&script, &desk);
    let mut is_taken = false;
    for act in script.acts {
        *lock(&desk) = Desk { act: Some(act), ..Desk::default() };
        let answer = deliver(&receiver, script.request(body));
        let wanted = wanted(&script, body, act, is_taken);
        assert_eq!(answer, wanted.answer.map(|(status, text)| (status, text.to_owned())), "{script:?} {act:?}");
        let desk = lock(&desk);
        assert_eq!(desk.handled, wanted.handled.then(|| body.to_vec()).into_iter().collect::<Vec<_>>(), "{script:?}");
        assert_eq!(desk.buried, wanted.buried.then(|| body.to_vec()).into_iter().collect::<Vec<_>>(), "{script:?}");
        is_taken |= answer.is_some_and(|(status, _)| status == 200);
    }
}

/// The answer; none where the handler hung and the connection was closed.
fn deliver(receiver: &Receiver<WithBody<Event>>, request: http::Request<Frames>) -> Option<(u16, String)> {
    let work = pin!(receiver.clone().call(request));
    let Poll::Ready(Ok(response)) = work.poll(&mut Context::from_waker(Waker::noop())) else { return None };
    let status = response.status().as_u16();
    let text = pin!(response.into_body()).poll_frame(&mut Context::from_waker(Waker::noop()));
    let Poll::Ready(Some(Ok(frame))) = text else { panic!("an answer has a text") };
    let text = frame.into_data().expect("data");
    Some((status, String::from_utf8(text.to_vec()).expect("the text of an answer")))
}

struct Wanted {
    answer: Option<(u16, &'static str)>,
    handled: bool,
    buried: bool,
}

fn wanted(script: &Script, body: &[u8], act: Act, is_taken: bool) -> Wanted {
    let nobody = |answer| Wanted { answer: Some(answer), handled: false, buried: false };
    if let Some(answer) = script.turned_away(body) {
        return nobody(answer);
    }
    let by_act = |taken: (u16, &'static str)| match act {
        Act::Take => Some(taken),
        Act::Fail => Some((503, "failed")),
        Act::Hang => None,
    };
    match Event::parse(body) {
        Ok(_) if is_taken => nobody((200, "duplicate")),
        Ok(_) => Wanted { answer: by_act((200, "handled")), handled: true, buried: false },
        Err(error) if error.kind() == EventErrorKind::Unreadable => match script.dead_letters {
            false => nobody((422, "unreadable")),
            true if is_taken => nobody((200, "duplicate")),
            true => Wanted { answer: by_act((200, "dead_lettered")), handled: false, buried: true },
        },
        Err(_) if script.dead_letters => Wanted { answer: by_act((400, "not_an_event")), handled: false, buried: true },
        Err(_) => nobody((400, "not_an_event")),
    }
}
