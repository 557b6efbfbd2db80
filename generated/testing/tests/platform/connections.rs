//! The client's connections, seen from the platform.

use std::time::Duration;

use crate::api::{Create, Look};
use crate::clock::TestClock;
use crate::{LONG, demo, until_seen, with};
use jing_openplatform_testing::fake::{Fault, Gate, Platform};

fn connections(platform: &Platform) -> Vec<usize> {
    platform.seen().iter().map(|seen| seen.connection).collect()
}

#[tokio::test]
async fn one_call_after_another_goes_over_one_connection_until_it_was_idle_for_too_long() {
    let platform = demo().start().unwrap();
    let clock = TestClock::new(LONG);
    let client = with(&platform).idle_connections(2 * LONG, usize::MAX).clock(clock.share()).build().unwrap();
    for _ in 0..2 {
        client.send(Create("a".to_owned())).await.unwrap();
        clock.advance(LONG);
    }
    assert_eq!(connections(&platform), [0, 0, 0]);
    clock.advance(LONG + Duration::from_secs(1));
    client.send(Create("a".to_owned())).await.unwrap();
    assert_eq!(connections(&platform), [0, 0, 0, 1]);
}

#[tokio::test]
async fn no_more_connections_are_kept_than_said() {
    let platform = demo().start().unwrap();
    let client = with(&platform).idle_connections(None, 1).build().unwrap();
    client.send(Look("a".to_owned())).await.unwrap();
    let gates = [Gate::new(), Gate::new()];
    gates.iter().for_each(|gate| platform.next::<Look>(Fault::SlowHeaders(gate.clone())));
    let calls: Vec<_> = gates.iter().map(|_| tokio::spawn(client.send(Look("a".to_owned())))).collect();
    until_seen(&platform, 4).await;
    gates.iter().for_each(Gate::open);
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let open = platform.clone();
    tokio::task::spawn_blocking(move || open.until_open(1)).await.unwrap();
}
