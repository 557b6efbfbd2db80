//! `enum` and `const`.

use super::findings::FindingKind;
use super::model::{Enum, Expr, Value as EnumValue};
use super::reader::Reader;
use super::schema::Shape;
use super::source::{At, Value};
use super::view::View;

/// The values of an enum, of one form.
pub(super) struct Values {
    pub(super) integer: bool,
    pub(super) list: Vec<EnumValue>,
}

/// A longer text is no key of YAML.
const LONGEST: usize = 200;

impl Values {
    pub(super) fn into_enum(self) -> Enum {
        Enum { integer: self.integer, values: self.list }
    }
}

impl<'a> Reader<'a> {
    /// What the values that a schema lists make of it; none if it lists none.
    pub(super) fn values(&mut self, view: &View<'a>, types: &[&str]) -> Option<Shape<'a>> {
        let listed = listed(view);
        if listed.is_empty() {
            return self.values_of_members(view);
        }
        let of = |wanted: fn(&Value) -> bool| listed.iter().all(|at| wanted(at.value()));
        let texts: Vec<String> = listed.iter().filter_map(|at| at.scalar()).collect();
        if of(|value| matches!(value, Value::Boolean(_))) && types != ["string"] {
            return Some(Shape::Plain(Expr::Boolean));
        }
        let is_integer = |text: &String| text.parse::<i64>().is_ok_and(|number| number.to_string() == *text);
        let all_numbers = of(|value| matches!(value, Value::Number(_)));
        let integer = all_numbers && types != ["string"] && texts.iter().all(is_integer);
        let text = types == ["string"] || (of(|value| matches!(value, Value::Text(_))) && types.len() < 2);
        match (integer, text) {
            (false, true) if types == ["integer"] => Some(Shape::Plain(Expr::Integer)),
            (false, true) if !types.is_empty() && types != ["string"] => Some(Shape::Plain(Expr::Any)),
            (true, _) | (_, true) => {
                let list = self.named_values(view, texts);
                if list.is_empty() {
                    return Some(Shape::Plain(Expr::String));
                }
                Some(Shape::Enum(Values { integer, list }))
            }
            (false, false) => {
                let at = view.get("enum").or_else(|| view.get("const")).filter(|_| !all_numbers);
                if let Some(at) = at.filter(|at| self.told.insert(at.id)) {
                    self.findings.push(FindingKind::MixedEnum, at, texts.join(", "));
                }
                Some(Shape::Plain(if all_numbers { Expr::Number } else { Expr::Any }))
            }
        }
    }

    /// The values with the names and meanings that extensions give them; each once.
    fn named_values(&mut self, view: &View<'a>, texts: Vec<String>) -> Vec<EnumValue> {
        let extension = |keys: [&str; 2]| keys.into_iter().find_map(|key| view.get(key));
        let names = extension(["x-enum-varnames", "x-enumNames"]);
        let docs = extension(["x-enum-descriptions", "x-enumDescriptions"]);
        let nth = |of: Option<At<'a>>, index: usize, wire: &str| {
            let of = of?;
            of.items().nth(index).or_else(|| of.get(wire)).and_then(At::text).map(str::to_owned)
        };
        let mut list: Vec<EnumValue> = Vec::new();
        for (index, wire) in texts.into_iter().enumerate() {
            if wire.len() > LONGEST || wire.contains(['\n', '\r']) {
                if let Some(at) = view.get("enum") {
                    self.findings.push(FindingKind::MixedEnum, at, &*wire);
                }
                continue;
            }
            if list.iter().all(|known| known.wire != wire) {
                let (name, doc) = (nth(names, index, &wire), nth(docs, index, &wire));
                list.push(EnumValue { wire, name, doc: doc.filter(|doc| !doc.trim().is_empty()) });
            }
        }
        list
    }

    /// Alternatives that are values each, and those beside any text: `anyOf: [string, enum]`.
    fn values_of_members(&mut self, view: &View<'a>) -> Option<Shape<'a>> {
        let [group] = &view.groups[..] else { return None };
        let mut list: Vec<EnumValue> = Vec::new();
        for member in &group.members {
            let member = self.view(&[*member]);
            if !member.groups.is_empty() {
                return None;
            }
            let types = self.types(&member);
            let values = listed(&member);
            if values.is_empty() && types == ["string"] {
                continue;
            }
            let texts: Vec<String> = values.iter().filter_map(|at| at.text().map(str::to_owned)).collect();
            if texts.is_empty() || texts.len() < values.len() {
                return None;
            }
            let doc = member.text("description").or_else(|| member.text("title")).filter(|_| texts.len() == 1);
            for named in self.named_values(&member, texts) {
                if list.iter().all(|known| known.wire != named.wire) {
                    list.push(EnumValue { doc: named.doc.or_else(|| doc.clone()), ..named });
                }
            }
        }
        (!list.is_empty()).then_some(Shape::Enum(Values { integer: false, list }))
    }
}

/// The values that all of the schemas allow, without null.
fn listed<'a>(view: &View<'a>) -> Vec<At<'a>> {
    let mut listed: Option<Vec<At<'a>>> = None;
    for (at, _) in &view.nodes {
        let values: Vec<At<'a>> = match (at.get("const"), at.get("enum")) {
            (Some(only), _) => vec![only],
            (None, Some(values)) => values.items().collect(),
            (None, None) => continue,
        };
        let values: Vec<At<'a>> = values.into_iter().filter(|at| !at.is_null()).collect();
        listed = Some(match listed {
            None => values,
            Some(before) => {
                let common = before.iter().filter(|one| values.iter().any(|other| one.scalar() == other.scalar()));
                let common: Vec<At<'a>> = common.copied().collect();
                if common.is_empty() { values } else { common }
            }
        });
    }
    listed.unwrap_or_default().into_iter().collect()
}
