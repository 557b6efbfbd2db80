//! What the sender delivers, and what it tells, against a receiver on loopback.
#![cfg(feature = "send")]
#![allow(missing_docs)]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use jing_openplatform::{Event, EventKind};
use jing_openplatform_testing::fixtures;
use jing_openplatform_testing::send::{Call, Delivery, Options, Plan, parse, send};

/// A request as the receiver saw it.
struct Seen {
    line: String,
    headers: Vec<String>,
    body: Vec<u8>,
}

/// A receiver that answers with these statuses in turn, as many requests as come; what it saw comes through the channel.
fn receiver(statuses: &'static [&'static str]) -> (String, Receiver<Seen>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, seen) = channel();
    thread::spawn(move || {
        let mut answers = statuses.iter().cycle();
        for connection in listener.incoming() {
            let mut connection = BufReader::new(connection.unwrap());
            while let Some(request) = read_request(&mut connection) {
                let status = answers.next().unwrap();
                let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 2\r\n\r\nok");
                connection.get_mut().write_all(answer.as_bytes()).unwrap();
                if tell.send(request).is_err() {
                    return;
                }
            }
        }
    });
    (format!("http://{address}/hooks/secret-path"), seen)
}

fn read_request(from: &mut BufReader<TcpStream>) -> Option<Seen> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        from.read_line(&mut line).ok().filter(|read| *read > 0)?;
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let length = lines.iter().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
    let mut body = vec![0; length.unwrap_or_default()];
    from.read_exact(&mut body).ok()?;
    Some(Seen { line: lines.remove(0), headers: lines, body })
}

/// The program, called like that; with its exit code.
fn program(arguments: &[&str]) -> (String, String, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_jing-openplatform-testing")).args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr), output.status.code())
}

#[test]
fn every_event_arrives_in_its_turn() {
    let (to, seen) = receiver(&["200 OK"]);
    let (out, err, code) = program(&["send", "--to", &to, "--event", "all", "--count", "2", "--seed", "5"]);
    assert_eq!((code, &*err), (Some(0), ""));
    let count = 2 * EventKind::ALL.len();
    assert!(out.contains(&format!("{count} sent")) && out.contains("200") && out.contains("p99"), "{out}");
    assert!(!out.contains("secret-path"), "{out}");
    let mut kinds: BTreeMap<EventKind, usize> = BTreeMap::new();
    for request in seen.iter().take(count) {
        assert_eq!(request.line, "POST /hooks/secret-path HTTP/1.1");
        assert!(request.headers.iter().any(|header| header == "content-type: application/json"));
        *kinds.entry(Event::parse(&request.body).unwrap().kind()).or_default() += 1;
    }
    assert_eq!(kinds, EventKind::ALL.iter().map(|kind| (*kind, 2)).collect());
}

#[test]
fn headers_and_token_are_sent_and_never_told() {
    let (to, seen) = receiver(&["204 No Content"]);
    let options = ["send", "--to", &to, "--event", "account.created"];
    let secrets = ["--token", "canary-token", "--header", "X-Secret: canary:header"];
    let (out, err, code) = program(&[&options[..], &secrets[..]].concat());
    assert_eq!(code, Some(0), "{err}");
    assert!(!format!("{out}{err}").contains("canary"), "{out}");
    let headers = seen.recv().unwrap().headers;
    for wanted in ["authorization: Bearer canary-token", "x-secret: canary:header"] {
        assert!(headers.iter().any(|header| header == wanted), "{headers:?}");
    }
}

#[test]
fn answers_are_counted_by_status_and_decide_the_exit_code() {
    let (to, _seen) = receiver(&["200 OK", "503 Service Unavailable", "200 OK"]);
    let (out, _, code) = program(&["send", "--to", &to, "--event", "lead.created", "--count", "9"]);
    assert_eq!(code, Some(1));
    assert!(out.contains("6  200") && out.contains("3  503"), "{out}");
}

