//! What a receiver does, told by what its sender sees and what its handler gets.

use std::io::{Read, Write};
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::sync::Semaphore;

use super::desk::{Act, CURRENT, Desk, PREVIOUS, Received};
use super::http::{Answer, answer, answers, chunk, deliver, open, post, post_of, send};
use crate::runtime::EventErrorKind;
use crate::runtime::receiver::{DeliveryKey, Receiver};
use crate::shape::hooks;

/// Starts a server with a receiver at `/hooks/{secret}`.
pub type Start = fn(Receiver<Received>) -> SocketAddr;

const CREATED: &[u8] = br#"{"event_type":"create","extra_data":{"object_name":"account","notes":"canary"}}"#;
const UNKNOWN: &[u8] = br#" {"event_type" : "never heard of", "canary": 19.90} "#;
const UNREADABLE: &[u8] = br#" {"event_type":"create", "extra_data":["canary"]}"#;

pub fn an_event_reaches_the_handler(start: Start) {
    let (desk, receiver) = Desk::new();
    let to = start(receiver);
    let answer = deliver(to, CREATED);
    assert_eq!(answer.told(), (200, "handled"));
    assert!(answer.head.to_lowercase().contains("\r\ncontent-type: text/plain"), "{}", answer.head);
    assert_eq!(desk.next(), CREATED);
}

pub fn an_event_that_the_spec_does_not_know_reaches_the_handler(start: Start) {
    let (desk, receiver) = Desk::new();
    assert_eq!(deliver(start(receiver), UNKNOWN).told(), (200, "handled"));
    assert_eq!(desk.next(), UNKNOWN);
}

pub fn what_is_no_event_is_answered_400(start: Start) {
    let (desk, receiver) = Desk::new();
    let to = start(receiver);
    for body in [&b""[..], b"nonsense", b"{\"event_type\":\"create\"", b"{\"a\":\"\xff\"}", b"[]", b"1"] {
        for _ in 0..2 {
            assert_eq!(deliver(to, body).told(), (400, "not_an_event"));
        }
    }
    assert!(desk.is_clear());
}

pub fn an_unreadable_event_without_dead_letters_is_answered_422(start: Start) {
    let (desk, receiver) = Desk::new();
    let to = start(receiver);
    for _ in 0..2 {
        assert_eq!(deliver(to, UNREADABLE).told(), (422, "unreadable"));
    }
    assert!(desk.is_clear());
}

pub fn dead_letters_get_the_very_bytes(start: Start) {
    let (desk, receiver) = Desk::with_dead_letters();
    let to = start(receiver);
    assert_eq!(deliver(to, UNREADABLE).told(), (200, "dead_lettered"));
    let letter = desk.letter();
    assert_eq!((letter.kind(), letter.body()), (EventErrorKind::Unreadable, UNREADABLE));
    assert_eq!(deliver(to, UNREADABLE).told(), (200, "duplicate"));
    assert!(desk.has_no_letter());
    for body in [&b"{\"a\":\"\xff\"}"[..], b" [1]"] {
        assert_eq!(deliver(to, body).told(), (400, "not_an_event"));
        assert_eq!(desk.letter().body(), body);
    }
    assert!(desk.is_clear());
}

pub fn dead_letters_that_fail_are_asked_again(start: Start) {
    let (desk, receiver) = Desk::with_dead_letters();
    let to = start(receiver);
    desk.plan([Act::Fail, Act::Panic, Act::Take, Act::Fail]);
    assert_eq!(deliver(to, UNREADABLE).told(), (503, "failed"));
    assert_eq!(deliver(to, UNREADABLE).told(), (503, "failed"));
    assert_eq!(deliver(to, UNREADABLE).told(), (200, "dead_lettered"));
    assert_eq!(deliver(to, b"nonsense").told(), (503, "failed"));
    assert_eq!(deliver(to, b"nonsense").told(), (400, "not_an_event"));
}

pub fn a_wrong_secret_is_answered_as_if_nothing_were_there(start: Start) {
    let (desk, receiver) = Desk::new();
    let to = start(receiver);
    let longer = format!("{CURRENT}x");
    for shown in ["x", "another-secret-altogether", &CURRENT[..CURRENT.len() - 1], &longer] {
        for method in ["POST", "GET"] {
            let head = format!("{method} /hooks/{shown} HTTP/1.1\r\nhost: test\r\ncontent-length: 0\r\n\r\n");
            assert_eq!(send(to, &head, b"").told(), (404, "not_found"), "{method} {shown}");
        }
    }
    let head = format!("POST /hooks/x?{CURRENT} HTTP/1.1\r\nhost: test\r\ncontent-length: 99999999\r\n\r\n");
    assert_eq!(send(to, &head, b"").status, 404);
    assert!(desk.is_clear());
}

