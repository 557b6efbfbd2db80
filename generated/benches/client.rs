//! What a call costs through the client and written by hand on hyper-util and serde: CPU of the calling thread, against
//! the same server on the loopback. Linux only, for that is where a thread's time can be read without more packages.
//!
//! `cargo bench -p jing-openplatform --bench client --features tracing`

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper_util::client::legacy;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use jing_openplatform::runtime::client::{Client, Limits};
use jing_openplatform::runtime::{
    Api, Credentials, EncodeError, Endpoint, Envelope, Method, Operation, RawJson, RequestParts, Service,
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

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

enum Bench {}

impl Service for Bench {
    const API: &'static Api = &API;
}

struct Access;

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

struct Get;

impl Operation for Get {
    type Output = RawJson;
    const ENDPOINT: Endpoint =
        Endpoint { id: "things.get", method: Method::Get, path: "/v1/thing", idempotent: true, ..POST };

    fn encode(&self, _: &mut RequestParts) -> Result<(), EncodeError> {
        Ok(())
    }
}

#[derive(Serialize)]
struct User {
    name: String,
    mobile: String,
}

struct Post(Vec<User>);

impl Operation for Post {
    type Output = RawJson;
    const ENDPOINT: Endpoint = POST;

    fn encode(&self, to: &mut RequestParts) -> Result<(), EncodeError> {
        to.body(&self.0)
    }
}

fn users() -> Vec<User> {
    (0..4).map(|number| User { name: format!("user {number}"), mobile: "13900000000".to_owned() }).collect()
}

const ANSWER: &str = r#"{"request_id":"6f843be20b21c5e18b9825616b85b424","code":0,"msg":"success","data":{"success":[{"id":1,"name":"one"},{"id":2,"name":"two"}],"failure":[]},"timestamp":1722583035263}"#;

struct Piece(Option<Bytes>);

impl Body for Piece {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.as_ref().map_or(0, Bytes::len) as u64)
    }
}

/// A server on a thread of its own.
fn serve() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a socket that does not block");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            while let Ok((stream, _)) = listener.accept().await {
                stream.set_nodelay(true).ok();
                let service = hyper::service::service_fn(|_| async {
                    let response = hyper::Response::builder().header("content-type", "application/json");
                    Ok::<_, Infallible>(response.body(Piece(Some(ANSWER.into()))).expect("a response"))
                });
                tokio::spawn(
                    hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service),
                );
            }
        });
    });
    port
}

/// The envelope as one would write it by hand.
#[derive(Deserialize)]
struct Opened<'a> {
    code: i64,
    #[serde(borrow)]
    data: &'a RawValue,
    msg: &'a str,
    request_id: &'a str,
}

type Pool = legacy::Client<legacy::connect::HttpConnector, Piece>;

async fn by_hand(pool: &Pool, base: &str, post: Option<&[User]>) -> usize {
    let (method, path) = if post.is_some() { ("POST", "/v1/thing/create") } else { ("GET", "/v1/thing") };
    let mut request = hyper::Request::builder().method(method).uri(format!("{base}{path}"));
    for (name, value) in [("accept", "application/json"), ("user-agent", "bench/1")].into_iter().chain(Access.headers())
    {
        request = request.header(name, value);
    }
    let body = post.map(|users| serde_json::to_vec(users).expect("JSON").into());
    if body.is_some() {
        request = request.header("content-type", "application/json");
    }
    let response = pool.request(request.body(Piece(body)).expect("a request")).await.expect("a response");
    assert!(response.status().is_success());
    let body = collect(response.into_body()).await;
    let opened: Opened<'_> = serde_json::from_slice(&body).expect("an envelope");
    assert!(opened.code == 0 && !opened.msg.is_empty() && !opened.request_id.is_empty());
    opened.data.to_owned().get().len()
}

async fn collect(mut body: Incoming) -> Vec<u8> {
    let mut all = Vec::new();
    while let Some(frame) = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        if let Ok(data) = frame.expect("a frame").into_data() {
            all.extend_from_slice(&data);
        }
    }
    all
}

/// CPU of this thread so far.
fn cpu() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    Duration::from_nanos(text.split(' ').next().and_then(|first| first.parse().ok()).expect("a number"))
}

/// Runs so many calls, so many at once, each lane a task of this thread; CPU and time of one.
async fn run<F>(calls: usize, at_once: usize, call: impl Fn() -> F + Clone + Send + 'static) -> (f64, f64)
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

fn main() {
    let quick = std::env::args().any(|argument| argument == "--test" || argument == "--quick");
    let (rounds, calls) = if quick { (1, 640) } else { (15, 12_800) };
    let base = format!("http://127.0.0.1:{}", serve());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let mut connector = legacy::connect::HttpConnector::new();
        connector.set_nodelay(true);
        let pool: Pool = legacy::Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(connector);
        let limits = Limits::none().rate(u32::MAX, Duration::from_millis(1)).in_flight(1_000_000);
        let client =
            Client::<Bench>::builder().base_url(&base).access(&Access).limits(limits).build().expect("a client");
        println!(
            "| call | at once | by hand, µs of CPU | client, µs of CPU | ratio | calls a second by hand | client |"
        );
        println!("|---|---|---|---|---|---|---|");
        for (name, is_post) in [("GET", false), ("POST", true)] {
            for at_once in [1, 64] {
                let mut rows = Vec::new();
                for _ in 0..rounds {
                    let (pool, base, client) = (pool.clone(), base.clone(), client.clone());
                    let hand = run(calls, at_once, move || {
                        let (pool, base) = (pool.clone(), base.clone());
                        async move { by_hand(&pool, &base, is_post.then(users).as_deref()).await }
                    });
                    let hand = hand.await;
                    let own = run(calls, at_once, move || {
                        let client = client.clone();
                        async move {
                            let sent = if is_post { client.send(Post(users())).await } else { client.send(Get).await };
                            sent.expect("data").as_str().len()
                        }
                    });
                    rows.push((hand, own.await));
                }
                rows.sort_by(|one, other| (one.1.0 / one.0.0).total_cmp(&(other.1.0 / other.0.0)));
                let ((hand, hand_time), (own, own_time)) = rows[rows.len() / 2];
                let ratio = own / hand;
                println!(
                    "| {name} | {at_once} | {hand:.2} | {own:.2} | {ratio:.3} | {:.0} | {:.0} |",
                    1e6 / hand_time,
                    1e6 / own_time
                );
            }
        }
    });
}
