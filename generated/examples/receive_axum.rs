//! Receives deliveries on axum and prints what came: `cargo run --example receive_axum --features axum`.
//!
//! The secret is the last part of the path: `WEBHOOK_SECRET`, or two with a comma between while one replaces the other.

use std::net::SocketAddr;

use axum::Router;
use jing_openplatform::receiver::{BoxError, HandlerError, Receiver, axum::route};
use jing_openplatform::{Event, EventError};

/// Answered 200 after `Ok`; 503 after an error, and not taken for a duplicate when it comes again.
async fn handle(event: Event) -> Result<(), HandlerError> {
    match event {
        Event::AccountCreated(event) => println!("an account of tenant {:?}", event.mid),
        Event::Unknown(event) => println!("an event of {} bytes that nobody knows here", event.bytes().len()),
        other => println!("{}", other.kind()),
    }
    Ok(())
}

/// A delivery that cannot be read. Here its length is printed; keep its `body()` where somebody will look at it.
async fn keep(letter: EventError) -> Result<(), HandlerError> {
    println!("{letter} ({} bytes)", letter.body().len());
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), BoxError> {
    let secrets = std::env::var("WEBHOOK_SECRET").map_err(|_| "WEBHOOK_SECRET is not set")?;
    let receiver = Receiver::builder(handle).secret_in_path(secrets.split(',')).dead_letters(keep).build()?;
    let app = Router::new().route("/hooks/{secret}", route(receiver));
    let listener = tokio::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 8080))).await?;
    println!("receiving at http://{}/hooks/...", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}
