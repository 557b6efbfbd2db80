//! What reading a description needs at hand: where `$ref`s lead, the types so far, and what was found.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::findings::{Findings, spot};
use super::model::{Expr, Kind, Model, TypeDef};
use super::reference::References;
use super::source::{At, NodeId, Source};

/// Reads one description.
pub(super) struct Reader<'a> {
    pub(super) source: &'a Source,
    pub(super) model: Model,
    pub(super) findings: Findings,
    pub(super) references: References,
    /// Nodes of which something was said already.
    pub(super) told: BTreeSet<NodeId>,
    /// Types among whose values null is.
    pub(super) nullable_types: BTreeSet<usize>,
    /// Whether anything says which security scheme it wants.
    pub(super) asks_for_security: bool,
    types: BTreeMap<TypeKey, usize>,
    jobs: VecDeque<Job<'a>>,
}

/// The schemas that make a type, and which of several `type`s is meant.
type TypeKey = (Vec<NodeId>, Option<String>);

/// A type that has its place and is not read yet: no chain of `$ref`s is too long for the stack.
pub(super) struct Job<'a> {
    pub(super) id: usize,
    pub(super) starts: Vec<At<'a>>,
    pub(super) only: Option<String>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(source: &'a Source) -> Self {
        Self {
            source,
            model: Model::default(),
            findings: Findings::default(),
            references: References::default(),
            told: BTreeSet::new(),
            nullable_types: BTreeSet::new(),
            asks_for_security: false,
            types: BTreeMap::new(),
            jobs: VecDeque::new(),
        }
    }

    /// The type of these schemas, which gets its place now and is read later.
    pub(super) fn type_of(&mut self, starts: &[At<'a>], only: Option<&str>, words: &[String]) -> Expr {
        let key = (starts.iter().map(|at| at.id).collect(), only.map(str::to_owned));
        if let Some(id) = self.types.get(&key) {
            return Expr::Named(*id);
        }
        let id = self.model.types.len();
        self.types.insert(key, id);
        self.model.types.push(TypeDef {
            name: String::new(),
            words: words.to_vec(),
            is_component: false,
            title: None,
            doc: None,
            deprecated: None,
            kind: Kind::Alias(Expr::Any),
            spot: starts.first().map(|at| spot(*at)).unwrap_or_default(),
        });
        self.jobs.push_back(Job { id, starts: starts.to_vec(), only: only.map(str::to_owned) });
        Expr::Named(id)
    }

    /// The type that a `$ref` names.
    pub(super) fn component(&mut self, target: At<'a>) -> Expr {
        let words = words_of(&target.pointer());
        let expr = self.type_of(&[target], None, &words);
        if let (Expr::Named(id), true) = (&expr, is_component(&target.pointer()))
            && let Some(type_) = self.model.types.get_mut(*id)
        {
            (type_.words, type_.is_component) = (words, true);
        }
        expr
    }

    /// The id of the type of a component, if anything asked for it.
    pub(super) fn component_id(&self, node: NodeId) -> Option<usize> {
        self.types.get(&(vec![node], None)).copied()
    }

    pub(super) fn next_job(&mut self) -> Option<Job<'a>> {
        self.jobs.pop_front()
    }
}

fn is_component(pointer: &str) -> bool {
    let steps: Vec<&str> = pointer.split('/').collect();
    matches!(steps[..], ["#", "components", "schemas", _] | ["#", "definitions" | "$defs", _])
}

/// The words of a place: the component's name, or the last keys that are none of OpenAPI's own.
pub(super) fn words_of(pointer: &str) -> Vec<String> {
    const OWN: [&str; 16] = [
        "#",
        "components",
        "schemas",
        "properties",
        "items",
        "schema",
        "content",
        "application~1json",
        "allOf",
        "oneOf",
        "anyOf",
        "definitions",
        "$defs",
        "paths",
        "responses",
        "requestBody",
    ];
    let is_word = |step: &&str| !OWN.contains(step) && !step.bytes().all(|byte| byte.is_ascii_digit());
    let words: Vec<String> =
        pointer.split('/').filter(is_word).map(|step| step.replace("~1", "/").replace("~0", "~")).collect();
    words[words.len().saturating_sub(2)..].to_vec()
}
