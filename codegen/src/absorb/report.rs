//! What the samples showed, for people.

use std::fmt::Write as _;

use super::Absorbed;
use super::findings::{Misfit, NewField, Owner};
use super::shape::Shape;
use crate::ir::{Field, Kind, TypeId};

impl Absorbed<'_> {
    /// The report: counts, paths in the samples and names, and no value but names of events and of enum values.
    #[must_use]
    pub fn report(&self) -> String {
        let mut out = format!("{}, {}\n", counted(self.files, "file"), counted(self.samples, "sample"));
        self.tell_events(&mut out);
        self.tell_fields(&mut out);
        self.tell_differences(&mut out);
        self.tell_values(&mut out);
        self.tell_absent(&mut out);
        if self.is_known() {
            out.push_str("\nThe samples show nothing that the spec does not say.\n");
        }
        out
    }

    fn tell_events(&self, out: &mut String) {
        section(out, "known events", self.known.iter().map(|(id, count)| format!("{id}: {count}")));
        let unknown = self.unknown.iter().map(|of| {
            let keys = of.keys.iter().map(|(path, value)| format!("{path}: {value}")).collect::<Vec<_>>().join(", ");
            format!("{{ {keys} }}: {}, would be {}.{}", of.count, of.family, of.name)
        });
        section(out, "unknown events", unknown);
        if self.untold > 0 {
            let _ = writeln!(
                out,
                "\n{} that nothing tells: no path that events match on leads to a name in them. \
                 Name the path with `--match PATH`.",
                counted(self.untold, "delivery")
            );
        }
        if let Some((operation, shape)) = self.operation.as_ref().filter(|(_, shape)| shape.count > 0) {
            let line = format!("{}: {} in {}", operation.id, forms(shape), counted(shape.count, "response"));
            section(out, "results whose type the spec does not say", [line].into_iter());
        }
    }

    fn tell_fields(&self, out: &mut String) {
        let mut fields: Vec<(&(Owner, Option<String>), &NewField)> = self.findings.fields.iter().collect();
        fields.sort_by_key(|(_, field)| field.order);
        let lines = fields.into_iter().map(|((owner, name), field)| {
            let of = self.findings.objects.get(owner).map_or(0, |(count, _)| *count);
            let name = name.as_deref().unwrap_or("<keys that may be data>");
            let owner = self.owner_name(*owner);
            format!("{owner}.{name}: {} in {} of {of}, at {}", forms(&field.shape), field.seen.count, field.seen.path)
        });
        section(out, "unknown fields", lines);
    }

    fn tell_differences(&self, out: &mut String) {
        let fields = self.findings.differences.iter().map(|((place, misfit, _), of)| {
            let what = match misfit {
                Misfit::Missing => "missing, though it must be there".to_owned(),
                Misfit::Blank => format!("`\"\"` for {}", of.wanted),
                Misfit::Closed => "a value that the closed enum does not have".to_owned(),
                Misfit::Encoded => format!("JSON in a text for {}", of.wanted),
                _ => format!("{} for {}", of.found, of.wanted),
            };
            format!("{} ({}): {what}, {}, at {}", of.name, place.file, counted(of.seen.count, "time"), of.seen.path)
        });
        let payloads = self.findings.payloads.iter().map(|((path, wanted, found), count)| {
            let path = if path.is_empty() { "the whole" } else { path };
            format!("{path}: {found} for {wanted}, {}", counted(*count, "time"))
        });
        section(out, "types that differ", fields.chain(payloads));
        let codes = self.findings.codes.iter().map(|(code, count)| format!("{code}: {count}"));
        section(out, "codes of errors that no class lists", codes);
    }

    fn tell_values(&self, out: &mut String) {
        let lines = self.findings.values.iter().map(|((id, value), seen)| {
            let value = value.as_ref().map_or("<not shown: it may be data>".to_owned(), |value| format!("`{value}`"));
            format!("{} {value}: {}, at {}", self.api.type_def(*id).name, seen.count, seen.path)
        });
        section(out, "values that no enum lists", lines);
    }

    fn tell_absent(&self, out: &mut String) {
        let lines = self.findings.objects.iter().filter_map(|(owner, (count, seen))| {
            let fields = self.fields_of(*owner).iter().zip(seen);
            let absent: Vec<&str> =
                fields.filter(|(_, count)| **count == 0).map(|(field, _)| field.name.as_str()).collect();
            let owner = self.owner_name(*owner);
            (!absent.is_empty()).then(|| format!("{owner}, in {count}: {}", absent.join(", ")))
        });
        section(out, "fields always absent", lines);
    }

    pub(super) fn owner_name(&self, owner: Owner) -> String {
        match owner {
            Owner::Envelope => "envelope".to_owned(),
            Owner::Delivery => self.api.delivery.as_ref().map(|of| of.name.clone()).unwrap_or_default(),
            Owner::Type(id) => self.api.type_def(id).name.clone(),
        }
    }

    fn fields_of(&self, owner: Owner) -> &[Field] {
        match owner {
            Owner::Envelope => &[],
            Owner::Delivery => self.api.delivery.as_ref().map_or(&[], |of| &of.fields),
            Owner::Type(TypeId(index)) => match &self.api.types[index].kind {
                Kind::Object(object) => &object.fields,
                _ => &[],
            },
        }
    }
}

fn section(out: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    for (index, line) in lines.enumerate() {
        let head = if index == 0 { format!("\n{title}\n") } else { String::new() };
        let _ = writeln!(out, "{head}  {line}");
    }
}

/// The forms of a value, in words.
fn forms(shape: &Shape) -> String {
    let mut forms = shape.forms();
    forms.extend((shape.blank > 0).then_some("a blank text"));
    forms.extend((shape.null > 0).then_some("null"));
    forms.join(", ")
}

fn counted(count: usize, word: &str) -> String {
    let many = word.strip_suffix('y').map_or_else(|| format!("{word}s"), |stem| format!("{stem}ies"));
    format!("{count} {}", if count == 1 { word } else { &many })
}
