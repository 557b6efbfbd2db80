//! Bodies and results: which of their media types is taken, and what it holds.

use super::findings::{FindingKind, spot};
use super::model::{Expr, Form, Payload};
use super::reader::Reader;
use super::source::At;

/// Keys of a media type that are read.
const OF_MEDIA: [&str; 4] = ["schema", "example", "examples", "encoding"];

impl<'a> Reader<'a> {
    /// What an operation sends.
    pub(super) fn body(&mut self, operation: At<'a>, words: &[String]) -> Option<Payload> {
        let at = self.follow(operation.get("requestBody")?)?;
        self.findings.unread(at, &["content", "description", "required"]);
        self.tell_description(at);
        let (media, content) = self.choose(at, true)?;
        let form = self.form(&media, content, &[words, &["body".to_owned()]].concat(), true);
        Some(Payload { form, optional: !at.is_true("required"), spot: spot(at) })
    }

    /// What an operation gives back: the first success that has something in it.
    pub(super) fn returns(&mut self, operation: At<'a>, words: &[String]) -> Option<Payload> {
        let responses: Vec<(&str, At)> = operation.get("responses").into_iter().flat_map(At::entries).collect();
        let is_success = |code: &str| code.starts_with('2') && code.len() == 3;
        let has_success = responses.iter().any(|(code, _)| is_success(code) || code.starts_with('3'));
        let mut chosen = None;
        let mut has_empty = false;
        for (code, response) in responses {
            if code.starts_with("x-") {
                self.findings.push(FindingKind::Extension, response, code);
                continue;
            }
            let Some(at) = self.follow(response) else { continue };
            self.tell_response(at);
            let has_content = at.get("content").is_some_and(|of| of.entries().next().is_some());
            match is_success(code) || (code == "default" && !has_success) {
                true if !has_content => has_empty |= code != "default",
                true if chosen.is_none() => {
                    if let Some((media, content)) = self.choose(at, false) {
                        let form = self.form(&media, content, &[words, &["result".to_owned()]].concat(), false);
                        chosen = Some(Payload { form, optional: false, spot: spot(at) });
                    }
                }
                true => self.findings.push(FindingKind::OtherSuccess, response, code),
                false if has_content => self.findings.push(FindingKind::ErrorResponse, response, code),
                false => {}
            }
        }
        chosen.map(|payload| Payload { optional: has_empty, ..payload })
    }

    fn tell_response(&mut self, at: At<'a>) {
        if !self.told.insert(at.id) {
            return;
        }
        self.findings.unread(at, &["description", "content", "headers", "links"]);
        self.tell_description(at);
        for (name, header) in at.get("headers").into_iter().flat_map(At::entries) {
            self.findings.push(FindingKind::ResponseHeader, header, name);
        }
        for (name, link) in at.get("links").into_iter().flat_map(At::entries) {
            self.findings.push(FindingKind::Link, link, name);
        }
    }

    fn tell_description(&mut self, at: At<'a>) {
        if let Some(description) =
            at.get("description").filter(|of| of.text().is_some_and(|text| !text.trim().is_empty()))
        {
            self.findings.push(FindingKind::Description, description, description.text().unwrap_or_default());
        }
    }

    /// The media type that says most; the others are told.
    fn choose(&mut self, at: At<'a>, is_body: bool) -> Option<(String, At<'a>)> {
        let content = at.get("content")?;
        let mut all: Vec<(usize, String, At<'a>)> = Vec::new();
        for (media, of) in content.entries() {
            let media = media.split(';').next().unwrap_or_default().trim().to_lowercase();
            all.push((rank(&media, is_body), media, of));
        }
        let best = all.iter().enumerate().min_by_key(|(_, (rank, ..))| *rank).map(|(index, _)| index)?;
        let (_, media, of) = all.remove(best);
        for (_, other, at) in all {
            self.findings.push(FindingKind::OtherMediaType, at, other);
        }
        self.findings.unread(of, &OF_MEDIA);
        for key in ["example", "examples"] {
            if let Some(example) = of.get(key) {
                self.findings.push(FindingKind::Example, example, "");
            }
        }
        if let Some(encoding) = of.get("encoding") {
            self.findings.push(FindingKind::Encoding, encoding, "");
        }
        Some((media, of))
    }

    fn form(&mut self, media: &str, content: At<'a>, words: &[String], is_body: bool) -> Form {
        let schema = content.get("schema");
        let is_bytes = schema.and_then(|of| of.text_of("format")).as_deref() == Some("binary");
        match kind(media) {
            Media::Json if is_bytes => Form::Binary(plain_media(media, "application/octet-stream")),
            Media::Json => {
                let expr = schema.map_or(Expr::Any, |schema| self.expr(schema, words)).required();
                let is_own = is_body && media.ends_with("+json");
                match expr {
                    Expr::Any if !is_body => Form::Open,
                    Expr::Map(of) if is_body && *of == Expr::Any && !is_own => Form::Open,
                    expr if is_own => Form::JsonAs(expr, media.to_owned()),
                    expr => Form::Json(expr),
                }
            }
            Media::Form | Media::Multipart if !is_body => Form::Text(media.to_owned()),
            Media::Form | Media::Multipart => {
                let expr = schema.map_or(Expr::Any, |schema| self.expr(schema, words)).required();
                if kind(media) == Media::Form { Form::Urlencoded(expr) } else { Form::Multipart(expr) }
            }
            Media::Text => Form::Text(plain_media(media, "text/plain")),
            Media::Bytes => Form::Binary(plain_media(media, "application/octet-stream")),
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Media {
    Json,
    Form,
    Multipart,
    Text,
    Bytes,
}

fn kind(media: &str) -> Media {
    match media {
        "application/json" | "text/json" | "application/x-json" | "*/*" | "application/*" | "" => Media::Json,
        "application/x-www-form-urlencoded" => Media::Form,
        "multipart/form-data" => Media::Multipart,
        "application/x-ndjson"
        | "application/jsonl"
        | "application/xml"
        | "application/yaml"
        | "application/x-yaml"
        | "application/javascript"
        | "application/graphql"
        | "application/jwt" => Media::Text,
        _ if media.ends_with("+json") => Media::Json,
        _ if media.starts_with("text/") || media.ends_with("+xml") || media.ends_with("+yaml") => Media::Text,
        _ => Media::Bytes,
    }
}

/// What is taken first.
fn rank(media: &str, is_body: bool) -> usize {
    match (media, kind(media)) {
        ("application/json", _) => 0,
        ("text/json" | "application/x-json", _) => 1,
        ("*/*" | "application/*" | "", _) => 3,
        (_, Media::Json) => 2,
        (_, Media::Form) if is_body => 4,
        (_, Media::Multipart) if is_body => 4,
        (_, Media::Text) => 5,
        _ => 6,
    }
}

/// A media type that can be sent: one with a wildcard, or with letters that none has, is the usual one.
fn plain_media(media: &str, usual: &str) -> String {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&byte);
    let is_media = media.split_once('/').is_some_and(|(type_, subtype)| {
        [type_, subtype].iter().all(|part| !part.is_empty() && part.bytes().all(is_token))
    });
    if is_media { media.to_owned() } else { usual.to_owned() }
}
