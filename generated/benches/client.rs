//! What a call costs through the client and written by hand on hyper-util and serde, without a time-out and with one as the
//! client has it: CPU of the calling thread, against the same server on the loopback; medians, and medians of the ratios.
//!
//! `cargo bench -p jing-openplatform --bench client --features tracing`

mod calls;

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use calls::{Access, Bench, Get, Post, User, run, serve, users};
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper_util::client::legacy;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use jing_openplatform::runtime::Credentials;
use jing_openplatform::runtime::client::{Client, Limits};
use serde::Deserialize;
use serde_json::value::RawValue;

/// A body in one piece.
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

fn main() {
    let quick = std::env::args().any(|argument| argument == "--test" || argument == "--quick");
    let (rounds, calls) = if quick { (1, 640) } else { (31, 12_800) };
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
            "| call | at once | by hand, µs of CPU | with a time-out | client | of by hand | of that with a time-out |"
        );
        println!("|---|---|---|---|---|---|---|");
        for (name, is_post) in [("GET", false), ("POST", true)] {
            for at_once in [1, 64] {
                let mut rows = Vec::new();
                for _ in 0..rounds {
                    let hand = |patience: Option<Duration>| {
                        let (pool, base) = (pool.clone(), base.clone());
                        run(calls, at_once, move || {
                            let (pool, base) = (pool.clone(), base.clone());
                            async move {
                                let users = is_post.then(users);
                                let call = by_hand(&pool, &base, users.as_deref());
                                match patience {
                                    Some(patience) => tokio::time::timeout(patience, call).await.expect("in time"),
                                    None => call.await,
                                }
                            }
                        })
                    };
                    let (bare, limited) = (hand(None).await.0, hand(Some(Duration::from_secs(30))).await.0);
                    let client = client.clone();
                    let own = run(calls, at_once, move || {
                        let client = client.clone();
                        async move {
                            let sent = if is_post { client.send(Post(users())).await } else { client.send(Get).await };
                            sent.expect("data").as_str().len()
                        }
                    });
                    rows.push([bare, limited, own.await.0]);
                }
                let of = |figure: fn(&[f64; 3]) -> f64| median(rows.iter().map(figure).collect());
                let [bare, limited, own] = [of(|row| row[0]), of(|row| row[1]), of(|row| row[2])];
                let [of_bare, of_limited] = [of(|row| row[2] / row[0]), of(|row| row[2] / row[1])];
                println!(
                    "| {name} | {at_once} | {bare:.2} | {limited:.2} | {own:.2} | {of_bare:.3} | {of_limited:.3} |"
                );
            }
        }
    });
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
