//! A server on the loopback that does what a script says and keeps what it saw. Threads and blocking sockets only.

use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

/// What the server saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Method, target and version.
    pub(crate) line: String,
    /// Names in lower case, and values.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    /// Which connection, counted from 0.
    pub(crate) connection: usize,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// All values of a header.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }

    pub(crate) fn path(&self) -> &str {
        self.line.split(' ').nth(1).unwrap_or_default()
    }
}

/// What the server does with a request.
pub(crate) enum Answer {
    /// These bytes.
    Bytes(Vec<u8>),
    /// These bytes, and then the end of the connection.
    Cut(Vec<u8>),
    /// That, when something comes out of the channel or it is closed.
    Held(Receiver<()>, Box<Answer>),
}

impl Answer {
    pub(crate) fn new(status: u16, headers: &[(&str, &str)], body: &str) -> Self {
        let mut text = format!("HTTP/1.1 {status} Status\r\ncontent-length: {}\r\n", body.len());
        headers.iter().for_each(|(name, value)| text.push_str(&format!("{name}: {value}\r\n")));
        Self::Bytes(format!("{text}\r\n{body}").into_bytes())
    }

    pub(crate) fn json(status: u16, body: &str) -> Self {
        Self::new(status, &[("content-type", "application/json")], body)
    }

    /// The same, ended before its last bytes.
    pub(crate) fn cut(self, bytes: usize) -> Self {
        match self {
            Self::Bytes(mut all) => {
                all.truncate(all.len() - bytes);
                Self::Cut(all)
            }
            other => other,
        }
    }
}

type Script = dyn Fn(&Seen) -> Answer + Send + Sync;

/// A server; it ends with the test's process.
#[derive(Clone)]
pub(crate) struct Server {
    port: u16,
    state: Arc<State>,
}

struct State {
    script: Box<Script>,
    seen: Mutex<Vec<Seen>>,
    more: Condvar,
}

impl Server {
    /// Answers each request as the script says.
    pub(crate) fn new(script: impl Fn(&Seen) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let state = Arc::new(State { script: Box::new(script), seen: Mutex::default(), more: Condvar::new() });
        let accepting = state.clone();
        thread::spawn(move || {
            for (number, stream) in listener.incoming().enumerate() {
                let (Ok(stream), state) = (stream, accepting.clone()) else { return };
                thread::spawn(move || serve(&stream, number, &state));
            }
        });
        Self { port, state }
    }

    /// Gives these answers in turn; a request beyond them is cut off.
    pub(crate) fn in_turn(answers: impl IntoIterator<Item = Answer>) -> Self {
        let mut answers: Vec<Answer> = answers.into_iter().collect();
        answers.reverse();
        let answers = Mutex::new(answers);
        Self::new(move |_| answers.lock().unwrap().pop().unwrap_or(Answer::Cut(Vec::new())))
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.state.seen.lock().unwrap().clone()
    }

    /// How many requests to a path there were.
    pub(crate) fn count(&self, path: &str) -> usize {
        self.seen().iter().filter(|seen| seen.path() == path).count()
    }

    /// Blocks until so many requests have come in.
    pub(crate) fn until_seen(&self, requests: usize) {
        let seen = self.state.seen.lock().unwrap();
        drop(self.state.more.wait_while(seen, |seen| seen.len() < requests).unwrap());
    }
}

fn serve(stream: &TcpStream, connection: usize, state: &State) {
    let mut from = BufReader::new(stream);
    let mut to = stream;
    while let Some(seen) = read(&mut from, connection) {
        let answer = (state.script)(&seen);
        state.seen.lock().unwrap().push(seen);
        state.more.notify_all();
        let (bytes, ends) = settle(answer);
        if to.write_all(&bytes).is_err() || ends {
            break;
        }
    }
    let _ = stream.shutdown(Shutdown::Both);
}

/// The bytes of an answer, and whether the connection ends with them.
fn settle(answer: Answer) -> (Vec<u8>, bool) {
    match answer {
        Answer::Bytes(bytes) => (bytes, false),
        Answer::Cut(bytes) => (bytes, true),
        Answer::Held(gate, answer) => {
            let _ = gate.recv();
            settle(*answer)
        }
    }
}

/// Reads a request; none at the end of the connection.
pub(crate) fn read(from: &mut impl BufRead, connection: usize) -> Option<Seen> {
    let mut line = String::new();
    from.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        from.read_line(&mut header).ok()?;
        let Some((name, value)) = header.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let mut body = vec![0; length.map_or(0, |(_, length)| length.parse().expect("a length"))];
    from.read_exact(&mut body).ok()?;
    let body = String::from_utf8(body).expect("a body of text");
    Some(Seen { line: line.trim_end().to_owned(), headers, body, connection })
}