pub fn another_method_is_answered_405(start: Start) {
    let (desk, receiver) = Desk::new();
    let to = start(receiver);
    for method in ["GET", "PUT", "DELETE", "PATCH"] {
        let head = format!("{method} /hooks/{CURRENT} HTTP/1.1\r\nhost: test\r\ncontent-length: 0\r\n\r\n");
        let answer = send(to, &head, b"");
        assert_eq!(answer.told(), (405, "wrong_method"));
        assert!(answer.head.to_lowercase().contains("\r\nallow: post\r\n"), "{}", answer.head);
    }
    assert!(desk.is_clear());
}

pub fn several_secrets_are_valid_at_once(start: Start) {
    let (desk, receiver) = Desk::new();
    let to = start(receiver);
    for (at, secret) in [CURRENT, PREVIOUS].into_iter().enumerate() {
        let body = format!("{{\"at\":{at}}}");
        let head = format!("POST /hooks/{secret} HTTP/1.1\r\nhost: test\r\ncontent-length: {}\r\n\r\n", body.len());
        assert_eq!(send(to, &head, body.as_bytes()).told(), (200, "handled"));
        assert_eq!(desk.next(), body.as_bytes());
    }
    let (_desk, builder) = Desk::bare();
    let to = start(builder.secret_in_path([PREVIOUS]).build().unwrap());
    assert_eq!(deliver(to, CREATED).status, 404, "a secret that was taken away is valid no longer");
}

pub fn a_secret_may_stand_in_a_header(start: Start) {
    let (desk, builder) = Desk::bare();
    let to = start(builder.secret_in_header("X-Hook-Token", [CURRENT, PREVIOUS]).build().unwrap());
    let length = format!("content-length: {}\r\n", CREATED.len());
    let shown = |secret: &str| send(to, &post(&format!("{length}x-hook-token: {secret}\r\n")), CREATED).status;
    assert_eq!(shown("another-secret-altogether"), 404);
    assert_eq!(shown(""), 404);
    assert_eq!(deliver(to, CREATED).status, 404, "the path does not do for the header");
    assert_eq!(shown(CURRENT), 200);
    assert_eq!(desk.next(), CREATED);
    assert_eq!(shown(PREVIOUS), 200);
}

pub fn a_body_may_be_as_long_as_the_limit(start: Start) {
    let (desk, builder) = Desk::bare();
    let to = start(builder.without_secret().body_limit(CREATED.len()).build().unwrap());
    assert_eq!(deliver(to, CREATED).told(), (200, "handled"));
    assert_eq!(desk.next(), CREATED);
    // Longer than a server reads at once, and than other limits that servers have of their own.
    let (desk, builder) = Desk::bare();
    let body = format!("{{\"long\":\"{}\"}}", "x".repeat(5_000_000));
    let to = start(builder.without_secret().body_limit(body.len()).build().unwrap());
    assert_eq!(deliver(to, body.as_bytes()).told(), (200, "handled"));
    assert_eq!(desk.next(), body.as_bytes());
}

pub fn a_body_that_says_it_is_too_long_is_not_read(start: Start) {
    let (desk, builder) = Desk::bare();
    let to = start(builder.without_secret().body_limit(CREATED.len()).build().unwrap());
    // Nothing of the body is sent: who read it would wait.
    for length in [CREATED.len() + 1, 1 << 40] {
        assert_eq!(send(to, &post_of(length), b"").told(), (413, "too_large"));
    }
    assert!(desk.is_clear());
}

pub fn a_chunked_body_is_held_to_the_limit(start: Start) {
    let (desk, builder) = Desk::bare();
    let to = start(builder.without_secret().body_limit(CREATED.len()).build().unwrap());
    let head = post("transfer-encoding: chunked\r\n");
    let (front, back) = CREATED.split_at(20);
    let whole = [chunk(front), chunk(back), chunk(b"")].concat();
    assert_eq!(send(to, &head, &whole).told(), (200, "handled"));
    assert_eq!(desk.next(), CREATED);
    // The body has no end: who read on would wait.
    let longer = [chunk(front), chunk(back), chunk(b" ")].concat();
    assert_eq!(send(to, &head, &longer).told(), (413, "too_large"));
    assert!(desk.is_clear());
}

