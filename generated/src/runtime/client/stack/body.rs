//! Bodies: one that goes out whole, and reading one that comes in pieces.

use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};

use super::super::transport::{TransportError, TransportErrorKind};

/// A body that is there from the beginning.
pub(crate) struct Whole {
    bytes: Option<Bytes>,
    done: bool,
}

impl Whole {
    /// No bytes are a body too where the method takes one: an empty one, and its length is told.
    pub(super) fn new(bytes: Option<Bytes>, takes_body: bool) -> Self {
        Self { done: bytes.is_none() && !takes_body, bytes }
    }
}

impl Body for Whole {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        self.done = true;
        Poll::Ready(self.bytes.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.done
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, Bytes::len) as u64)
    }
}

/// Reads a body to its end, as long as it is no longer than so; one that comes in one piece is not copied.
pub(super) async fn read(mut body: Incoming, limit: usize) -> Result<Bytes, TransportError> {
    let announced = body.size_hint().lower();
    if announced > limit as u64 {
        return Err(TransportError::new(TransportErrorKind::TooLarge));
    }
    let mut first = Bytes::new();
    let mut all: Vec<u8> = Vec::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let frame = frame.map_err(|error| TransportError::new(TransportErrorKind::Truncated).with_source(error))?;
        let Ok(data) = frame.into_data() else { continue };
        if first.len().max(all.len()) + data.len() > limit {
            return Err(TransportError::new(TransportErrorKind::TooLarge));
        }
        if first.is_empty() && all.is_empty() {
            first = data;
            continue;
        }
        if all.is_empty() {
            all.reserve_exact(usize::try_from(announced).unwrap_or(0).max(first.len() + data.len()));
            all.extend_from_slice(&std::mem::take(&mut first));
        }
        all.extend_from_slice(&data);
    }
    Ok(if all.is_empty() { first } else { all.into() })
}
