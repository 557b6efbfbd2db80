//! A canary in every secret and every personal field of the API: nothing that is printed or traced may hold it.

mod support;

use std::collections::BTreeSet;

use codegen::{ir, rust};
use serde_json::{Map, Value, json};
use support::consumer::{Consumer, DEPENDENCIES};

/// What stands in the place of texts, and of numbers.
const CANARY: &str = "canary-7f3a";
const NUMBER: i64 = 735_773_577;

#[test]
fn no_canary_is_printed_or_traced() {
    let api = codegen::resolve(&support::real_spec()).expect("the spec is right");
    let crate_ = codegen::lower::lower_api(&api).expect("its names are right");
    let mut planting = Planting { api: &api, planted: BTreeSet::new() };
    let mut lines = String::new();
    let known = || api.resources.iter().flat_map(|resource| &resource.operations);
    for (path, item) in crate_.files.iter().flat_map(|file| file.items.iter().map(move |item| (&file.path, item))) {
        let rust::Item::Operation(operation) = item else { continue };
        let known = known().find(|known| known.id == operation.endpoint.id).expect("an operation of the spec");
        lines.push_str(&planting.operation(path, operation, known));
    }
    assert_eq!(lines.lines().count(), support::listed("operation"));
    for event in api.families.iter().flat_map(|family| &family.events) {
        lines.push_str(&planting.event(event));
    }
    let missed: Vec<_> = hidden(&api).difference(&planting.planted).cloned().collect();
    assert!(missed.is_empty() && planting.planted.len() > 30, "no canary in {missed:?}");
    let consumer = Consumer::new("consumer-canaries", DEPENDENCIES);
    let program = include_str!("programs/canaries.rs").replace("CALLS", &lines);
    consumer.write("src/main.rs", &program.replace("{canary}", CANARY).replace("{number}", &NUMBER.to_string()));
    let told = consumer.cargo(&["run", "--quiet"]);
    assert!(told.starts_with("nothing of "), "{told}");
}

/// The secret and the personal fields of all types and parameters, by type and name.
fn hidden(api: &ir::Api) -> BTreeSet<String> {
    let fields = |of: &str, fields: &[ir::Field]| {
        let hidden = fields.iter().filter(|field| field.secret || field.personal);
        hidden.map(|field| format!("{of}.{}", field.name)).collect::<Vec<_>>()
    };
    let objects = || {
        api.types.iter().filter_map(|type_| match &type_.kind {
            ir::Kind::Object(object) => Some((type_, object)),
            _ => None,
        })
    };
    // Those of an object that is laid flat into others are among theirs.
    let included: BTreeSet<&String> = objects().flat_map(|(_, object)| &object.include).collect();
    let mut hidden: BTreeSet<String> = BTreeSet::new();
    for (type_, object) in objects().filter(|(type_, _)| !included.contains(&type_.name)) {
        hidden.extend(fields(&type_.name, &object.fields));
        let rest = object.rest.iter().filter(|rest| rest.personal);
        hidden.extend(rest.map(|rest| format!("{}.{}", type_.name, rest.name)));
    }
    for operation in api.resources.iter().flat_map(|resource| &resource.operations) {
        let all = [&operation.path_parameters, &operation.query, &operation.headers];
        hidden.extend(all.into_iter().flat_map(|of| fields(&operation.id, of)));
    }
    hidden.extend(api.delivery.iter().flat_map(|delivery| fields(&delivery.name, &delivery.fields)));
    hidden
}

/// Makes values with a canary in every hidden place, and keeps count of these.
struct Planting<'a> {
    api: &'a ir::Api,
    planted: BTreeSet<String>,
}