pub fn a_body_that_breaks_off_reaches_nobody(start: Start) {
    let (desk, receiver) = Desk::with_dead_letters();
    let to = start(receiver);
    let (front, _) = CREATED.split_at(20);
    drop(open(to, &[post_of(CREATED.len()).as_bytes(), front]));
    // What is there would be a whole event.
    drop(open(to, &[post_of(CREATED.len() + 1).as_bytes(), CREATED]));
    drop(open(to, &[post("transfer-encoding: chunked\r\n").as_bytes(), &chunk(CREATED)]));
    assert_eq!(deliver(to, UNKNOWN).told(), (200, "handled"));
    assert_eq!(desk.next(), UNKNOWN);
    assert!(desk.is_clear() && desk.has_no_letter());
}

pub fn a_body_that_comes_in_drops_is_one(start: Start) {
    let (desk, receiver) = Desk::new();
    let to = start(receiver);
    let head = post_of(CREATED.len());
    let drops: Vec<&[u8]> = head.as_bytes().chunks(1).chain(CREATED.chunks(3)).collect();
    assert_eq!(answer(open(to, &drops)).told(), (200, "handled"));
    let chunks: Vec<Vec<u8>> = UNKNOWN.chunks(1).chain([&b""[..]]).map(chunk).collect();
    assert_eq!(send(to, &post("transfer-encoding: chunked\r\n"), &chunks.concat()).told(), (200, "handled"));
    assert_eq!((desk.next(), desk.next()), (CREATED.to_vec(), UNKNOWN.to_vec()));
}

pub fn a_sender_that_waits_to_be_told_to_go_on_is_told(start: Start) {
    let (desk, builder) = Desk::bare();
    let to = start(builder.secret_in_path([CURRENT]).body_limit(CREATED.len()).build().unwrap());
    let expecting = |length: usize| format!("content-length: {length}\r\nexpect: 100-continue\r\n");
    let mut stream = open(to, &[post(&expecting(CREATED.len())).as_bytes()]);
    let mut first = [0; 25];
    stream.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(CREATED).unwrap();
    assert_eq!(answer(stream).told(), (200, "handled"));
    assert_eq!(desk.next(), CREATED);
    // What would be turned away anyhow is answered at once.
    assert_eq!(send(to, &post(&expecting(CREATED.len() + 1)), b"").told(), (413, "too_large"));
    let wrong = post(&expecting(CREATED.len())).replace(CURRENT, PREVIOUS);
    assert_eq!(send(to, &wrong, b"").told(), (404, "not_found"));
    assert!(desk.is_clear());
}

pub fn a_body_without_a_length_is_empty(start: Start) {
    let (desk, receiver) = Desk::new();
    assert_eq!(send(start(receiver), &post(""), CREATED).told(), (400, "not_an_event"));
    assert!(desk.is_clear());
}

pub fn several_deliveries_on_one_connection_are_answered_in_order(start: Start) {
    let (desk, receiver) = Desk::new();
    let to = start(receiver);
    let of = |body: &[u8]| [post_of(body.len()).as_bytes(), body].concat();
    // All at once, before the first answer.
    let stream = open(to, &[&[of(CREATED), of(UNREADABLE), of(UNKNOWN), of(CREATED)].concat()]);
    let told = answers(stream, 4);
    let told: Vec<_> = told.iter().map(Answer::told).collect();
    assert_eq!(told, [(200, "handled"), (422, "unreadable"), (200, "handled"), (200, "duplicate")]);
    assert_eq!((desk.next(), desk.next()), (CREATED.to_vec(), UNKNOWN.to_vec()));
    assert!(desk.is_clear());
}

pub fn a_secret_with_other_letters_for_the_same_is_wrong(start: Start) {
    let (desk, receiver) = Desk::new();
    let to = start(receiver);
    let encoded: String = CURRENT.bytes().map(|byte| format!("%{byte:02X}")).collect();
    for shown in [encoded, CURRENT.replace('-', "%2D"), CURRENT.to_uppercase(), format!("{CURRENT}%00")] {
        let head = post_of(CREATED.len()).replace(CURRENT, &shown);
        assert_eq!(send(to, &head, CREATED).status, 404, "{shown}");
    }
    assert!(desk.is_clear());
}

pub fn the_same_bytes_are_handled_once(start: Start) {
    let (desk, receiver) = Desk::new();
    let to = start(receiver);
    assert_eq!(deliver(to, CREATED).told(), (200, "handled"));
    assert_eq!(desk.next(), CREATED);
    for _ in 0..3 {
        assert_eq!(deliver(to, CREATED).told(), (200, "duplicate"));
    }
    assert!(desk.is_clear());
}

