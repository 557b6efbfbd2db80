//! How much of an API is known, and how well. Data only: who asked prints it.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::Place;
use crate::file_tree::FileTree;
use crate::ir::{Api, Event, EventForm, Family, Field, Kind, Level, Method, Operation, Part, Resource, Source, Title};

/// What is known of an API, group by group.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// What the vendor calls the API.
    pub title: Title,
    /// The resources with their operations.
    pub resources: Vec<Group>,
    /// The event families with their events.
    pub families: Vec<Group>,
    /// The fields of all groups and of the delivery around the events. One that several groups share counts once.
    pub fields: usize,
    /// The example files of all groups. One that several nodes show counts once.
    pub examples: usize,
}

/// A resource or an event family.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name in the spec.
    pub name: String,
    /// What the vendor calls it.
    pub title: Title,
    /// Its file, as the spec's folder names it.
    pub file: String,
    /// Its operations or events in the order of the spec.
    pub nodes: Vec<Node>,
    /// The fields that its parameters and types have, each once.
    pub fields: usize,
}

/// An operation or an event.
#[derive(Clone, Debug)]
pub struct Node {
    /// `group.name`.
    pub id: String,
    /// What the vendor calls it.
    pub title: Title,
    /// What it does, in one line.
    pub summary: Option<String>,
    /// How well it is known: as well as its weakest part.
    pub grade: Grade,
    /// How well each of its parts is known.
    pub parts: Vec<(Part, Grade)>,
    /// How it is called, or by which values it is told from others.
    pub form: Form,
    /// The line of its file, counted from 1.
    pub line: usize,
    /// The page that it is known from.
    pub source: Option<Source>,
    /// Its example files.
    pub examples: Vec<String>,
}

/// What a node is on the wire.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// An operation's method and path.
    Call(Method, String),
    /// The values by path that tell an event from others.
    Match(Vec<(String, String)>),
    /// An event that is only listed; this is missing.
    Catalogued(String),
}

/// How well something is known. Strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// As well as the evidence says.
    Known(Level),
    /// Not at all: the event is only listed.
    Catalogued,
}

/// The parts of an operation.
pub const OPERATION_PARTS: [Part; 4] = [Part::Method, Part::Path, Part::Body, Part::Returns];
/// The parts of an event.
pub const EVENT_PARTS: [Part; 2] = [Part::Match, Part::Data];

impl Grade {
    /// All grades, strongest first.
    pub const ALL: [Self; 5] = [
        Self::Known(Level::Documented),
        Self::Known(Level::Titled),
        Self::Known(Level::Observed),
        Self::Known(Level::Assumed),
        Self::Catalogued,
    ];
}

/// How often each grade occurs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<Grade, usize>);

impl Tally {
    /// How often a grade occurs.
    #[must_use]
    pub fn of(&self, grade: Grade) -> usize {
        self.0.get(&grade).copied().unwrap_or_default()
    }

    /// The grades that occur, strongest first, and how often.
    pub fn iter(&self) -> impl Iterator<Item = (Grade, usize)> {
        self.0.iter().map(|(grade, count)| (*grade, *count))
    }

    /// How much was counted.
    #[must_use]
    pub fn total(&self) -> usize {
        self.0.values().sum()
    }
}

impl FromIterator<Grade> for Tally {
    fn from_iter<I: IntoIterator<Item = Grade>>(grades: I) -> Self {
        let mut tally = Self::default();
        grades.into_iter().for_each(|grade| *tally.0.entry(grade).or_default() += 1);
        tally
    }
}

impl Node {
    /// How well one of its parts is known.
    #[must_use]
    pub fn grade_of(&self, part: Part) -> Grade {
        self.parts.iter().find(|(known, _)| *known == part).map_or(self.grade, |(_, grade)| *grade)
    }

    /// Whether all of it is documented and an example shows it.
    #[must_use]
    pub fn is_sampled(&self) -> bool {
        self.grade == Grade::Known(Level::Documented) && !self.examples.is_empty()
    }

    /// Whether the title tells an operation's method and nothing tells its path.
    #[must_use]
    pub fn is_titled(&self) -> bool {
        let is = |part, level| self.grade_of(part) == Grade::Known(level);
        is(Part::Method, Level::Titled) && is(Part::Path, Level::Assumed)
    }

    /// Whether it is an event that can be told from others.
    #[must_use]
    pub const fn is_matched(&self) -> bool {
        matches!(self.form, Form::Match(_))
    }
}

impl Coverage {
    /// All operations.
    pub fn operations(&self) -> impl Iterator<Item = &Node> {
        self.resources.iter().flat_map(|group| &group.nodes)
    }

    /// All events.
    pub fn events(&self) -> impl Iterator<Item = &Node> {
        self.families.iter().flat_map(|group| &group.nodes)
    }
}

