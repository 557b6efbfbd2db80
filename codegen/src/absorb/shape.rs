//! What many samples of one value have in common: how often which form came, and no value of them.

use super::json::{Json, is_name, parse_inside};

/// How often a value came in which form.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Shape {
    pub(super) count: usize,
    pub(super) null: usize,
    pub(super) blank: usize,
    pub(super) boolean: usize,
    pub(super) integer: usize,
    /// Whole numbers of more than ten digits: ids, and phone numbers.
    pub(super) long: usize,
    pub(super) number: usize,
    /// Texts that are neither blank nor JSON.
    pub(super) text: usize,
    /// The items of all lists.
    pub(super) list: Option<Box<Shape>>,
    /// The fields of all objects.
    pub(super) object: Option<Fields>,
    /// What texts hold as JSON, an object or a list.
    pub(super) encoded: Option<Box<Shape>>,
}

/// The fields of all samples of an object.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Fields {
    /// By name, in the order of the first sample that has it.
    pub(super) named: Vec<(String, Shape)>,
    /// Of all keys that are no names, but data.
    pub(super) odd: Option<Box<Shape>>,
}

impl Shape {
    /// The shape of one value.
    pub(super) fn of(value: &Json) -> Self {
        let mut shape = Self { count: 1, ..Self::default() };
        match value {
            Json::Null => shape.null = 1,
            Json::Boolean(_) => shape.boolean = 1,
            Json::Integer(number) => {
                shape.integer = 1;
                shape.long = usize::from(number.unsigned_abs() >= 10_000_000_000);
            }
            Json::Number => shape.number = 1,
            Json::Text(text) if text.is_empty() => shape.blank = 1,
            Json::Text(text) => match parse_inside(text) {
                Some(inside) => shape.encoded = Some(Box::new(Self::of(&inside))),
                None => shape.text = 1,
            },
            Json::List(items) => {
                let mut all = Self::default();
                items.iter().for_each(|item| all.merge(&Self::of(item)));
                shape.list = Some(Box::new(all));
            }
            Json::Object(entries) => {
                let mut fields = Fields::default();
                entries.iter().for_each(|(key, value)| fields.add(key, &Self::of(value)));
                shape.object = Some(fields);
            }
        }
        shape
    }

    /// Takes in what other samples showed.
    pub(super) fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.null += other.null;
        self.blank += other.blank;
        self.boolean += other.boolean;
        self.integer += other.integer;
        self.long += other.long;
        self.number += other.number;
        self.text += other.text;
        merge_into(&mut self.list, other.list.as_deref());
        merge_into(&mut self.encoded, other.encoded.as_deref());
        if let Some(fields) = &other.object {
            self.object.get_or_insert_default().merge(fields);
        }
    }

    /// The forms that came, in words; of a value that is nothing, none.
    pub(super) fn forms(&self) -> Vec<&'static str> {
        let came = [
            (self.boolean > 0, "a boolean"),
            (self.integer > 0, "a whole number"),
            (self.number > 0, "a number"),
            (self.text > 0, "a text"),
            (self.encoded.is_some(), "JSON in a text"),
            (self.list.is_some(), "a list"),
            (self.object.is_some(), "an object"),
        ];
        came.into_iter().filter(|(came, _)| *came).map(|(_, form)| form).collect()
    }
}

impl Fields {
    fn add(&mut self, key: &str, shape: &Shape) {
        if !is_name(key) {
            self.odd.get_or_insert_default().merge(shape);
            return;
        }
        match self.named.iter_mut().find(|(name, _)| name == key) {
            Some((_, known)) => known.merge(shape),
            None => self.named.push((key.to_owned(), shape.clone())),
        }
    }

    fn merge(&mut self, other: &Self) {
        other.named.iter().for_each(|(name, shape)| self.add(name, shape));
        merge_into(&mut self.odd, other.odd.as_deref());
    }

    /// One shape for the values of all keys.
    pub(super) fn values(&self) -> Shape {
        let mut all = Shape::default();
        self.named.iter().for_each(|(_, shape)| all.merge(shape));
        self.odd.iter().for_each(|shape| all.merge(shape));
        all
    }
}

fn merge_into(known: &mut Option<Box<Shape>>, other: Option<&Shape>) {
    if let Some(other) = other {
        known.get_or_insert_default().merge(other);
    }
}
