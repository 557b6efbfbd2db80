//! What a call costs through the client and written by hand on hyper-util and serde: CPU of the calling thread, against
//! the same server on the loopback.
//!
//! `cargo bench -p jing-openplatform --bench client --features tracing`

mod calls;

use std::pin::Pin;
use std::time::Duration;

use calls::{Access, Bench, Get, Piece, Post, User, run, serve, users};
use hyper::body::{Body, Incoming};
use hyper_util::client::legacy;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use jing_openplatform::runtime::Credentials;
use jing_openplatform::runtime::client::{Client, Limits};
use serde::Deserialize;
use serde_json::value::RawValue;

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
