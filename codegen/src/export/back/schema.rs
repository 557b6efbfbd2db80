//! A schema as a type expression.

use serde_yaml::Value;

use super::ReadBackError;
use super::value::{At, items};

/// The type of a schema: the one that stands beside it, or what its form tells.
pub(super) fn expression(names: &dyn Fn(&str) -> Option<String>, at: At) -> Result<String, ReadBackError> {
    if let Some(type_) = at.text("x-type") {
        return Ok(type_.to_owned());
    }
    if let Some(reference) = at.text("$ref") {
        let key = reference.strip_prefix("#/components/schemas/").and_then(names);
        return key.ok_or_else(|| at.error(format!("`{reference}` is no schema of this description")));
    }
    let forms = ["oneOf", "anyOf", "allOf"].into_iter().find_map(|key| Some((key, at.get(key)?)));
    if let Some((key, forms)) = forms {
        return of_forms(names, at, key, forms);
    }
    match at.get("type") {
        None => Ok("any".to_owned()),
        Some(Value::String(name)) => of_name(names, at, name),
        Some(Value::Sequence(all)) => match &all.iter().filter_map(Value::as_str).collect::<Vec<_>>()[..] {
            [name, "null"] | ["null", name] => Ok(format!("{}?", of_name(names, at, name)?)),
            [name] => of_name(names, at, name),
            _ => Err(at.error("more than one JSON type stands here, and no `x-type` says what they are together")),
        },
        Some(_) => Err(at.error("`type` is neither a text nor a list")),
    }
}

/// One form beside null. Any other choice needs a word of its own.
fn of_forms(names: &dyn Fn(&str) -> Option<String>, at: At, key: &str, forms: &Value) -> Result<String, ReadBackError> {
    let is_null = |form: &&Value| form.get("type").and_then(Value::as_str) == Some("null");
    let others: Vec<&Value> = items(Some(forms)).filter(|form| !is_null(form)).collect();
    let has_null = items(Some(forms)).any(|form| is_null(&form));
    let [one] = others[..] else {
        return Err(at.error(format!("no `x-type` says what the forms of `{key}` are together")));
    };
    let way = at.step(key);
    let inner = expression(names, At::below(one, &way))?;
    Ok(if has_null && !inner.ends_with('?') { format!("{inner}?") } else { inner })
}

fn of_name(names: &dyn Fn(&str) -> Option<String>, at: At, name: &str) -> Result<String, ReadBackError> {
    let inner = |key: &'static str| {
        let way = at.step(key);
        at.get(key).map_or(Ok("any".to_owned()), |value| expression(names, At::below(value, &way)))
    };
    match name {
        "string" | "integer" | "number" | "boolean" => Ok(name.to_owned()),
        "array" => Ok(format!("list<{}>", inner("items")?)),
        "object" if at.get("properties").is_none() => match at.get("additionalProperties") {
            Some(Value::Bool(_)) | None => Ok("map<any>".to_owned()),
            Some(_) => Ok(format!("map<{}>", inner("additionalProperties")?)),
        },
        "object" => Err(at.error("an object with fields has no name here: move it to `components/schemas`")),
        _ => Err(at.error(format!("`{name}` is no JSON type that a spec knows"))),
    }
}