impl Planting<'_> {
    /// The line of the program that makes a call.
    fn operation(&mut self, path: &str, operation: &rust::Operation, known: &ir::Operation) -> String {
        let module = path.split('/').next().unwrap_or_default();
        let required: Vec<&ir::Field> = known.parameters().filter(|field| !field.type_.is_optional()).collect();
        let mut arguments: Vec<String> =
            required.into_iter().map(|field| read(&self.field(&known.id, field, false, 0))).collect();
        let mut set = "";
        match &known.body {
            ir::Payload::Typed(type_) | ir::Payload::Form(type_) => {
                arguments.push(read(&self.value(type_, false, &[], 0)));
            }
            ir::Payload::Open => set = ".set(\"open\", CANARY).unwrap()",
            ir::Payload::Empty => {}
            ir::Payload::Multipart(_) | ir::Payload::Binary(_) | ir::Payload::Text(_) => {
                panic!("{}: say here how a body of files, bytes or text is filled", known.id);
            }
        }
        let data = match &known.returns {
            ir::Payload::Typed(type_) => self.value(type_, false, &[], 0),
            ir::Payload::Open => json!({ "open": CANARY }),
            ir::Payload::Empty => Value::Null,
            _ => panic!("{}: say here how a result that is no JSON is filled", known.id),
        };
        let call = format!("{module}::{}::new({}){set}", operation.name, arguments.join(", "));
        format!("    stage.call({call}, {:?}).await;\n", data.to_string())
    }

    /// The line of the program that reads an event; none for one that is only listed.
    fn event(&mut self, event: &ir::Event) -> String {
        let (ir::EventForm::Matched { keys, data }, Some(delivery)) = (&event.form, &self.api.delivery) else {
            return String::new();
        };
        let mut body = self.fields(&delivery.name, &delivery.fields, false, 0);
        let data = match data {
            ir::Payload::Typed(type_) => self.value(type_, false, &[], 0),
            _ => json!({ "open": CANARY }),
        };
        body.insert(delivery.data.clone(), data);
        let mut body = Value::Object(body);
        for (path, value) in keys {
            *path.split('.').fold(&mut body, |inner, key| &mut inner[key]) = json!(value);
        }
        format!("    stage.event({:?}, {:?});\n", event.id, body.to_string())
    }

    fn field(&mut self, of: &str, field: &ir::Field, hidden: bool, depth: usize) -> Value {
        if field.secret || field.personal {
            self.planted.insert(format!("{of}.{}", field.name));
        }
        self.value(&field.type_, hidden || field.secret || field.personal, &[], depth)
    }

    /// All fields, and one that nobody knows.
    fn fields(&mut self, of: &str, fields: &[ir::Field], hidden: bool, depth: usize) -> Map<String, Value> {
        let made = fields.iter().map(|field| (field.name.clone(), self.field(of, field, hidden, depth)));
        let mut made: Map<String, Value> = made.collect();
        made.insert("unknown".to_owned(), json!({ "open": CANARY }));
        made
    }

    fn value(&mut self, type_: &ir::Type, hidden: bool, arguments: &[ir::Type], depth: usize) -> Value {
        match type_ {
            ir::Type::Optional(_) if depth > 12 => Value::Null,
            ir::Type::Optional(inner) => self.value(inner, hidden, arguments, depth + 1),
            ir::Type::String if hidden => json!(CANARY),
            ir::Type::String => json!("x"),
            ir::Type::Integer | ir::Type::Number if hidden => json!(NUMBER),
            ir::Type::Integer | ir::Type::Number => json!(1),
            ir::Type::Boolean => json!(true),
            ir::Type::File => json!(CANARY),
            // Of what may be anything no value is ever shown.
            ir::Type::Any => json!({ "open": CANARY }),
            ir::Type::List(inner) => json!([self.value(inner, hidden, arguments, depth + 1)]),
            ir::Type::Map(inner) => json!({ "key": self.value(inner, hidden, arguments, depth + 1) }),
            ir::Type::Encoded(inner) => json!(self.value(inner, hidden, arguments, depth + 1).to_string()),
            ir::Type::Parameter(index) => self.value(&arguments[*index], hidden, &[], depth + 1),
            ir::Type::Named(id, arguments) => self.named(*id, arguments, hidden, depth + 1),
        }
    }

    fn named(&mut self, id: ir::TypeId, arguments: &[ir::Type], hidden: bool, depth: usize) -> Value {
        let api = self.api;
        let type_ = api.type_def(id);
        match &type_.kind {
            ir::Kind::Object(object) => {
                let mut made = self.fields(&type_.name, &object.fields, hidden, depth);
                if let Some(rest) = &object.rest {
                    if rest.personal {
                        self.planted.insert(format!("{}.{}", type_.name, rest.name));
                    }
                    made.remove("unknown");
                    made.insert("code".to_owned(), self.value(&rest.type_, hidden || rest.personal, &[], depth));
                }
                made.into()
            }
            ir::Kind::Enum(of) if of.form == ir::EnumForm::Integer => {
                json!(of.values[0].wire.parse::<i64>().expect("the resolver has looked"))
            }
            ir::Kind::Enum(of) if hidden && of.closed.is_none() => json!(CANARY),
            ir::Kind::Enum(of) => json!(of.values[0].wire),
            ir::Kind::Union(of) => self.value(&of.members[0].type_, hidden, arguments, depth),
            ir::Kind::Native(native) if native.rust == "LocalDateTime" && !hidden => json!("2023-01-09 19:00:57"),
            ir::Kind::Native(native) => {
                let whole = native.forms.iter().find(|form| **form == ir::Type::Integer);
                self.value(whole.or(native.forms.last()).expect("a form"), hidden, arguments, depth)
            }
        }
    }
}

fn read(json: &Value) -> String {
    format!("serde_json::from_str({:?}).unwrap()", json.to_string())
}
