//! Lists that come in pages.

use std::pin::Pin;
use std::task::{Context, Poll};

use crate::client_support::{Answer, List, Server, client, ok, refused};
use futures_core::Stream;
use jing_openplatform::runtime::client::{Error, Items, Pages};

/// Serves these pages, and the last of them again and again.
fn pages(pages: &'static [&'static str]) -> Server {
    Server::new(move |seen| {
        let page: usize = seen.path().rsplit('=').next().unwrap().parse().unwrap();
        ok(&format!(r#"{{"list":{}}}"#, pages[page.min(pages.len()) - 1]))
    })
}

async fn all(mut items: Items<List>) -> Vec<i64> {
    let mut all = Vec::new();
    while let Some(item) = items.next().await {
        all.push(item.unwrap());
    }
    all
}

#[tokio::test]
async fn items_come_page_after_page_until_one_is_empty() {
    let server = pages(&["[1,2]", "[3]", "[]"]);
    assert_eq!(all(client(&server).items(List::default())).await, [1, 2, 3]);
    let targets: Vec<String> = server.seen().iter().map(|seen| seen.path().to_owned()).collect();
    assert_eq!(targets, ["/v1/things?page=1", "/v1/things?page=2", "/v1/things?page=3"]);
}

#[tokio::test]
async fn a_page_that_has_come_before_ends_the_list() {
    assert_eq!(all(client(&pages(&["[1,2]", "[3]"])).items(List::default())).await, [1, 2, 3]);
    let around = pages(&["[1]", "[2]", "[1]", "[2]", "[9]"]);
    assert_eq!(all(client(&around).items(List::default())).await, [1, 2]);
    assert_eq!(around.seen().len(), 3);
}

#[tokio::test]
async fn a_list_without_a_list_in_it_is_empty() {
    let server = Server::new(|_| ok("{}"));
    assert_eq!(all(client(&server).items(List::default())).await, [0_i64; 0]);
}

#[tokio::test]
async fn paging_begins_where_the_operation_says() {
    let server = pages(&["[1]", "[2]", "[3]", "[]"]);
    let mut pages: Pages<List> = client(&server).pages(List { page: Some(2) });
    assert_eq!(pages.next().await.unwrap().unwrap(), [2]);
    assert_eq!(pages.next().await.unwrap().unwrap(), [3]);
    assert!(pages.next().await.is_none());
    assert!(pages.next().await.is_none());
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn an_error_ends_the_list_and_is_told_once() {
    let server = Server::in_turn([ok(r#"{"list":[1]}"#), refused(200, 5), Answer::json(200, "")]);
    let mut items = client(&server).items(List::default());
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
    assert!(matches!(items.next().await, Some(Err(Error::Response(_)))));
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn pages_and_items_are_streams() {
    fn is_stream<T>(stream: impl Stream<Item = Result<T, Error>> + Send + Unpin) -> bool {
        drop(stream);
        true
    }
    let client = client(&pages(&["[]"]));
    assert!(is_stream(client.pages(List::default())) && is_stream(client.items(List::default())));
    let mut items = client.items(List::default());
    let mut context = Context::from_waker(std::task::Waker::noop());
    assert!(matches!(Pin::new(&mut items).poll_next(&mut context), Poll::Pending));
}
