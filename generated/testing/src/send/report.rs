//! What was answered, and how fast.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// What became of the deliveries of a run. `Display` is what the program prints.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Report {
    /// Answers by their status.
    pub by_status: BTreeMap<u16, u64>,
    /// Deliveries without an answer, by the reason.
    pub unanswered: BTreeMap<String, u64>,
    /// From the first to the last.
    pub elapsed: Duration,
    /// Of every answer, in microseconds.
    latencies: Vec<u32>,
}

impl Report {
    pub(super) fn answered(&mut self, status: u16, latency: Duration) {
        *self.by_status.entry(status).or_default() += 1;
        self.latencies.push(u32::try_from(latency.as_micros()).unwrap_or(u32::MAX));
    }

    pub(super) fn failed(&mut self, reason: String) {
        *self.unanswered.entry(reason).or_default() += 1;
    }

    /// How many deliveries were sent.
    #[must_use]
    pub fn sent(&self) -> u64 {
        self.by_status.values().chain(self.unanswered.values()).sum()
    }

    /// Whether there was an answer to every delivery, and each a 2xx.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.unanswered.is_empty() && self.by_status.keys().all(|status| (200..300).contains(status))
    }

    /// The time within which so many of a thousand answers came; none where there was no answer.
    #[must_use]
    pub fn latency(&self, per_mille: usize) -> Option<Duration> {
        let mut sorted = self.latencies.clone();
        sorted.sort_unstable();
        let place = (sorted.len() * per_mille).div_ceil(1_000).saturating_sub(1);
        sorted.get(place).map(|micros| Duration::from_micros(u64::from(*micros)))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.elapsed.as_secs_f64();
        let sent = self.sent();
        write!(f, "{sent} sent in {seconds:.2} s, {:.0} a second", sent as f64 / seconds.max(f64::EPSILON))?;
        self.by_status.iter().try_for_each(|(status, count)| write!(f, "\n{count:>9}  {status}"))?;
        self.unanswered.iter().try_for_each(|(reason, count)| write!(f, "\n{count:>9}  no answer: {reason}"))?;
        if let (Some(median), Some(high), Some(most)) = (self.latency(500), self.latency(990), self.latency(1_000)) {
            write!(f, "\nlatency: p50 {median:.1?}, p99 {high:.1?}, max {most:.1?}")?;
        }
        Ok(())
    }
}
