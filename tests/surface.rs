//! The surface of the crate that the real spec makes, one line an operation and an event.

mod support;

use std::fmt::Write as _;

use codegen::{lower, rust};

#[test]
fn surface() {
    let api = codegen::resolve(&support::real_spec()).expect("the spec is right");
    let crate_ = lower::lower_api(&api).expect("its names are right");
    let mut lines = String::new();
    for file in &crate_.files {
        let module = file.path.trim_end_matches(".rs").trim_end_matches("/mod").replace('/', "::");
        for item in &file.items {
            match item {
                rust::Item::Operation(operation) => writeln!(lines, "{}", operation_line(&module, operation)),
                rust::Item::Object(object) => writeln!(lines, "type {module}::{}", object.name),
                rust::Item::Choice(choice) => writeln!(lines, "enum {module}::{}", choice.name),
                rust::Item::Union(union) => writeln!(lines, "union {module}::{}", union.name),
                rust::Item::Events(events) => events.events.iter().try_for_each(|event| {
                    let envelope = events.envelope.as_ref().expect("deliveries have an envelope");
                    writeln!(lines, "event Event::{}({}<{}>)", event.variant, envelope.name, type_name(&event.data))
                }),
                _ => Ok(()),
            }
            .expect("a text takes any line");
        }
    }
    assert_eq!(lines.lines().filter(|line| line.starts_with("op ")).count(), support::listed("operation"));
    assert_eq!(lines.lines().filter(|line| line.starts_with("event ")).count(), support::listed_matches());
    insta::assert_snapshot!(lines);
}

/// `op users::Create(returnFull, body: Vec<NewUser>) -> BatchResult = POST /v1/user/create`
fn operation_line(module: &str, operation: &rust::Operation) -> String {
    let resource = module.split("::").next().unwrap_or_default();
    let mut parameters: Vec<String> =
        operation.parameters.iter().map(|(_, field)| format!("{}: {}", field.ident, type_name(&field.type_))).collect();
    parameters.extend(operation.open_query.then(|| "query".to_owned()));
    match &operation.body {
        rust::Body::Empty => {}
        rust::Body::Open => parameters.push("body".to_owned()),
        rust::Body::Typed(field) => parameters.push(format!("body: {}", type_name(&field.type_))),
    }
    let endpoint = &operation.endpoint;
    let assumed = if endpoint.assumed.is_empty() {
        String::new()
    } else {
        format!(" (assumed: {})", endpoint.assumed.join(", "))
    };
    format!(
        "op {resource}::{}({}) -> {} = {} {}{assumed}",
        operation.name,
        parameters.join(", "),
        type_name(&operation.output),
        endpoint.method.to_uppercase(),
        endpoint.path,
    )
}

fn type_name(path: &rust::Path) -> String {
    let arguments: Vec<String> = path.arguments.iter().map(type_name).collect();
    if arguments.is_empty() { path.name.clone() } else { format!("{}<{}>", path.name, arguments.join(", ")) }
}
