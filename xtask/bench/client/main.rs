//! Calls a second through the client and through one that progenitor has generated, against the same server.

#[path = "calls/mod.rs"]
mod calls;

use calls::{Access, Bench, Get, Post, run, serve, users};
use jing_openplatform::runtime::client::Client;
use things::types::User;

/// Rounds, of which the middle one is told, and calls of each.
const ROUNDS: usize = 41;
const CALLS: usize = 3_200;

fn main() {
    let base = format!("http://127.0.0.1:{}", serve());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let client = Client::<Bench>::builder().base_url(&base).access(&Access).build().expect("a client");
        let rival = things::Client::new(&base);
        println!("| call | at once | calls a second, progenitor | this client | ratio | CPU of a call, ratio |");
        println!("|---|---|---|---|---|---|");
        for (name, is_post) in [("GET", false), ("POST", true)] {
            for at_once in [1, 64] {
                let mut rows = Vec::new();
                for _ in 0..ROUNDS {
                    let (client, rival) = (client.clone(), rival.clone());
                    let other = run(CALLS, at_once, move || {
                        let rival = rival.clone();
                        async move { by_progenitor(&rival, is_post).await }
                    });
                    let other = other.await;
                    let own = run(CALLS, at_once, move || {
                        let client = client.clone();
                        async move {
                            let sent = if is_post { client.send(Post(users())).await } else { client.send(Get).await };
                            sent.expect("data").as_str().len()
                        }
                    });
                    rows.push((other, own.await));
                }
                rows.sort_by(|one, two| (one.0.1 / one.1.1).total_cmp(&(two.0.1 / two.1.1)));
                let ((other_cpu, other), (own_cpu, own)) = rows[rows.len() / 2];
                let (ratio, cpu) = (other / own, own_cpu / other_cpu);
                println!("| {name} | {at_once} | {:.0} | {:.0} | {ratio:.2} | {cpu:.2} |", 1e6 / other, 1e6 / own);
            }
        }
    });
}

async fn by_progenitor(client: &things::Client, is_post: bool) -> usize {
    let answer = if is_post {
        let users = users().into_iter().map(|user| User { name: user.name, mobile: user.mobile });
        client.things_create(&users.collect()).await.expect("an answer").into_inner()
    } else {
        client.things_get().await.expect("an answer").into_inner()
    };
    assert_eq!(answer.code, 0);
    answer.data.len()
}
