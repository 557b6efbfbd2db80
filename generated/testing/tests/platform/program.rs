//! The program that runs a platform until its process ends.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use jing_openplatform::users::{Create, Query};
use jing_openplatform::{Client, oauth};
use jing_openplatform_testing::fake::parse;

/// The program, which ends with the test.
struct Program {
    child: Child,
    out: BufReader<ChildStdout>,
}

impl Program {
    fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jing-openplatform-testing"));
        let mut child = command.arg("fake").args(arguments).stdout(Stdio::piped()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        Self { child, out }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[tokio::test]
async fn it_tells_its_address_answers_and_writes_a_line_a_request() {
    let mut program = Program::start(&["--port", "0", "--app", "app:canary-secret", "--path", "users.query=/v1/here"]);
    let url = program.line().strip_prefix("listening on ").unwrap().to_owned();
    assert!(url.starts_with("http://127.0.0.1:") && !url.ends_with(":0"), "{url}");
    assert_eq!(program.line(), "app id app, app secret canary-secret");
    let client = Client::builder().base_url(url).credentials("app", "canary-secret");
    let client = client.allow_assumed::<oauth::GetToken>().override_path::<Query>("/v1/here").build().unwrap();
    client.send(Create::new(Vec::new())).await.unwrap();
    client.send(Query::new()).await.unwrap();
    client.call(Query::new()).override_path("/v1/canary").send().await.unwrap_err();
    let lines: Vec<String> = (0..4).map(|_| program.line()).collect();
    let wanted = ["POST oauth.get_token 200", "POST users.create 200", "POST users.query 200", "POST no operation 404"];
    assert_eq!(lines, wanted);
}

#[tokio::test]
async fn faults_come_by_chance_where_they_are_asked_for() {
    let mut program = Program::start(&["--faults", "code:42,status:503", "--one-in", "1"]);
    let url = program.line().strip_prefix("listening on ").unwrap().to_owned();
    let head = program.line();
    let id = head.split([' ', ',']).nth(2).unwrap().to_owned();
    let secret = head.split(' ').nth(5).unwrap().to_owned();
    let client = Client::builder().base_url(url).credentials(id, secret).allow_assumed::<oauth::GetToken>();
    let client = client.build().unwrap();
    for _ in 0..5 {
        let error = client.send(Create::new(Vec::new())).await.unwrap_err();
        assert!(error.status() == Some(503) || error.code().and_then(|code| code.to_i64()) == Some(42), "{error}");
    }
}

#[test]
fn a_command_line_that_cannot_be_understood_says_why() {
    let cases = [
        (&["--port", "x"][..], "invalid digit"),
        (&["--port", "70000"], "number too large"),
        (&["--path", "users.query"], "OPERATION=/PATH"),
        (&["--path", "users.nothing=/v1"], "there is no operation `users.nothing`"),
        (&["--faults", "fire"], "`fire` is no fault"),
        (&["--faults", "status"], "`status` needs a number"),
        (&["--app", "app"], "ID:SECRET"),
        (&["--what"], "--what"),
        (&["what"], "`what` is no option"),
    ];
    for (arguments, wanted) in cases {
        let error = parse(arguments.iter().map(Into::into)).unwrap_err().to_string();
        assert!(error.contains(wanted), "{arguments:?}: {error}");
    }
    assert!(parse(["--help".into()]).unwrap().is_none());
    for arguments in [&["fake", "--help"][..], &["--help"], &["-h"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_jing-openplatform-testing")).args(arguments).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && text.contains("usage: fake"), "{text}");
    }
}