pub fn the_same_bytes_at_once_find_the_first_busy(start: Start) {
    let (desk, receiver) = Desk::new();
    let to = start(receiver);
    let gate = Arc::new(Semaphore::new(0));
    desk.plan([Act::Wait(Arc::clone(&gate))]);
    let first = open(to, &[post_of(CREATED.len()).as_bytes(), CREATED]);
    assert_eq!(desk.next(), CREATED);
    let second = deliver(to, CREATED);
    assert_eq!(second.told(), (503, "busy"));
    assert!(second.head.to_lowercase().contains("\r\nretry-after: 5\r\n"), "{}", second.head);
    assert_eq!(deliver(to, UNKNOWN).told(), (200, "handled"), "others do not wait");
    gate.add_permits(1);
    assert_eq!(answer(first).told(), (200, "handled"));
    assert_eq!(deliver(to, CREATED).told(), (200, "duplicate"));
    assert_eq!(desk.next(), UNKNOWN);
    assert!(desk.is_clear());
}

pub fn bodies_that_differ_in_one_value_are_both_handled(start: Start) {
    let (desk, receiver) = Desk::new();
    let to = start(receiver);
    for notes in ["a", "b"] {
        let body = format!(
            r#"{{"event_type":"create","create_time":1673262057,"extra_data":{{"object_name":"account","notes":"{notes}"}}}}"#
        );
        assert_eq!(deliver(to, body.as_bytes()).told(), (200, "handled"));
        assert_eq!(desk.next(), body.as_bytes());
    }
}

pub fn a_failed_event_is_new_when_it_comes_again(start: Start) {
    comes_again_after(start, Act::Fail);
}

pub fn a_panic_is_a_failure(start: Start) {
    comes_again_after(start, Act::Panic);
}

fn comes_again_after(start: Start, failure: Act) {
    let (desk, receiver) = Desk::new();
    let to = start(receiver);
    desk.plan([failure]);
    assert_eq!(deliver(to, CREATED).told(), (503, "failed"));
    assert_eq!(deliver(to, CREATED).told(), (200, "handled"));
    assert_eq!((desk.next(), desk.next()), (CREATED.to_vec(), CREATED.to_vec()));
    assert_eq!(deliver(to, CREATED).told(), (200, "duplicate"));
    assert!(desk.is_clear());
}

pub fn a_connection_that_is_cut_gives_the_claim_back(start: Start) {
    let (desk, receiver) = Desk::new();
    let to = start(receiver);
    desk.plan([Act::Wait(Arc::new(Semaphore::new(0)))]);
    let cut = open(to, &[post_of(CREATED.len()).as_bytes(), CREATED]);
    assert_eq!(desk.next(), CREATED);
    assert_eq!(deliver(to, CREATED).told(), (503, "busy"));
    drop(cut);
    assert_eq!(desk.abandoned(), DeliveryKey::new(None, CREATED));
    assert_eq!(deliver(to, CREATED).told(), (200, "handled"));
    assert_eq!(desk.next(), CREATED);
}

pub fn no_answer_tells_a_secret_or_a_value(start: Start) {
    let (desk, receiver) = Desk::with_dead_letters();
    let shown = format!("{receiver:?}");
    assert!(shown.starts_with("Receiver") && !shown.contains("secret-of-the-sender"), "{shown}");
    let to = start(receiver);
    desk.plan([Act::Fail]);
    let answers = [
        deliver(to, CREATED),
        deliver(to, UNKNOWN),
        deliver(to, UNREADABLE),
        deliver(to, b"{\"canary\""),
        send(to, "POST /hooks/canary-that-is-no-secret HTTP/1.1\r\nhost: test\r\ncontent-length: 0\r\n\r\n", b""),
    ];
    for answer in answers {
        let all = format!("{}{}", answer.head, answer.body);
        assert!(!all.contains("canary") && !all.contains("secret-of-the-sender") && !all.contains("told to"), "{all}");
    }
    assert!(!format!("{:?}", desk.letter()).contains("canary"));
}

pub fn the_headers_of_a_request_tell_the_event(start: fn(Receiver<hooks::Event>) -> SocketAddr) {
    let (tell, told) = std::sync::mpsc::channel();
    let handler = move |event: hooks::Event| std::future::ready(tell.send(event.kind()).map_err(Into::into));
    let to = start(Receiver::builder(handler).without_secret().build().unwrap());
    for (number, (header, kind)) in [
        ("X-Event: issues\r\n", hooks::EventKind::RepositoryIssueOpened),
        ("x-event: push\r\n", hooks::EventKind::RepositoryPushed),
        ("x-event: Push\r\n", hooks::EventKind::Unknown),
        ("", hooks::EventKind::Unknown),
    ]
    .into_iter()
    .enumerate()
    {
        let body = format!("{{\"action\":\"opened\",\"number\":{number}}}");
        let head = post(&format!("{header}content-length: {}\r\n", body.len()));
        assert_eq!(send(to, &head, body.as_bytes()).told(), (200, "handled"));
        assert_eq!(told.recv().unwrap(), kind);
    }
}
