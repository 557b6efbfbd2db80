//! A synthetic API in the YAML of this project.

use std::fmt::Write as _;

use crate::synthetic::{Event, Field, Form, Group, Kind, Operation, Type, camel};

const EVIDENCE: &str = "{ level: documented, source: page }";
const HEAD: &str = "\
api: synthetic
title: { en: Synthetic API }
server: { url: \"https://api.example.com\", evidence: { level: documented, source: page } }
sources:
  page: { title: { en: The page }, url: \"https://example.com/page\" }
auth:
  evidence: { level: documented, source: page }
  headers: { access_token: { secret: true, doc: The token. } }
envelope:
  { evidence: { level: documented, source: page }, code: code, success: 0, message: msg, data: data, request_id: request_id, timestamp: timestamp }
webhooks:
  envelope:
    name: Delivery
    doc: One delivery.
    evidence: { level: documented, source: page }
    fields: { event_type: string, create_time: integer? }
    data: extra_data
";

/// The files of the spec: path and text.
pub(crate) fn files(groups: &[Group]) -> Vec<(String, String)> {
    let mut files = vec![("api.yaml".to_owned(), HEAD.to_owned())];
    for group in groups.iter().filter(|group| !group.operations.is_empty()) {
        files.push((format!("resources/{}.yaml", group.name), resource(group)));
    }
    for group in groups.iter().filter(|group| !group.events.is_empty()) {
        files.push((format!("webhooks/{}.yaml", group.name), family(group)));
    }
    files
}

fn resource(group: &Group) -> String {
    let mut text = format!("resource: {}\ntitle: {{ en: {} }}\noperations:\n", group.name, camel(&group.name));
    group.operations.iter().for_each(|of| operation(of, &mut text));
    types(&group.types, &mut text);
    text
}

fn family(group: &Group) -> String {
    let mut text = format!("family: {}\ntitle: {{ en: {} }}\nevents:\n", group.name, camel(&group.name));
    group.events.iter().for_each(|of| event(of, &group.name, &mut text));
    types(&group.event_types, &mut text);
    text
}

fn operation(of: &Operation, text: &mut String) {
    let _ = writeln!(text, "  {}:\n    title: {{ zh: 操作, en: {} }}", of.name, camel(&of.name));
    let _ = writeln!(text, "    summary: {}\n    evidence: {EVIDENCE}\n    {}: {}", of.summary, of.method, of.path);
    if !of.in_path.is_empty() {
        let names: Vec<String> = of.in_path.iter().map(|name| format!("{name}: string")).collect();
        let _ = writeln!(text, "    path: {{ {} }}", names.join(", "));
    }
    if !of.query.is_empty() {
        text.push_str("    query:\n");
        of.query.iter().for_each(|field| self::field(field, text));
    }
    if let Some(body) = &of.body {
        let _ = writeln!(text, "    body: {body}");
    }
    let _ = writeln!(text, "    returns: {}", of.returns);
}

fn event(of: &Event, family: &str, text: &mut String) {
    let _ = writeln!(text, "  {}:\n    title: {{ zh: 事件, en: {} }}", of.name, camel(&of.name));
    let _ = writeln!(text, "    summary: {}\n    evidence: {EVIDENCE}", of.summary);
    let _ = writeln!(text, "    match: {{ event_type: {family}_{} }}\n    data: {}", of.name, of.data);
}

fn types(types: &[Type], text: &mut String) {
    text.push_str("types:\n");
    for type_ in types {
        let _ = writeln!(text, "  {}:\n    doc: {}\n    evidence: {EVIDENCE}", type_.name, type_.doc);
        match &type_.kind {
            Kind::Object(fields) => {
                text.push_str("    fields:\n");
                fields.iter().for_each(|field| self::field(field, text));
            }
            Kind::Enum(values) => {
                text.push_str("    enum: string\n    values:\n");
                values.iter().for_each(|value| {
                    let _ = writeln!(text, "      {value}:");
                });
            }
        }
    }
}

/// That a field is required is a claim and needs its evidence.
fn field(of: &Field, text: &mut String) {
    let (form, optional) = (expression(&of.form), if of.required { "" } else { "?" });
    let evidence = if of.required { format!(", evidence: {EVIDENCE}") } else { String::new() };
    let _ = writeln!(text, "      {}: {{ type: {form}{optional}, doc: {}{evidence} }}", of.name, of.doc);
}

fn expression(form: &Form) -> String {
    match form {
        Form::Text => "string".to_owned(),
        Form::Integer => "integer".to_owned(),
        Form::Number => "number".to_owned(),
        Form::Boolean => "boolean".to_owned(),
        Form::Map => "map<string>".to_owned(),
        Form::List(inner) => format!("list<{}>", expression(inner)),
        Form::Named(name) => name.clone(),
    }
}
