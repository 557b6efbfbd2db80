//! A sender that writes HTTP by hand, so that it can break off wherever it likes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use super::desk::CURRENT;

/// What a server answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Status line and headers as they came.
    pub head: String,
    pub body: String,
}

impl Answer {
    /// Status and body.
    pub fn told(&self) -> (u16, &str) {
        (self.status, &self.body)
    }
}

/// The head of a POST to the path that holds the current secret, with these headers, each ended by a line break.
pub fn post(headers: &str) -> String {
    format!("POST /hooks/{CURRENT} HTTP/1.1\r\nhost: test\r\n{headers}\r\n")
}

/// The head of a POST of so many bytes.
pub fn post_of(length: usize) -> String {
    post(&format!("content-length: {length}\r\n"))
}

/// A connection with this written on it.
pub fn open(to: SocketAddr, parts: &[&[u8]]) -> TcpStream {
    let mut stream = TcpStream::connect(to).unwrap();
    // So that a test that waits for nothing fails.
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    for part in parts {
        stream.write_all(part).unwrap();
    }
    stream.flush().unwrap();
    stream
}

/// The next answer on a connection.
pub fn answer(stream: TcpStream) -> Answer {
    read_answer(&mut BufReader::new(stream))
}

/// The next answers on a connection.
pub fn answers(stream: TcpStream, count: usize) -> Vec<Answer> {
    let mut from = BufReader::new(stream);
    (0..count).map(|_| read_answer(&mut from)).collect()
}

/// The next answer that is final.
fn read_answer(from: &mut BufReader<TcpStream>) -> Answer {
    let answer = read_any_answer(from);
    if answer.status == 100 { read_answer(from) } else { answer }
}

fn read_any_answer(from: &mut BufReader<TcpStream>) -> Answer {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert_ne!(from.read_line(&mut head).unwrap(), 0, "the connection was closed after {head:?}");
    }
    let length = head.to_lowercase().lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    from.read_exact(&mut body).unwrap();
    let status = head[9..12].parse().unwrap();
    Answer { status, head, body: String::from_utf8(body).unwrap() }
}

/// Sends a request in one go.
pub fn send(to: SocketAddr, head: &str, body: &[u8]) -> Answer {
    answer(open(to, &[head.as_bytes(), body]))
}

/// Sends a delivery as it should be.
pub fn deliver(to: SocketAddr, body: &[u8]) -> Answer {
    send(to, &post_of(body.len()), body)
}

/// A chunk of a chunked body; an empty one ends it.
pub fn chunk(bytes: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat()
}
