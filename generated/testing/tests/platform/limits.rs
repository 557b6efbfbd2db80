//! Limits, seen from the platform.

use crate::api::{Create, Look};
use crate::{demo, until_seen, with};
use jing_openplatform::runtime::client::Limits;
use jing_openplatform_testing::fake::{Fault, Gate};

#[tokio::test]
async fn clones_share_the_limits_and_the_token_call_needs_no_place_of_its_own() {
    let platform = demo().start().unwrap();
    let client = with(&platform).limits(Limits::none().in_flight(1)).build().unwrap();
    let gate = Gate::new();
    platform.next::<Create>(Fault::SlowHeaders(gate.clone()));
    let first = tokio::spawn(client.send(Create("a".to_owned())));
    until_seen(&platform, 2).await;
    let others: Vec<_> = (0..8).map(|_| tokio::spawn(client.clone().send(Look("a".to_owned())))).collect();
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
    assert_eq!(platform.seen().len(), 2, "the token and the first call");
    gate.open();
    first.await.unwrap().unwrap();
    for other in others {
        other.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn a_group_that_is_full_holds_no_other_up() {
    let platform = demo().start().unwrap();
    let client = with(&platform).group_limits("things", Limits::none().in_flight(1)).build().unwrap();
    let gate = Gate::new();
    platform.next::<Create>(Fault::SlowHeaders(gate.clone()));
    let held = tokio::spawn(client.send(Create("a".to_owned())));
    until_seen(&platform, 2).await;
    client.call(crate::api::Guess).allow_assumed().send().await.unwrap();
    gate.open();
    held.await.unwrap().unwrap();
}
