//! Hands stored events to a handler.

use std::error::Error;
use std::fmt;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::SystemTime;

use tokio::sync::OwnedSemaphorePermit;
use tokio::task::{JoinError, JoinSet};

use super::intake::Shared;
use super::{Clock, Inbox, InboxError, InboxErrorKind, InboxEvent, InboxStore, Verdict};

/// Why a handler did not do an event. `?` makes one of every error; [`GiveUp`] says that trying again is no use.
pub type HandlerError = Box<dyn Error + Send + Sync>;

/// The error with which a handler makes an event a dead letter at once.
#[derive(Clone, PartialEq, Eq)]
pub struct GiveUp(String);

impl GiveUp {
    /// For this reason, which is stored with the dead letter.
    #[must_use]
    pub fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

impl fmt::Display for GiveUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for GiveUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GiveUp(<{} bytes>)", self.0.len())
    }
}

impl Error for GiveUp {}

impl<S: InboxStore, C: Clock> Inbox<S, C> {
    /// Hands events to `handler` until `stop` is ready; then waits for the handlers that are at work.
    ///
    /// An error of the handler, or a panic, is a failed attempt. A handler that never returns holds its entity, and one of the
    /// places for events handled at the same time, for good: give it a time limit. Has to be called on a tokio runtime with
    /// time enabled; the handlers are tasks of it. When the returned future is dropped, handlers at work are aborted and
    /// their events come again.
    ///
    /// # Errors
    /// [`InboxErrorKind::Running`] if the inbox is run already. Else the store's, after the handlers at work ended; nothing is
    /// lost by that, and `run` may be called again.
    pub async fn run<H, F>(&self, handler: H, stop: impl Future<Output = ()>) -> Result<(), InboxError>
    where
        H: Fn(InboxEvent) -> F + Send + Sync + 'static,
        F: Future<Output = Result<(), HandlerError>> + Send + 'static,
    {
        let Ok(permit) = Arc::clone(&self.shared.runner).try_acquire_owned() else {
            return Err(InboxError::new(InboxErrorKind::Running, "running the inbox"));
        };
        self.shared.store.release().await?;
        let runner = Runner {
            shared: Arc::clone(&self.shared),
            handler: Arc::new(handler),
            permit: Arc::new(permit),
            tasks: JoinSet::new(),
            failed: None,
        };
        runner.run(pin!(stop)).await
    }
}

struct Runner<S, C, H> {
    shared: Arc<Shared<S, C>>,
    handler: Arc<H>,
    permit: Arc<OwnedSemaphorePermit>,
    tasks: JoinSet<Result<(), InboxError>>,
    /// The store's first error.
    failed: Option<InboxError>,
}

/// What ended a wait.
enum Woken {
    Stop,
    Handled(Result<Result<(), InboxError>, JoinError>),
    Look,
}

impl<S, C, H, F> Runner<S, C, H>
where
    S: InboxStore,
    C: Clock,
    H: Fn(InboxEvent) -> F + Send + Sync + 'static,
    F: Future<Output = Result<(), HandlerError>> + Send + 'static,
{
    async fn run(mut self, mut stop: Pin<&mut impl Future<Output = ()>>) -> Result<(), InboxError> {
        while self.failed.is_none() {
            let next_due = match self.fill().await {
                Ok(next_due) => next_due,
                Err(error) => {
                    self.failed = Some(error);
                    break;
                }
            };
            match self.wait(next_due, stop.as_mut()).await {
                Woken::Stop => break,
                Woken::Look => {}
                Woken::Handled(result) => self.note(result),
            }
            while let Some(result) = self.tasks.try_join_next() {
                self.note(result);
            }
        }
        while let Some(result) = self.tasks.join_next().await {
            self.note(result);
        }
        self.failed.map_or(Ok(()), Err)
    }

    /// Starts handlers for what may be handled now. Gives the time at which to look again; none where there is no such time, or
    /// no place.
    async fn fill(&mut self) -> Result<Option<SystemTime>, InboxError> {
        let places = self.shared.concurrency.saturating_sub(self.tasks.len());
        if places == 0 {
            return Ok(None);
        }
        let claims = self.shared.store.claim(self.shared.clock.now(), places).await?;
        for event in claims.events {
            let (shared, handler) = (Arc::clone(&self.shared), Arc::clone(&self.handler));
            let permit = Arc::clone(&self.permit);
            self.tasks.spawn(async move {
                let done = attempt(&*shared, &*handler, event).await;
                drop(permit);
                done
            });
        }
        Ok(claims.next_due)
    }

    /// Waits for whatever comes first: the end, a handler that is done, a new event, or `next_due`.
    async fn wait(&mut self, next_due: Option<SystemTime>, mut stop: Pin<&mut impl Future<Output = ()>>) -> Woken {
        let room = self.tasks.len() < self.shared.concurrency;
        let tasks = &mut self.tasks;
        let mut added = pin!(self.shared.added.notified());
        let mut appended = pin!(self.shared.store.appended());
        let mut timer = pin!(async {
            match next_due {
                Some(due) => self.shared.clock.sleep_until(due).await,
                None => std::future::pending().await,
            }
        });
        let mut looks = |cx: &mut Context<'_>| {
            added.as_mut().poll(cx).is_ready()
                || appended.as_mut().poll(cx).is_ready()
                || timer.as_mut().poll(cx).is_ready()
        };
        poll_fn(|cx| {
            if stop.as_mut().poll(cx).is_ready() {
                return Poll::Ready(Woken::Stop);
            }
            if let Poll::Ready(Some(result)) = tasks.poll_join_next(cx) {
                return Poll::Ready(Woken::Handled(result));
            }
            if room && looks(cx) { Poll::Ready(Woken::Look) } else { Poll::Pending }
        })
        .await
    }

    fn note(&mut self, result: Result<Result<(), InboxError>, JoinError>) {
        let error = match result {
            Ok(Ok(())) => return,
            Ok(Err(error)) => error,
            // The handler's panics are caught, so the store panicked, or the runtime shuts down.
            Err(join) => InboxError::new(InboxErrorKind::Closed, "settling an event").caused_by(join),
        };
        self.failed.get_or_insert(error);
    }
}

/// Hands one event over and notes what became of it.
async fn attempt<S, C, H, F>(shared: &Shared<S, C>, handler: &H, event: InboxEvent) -> Result<(), InboxError>
where
    S: InboxStore,
    C: Clock,
    H: Fn(InboxEvent) -> F,
    F: Future<Output = Result<(), HandlerError>>,
{
    let (id, attempt) = (event.id, event.attempt);
    let last = shared.retry.attempts.max(1);
    let verdict = if attempt > last {
        Verdict::Dead(format!("handed over {} times, the last time without an answer", attempt - 1))
    } else {
        match caught(async move { handler(event).await }).await {
            Ok(()) => Verdict::Done,
            Err(error) if attempt == last || error.is::<GiveUp>() => Verdict::Dead(error.to_string()),
            Err(_) => {
                let wait = shared.retry.wait(attempt, shared.jitter.next());
                let now = shared.clock.now();
                Verdict::Retry(now.checked_add(wait).unwrap_or(now))
            }
        }
    };
    shared.store.settle(id, verdict).await
}

/// The future's result, or an error if it panics; it is not polled again then.
async fn caught(work: impl Future<Output = Result<(), HandlerError>>) -> Result<(), HandlerError> {
    let mut work = pin!(work);
    poll_fn(|cx| match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(cx))) {
        Ok(polled) => polled,
        Err(_) => Poll::Ready(Err("the handler panicked".into())),
    })
    .await
}
