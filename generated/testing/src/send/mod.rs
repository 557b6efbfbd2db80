//! Delivering fixtures to a receiver that runs, and telling what it answered.

mod options;
mod plan;
mod report;

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use ureq::http::Uri;

pub use options::{Call, Faults, Options, SendError, USAGE, parse};
pub use plan::{Delivery, Plan};
pub use report::Report;

/// Runs shorter than this show no progress bar.
const LONG: Duration = Duration::from_secs(1);

/// Sends the deliveries one after another. A receiver that does not answer is counted, it stops nothing.
///
/// # Errors
/// An address or a header that cannot be used.
pub fn send(options: &Options) -> Result<Report, SendError> {
    let target = target(&options.to)?;
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(None)
        .timeout_global(Some(options.timeout))
        .user_agent("")
        .build()
        .into();
    let plan = Plan::new(options);
    let (bar, started) = (hidden_bar(plan.expected()), Instant::now());
    let mut report = Report::default();
    for delivery in plan {
        if bar.is_hidden() && started.elapsed() > LONG {
            bar.set_draw_target(ProgressDrawTarget::stderr()); // Draws on a terminal only.
        }
        deliver(&agent, &target, options, &delivery, &mut report)?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    report.elapsed = started.elapsed();
    Ok(report)
}

fn target(to: &str) -> Result<Uri, SendError> {
    let uri: Uri = to.parse().map_err(|_| SendError::new("the address of the receiver is not a URL"))?;
    match (uri.scheme_str(), uri.host()) {
        (Some("http"), Some(_)) => Ok(uri),
        (Some("https"), _) => Err(SendError::new("only http:// is spoken; put the receiver's plain port here")),
        _ => Err(SendError::new("the address of the receiver is not an http:// URL")),
    }
}

fn deliver(
    agent: &ureq::Agent,
    target: &Uri,
    options: &Options,
    delivery: &Delivery,
    report: &mut Report,
) -> Result<(), SendError> {
    let given = options.headers.iter().map(|(name, value)| (&**name, &**value));
    let headers = delivery.headers.iter().copied().chain(given);
    let request = agent.post(target).header("content-type", "application/json");
    let request = headers.fold(request, |request, (name, value)| request.header(name, value));
    let started = Instant::now();
    let answer = request.send(&delivery.body[..]).and_then(|mut answer| {
        let status = answer.status().as_u16();
        answer.body_mut().read_to_vec().map(|_| status) // The connection is used again only when all is read.
    });
    match answer {
        Ok(status) => report.answered(status, started.elapsed()),
        Err(ureq::Error::Http(_)) => return Err(SendError::new("a header cannot be sent as it is")),
        Err(error) => report.failed(reason(&error)),
    }
    Ok(())
}

/// Why there was no answer, in few words: a count of each is shown, and nothing of the address.
fn reason(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Io(error) => error.kind().to_string(),
        ureq::Error::Timeout(_) => "timed out".to_owned(),
        ureq::Error::ConnectionFailed => "connection failed".to_owned(),
        ureq::Error::HostNotFound => "host not found".to_owned(),
        ureq::Error::Protocol(_) => "the answer is not HTTP".to_owned(),
        _ => "no answer that can be read".to_owned(),
    }
}

fn hidden_bar(length: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::hidden());
    match ProgressStyle::with_template("{bar:40} {pos}/{len} {per_sec} {eta}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
