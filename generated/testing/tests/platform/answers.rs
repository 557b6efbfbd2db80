//! What the platform answers.

use crate::api::{Create, Guess, List, Look};
use crate::{demo, with};
use jing_openplatform::users::{Create as CreateUsers, NewUser, Query};
use jing_openplatform::{Client, leads, oauth};
use jing_openplatform_testing::fake::{Builder, Platform, codes};

fn client(platform: &Platform) -> Client {
    let client = Client::builder().base_url(platform.url()).allow_assumed::<oauth::GetToken>();
    client.credentials(platform.app_id(), platform.app_secret()).build().unwrap()
}

#[tokio::test]
async fn an_operation_with_an_example_answers_the_example() {
    let platform = Platform::start().unwrap();
    let made = client(&platform).send(CreateUsers::new(vec![NewUser::new()])).await.unwrap();
    let success = made.success.unwrap();
    assert_eq!(success[0].leads_info.as_ref().unwrap().stage_name.as_deref(), Some("已会面"));
}

#[tokio::test]
async fn an_operation_without_an_example_answers_what_its_types_say() {
    let platform = Platform::start().unwrap();
    let data = client(&platform).call(Query::new()).allow_assumed().send().await.unwrap();
    assert!(data.as_str().starts_with(r#"{"id":"MadeUp"#), "{data:?}");
}

#[tokio::test]
async fn the_same_seed_and_requests_give_the_same_answers_and_another_seed_others() {
    let answers = async |seed| {
        let platform = Platform::builder().seed(seed).start().unwrap();
        let client = client(&platform);
        let mut all = String::new();
        for _ in 0..2 {
            let made = client.send_with(CreateUsers::new(vec![NewUser::new()])).await.unwrap();
            all.push_str(&serde_json::to_string(&made.data).unwrap());
            all.push_str(&format!("{:?} {:?}", made.request_id, made.timestamp));
            let found = client.call(leads::Query::new()).allow_assumed().send().await.unwrap();
            all.push_str(found.as_str());
        }
        all.push_str(&platform.seen().iter().filter_map(|seen| seen.header("access_token")).collect::<String>());
        all
    };
    assert_eq!(answers(3).await, answers(3).await);
    assert_ne!(answers(3).await, answers(4).await);
}

#[tokio::test]
async fn an_assumed_operation_answers_at_the_path_of_the_spec_and_at_a_corrected_one() {
    let platform = Platform::builder().path::<Query>("/v1/known/users").start().unwrap();
    let client = client(&platform);
    client.call(Query::new()).allow_assumed().send().await.unwrap();
    client.call(Query::new()).override_path("/v1/known/users").send().await.unwrap();
    assert_eq!(platform.seen_of::<Query>().iter().map(|seen| seen.path()).collect::<Vec<_>>().len(), 2);
    let error = client.call(Query::new()).override_path("/v1/elsewhere").send().await.unwrap_err();
    assert_eq!((error.status(), error.code().and_then(|code| code.to_i64())), (Some(404), Some(codes::NO_OPERATION)));
}

#[tokio::test]
async fn a_test_says_what_an_operation_answers() {
    let platform = demo().start().unwrap();
    platform.answer::<Create>(|seen| seen.text());
    let client = with(&platform).build().unwrap();
    assert_eq!(client.send(Create("a".to_owned())).await.unwrap().as_str(), r#"["a"]"#);
}

async fn items(builder: Builder) -> Vec<i64> {
    let platform = builder.start().unwrap();
    let mut items = with(&platform).build().unwrap().items(List::default());
    let mut all = Vec::new();
    while let Some(item) = items.next().await {
        all.push(item.unwrap());
    }
    all
}

#[tokio::test]
async fn a_list_comes_in_pages_and_has_an_end() {
    assert_eq!(items(demo().items(0)).await.len(), 0);
    let five = items(demo()).await;
    assert_eq!((five.len(), items(demo().items(6)).await.len()), (5, 6));
    assert_eq!(items(demo()).await, five);
    let platform = demo().start().unwrap();
    let mut pages = with(&platform).build().unwrap().pages(List { page: Some(3) });
    assert_eq!(pages.next().await.unwrap().unwrap().len(), 1);
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn bodies_come_in_chunks_where_the_test_says_so() {
    let platform = demo().chunked().start().unwrap();
    platform.answer::<Look>(|_| format!("{:?}", "x".repeat(1000)));
    let data = with(&platform).build().unwrap().send(Look("a".to_owned())).await.unwrap();
    assert_eq!(data.as_str().len(), 1002);
}

#[tokio::test]
async fn a_platform_ends_with_its_last_handle_and_holds_nobody_up() {
    let platform = demo().start().unwrap();
    let (url, other) = (platform.url(), platform.clone());
    let client = with(&platform).build().unwrap();
    drop(platform);
    client.call(Guess).allow_assumed().send().await.unwrap();
    drop(other);
    assert!(client.call(Guess).allow_assumed().send().await.is_err());
    assert!(std::net::TcpStream::connect(url.trim_start_matches("http://")).is_err());
}
