//! How well something is known, part by part.

use super::Level;

/// How well something is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The level of the weakest part.
    pub level: Level,
    /// The parts that can be wrong apart, in a fixed order; none for a node without parts.
    pub parts: Vec<(Part, Level)>,
    /// The id of the source.
    pub source: Option<String>,
    /// The day on which it was seen.
    pub seen: Option<String>,
    /// What the level does not tell.
    pub note: Option<String>,
}

impl Evidence {
    /// The level of one part; of the whole where the node has no such part.
    #[must_use]
    pub fn of(&self, part: Part) -> Level {
        self.parts.iter().find(|(known, _)| *known == part).map_or(self.level, |(_, level)| *level)
    }
}

/// A part of a node that can be wrong apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The HTTP method.
    Method,
    /// The path.
    Path,
    /// Parameters and body.
    Body,
    /// The result.
    Returns,
    /// The match keys of an event.
    Match,
    /// The event's own fields.
    Data,
}

impl Part {
    /// As the YAML writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Method => "method",
            Self::Path => "path",
            Self::Body => "body",
            Self::Returns => "returns",
            Self::Match => "match",
            Self::Data => "data",
        }
    }
}
