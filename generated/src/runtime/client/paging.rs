//! Lists that come in pages, as streams of pages and of items.

use std::collections::BTreeSet;
use std::fmt;
use std::future::poll_fn;
use std::hash::{DefaultHasher, Hasher};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::Serialize;

use super::call::Call;
use super::clock::BoxFuture;
use super::error::Error;
use crate::runtime::{Paged, Response};

/// The pages of a list, each as its items. It ends with an empty page, one that has come before, or an error.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Pages<O: Paged> {
    call: Call<O>,
    /// The next page, or the one that is on its way.
    state: State<O>,
    page: i64,
    seen: BTreeSet<u64>,
}

enum State<O: Paged> {
    Ready,
    Waiting(BoxFuture<'static, Result<Response<O::Output>, Error>>),
    Done,
}

impl<O: Paged> Pages<O> {
    pub(super) fn new(call: Call<O>) -> Self {
        let page = call.operation.page().unwrap_or(1);
        Self { call, state: State::Ready, page, seen: BTreeSet::new() }
    }
}

impl<O> Pages<O>
where
    O: Paged<Item: Serialize, Output: Send> + Unpin + 'static,
{
    /// The next page.
    pub async fn next(&mut self) -> Option<Result<Vec<O::Item>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn land(&mut self, landed: Result<Response<O::Output>, Error>) -> Option<Result<Vec<O::Item>, Error>> {
        self.state = State::Done;
        let items = match landed {
            Ok(response) => O::items(response.data),
            Err(error) => return Some(Err(error)),
        };
        if items.is_empty() || fingerprint(&items).is_some_and(|print| !self.seen.insert(print)) {
            return None;
        }
        if let Some(next) = self.page.checked_add(1) {
            (self.page, self.state) = (next, State::Ready);
        }
        Some(Ok(items))
    }
}

impl<O> Stream for Pages<O>
where
    O: Paged<Item: Serialize, Output: Send> + Unpin + 'static,
{
    type Item = Result<Vec<O::Item>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if matches!(this.state, State::Ready) {
            this.call.operation.set_page(this.page);
            this.state = State::Waiting(Box::pin(this.call.clone().send_with()));
        }
        let State::Waiting(waiting) = &mut this.state else { return Poll::Ready(None) };
        let landed = ready!(waiting.as_mut().poll(context));
        Poll::Ready(this.land(landed))
    }
}

/// What a page is told by: the hash of its items as JSON. One that cannot be written repeats none.
fn fingerprint<T: Serialize>(items: &[T]) -> Option<u64> {
    let mut hash = Hash64(DefaultHasher::new());
    serde_json::to_writer(&mut hash, items).ok()?;
    Some(hash.0.finish())
}

struct Hash64(DefaultHasher);

impl io::Write for Hash64 {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The items of a list, page after page. It ends as [`Pages`] does.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Items<O: Paged> {
    pages: Pages<O>,
    items: std::vec::IntoIter<O::Item>,
}

/// Items are handed on, never pinned.
impl<O: Paged + Unpin> Unpin for Items<O> {}

impl<O: Paged> Items<O> {
    pub(super) fn new(pages: Pages<O>) -> Self {
        Self { pages, items: Vec::new().into_iter() }
    }
}

impl<O> Items<O>
where
    O: Paged<Item: Serialize, Output: Send> + Unpin + 'static,
{
    /// The next item.
    pub async fn next(&mut self) -> Option<Result<O::Item, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<O> Stream for Items<O>
where
    O: Paged<Item: Serialize, Output: Send> + Unpin + 'static,
{
    type Item = Result<O::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.items = page.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<O: Paged> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("operation", &O::ENDPOINT.id).field("page", &self.page).finish_non_exhaustive()
    }
}

impl<O: Paged> fmt::Debug for Items<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}
