//! Events are stored and answered at once, and handled later: `cargo run --example inbox --features inbox`.
//!
//! In place of a server, this accepts the bodies that stand on its standard input, one a line, and ends when all are handled.

use std::io::BufRead;
use std::time::Duration;

use jing_openplatform::Event;
use jing_openplatform::inbox::{EntityKey, FileStore, GiveUp, HandlerError, Inbox, InboxEvent, RetryPolicy};

#[tokio::main]
async fn main() -> Result<(), HandlerError> {
    let store = FileStore::open("inbox.db")?;
    let inbox = Inbox::builder(store, EntityKey::at("extra_data.entity_id"))
        .retry(RetryPolicy::new().first(Duration::from_secs(1)).attempts(5))
        .concurrency(8)
        .build();

    // Where the server would answer 200.
    let accepting = inbox.clone();
    let accepted = tokio::spawn(async move {
        let lines: Vec<String> = std::io::stdin().lock().lines().collect::<Result<_, _>>()?;
        for line in lines {
            accepting.accept(line).await?;
        }
        while accepting.counts().await?.pending > 0 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok::<_, HandlerError>(())
    });

    // Where the server would wait for its signal to stop.
    let stop = async { drop(accepted.await) };
    inbox.run(handle, stop).await?;

    for dead in inbox.dead_letters(None, 100).await? {
        println!("given up: {:?}, {}", dead.event, dead.reason);
    }
    Ok(())
}

/// Does the work. It may be handed an event more than once: `event.id` tells.
async fn handle(event: InboxEvent) -> Result<(), HandlerError> {
    match Event::parse(&event.body).map_err(|error| GiveUp::new(error.to_string()))? {
        Event::AccountCreated(created) => println!("account {:?}", created.data.entity_id),
        other => println!("{}", other.kind()),
    }
    Ok(())
}