#[test]
fn a_receiver_that_is_not_there_is_counted_and_stops_nothing() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut options = Options::new(format!("http://127.0.0.1:{port}/"));
    options.count = 3;
    options.events.truncate(1);
    let report = send(&options).unwrap();
    assert_eq!((report.sent(), report.is_good(), report.latency(500)), (3, false, None));
    assert_eq!(report.unanswered.values().sum::<u64>(), 3);
}

fn options(arguments: &[&str]) -> Options {
    let arguments = ["send", "--to", "http://127.0.0.1:1/"].iter().chain(arguments);
    match parse(arguments.map(Into::into)).unwrap() {
        Call::Send(options) => *options,
        Call::Help => panic!("help?"),
    }
}

fn plan(arguments: &[&str]) -> Vec<Delivery> {
    Plan::new(&options(arguments)).collect()
}

#[test]
fn the_same_options_give_the_same_deliveries() {
    let arguments = ["--event", "account.updated", "--event", "track.custom", "--count", "20", "--seed", "3"];
    let faults = ["--faults", "duplicate,reorder,unknown-field"];
    let all = [&arguments[..], &faults[..]].concat();
    assert_eq!(plan(&all), plan(&all));
    assert_ne!(plan(&all), plan(&[&all[..], &["--seed", "4"]].concat()));
}

#[test]
fn a_duplicate_is_byte_for_byte_the_same() {
    let plain = plan(&["--count", "10"]);
    let doubled = plan(&["--count", "10", "--faults", "duplicate"]);
    let mut once = doubled.clone();
    once.dedup();
    assert_eq!(once, plain);
    let more = doubled.len() - plain.len();
    assert!((30..110).contains(&more), "{more} of {} were sent twice", plain.len());
}

#[test]
fn reordering_loses_nothing_and_moves_nothing_far() {
    let ordered = plan(&["--event", "lead.updated", "--count", "64"]);
    let mixed = plan(&["--event", "lead.updated", "--count", "64", "--faults", "reorder"]);
    assert_ne!(mixed, ordered);
    assert_eq!(mixed.len(), ordered.len());
    for (place, delivery) in mixed.iter().enumerate() {
        let old = ordered.iter().position(|other| other == delivery).unwrap();
        assert_eq!(old / 8, place / 8, "out of its eight");
    }
}

#[test]
fn forms_take_turns_and_unknown_fields_are_there() {
    let is_embedded = |delivery: &Delivery| delivery.body.windows(18).any(|bytes| bytes == b"\"timeline_data\":\"{");
    let both = plan(&["--event", "account.created", "--count", "4"]);
    assert_eq!(both.iter().map(is_embedded).collect::<Vec<_>>(), [false, true, false, true]);
    let plain = plan(&["--event", "account.created", "--count", "4", "--form", "plain"]);
    assert!(!plain.iter().any(is_embedded));
    for delivery in plan(&["--faults", "unknown-field"]) {
        assert!(String::from_utf8(delivery.body).unwrap().contains("unknown_"), "{}", delivery.id);
    }
}

#[test]
fn what_is_not_understood_is_told_and_exits_with_2() {
    let cases: [(&[&str], &str); 8] = [
        (&[], "send"),
        (&["send"], "--to URL"),
        (&["send", "--to", "https://x.invalid/canary"], "http://"),
        (&["send", "--to", "not a url"], "URL"),
        (&["send", "--to", "http://x.invalid/", "--event", "account.exploded"], "account.created"),
        (&["send", "--to", "http://x.invalid/", "--faults", "fire"], "duplicate"),
        (&["send", "--to", "http://x.invalid/", "--header", "canary"], "NAME:VALUE"),
        (&["send", "--to", "http://x.invalid/", "--header", "a b: canary"], "header"),
    ];
    for (arguments, wanted) in cases {
        let (_, err, code) = program(arguments);
        assert_eq!(code, Some(2), "{arguments:?}: {err}");
        assert!(err.contains(wanted) && !err.contains("canary"), "{err}");
    }
    assert!(program(&["--help"]).0.contains("usage"));
    assert!(!format!("{:?}", options(&["--token", "canary"])).contains("canary"));
    assert_eq!(fixtures::all().count(), options(&[]).events.len());
}
