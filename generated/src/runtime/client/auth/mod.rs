//! Access tokens: had once for any number of calls, renewed ahead of their end, and by one flight at a time.

mod flight;
mod store;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, SystemTime};

use tokio::sync::watch;

use super::clock::Chance;
use super::core::Core;
use super::error::{Error, TokenError};
use super::transport::Header;
use crate::runtime::{Secret, TokenPart, Tokens};
pub use store::{MemoryStore, StoreError, Swap, TokenSet, TokenStore};

/// The first wait after a failed flight; it doubles with each that fails.
const BACKOFF: Duration = Duration::from_secs(1);
/// The longest wait after a failed flight.
const BACKOFF_MAX: Duration = Duration::from_secs(60);
/// The longest time ahead of its end at which a token is renewed.
const AHEAD_MAX: Duration = Duration::from_secs(300);

/// Who calls.
pub(super) enum Auth {
    /// Nobody: authenticated operations go out without their headers.
    Nobody,
    /// Always with the same.
    Fixed(Fixed),
    /// With a token that is had when it is needed.
    Renewed(Arc<Renewed>),
}

/// Credentials that stay as they are.
#[derive(Default)]
pub(super) struct Fixed {
    pub(super) headers: Vec<Header>,
    /// Parameters of the query, encoded.
    pub(super) query: String,
    pub(super) cookies: String,
}

/// Credentials that give tokens.
pub(super) struct Renewed {
    pub(super) tokens: &'static Tokens,
    pub(super) app_id: String,
    pub(super) app_secret: Secret,
    /// The refresh token to begin with, while the store is empty.
    pub(super) first_refresh: Option<Secret>,
    /// Whether the operation that needs no token may be sent.
    pub(super) may_acquire: bool,
    /// Whether the operation that takes a refresh token may be sent.
    pub(super) may_refresh: bool,
    pub(super) store: Box<dyn TokenStore>,
    state: Mutex<State>,
}

/// A token in use, and the headers that carry it.
pub(super) struct Current {
    set: TokenSet,
    pub(super) headers: Vec<Header>,
    /// Whether this client got it, and did not find it in the store.
    made: bool,
    /// From then on another one is had in the background.
    renew_at: Option<SystemTime>,
    /// From then on it is not used.
    dead_at: Option<SystemTime>,
}

#[derive(Default)]
struct State {
    current: Option<Arc<Current>>,
    /// Whether the server has rejected the current token.
    rejected: bool,
    /// Whether it has accepted it.
    accepted: bool,
    /// How many tokens in a row were rejected and never accepted.
    unwanted: u32,
    flight: Option<watch::Receiver<Landed>>,
    /// How many flights in a row failed.
    failures: u32,
    /// No flight before then.
    not_before: Option<SystemTime>,
    error: Option<Arc<TokenError>>,
}

/// What a flight brought; nothing while it is in the air.
type Landed = Option<Result<Arc<Current>, Arc<TokenError>>>;

/// What a flight found or made.
struct Got {
    set: TokenSet,
    made: bool,
}

/// What a call that needs a token has to do.
enum Step {
    Use(Arc<Current>),
    Wait(watch::Receiver<Landed>),
    Fail(Arc<TokenError>),
}

impl Renewed {
    pub(super) fn new(tokens: &'static Tokens, app_id: String, app_secret: Secret, store: Box<dyn TokenStore>) -> Self {
        Self {
            tokens,
            app_id,
            app_secret,
            first_refresh: None,
            may_acquire: false,
            may_refresh: false,
            store,
            state: Mutex::default(),
        }
    }

    /// A token that is good, as far as one knows.
    pub(super) async fn token(self: &Arc<Self>, core: &Arc<Core>) -> Result<Arc<Current>, Arc<TokenError>> {
        loop {
            let mut flight = match self.step(core) {
                Step::Use(current) => return Ok(current),
                Step::Fail(error) => return Err(error),
                Step::Wait(flight) => flight,
            };
            // A flight whose runtime was shut down brings nothing, and the next round starts another.
            if let Ok(landed) = flight.wait_for(Option::is_some).await
                && let Some(landed) = landed.clone()
            {
                return landed;
            }
        }
    }

    fn step(self: &Arc<Self>, core: &Arc<Core>) -> Step {
        let now = core.clock.now();
        let mut state = self.lock();
        // One that was lost together with its runtime.
        state.flight.take_if(|flight| flight.has_changed().is_err() && flight.borrow().is_none());
        let waits = state.not_before.is_some_and(|time| now < time);
        let usable = state.current.clone().filter(|current| !state.rejected && !current.is_dead(now));
        if let Some(current) = usable {
            if current.is_due(now) && state.flight.is_none() && !waits {
                // Without a runtime there is none, and the token still holds.
                let _ahead = self.take_off(core, &mut state);
            }
            return Step::Use(current);
        }
        if let Some(flight) = &state.flight {
            return Step::Wait(flight.clone());
        }
        match (waits, &state.error) {
            (true, Some(error)) => Step::Fail(error.clone()),
            _ => self.take_off(core, &mut state),
        }
    }