/// Counts what is known of an API. The files are those that it was read from.
#[must_use]
pub fn measure(api: &Api, files: &FileTree) -> Coverage {
    let resources: Vec<Group> = api.resources.iter().map(|resource| measure_resource(api, resource, files)).collect();
    let families: Vec<Group> = api.families.iter().map(|family| measure_family(api, family, files)).collect();
    let nodes = || resources.iter().chain(&families).flat_map(|group| &group.nodes);
    let mut fields = BTreeSet::new();
    let operations = api.resources.iter().flat_map(|resource| &resource.operations);
    operations.for_each(|operation| add_operation_fields(api, operation, &mut fields));
    let events = api.families.iter().flat_map(|family| &family.events);
    events.for_each(|event| add_event_fields(api, event, &mut fields));
    fields.extend(api.delivery.iter().flat_map(|delivery| &delivery.fields).map(|field| &field.place));
    Coverage {
        title: api.title.clone(),
        fields: fields.len(),
        examples: nodes().flat_map(|node| &node.examples).collect::<BTreeSet<_>>().len(),
        resources,
        families,
    }
}

fn measure_resource(api: &Api, resource: &Resource, files: &FileTree) -> Group {
    let mut fields = BTreeSet::new();
    resource.operations.iter().for_each(|operation| add_operation_fields(api, operation, &mut fields));
    Group {
        name: resource.name.clone(),
        title: resource.title.clone(),
        file: resource.place.file.to_string(),
        nodes: resource.operations.iter().map(|operation| measure_operation(api, operation, files)).collect(),
        fields: fields.len(),
    }
}

fn measure_family(api: &Api, family: &Family, files: &FileTree) -> Group {
    let mut fields = BTreeSet::new();
    family.events.iter().for_each(|event| add_event_fields(api, event, &mut fields));
    Group {
        name: family.name.clone(),
        title: family.title.clone(),
        file: family.place.file.to_string(),
        nodes: family.events.iter().map(|event| measure_event(api, event, files)).collect(),
        fields: fields.len(),
    }
}

fn measure_operation(api: &Api, operation: &Operation, files: &FileTree) -> Node {
    Node {
        id: operation.id.clone(),
        title: operation.title.clone(),
        summary: operation.summary.clone(),
        grade: Grade::Known(operation.evidence.level),
        parts: OPERATION_PARTS.map(|part| (part, Grade::Known(operation.evidence.of(part)))).to_vec(),
        form: Form::Call(operation.method, operation.path.clone()),
        line: line(&operation.place, files),
        source: operation.evidence.source.as_ref().and_then(|id| api.sources.get(id)).cloned(),
        examples: operation.examples.clone(),
    }
}

fn measure_event(api: &Api, event: &Event, files: &FileTree) -> Node {
    let (form, is_matched) = match &event.form {
        EventForm::Matched { keys, .. } => (Form::Match(keys.clone()), true),
        EventForm::Catalogued(missing) => (Form::Catalogued(missing.clone()), false),
    };
    let grade = |level| if is_matched { Grade::Known(level) } else { Grade::Catalogued };
    Node {
        id: event.id.clone(),
        title: event.title.clone(),
        summary: event.summary.clone(),
        grade: grade(event.evidence.level),
        parts: EVENT_PARTS.map(|part| (part, grade(event.evidence.of(part)))).to_vec(),
        form,
        line: line(&event.place, files),
        source: event.evidence.source.as_ref().and_then(|id| api.sources.get(id)).cloned(),
        examples: event.examples.clone(),
    }
}

fn line(place: &Place, files: &FileTree) -> usize {
    place.clone().on_key().line(files.get(&place.file).unwrap_or_default())
}

fn add_operation_fields<'a>(api: &'a Api, operation: &'a Operation, fields: &mut BTreeSet<&'a Place>) {
    fields.extend(operation.parameters().map(|field| &field.place));
    fields.extend(held_fields(api, api.reachable(operation.types())));
}

fn add_event_fields<'a>(api: &'a Api, event: &'a Event, fields: &mut BTreeSet<&'a Place>) {
    fields.extend(held_fields(api, api.reachable(event.form.data_type())));
}

/// Where the fields of the types that are reached stand: an included field stands in the object that it comes from.
fn held_fields(api: &Api, reached: Vec<bool>) -> impl Iterator<Item = &Place> {
    let types = api.types.iter().zip(reached).filter(|(_, reached)| *reached);
    let fields = types.flat_map(|(type_, _)| match &type_.kind {
        Kind::Object(object) => &object.fields[..],
        Kind::Enum(_) | Kind::Union(_) | Kind::Native(_) => &[],
    });
    fields.map(|field: &Field| &field.place)
}
