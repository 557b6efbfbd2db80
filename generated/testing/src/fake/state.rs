//! What the platform knows, and how it decides on a request.

use std::collections::BTreeMap;
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use jing_openplatform::runtime::TokenCall;

use super::answer::{data, failure, success};
use super::check::check;
use super::codes;
use super::fault::{Fault, Gate, Response};
use super::route::{Route, route};
use super::seen::Seen;
use super::tokens::{Issued, Pair, Refusal, Rules, is_open};
use super::wire::Received;
use crate::model::{Api, Operation};
use crate::random::Random;
use crate::tree::Tree;

/// Gives the data of an answer.
pub(super) type Answer = Arc<dyn Fn(&Seen) -> String + Send + Sync>;

/// Faults by chance: of one operation or of all with credentials, one in so many, these.
pub(super) type Chance = (Option<&'static str>, u64, Vec<Fault>);

/// All that the connections share.
pub(super) struct State {
    pub(super) api: &'static Api,
    pub(super) seed: u64,
    pub(super) corrected: Vec<(&'static str, String)>,
    pub(super) rules: Rules,
    pub(super) chances: Vec<Chance>,
    pub(super) items: u64,
    pub(super) chunked: bool,
    pub(super) inner: Mutex<Inner>,
    pub(super) more: Condvar,
}

/// What changes.
#[derive(Default)]
pub(super) struct Inner {
    pub(super) seen: Vec<Seen>,
    /// What happens to the next requests: of one operation, or of any.
    pub(super) queue: Vec<(Option<&'static str>, Fault)>,
    pub(super) answers: BTreeMap<&'static str, Answer>,
    pub(super) tokens: Issued,
    pub(super) connections: BTreeMap<usize, TcpStream>,
    pub(super) is_stopped: bool,
    /// Gates that somebody may wait at.
    gates: Vec<Gate>,
    /// How many calls of each operation were let in.
    calls: BTreeMap<&'static str, u64>,
}

/// How a request is answered.
pub(super) struct Turn {
    pub(super) response: Response,
    pub(super) fault: Option<Fault>,
    /// Whether it was a call that gives tokens.
    pub(super) is_token_call: bool,
}

/// What was decided while the state was locked.
enum Ruling {
    Refuse(Refusal),
    Fail(Fault),
    Do { call: Option<(&'static TokenCall, Pair)>, answer: Option<Answer>, fault: Option<Fault> },
}

impl State {
    pub(super) fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Decides on a request and notes it.
    pub(super) fn take(&self, received: Received, connection: usize) -> Turn {
        let path = received.target.split('?').next().unwrap_or_default();
        let route = route(self.api, &self.corrected, &received.method, path);
        let operation = route.as_ref().map(|route| route.operation);
        let mut seen = Seen::new(received, operation.map(|operation| operation.id), connection);
        if let Some(route) = &route {
            seen.problems = check(self.api, route, &seen);
        }
        let is_token_call = seen.operation.is_some_and(|id| self.rules.call(id).is_some());
        let mut inner = self.lock();
        let number = inner.seen.len();
        seen.request_id = format!("{number:032x}");
        let ruling = inner.rule(self, route.as_ref(), &seen);
        (seen.status, seen.carried_out) = ruling.outcome(self);
        inner.seen.push(seen.clone());
        if is_token_call {
            inner.tokens.at_once += 1;
            inner.tokens.most_at_once = inner.tokens.most_at_once.max(inner.tokens.at_once);
        }
        drop(inner);
        self.more.notify_all();
        let (response, fault) = self.respond(ruling, operation, number, &seen);
        Turn { response, fault, is_token_call }
    }

    fn respond(
        &self,
        ruling: Ruling,
        operation: Option<&'static Operation>,
        number: usize,
        seen: &Seen,
    ) -> (Response, Option<Fault>) {
        let fail = |outcome, message: &str| {
            failure(self.api, outcome, &format!("fake platform: {message}"), number, &seen.request_id)
        };
        match (ruling, operation) {
            (Ruling::Refuse((status, code, message)), _) => match seen.problems.is_empty() {
                true => (fail((status, code), message), None),
                false => (fail((status, code), &seen.problems.join("; ")), None),
            },
            (Ruling::Fail(Fault::Response(response)), _) => (response, None),
            (Ruling::Fail(Fault::Code(code)), _) => (fail((200, code), "an error that the test asked for"), None),
            (Ruling::Fail(Fault::TooMany(after)), _) => (Response::new(429, "").header("retry-after", after), None),
            (Ruling::Fail(Fault::Status(status)), _) => (Response::new(status, ""), None),
            (Ruling::Fail(_), _) | (Ruling::Do { .. }, None) => {
                (fail(self.rules.rejection, "the access token has ended"), None)
            }
            (Ruling::Do { call, answer, fault }, Some(operation)) => {
                let data = match (call, answer) {
                    (Some((call, pair)), _) => {
                        let open = || Tree::Object(Vec::new());
                        let mut result = if is_open(operation) { open() } else { self.made(operation, seen) };
                        self.rules.write(call, &pair, &mut result);
                        result
                    }
                    // What is no JSON goes out as it is: that is for the client to find.
                    (None, Some(answer)) => Tree::scalar(answer(seen)),
                    (None, None) => self.made(operation, seen),
                };
                (success(self.api, number, &seen.request_id, data), fault)
            }
        }
    }

    fn made(&self, operation: &'static Operation, seen: &Seen) -> Tree {
        data(self.api, operation, self.seed, self.items, seen)
    }

    /// Ends all connections, and lets nobody wait any longer.
    pub(super) fn stop(&self) {
        let mut inner = self.lock();
        inner.is_stopped = true;
        inner.gates.iter().chain(inner.queue.iter().filter_map(|(_, fault)| fault.gate())).for_each(Gate::open);
        inner.close_connections();
    }
}

impl Inner {
    pub(super) fn close_connections(&mut self) {
        for stream in self.connections.values() {
            let _ = stream.shutdown(Shutdown::Both); // One that has ended already has ended.
        }
        self.connections.clear();
    }

    fn rule(&mut self, state: &State, route: Option<&Route>, seen: &Seen) -> Ruling {
        let Some(Route { operation, .. }) = route else {
            return Ruling::Refuse((404, codes::NO_OPERATION, "no operation has this method and path"));
        };
        if !seen.problems.is_empty() {
            return Ruling::Refuse((400, codes::UNFIT, ""));
        }
        if operation.authenticated
            && let Err(refusal) = self.tokens.admit(&state.rules, seen)
        {
            return Ruling::Refuse(refusal);
        }
        let fault = self.next_fault(state, operation);
        if let Some(Fault::TokenExpired) = &fault {
            self.tokens.end_of(&state.rules, seen);
        }
        match fault {
            Some(fault) if !fault.is_carried_out() => return Ruling::Fail(fault),
            _ => self.gates.extend(fault.as_ref().and_then(Fault::gate).cloned()),
        }
        if self.is_stopped {
            self.gates.iter().for_each(Gate::open);
        }
        let call = match state.rules.call(operation.id) {
            None => None,
            Some(call) => match self.tokens.answer(&state.rules, call, seen) {
                Ok(pair) => Some((call, pair)),
                Err(refusal) => return Ruling::Refuse(refusal),
            },
        };
        Ruling::Do { call, answer: self.answers.get(operation.id).cloned(), fault }
    }

    /// The fault that the test wants next; else one by chance.
    fn next_fault(&mut self, state: &State, operation: &Operation) -> Option<Fault> {
        let calls = self.calls.entry(operation.id).or_default();
        *calls += 1;
        let next = self.queue.iter().position(|(of, _)| of.is_none_or(|of| of == operation.id));
        if let Some(next) = next {
            return Some(self.queue.remove(next).1);
        }
        let of = |(of, _, _): &&Chance| of.map_or(operation.authenticated, |of| of == operation.id);
        let (_, one_in, faults) = state.chances.iter().find(of)?;
        let mut random = Random::new(state.seed, &format!("fault of {} {calls}", operation.id));
        (random.below(*one_in) == 0).then(|| random.pick(faults).cloned())?
    }
}

impl Ruling {
    /// Status, and whether what was asked for is done.
    fn outcome(&self, state: &State) -> (u16, bool) {
        match self {
            Self::Refuse((status, ..)) | Self::Fail(Fault::Status(status)) => (*status, false),
            Self::Fail(Fault::Code(_)) => (200, false),
            Self::Fail(Fault::TooMany(_)) => (429, false),
            Self::Fail(Fault::Response(response)) => (response.status, false),
            Self::Fail(_) => (state.rules.rejection.0, false),
            Self::Do { .. } => (200, true),
        }
    }
}