    /// Starts a flight in a task of its own: whoever waits for it may leave without harm to the others, and a refresh
    /// token that the server has taken is never lost half way.
    fn take_off(self: &Arc<Self>, core: &Arc<Core>, state: &mut State) -> Step {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return Step::Fail(Arc::new(TokenError::Runtime));
        };
        let (landed, flight) = watch::channel(None);
        state.flight = Some(flight.clone());
        let stale = state.current.clone();
        let (this, core) = (self.clone(), Arc::downgrade(core));
        runtime.spawn(async move { this.fly(core, stale, landed).await });
        Step::Wait(flight)
    }

    async fn fly(self: Arc<Self>, core: Weak<Core>, stale: Option<Arc<Current>>, landed: watch::Sender<Landed>) {
        // All who waited are gone, and the client with them.
        let Some(core) = core.upgrade() else { return };
        let result = flight::renew(&self, &core, stale.as_deref()).await;
        let result = self.land(result, &core);
        landed.send_replace(Some(result));
    }

    fn land(&self, result: Result<Got, TokenError>, core: &Core) -> Result<Arc<Current>, Arc<TokenError>> {
        let now = core.clock.now();
        let mut state = self.lock();
        state.flight = None;
        match result.and_then(|got| Current::new(got, self, &core.chance)) {
            Ok(current) => {
                let current = Arc::new(current);
                (state.current, state.rejected, state.accepted) = (Some(current.clone()), false, false);
                Ok(current)
            }
            Err(error) => {
                let error = Arc::new(error);
                state.back_off(error.clone(), now, &core.chance);
                Err(error)
            }
        }
    }

    /// The server takes the token.
    pub(super) fn accept(&self, token: &Arc<Current>) {
        let mut state = self.lock();
        if !state.accepted && state.is_current(token) {
            (state.accepted, state.unwanted) = (true, 0);
            (state.failures, state.not_before, state.error) = (0, None, None);
        }
    }

    /// The server does not take the token, so that the next call gets another. One that it never took makes the client
    /// wait before it asks for yet another.
    pub(super) fn reject(&self, token: &Arc<Current>, core: &Core) {
        let mut state = self.lock();
        if !state.is_current(token) || state.rejected {
            return;
        }
        state.rejected = true;
        // One of the store's may be old, and among many calls at once the rejection may come in before what was accepted.
        if state.accepted || !token.made {
            return;
        }
        state.unwanted += 1;
        if state.unwanted > 1 {
            state.back_off(Arc::new(TokenError::Rejected), core.clock.now(), &core.chance);
        }
    }

    /// How long no flight takes off.
    pub(super) fn wait(&self, now: SystemTime) -> Duration {
        let not_before = self.lock().not_before;
        not_before.and_then(|time| time.duration_since(now).ok()).unwrap_or_default()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn is_current(&self, token: &Arc<Current>) -> bool {
        self.current.as_ref().is_some_and(|current| Arc::ptr_eq(current, token))
    }

    fn back_off(&mut self, error: Arc<TokenError>, now: SystemTime, chance: &Chance) {
        let doubled = 1_u32.checked_shl(self.failures).unwrap_or(u32::MAX);
        let wait = BACKOFF.saturating_mul(doubled).min(BACKOFF_MAX);
        self.failures = self.failures.saturating_add(1);
        // Half of it for certain, half by chance.
        self.not_before = Some(now + wait / 2 + chance.below(wait / 2));
        self.error = Some(error);
    }
}

impl Current {
    fn new(Got { set, made }: Got, of: &Renewed, chance: &Chance) -> Result<Self, TokenError> {
        let headers = of.tokens.headers.iter().filter_map(|(name, part)| {
            let value = of.value(*part, &set)?;
            Some(Header::new(name, value.to_owned()).ok_or(TokenError::Header { name }))
        });
        let headers = headers.collect::<Result<_, _>>()?;
        let life = set.expires_at.and_then(|end| end.duration_since(set.issued_at).ok());
        // A fifth of its life ahead of its end, give or take a quarter of that; by then a call may still be on its way.
        let ahead = life.map(|life| (life / 5).min(AHEAD_MAX).mul_f64(0.75 + 0.5 * chance.fraction()));
        let before = |time: Option<Duration>| set.expires_at.and_then(|end| end.checked_sub(time?));
        let (renew_at, dead_at) = (before(ahead), before(ahead.map(|ahead| ahead / 20)));
        Ok(Self { headers, renew_at: renew_at.or(set.expires_at), dead_at: dead_at.or(set.expires_at), made, set })
    }

    fn is_due(&self, now: SystemTime) -> bool {
        self.renew_at.is_some_and(|time| now >= time)
    }

    fn is_dead(&self, now: SystemTime) -> bool {
        self.dead_at.is_some_and(|time| now >= time)
    }
}

impl Renewed {
    /// A part of who calls.
    fn value<'a>(&'a self, part: TokenPart, set: &'a TokenSet) -> Option<&'a str> {
        match part {
            TokenPart::AppId => Some(&self.app_id),
            TokenPart::AppSecret => Some(self.app_secret.expose()),
            TokenPart::AccessToken => Some(set.access_token.expose()),
            TokenPart::RefreshToken => set.refresh_token.as_ref().map(Secret::expose),
        }
    }
}

impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nobody => "Nobody",
            Self::Fixed(_) => "Fixed",
            Self::Renewed(_) => "Renewed",
        })
    }
}

/// The error of a call that gets no token.
pub(super) fn no_token(operation: &'static str, source: Arc<TokenError>) -> Error {
    Error::Token { operation, source }
}
