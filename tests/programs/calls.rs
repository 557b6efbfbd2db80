//! Calls every operation once through the client, and prints what the platform saw of each.

use jing_openplatform::runtime::client::Call;
use jing_openplatform::*;
use jing_openplatform_testing::fake::{Platform, Seen};

async fn call<O>(clients: &mut Vec<Client>, operation: O)
where
    O: Operation<Output: Send>,
{
    let (id, is_assumed) = (O::ENDPOINT.id, !O::ENDPOINT.assumed.is_empty());
    assert_eq!(Request::new(&operation).is_err(), is_assumed, "{id}");
    let call: Call<O> = clients.last().expect("one is left").call(operation);
    let call = if is_assumed { call.allow_assumed() } else { call };
    call.send().await.unwrap_or_else(|error| panic!("{id}: {error}"));
    clients.truncate(1);
}

/// Method and path, the headers but for those of the connection, and the body. Secrets are masked.
fn show(seen: &Seen, secrets: &[&str]) {
    assert!(seen.problems.is_empty() && seen.carried_out, "{seen:?}");
    println!("{}: {} {}", seen.operation.unwrap_or("none"), seen.method, seen.target);
    let mut headers: Vec<String> = Vec::new();
    for (name, value) in seen.headers.iter().filter(|(name, _)| name != "host" && name != "content-length") {
        let value = if name == "access_token" { "<secret>" } else { value };
        headers.push(format!("{name}: {value}"));
    }
    headers.sort();
    println!("  {}", headers.join(", "));
    if !seen.body.is_empty() {
        let text = seen.text();
        println!("  {}", secrets.iter().fold(text, |text, secret| text.replace(secret, "<secret>")));
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let platform = Platform::start().expect("a port");
    let (id, secret, stored) = (platform.app_id(), platform.app_secret(), platform.issue_refresh_token());
    let builder = || Client::builder().base_url(platform.url()).user_agent("tests");
    // The first call gets its token by a refresh, the second by the secret: so these two operations are called as well.
    let by_refresh = builder().refresh_token(id, secret, stored.as_str()).build().expect("a client");
    let client = builder().credentials(id, secret).allow_assumed::<oauth::GetToken>().build().expect("a client");
    let mut clients = vec![client, by_refresh];
CALLS    for seen in platform.seen() {
        show(&seen, &[secret, &stored]);
    }
}
