//! A made-up API of any size, the same for the same seed.

use std::collections::BTreeSet;

use crate::random::Random;

/// How many resources and event families the operations and events are spread over.
pub(crate) const GROUPS: usize = 20;
const SEED: u64 = 0x6a69_6e67;

/// One resource or event family, and the types that only it uses.
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) operations: Vec<Operation>,
    pub(crate) types: Vec<Type>,
    pub(crate) events: Vec<Event>,
    /// The types of the events.
    pub(crate) event_types: Vec<Type>,
}

pub(crate) struct Operation {
    pub(crate) name: String,
    pub(crate) summary: String,
    /// In lower case.
    pub(crate) method: &'static str,
    pub(crate) path: String,
    /// The names of the parameters in the path.
    pub(crate) in_path: Vec<&'static str>,
    pub(crate) query: Vec<Field>,
    /// The type of the body.
    pub(crate) body: Option<String>,
    /// The type of what the envelope holds.
    pub(crate) returns: String,
}

pub(crate) struct Event {
    pub(crate) name: String,
    pub(crate) summary: String,
    /// The type of its data.
    pub(crate) data: String,
}

pub(crate) struct Type {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) kind: Kind,
}

pub(crate) enum Kind {
    Object(Vec<Field>),
    /// The values.
    Enum(Vec<String>),
}

pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) form: Form,
    pub(crate) required: bool,
}

pub(crate) enum Form {
    Text,
    Integer,
    Number,
    Boolean,
    /// Texts by key.
    Map,
    List(Box<Form>),
    Named(String),
}

/// The groups of an API with so many operations and events.
pub(crate) fn groups(operations: usize, events: usize) -> Vec<Group> {
    let mut random = Random::new(SEED);
    let share = |all: usize, group: usize| all / GROUPS + usize::from(group < all % GROUPS);
    (0..GROUPS)
        .map(|index| {
            let name = format!("{}_{index:02}", random.word());
            let mut types = Types { random: &mut random, prefix: camel(&name), made: Vec::new() };
            let operations = (0..share(operations, index)).map(|number| types.operation(&name, number)).collect();
            let own = std::mem::take(&mut types.made);
            types.prefix.push_str("Event");
            let events = (0..share(events, index)).map(|number| types.event(number)).collect();
            Group { name, operations, types: own, events, event_types: types.made }
        })
        .collect()
}

/// `order_07` as `Order07`.
pub(crate) fn camel(name: &str) -> String {
    name.split('_').flat_map(|word| [word[..1].to_uppercase(), word[1..].to_owned()]).collect()
}

/// The types of a group, made as they are needed.
struct Types<'a> {
    random: &'a mut Random,
    prefix: String,
    made: Vec<Type>,
}

impl Types<'_> {
    fn operation(&mut self, group: &str, number: usize) -> Operation {
        let (method, verb, in_path) = match number % 5 {
            0 => ("post", "create", &[][..]),
            1 => ("get", "find", &["id"][..]),
            2 => ("put", "replace", &["id"][..]),
            3 => ("get", "list", &[][..]),
            _ => ("post", "act_on", &["id"][..]),
        };
        let name = format!("{verb}_{}_{number}", self.random.word());
        let id = if in_path.is_empty() { "" } else { "/{id}" };
        let stem = format!("{}{}", self.prefix, camel(&name));
        let query = if method == "get" { self.fields(3, 0, &stem) } else { Vec::new() };
        let returns = format!("{stem}Result");
        if verb == "list" {
            self.page(&returns, &format!("{stem}Item"));
        } else {
            self.object(&returns, 0);
        }
        let body = (method != "get").then(|| format!("{stem}Body"));
        body.iter().for_each(|body| self.object(body, 0));
        let path = format!("/v1/{group}/{name}{id}");
        Operation {
            summary: self.random.sentence(),
            name,
            method,
            path,
            in_path: in_path.to_vec(),
            query,
            body,
            returns,
        }
    }

    fn event(&mut self, number: usize) -> Event {
        let name = format!("{}_changed_{number}", self.random.word());
        let data = format!("{}{}", self.prefix, camel(&name));
        self.object(&data, 0);
        Event { name, summary: self.random.sentence(), data }
    }

    /// A page of a list.
    fn page(&mut self, name: &str, item: &str) {
        self.object(item, 0);
        let field =
            |name: &str, doc: &str, form| Field { name: name.to_owned(), doc: doc.to_owned(), form, required: true };
        let items = Form::List(Box::new(Form::Named(item.to_owned())));
        let fields =
            vec![field("items", "The items of the page.", items), field("total", "How many there are.", Form::Integer)];
        self.made.push(Type {
            name: name.to_owned(),
            doc: "One page of a list.".to_owned(),
            kind: Kind::Object(fields),
        });
    }

    /// An object of 10 to 20 fields, or half of that within another, and the types that it is made of.
    fn object(&mut self, name: &str, depth: usize) {
        let least = if depth == 0 { 10 } else { 5 };
        let count = least + self.random.below(least + 1);
        let place = self.made.len();
        let fields = self.fields(count, depth, name);
        let doc = self.random.sentence();
        self.made.insert(place, Type { name: name.to_owned(), doc, kind: Kind::Object(fields) });
    }

    fn fields(&mut self, count: usize, depth: usize, owner: &str) -> Vec<Field> {
        let mut names = BTreeSet::new();
        let mut fields = Vec::new();
        while fields.len() < count {
            let name = format!("{}_{}", self.random.word(), self.random.word());
            if names.insert(name.clone()) {
                let plain = count <= 3;
                let form = if plain { self.plain() } else { self.form(depth, &format!("{owner}{}", camel(&name))) };
                let required = !plain && self.random.below(4) == 0;
                fields.push(Field { name, doc: self.random.sentence(), form, required });
            }
        }
        fields
    }

    fn plain(&mut self) -> Form {
        match self.random.below(10) {
            0..5 => Form::Text,
            5..8 => Form::Integer,
            8 => Form::Boolean,
            _ => Form::Number,
        }
    }

    fn form(&mut self, depth: usize, name: &str) -> Form {
        match self.random.below(100) {
            0..8 => Form::List(Box::new(self.plain())),
            8..12 => Form::Map,
            12..14 => self.named(name, Self::enumeration),
            14..16 if depth < 2 => self.named(name, |types, name| types.object(name, depth + 1)),
            16..18 if depth < 2 => Form::List(Box::new(self.named(name, |types, name| types.object(name, depth + 1)))),
            _ => self.plain(),
        }
    }

    fn named(&mut self, name: &str, make: impl FnOnce(&mut Self, &str)) -> Form {
        make(self, name);
        Form::Named(name.to_owned())
    }

    fn enumeration(&mut self, name: &str) {
        let count = 3 + self.random.below(6);
        let values: BTreeSet<String> = (0..count).map(|_| self.random.word().to_owned()).collect();
        let kind = Kind::Enum(values.into_iter().collect());
        self.made.push(Type { name: name.to_owned(), doc: self.random.sentence(), kind });
    }
}
