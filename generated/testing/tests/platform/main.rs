//! The client against the fake platform, and the fake platform itself.
#![cfg(feature = "fake")]
#![allow(missing_docs)]

#[allow(dead_code, reason = "other tests use the rest of it")]
#[path = "../../../tests/client_support/api.rs"]
mod api;
#[allow(dead_code, reason = "other tests use the rest of it")]
#[path = "../../../tests/client_support/clock.rs"]
mod clock;
mod demo;

mod answers;
mod checks;
mod connections;
mod crowd;
mod faults;
mod limits;
mod program;
mod tokens;

use std::time::Duration;

use api::{Demo, GetToken};
use demo::DEMO;
use jing_openplatform::runtime::client::{Client, ClientBuilder};
use jing_openplatform_testing::fake::{Builder, Platform};

/// Longer than any test should take.
const LONG: Duration = Duration::from_secs(30);

/// A platform of the small API.
fn demo() -> Builder {
    Platform::builder_of::<Demo>(&DEMO)
}

/// A client of the small API with the platform's own credentials, without time-outs that nobody asked for.
fn with(platform: &Platform) -> ClientBuilder<Demo> {
    let client = Client::<Demo>::builder().base_url(platform.url()).seed(7);
    let client = client.connect_timeout(None).timeout(None).attempt_timeout(None).idle_connections(None, usize::MAX);
    client.credentials(platform.app_id(), platform.app_secret()).allow_assumed::<GetToken>()
}

/// Waits, in a thread of its own, until the platform has seen so many requests.
async fn until_seen(platform: &Platform, requests: usize) {
    let platform = platform.clone();
    tokio::task::spawn_blocking(move || platform.until_seen(requests)).await.expect("it comes");
}
