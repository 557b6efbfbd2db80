//! Types for values that come in more than one JSON form; each keeps the form that came.

mod change;
mod embedded;
mod flag;
mod local_date_time;
mod secret;
mod stamp;
mod text;
mod utc_offset;

pub use change::Change;
pub use embedded::Embedded;
pub use flag::Flag;
pub use local_date_time::{Civil, LocalDateTime};
pub use secret::Secret;
pub use stamp::{UnixMillis, UnixSeconds};
pub use text::{Digits, Label};
pub use utc_offset::UtcOffset;
