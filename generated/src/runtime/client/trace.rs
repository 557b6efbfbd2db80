//! What is seen from outside: a span for each call and each attempt, with OpenTelemetry's names. No value of a
//! parameter, no header and no body is ever in one.

#[cfg(feature = "tracing")]
pub(super) use on::{attempt, call, done, within};

#[cfg(not(feature = "tracing"))]
pub(super) use off::{attempt, call, done, within};

#[cfg(feature = "tracing")]
mod on {
    use tracing::field::{Empty, display};
    use tracing::{Instrument, Span, info_span};

    use super::super::base::BaseUrl;
    use super::super::error::Error;
    use crate::runtime::Endpoint;

    /// The span of a call.
    pub(in super::super) fn call(endpoint: &Endpoint) -> Span {
        info_span!("api.call", api.name = endpoint.api.name, api.operation = endpoint.id, otel.kind = "internal")
    }

    /// The span of an attempt. A path that the caller gave has no template: it may hold anything.
    pub(in super::super) fn attempt(endpoint: &Endpoint, template: Option<&str>, base: &BaseUrl, number: u32) -> Span {
        info_span!(
            "http.request",
            otel.kind = "client",
            api.operation = endpoint.id,
            http.request.method = endpoint.method.as_str(),
            url.template = template,
            server.address = base.authority.host(),
            server.port = base.port(),
            http.request.resend_count = number.saturating_sub(1),
            http.response.status_code = Empty,
            api.code = Empty,
            api.request_id = Empty,
            error.type = Empty,
        )
    }

    /// Does the work inside a span.
    pub(in super::super) fn within<F: Future>(span: Span, work: F) -> impl Future<Output = F::Output> {
        work.instrument(span)
    }

    /// Says how an attempt went.
    pub(in super::super) fn done(span: &Span, result: &Result<u16, Error>, request_id: Option<&str>) {
        if span.is_disabled() {
            return;
        }
        let status = result.as_ref().map_or_else(Error::status, |status| Some(*status));
        if let Some(status) = status {
            span.record("http.response.status_code", status);
        }
        let error = result.as_ref().err();
        if let Some(code) = error.and_then(Error::code) {
            span.record("api.code", display(code.as_str()));
        }
        let request_id = match error {
            Some(error) => error.request_id(),
            None => request_id,
        };
        if let Some(request_id) = request_id {
            span.record("api.request_id", request_id);
        }
        if let Some(error) = error {
            span.record("error.type", kind(error));
        }
    }

    /// A word of few for an error.
    fn kind(error: &Error) -> &'static str {
        match error {
            Error::Request { .. } => "request",
            Error::Response(_) => "response",
            Error::Transport { .. } => "transport",
            Error::Timeout { .. } => "timeout",
            Error::Token { .. } => "token",
            Error::Build(_) | Error::Blocking { .. } => "client",
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use super::super::base::BaseUrl;
    use super::super::error::Error;
    use crate::runtime::Endpoint;

    /// No span.
    #[derive(Clone)]
    pub(in super::super) struct Span;

    pub(in super::super) fn call(_: &Endpoint) -> Span {
        Span
    }

    pub(in super::super) fn attempt(_: &Endpoint, _: Option<&str>, _: &BaseUrl, _: u32) -> Span {
        Span
    }

    pub(in super::super) fn within<F>(_: Span, work: F) -> F {
        work
    }

    pub(in super::super) fn done(_: &Span, _: &Result<u16, Error>, _: Option<&str>) {}
}
