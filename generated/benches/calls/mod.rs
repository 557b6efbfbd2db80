//! A server on the loopback, two operations, and what a call of them takes. Linux only, for that is where a thread's time
//! can be read without more packages.

use std::time::{Duration, Instant};

use jing_openplatform::runtime::{
    Api, Credentials, EncodeError, Endpoint, Envelope, Method, Operation, RawJson, RequestParts, Service,
};
use serde::Serialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const API: Api = Api {
    name: "bench",
    server: "https://api.example.com",
    envelope: Some(Envelope {
        code: "code",
        success: 0,
        message: Some("msg"),
        data: "data",
        request_id: Some("request_id"),
        timestamp: Some("timestamp"),
    }),
    errors: &[],
};

pub(crate) enum Bench {}

impl Service for Bench {
    const API: &'static Api = &API;
}

pub(crate) struct Access;

impl Credentials for Access {
    fn headers(&self) -> Vec<(&'static str, &str)> {
        vec![("app_id", "100000000000000000000000001"), ("access_token", "00000000-0000-4000-8000-000000000002")]
    }
}

const POST: Endpoint = Endpoint {
    id: "things.create",
    method: Method::Post,
    path: "/v1/thing/create",
    authenticated: true,
    idempotent: false,
    assumed: &[],
    place: "",
    api: &API,
};

pub(crate) struct Get;

impl Operation for Get {
    type Output = RawJson;
    const ENDPOINT: Endpoint =
        Endpoint { id: "things.get", method: Method::Get, path: "/v1/thing", idempotent: true, ..POST };

    fn encode(&self, _: &mut RequestParts) -> Result<(), EncodeError> {
        Ok(())
    }
}

#[derive(Serialize)]
pub(crate) struct User {
    pub(crate) name: String,
    pub(crate) mobile: String,
}

pub(crate) struct Post(pub(crate) Vec<User>);

impl Operation for Post {
    type Output = RawJson;
    const ENDPOINT: Endpoint = POST;

    fn encode(&self, to: &mut RequestParts) -> Result<(), EncodeError> {
        to.body(&self.0)
    }
}

pub(crate) fn users() -> Vec<User> {
    (0..4).map(|number| User { name: format!("user {number}"), mobile: "13900000000".to_owned() }).collect()
}

const ANSWER: &str = r#"{"request_id":"6f843be20b21c5e18b9825616b85b424","code":0,"msg":"success","data":{"success":[{"id":1,"name":"one"},{"id":2,"name":"two"}],"failure":[]},"timestamp":1722583035263}"#;

/// A server on a thread of its own. It does no more than it has to: what it takes would hide what the clients do.
pub(crate) fn serve() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a socket that does not block");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            while let Ok((stream, _)) = listener.accept().await {
                stream.set_nodelay(true).expect("a socket without delay");
                tokio::spawn(answer(stream));
            }
        });
    });
    port
}

/// Answers each request of a connection when all of it has come.
async fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    let length = ANSWER.len();
    let answer =
        format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{ANSWER}");
    let mut come = Vec::new();
    while stream.read_buf(&mut come).await? > 0 {
        while let Some(end) = request_end(&come) {
            come.drain(..end);
            stream.write_all(answer.as_bytes()).await?;
        }
    }
    Ok(())
}

/// Where the first request ends, if it is whole.
fn request_end(come: &[u8]) -> Option<usize> {
    let head = come.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let lines = come[..head].split(|byte| *byte == b'\n').filter_map(|line| std::str::from_utf8(line).ok());
    let mut fields = lines.filter_map(|line| line.split_once(':'));
    let body = fields.find_map(|(name, value)| {
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().expect("a length"))
    });
    Some(head + body.unwrap_or(0)).filter(|end: &usize| *end <= come.len())
}

/// CPU of this thread so far.
fn cpu() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    Duration::from_nanos(text.split(' ').next().and_then(|first| first.parse().ok()).expect("a number"))
}

/// Runs so many calls, so many at once, each lane a task of this thread; CPU and time of one.
pub(crate) async fn run<F>(calls: usize, at_once: usize, call: impl Fn() -> F + Clone + Send + 'static) -> (f64, f64)
where
    F: Future<Output = usize> + Send,
{
    let (begin, clock) = (cpu(), Instant::now());
    let lanes = (0..at_once).map(|_| {
        let call = call.clone();
        tokio::spawn(async move {
            for _ in 0..calls / at_once {
                assert!(call().await > 0);
            }
        })
    });
    for lane in lanes.collect::<Vec<_>>() {
        lane.await.expect("no call fails");
    }
    let each = |time: Duration| time.as_secs_f64() * 1e6 / calls as f64;
    (each(cpu() - begin), each(clock.elapsed()))
}
