//! What becomes of a delivery, how the sender is told, and what an observer is told.

use std::error::Error;
use std::fmt;

/// What became of a delivery, with the HTTP status that says so.
///
/// 200 means that somebody here has the delivery: the handler, or the dead letters. Whatever may turn out well when it
/// is sent again is a 503 with `Retry-After`; whether a sender sends again is his own affair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// 200: the handler took it. An event that the spec does not know goes to the handler like any other.
    Handled,
    /// 200: it was handled before, and the handler was not asked again.
    Duplicate,
    /// 200: a known event that cannot be read, which the dead letters took. The same bytes will not fit the next time
    /// either, so there is nothing that sending again could mend.
    DeadLettered,
    /// 400: no JSON object. The dead letters were given it, if there are any.
    NotAnEvent,
    /// 400: the body broke off. Nobody was given it.
    CutOff,
    /// 404: the secret is missing or none of the valid ones. Not 401, so that who does not know the secret does not
    /// learn that there is a receiver, either; so this is looked at before all else.
    WrongSecret,
    /// 405: not a POST.
    WrongMethod,
    /// 413: the body is longer than the limit. No more of it than that was kept.
    TooLarge,
    /// 422: a known event that cannot be read, and there are no dead letters to take it.
    Unreadable,
    /// 503: the same delivery is with the handler right now. Not 409, which a sender may take for a final no: if the
    /// handler fails, this copy is the one that matters.
    Busy,
    /// 503: the handler, the dead letters or the duplicate guard failed. The claim is released, so that the delivery
    /// counts as new when it is sent again.
    Failed,
}

impl Outcome {
    /// The HTTP status that the sender is answered.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Handled | Self::Duplicate | Self::DeadLettered => 200,
            Self::NotAnEvent | Self::CutOff => 400,
            Self::WrongSecret => 404,
            Self::WrongMethod => 405,
            Self::TooLarge => 413,
            Self::Unreadable => 422,
            Self::Busy | Self::Failed => 503,
        }
    }

    /// Its name, for logs and metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Handled => "handled",
            Self::Duplicate => "duplicate",
            Self::DeadLettered => "dead_lettered",
            Self::NotAnEvent => "not_an_event",
            Self::CutOff => "cut_off",
            Self::WrongSecret => "wrong_secret",
            Self::WrongMethod => "wrong_method",
            Self::TooLarge => "too_large",
            Self::Unreadable => "unreadable",
            Self::Busy => "busy",
            Self::Failed => "failed",
        }
    }

    /// The body of the answer: its name, but for a wrong secret, which is answered as if nothing were there.
    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::WrongSecret => "not_found",
            other => other.as_str(),
        }
    }

    /// The header that the status calls for, if any.
    pub(super) const fn header(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::WrongMethod => Some(("allow", "POST")),
            Self::Busy | Self::Failed => Some(("retry-after", "5")),
            _ => None,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What an observer is told of a delivery. It holds no value of the delivery; an error's text is its author's.
#[derive(Debug)]
#[non_exhaustive]
pub struct Report<'r> {
    /// What became of it.
    pub outcome: Outcome,
    /// The event's name in the spec, as far as it was told.
    pub event: Option<&'static str>,
    /// How many bytes the body has; 0 where it was not read.
    pub bytes: usize,
    /// What the handler, the dead letters or the guard failed with. None where one of them panicked.
    pub error: Option<&'r (dyn Error + 'static)>,
}

impl<'r> Report<'r> {
    pub(super) const fn new(outcome: Outcome, event: Option<&'static str>, bytes: usize) -> Self {
        Self { outcome, event, bytes, error: None }
    }

    pub(super) const fn with(mut self, error: Option<&'r (dyn Error + 'static)>) -> Self {
        self.error = error;
        self
    }

    #[cfg(feature = "tracing")]
    pub(super) fn trace(&self) {
        let (event, outcome, bytes) = (self.event.unwrap_or_default(), self.outcome.as_str(), self.bytes);
        if self.outcome.status() == 200 {
            tracing::debug!(event, outcome, bytes, "delivery");
        } else {
            tracing::warn!(event, outcome, bytes, "delivery");
        }
    }
}
