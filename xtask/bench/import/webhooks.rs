//! Reads every sample payload of a file into its event and writes it back: `webhooks INDEX.json CAPTURED.jsonl`. Each entry of
//! the file has the `name` of an event, which the header says, and `examples`, whole deliveries. The second file is written:
//! the deliveries as `cargo xtask absorb` takes them.

use serde_json::Value;
use serde_json::value::RawValue;
use webhooks::api::Event;

/// Says which event a delivery is.
const HEADER: &str = "x-github-event";

#[derive(serde::Deserialize)]
struct Entry<'a> {
    name: String,
    #[serde(borrow)]
    examples: Vec<&'a RawValue>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [index, captured] = &arguments[..] else { return Err("usage: webhooks INDEX.json CAPTURED.jsonl".into()) };
    let text = std::fs::read_to_string(index)?;
    let entries: Vec<Entry> = serde_json::from_str(&text)?;
    std::fs::write(captured, capture(&entries)?)?;
    let (mut all, mut read, mut back) = (0, 0, 0);
    for entry in &entries {
        for (index, example) in entry.examples.iter().enumerate() {
            all += 1;
            let headers = |name: &str| (name == HEADER).then_some(entry.name.as_str());
            let event = match Event::parse_with(headers, example.get().as_bytes()) {
                Ok(Event::Unknown(_)) => {
                    println!("unknown: {} {index}: action {}", entry.name, action(example.get()));
                    continue;
                }
                Ok(event) => event,
                Err(error) => {
                    println!("not read: {} {index}: {error}", entry.name);
                    continue;
                }
            };
            read += 1;
            let written = serde_json::to_string(&event)?;
            // With `arbitrary_precision` numbers are compared by their digits.
            let (before, after): (Value, Value) = (serde_json::from_str(example.get())?, serde_json::from_str(&written)?);
            match before == after {
                true => back += 1,
                false => println!("differs: {} {index}: {}", entry.name, difference(&before, &after, "$")),
            }
        }
    }
    println!("{all} payloads, {read} read into their variants, {back} of them written back equal");
    Ok(())
}

/// The deliveries with their headers, one a line.
fn capture(entries: &[Entry]) -> serde_json::Result<String> {
    let mut lines = String::new();
    for Entry { name, examples } in entries {
        for body in examples {
            let body: Value = serde_json::from_str(body.get())?;
            lines += &format!("{}\n", serde_json::json!({ "headers": { HEADER: name }, "body": body }));
        }
    }
    Ok(lines)
}

fn action(payload: &str) -> String {
    let value: Value = serde_json::from_str(payload).unwrap_or_default();
    value["action"].to_string()
}

/// The first place where two values differ.
fn difference(before: &Value, after: &Value, path: &str) -> String {
    match (before, after) {
        (Value::Object(one), Value::Object(other)) => {
            let keys = one.keys().chain(other.keys());
            let found = keys.filter(|key| one.get(*key) != other.get(*key)).next();
            found.map_or_else(String::new, |key| match (one.get(key), other.get(key)) {
                (Some(one), Some(other)) => difference(one, other, &format!("{path}.{key}")),
                (one, _) => format!("{path}.{key} is {} there before and {} after", one.is_some(), one.is_none()),
            })
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let found = (0..one.len()).find(|index| one[*index] != other[*index]);
            found.map_or_else(String::new, |index| difference(&one[index], &other[index], &format!("{path}[{index}]")))
        }
        _ => format!("{path}: {before} and {after}"),
    }
}
