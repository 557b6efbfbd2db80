//! HTTP/1.1 as far as a platform for tests needs it: requests are read whole, responses written byte by byte as told.

use std::io::{self, BufRead, ErrorKind, Read as _, Write};
use std::net::TcpStream;

use super::fault::{Fault, Response};

/// The longest head of a request.
const HEAD_LIMIT: u64 = 64 << 10;
/// The longest body of a request.
const BODY_LIMIT: usize = 64 << 20;

/// A request as it came.
pub(super) struct Received {
    pub(super) method: String,
    /// Path and query.
    pub(super) target: String,
    /// Names in lower case, and values.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Received {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether the connection ends after the answer.
    pub(super) fn is_last(&self) -> bool {
        self.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"))
    }
}

/// Reads the next request; none where the connection ends before one.
pub(super) fn read(from: &mut impl BufRead, to: &mut impl Write) -> io::Result<Option<Received>> {
    let mut head = from.by_ref().take(HEAD_LIMIT);
    let mut line = String::new();
    if head.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split_ascii_whitespace();
    let (Some(method), Some(target), Some("HTTP/1.1"), None) = (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(broken("no request line of HTTP/1.1"));
    };
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        head.read_line(&mut line)?;
        match line.trim_end_matches(['\r', '\n']) {
            "" if line.is_empty() => return Err(broken("no end of the headers")),
            "" => break,
            line => {
                let (name, value) = line.split_once(':').ok_or_else(|| broken("no header"))?;
                headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
    }
    let mut received = Received { method: method.to_owned(), target: target.to_owned(), headers, body: Vec::new() };
    if received.header("expect").is_some_and(|value| value.eq_ignore_ascii_case("100-continue")) {
        to.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
    }
    received.body = read_body(&received, from)?;
    Ok(Some(received))
}

fn read_body(received: &Received, from: &mut impl BufRead) -> io::Result<Vec<u8>> {
    if received.header("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
        return read_chunks(from);
    }
    let length = received.header("content-length").map_or(Ok(0), |length| length.parse::<usize>());
    read_exact(from, length.map_err(|_| broken("no length"))?)
}

fn read_chunks(from: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        from.by_ref().take(HEAD_LIMIT).read_line(&mut line)?;
        let length = usize::from_str_radix(line.split(';').next().unwrap_or_default().trim(), 16);
        let length = length.map_err(|_| broken("no chunk"))?;
        if body.len().saturating_add(length) > BODY_LIMIT {
            return Err(broken("too long a body"));
        }
        body.extend(read_exact(from, length)?);
        line.clear();
        from.by_ref().take(HEAD_LIMIT).read_line(&mut line)?; // The end of the chunk, or of an empty trailer.
        if length == 0 {
            return Ok(body);
        }
    }
}

fn read_exact(from: &mut impl BufRead, length: usize) -> io::Result<Vec<u8>> {
    if length > BODY_LIMIT {
        return Err(broken("too long a body"));
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body)?;
    Ok(body)
}

fn broken(what: &'static str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, what)
}

/// How a response goes out.
pub(super) struct Manner<'m> {
    pub(super) fault: Option<&'m Fault>,
    /// Whether bodies go in chunks.
    pub(super) chunked: bool,
    /// Whether the method takes no body back.
    pub(super) is_head: bool,
}

/// Writes a response; says whether the connection goes on.
pub(super) fn write(mut to: &TcpStream, response: &Response, manner: &Manner<'_>) -> io::Result<bool> {
    let (head, body) = (head(response, manner), body(response, manner));
    let whole = || [head.as_slice(), body.as_slice()].concat();
    let middle = body.len() / 2;
    match manner.fault {
        Some(Fault::CutBeforeResponse) => return Ok(false),
        Some(Fault::Garbage) => {
            to.write_all(b"\x00\x01 this is no HTTP \xff\xfe\r\n\r\n")?;
            return Ok(false);
        }
        Some(Fault::CutBeforeBody) => {
            to.write_all(&head)?;
            return Ok(false);
        }
        Some(Fault::CutWithinBody) => {
            to.write_all(&[head.as_slice(), &body[..middle]].concat())?;
            return Ok(false);
        }
        Some(Fault::SlowHeaders(gate)) => {
            gate.pass();
            to.write_all(&whole())?;
        }
        Some(Fault::SlowBody(gate)) => {
            to.write_all(&[head.as_slice(), &body[..middle]].concat())?;
            gate.pass();
            to.write_all(&body[middle..])?;
        }
        Some(Fault::Duplicate) => to.write_all(&[whole(), whole()].concat())?,
        _ => to.write_all(&whole())?,
    }
    Ok(!matches!(manner.fault, Some(Fault::CutAfterBody)))
}

fn head(response: &Response, manner: &Manner<'_>) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {} {}\r\n", response.status, reason(response.status));
    for (name, value) in &response.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    match manner.chunked {
        true => head.push_str("transfer-encoding: chunked\r\n\r\n"),
        false => head.push_str(&format!("content-length: {}\r\n\r\n", response.body.len())),
    }
    head.into_bytes()
}

/// The body as it goes on the wire.
fn body(response: &Response, manner: &Manner<'_>) -> Vec<u8> {
    if manner.is_head {
        return Vec::new();
    }
    if !manner.chunked {
        return response.body.clone();
    }
    let mut chunks = Vec::new();
    for chunk in response.body.chunks(64) {
        chunks.extend(format!("{:x}\r\n", chunk.len()).into_bytes());
        chunks.extend_from_slice(chunk);
        chunks.extend_from_slice(b"\r\n");
    }
    chunks.extend_from_slice(b"0\r\n\r\n");
    chunks
}

fn reason(status: u16) -> &'static str {
    match status {
        200..300 => "OK",
        300..400 => "Elsewhere",
        401 => "Unauthorized",
        404 => "Not Found",
        429 => "Too Many Requests",
        400..500 => "Bad Request",
        _ => "Error",
    }
}
