//! The same API as OpenAPI 3.0 in YAML. What that cannot say, such as what tells an event, is left out.

use std::fmt::Write as _;

use crate::synthetic::{Field, Form, Group, Kind, Operation, Type};

const HEAD: &str = "\
openapi: 3.0.3
info:
  title: Synthetic API
  version: 1.0.0
servers:
  - url: https://api.example.com
paths:
";

/// The whole document.
pub(crate) fn document(groups: &[Group]) -> String {
    let mut text = HEAD.to_owned();
    for group in groups {
        group.operations.iter().for_each(|of| operation(of, &group.name, &mut text));
    }
    text.push_str("components:\n  schemas:\n");
    for group in groups {
        group.types.iter().chain(&group.event_types).for_each(|of| schema(of, &mut text));
    }
    text
}

fn operation(of: &Operation, group: &str, text: &mut String) {
    let _ = writeln!(text, "  {}:\n    {}:\n      operationId: {group}_{}", of.path, of.method, of.name);
    let _ = writeln!(text, "      summary: {}\n      tags: [{group}]", of.summary);
    if !of.in_path.is_empty() || !of.query.is_empty() {
        text.push_str("      parameters:\n");
    }
    for name in &of.in_path {
        let _ = writeln!(text, "        - name: {name}\n          in: path\n          required: true");
        text.push_str("          schema:\n            type: string\n");
    }
    for field in &of.query {
        let _ =
            writeln!(text, "        - name: {}\n          in: query\n          description: {}", field.name, field.doc);
        text.push_str("          schema:\n");
        form(&field.form, 12, text);
    }
    if let Some(body) = &of.body {
        text.push_str("      requestBody:\n        required: true\n        content:\n          application/json:\n");
        let _ = writeln!(text, "            schema:\n              $ref: '#/components/schemas/{body}'");
    }
    text.push_str("      responses:\n        '200':\n          description: The answer.\n          content:\n");
    text.push_str("            application/json:\n              schema:\n");
    envelope(&of.returns, text);
}

/// The envelope, which every operation has anew.
fn envelope(data: &str, text: &mut String) {
    text.push_str(
        "                type: object\n                required: [code, data]\n                properties:\n",
    );
    for (name, type_) in [("code", "integer"), ("msg", "string"), ("request_id", "string"), ("timestamp", "integer")] {
        let _ = writeln!(text, "                  {name}:\n                    type: {type_}");
    }
    let _ = writeln!(text, "                  data:\n                    $ref: '#/components/schemas/{data}'");
}

fn schema(of: &Type, text: &mut String) {
    let _ = writeln!(text, "    {}:\n      description: {}", of.name, of.doc);
    match &of.kind {
        Kind::Object(fields) => {
            text.push_str("      type: object\n");
            let required: Vec<&str> =
                fields.iter().filter(|field| field.required).map(|field| field.name.as_str()).collect();
            if !required.is_empty() {
                let _ = writeln!(text, "      required: [{}]", required.join(", "));
            }
            text.push_str("      properties:\n");
            fields.iter().for_each(|field| property(field, text));
        }
        Kind::Enum(values) => {
            let _ = writeln!(text, "      type: string\n      enum: [{}]", values.join(", "));
        }
    }
}

fn property(of: &Field, text: &mut String) {
    let _ = writeln!(text, "        {}:", of.name);
    if !matches!(of.form, Form::Named(_)) {
        let _ = writeln!(text, "          description: {}", of.doc);
    }
    form(&of.form, 10, text);
}

fn form(of: &Form, indent: usize, text: &mut String) {
    let lead = " ".repeat(indent);
    let _ = match of {
        Form::Text => writeln!(text, "{lead}type: string"),
        Form::Integer => writeln!(text, "{lead}type: integer\n{lead}format: int64"),
        Form::Number => writeln!(text, "{lead}type: number"),
        Form::Boolean => writeln!(text, "{lead}type: boolean"),
        Form::Map => writeln!(text, "{lead}type: object\n{lead}additionalProperties:\n{lead}  type: string"),
        Form::Named(name) => writeln!(text, "{lead}$ref: '#/components/schemas/{name}'"),
        Form::List(inner) => {
            let _ = writeln!(text, "{lead}type: array\n{lead}items:");
            form(inner, indent + 2, text);
            Ok(())
        }
    };
}
