//! One flight: looks into the store, refreshes or acquires, and keeps what it got.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::super::core::{Core, Dynamic};
use super::super::error::TokenError;
use super::{Current, Got, Renewed, Swap, TokenSet};
use crate::runtime::{ErrorClass, Number, Secret, TokenCall, TokenPart, UnknownFields};

/// Gets a token in the place of a stale one.
pub(super) async fn renew(of: &Renewed, core: &Arc<Core>, stale: Option<&Current>) -> Result<Got, TokenError> {
    let kept = of.store.load().await.map_err(TokenError::Store)?;
    if let Some(found) = kept.as_ref().filter(|kept| is_good(kept, stale, core)) {
        return Ok(Got { set: found.clone(), made: false });
    }
    let made = match make(of, core, kept.as_ref()).await {
        Ok(made) => made,
        Err(error) => {
            // Another process may have used the refresh token first, and kept what it got for it.
            let now = of.store.load().await.map_err(TokenError::Store)?;
            let found = now.filter(|now| Some(now) != kept.as_ref() && is_good(now, stale, core));
            return found.map(|set| Got { set, made: false }).ok_or(error);
        }
    };
    match of.store.swap(kept.as_ref(), &made).await.map_err(TokenError::Store)? {
        Swap::Lost(Some(theirs)) if is_good(&theirs, stale, core) => Ok(Got { set: theirs, made: false }),
        Swap::Done | Swap::Lost(_) => Ok(Got { set: made, made: true }),
    }
}

/// Whether a token of the store can be used: it is another one than the stale one, and not due itself.
fn is_good(set: &TokenSet, stale: Option<&Current>, core: &Core) -> bool {
    let is_stale = stale.is_some_and(|stale| stale.set.access_token == set.access_token);
    let ahead = |end: SystemTime| {
        let life = end.duration_since(set.issued_at).unwrap_or_default();
        end.checked_sub((life / 5).min(super::AHEAD_MAX)).unwrap_or(end)
    };
    !is_stale && set.expires_at.is_none_or(|end| core.clock.now() < ahead(end))
}

/// By the refresh token if there is one; by the secret if there is none, or if it is refused.
async fn make(of: &Renewed, core: &Arc<Core>, kept: Option<&TokenSet>) -> Result<TokenSet, TokenError> {
    let refresh_token = match kept {
        Some(kept) => kept.refresh_token.as_ref(),
        None => of.first_refresh.as_ref(),
    };
    let refresh = of.tokens.refresh.as_ref().filter(|_| of.may_refresh);
    let acquire = of.tokens.acquire.as_ref().filter(|_| of.may_acquire);
    if let (Some(refresh), Some(token)) = (refresh, refresh_token) {
        let made = call(of, core, refresh, Some(token)).await;
        match (made, acquire) {
            (Err(TokenError::Call(error)), Some(_)) if error.is_sent() && error.class() != ErrorClass::Transient => {}
            (made, _) => return made,
        }
    }
    match acquire {
        Some(acquire) => call(of, core, acquire, None).await,
        None => Err(TokenError::NoWay),
    }
}

async fn call(
    of: &Renewed,
    core: &Arc<Core>,
    call: &TokenCall,
    refresh_token: Option<&Secret>,
) -> Result<TokenSet, TokenError> {
    let part = |part: &TokenPart| match part {
        TokenPart::AppId => Some(of.app_id.as_str()),
        TokenPart::AppSecret => Some(of.app_secret.expose()),
        TokenPart::RefreshToken => refresh_token.map(Secret::expose),
        TokenPart::AccessToken => None,
    };
    let mut body = UnknownFields::new();
    let wrong = |source| Box::new(super::Error::Request { operation: call.endpoint.id, source });
    for (field, of) in call.sends {
        if let Some(value) = part(of) {
            body.insert(field, value).map_err(|error| TokenError::Call(wrong(error)))?;
        }
    }
    let asked = core.clock.now();
    let answer = Dynamic::send(core, call.endpoint, &body).await.map_err(|error| TokenError::Call(Box::new(error)))?;
    read(call, &answer, asked, refresh_token)
}

/// The tokens of an answer. Without a refresh token in it the one that was used stays.
fn read(
    call: &TokenCall,
    answer: &UnknownFields,
    asked: SystemTime,
    used: Option<&Secret>,
) -> Result<TokenSet, TokenError> {
    let text = |field: &str| answer.get::<String>(field).ok().flatten().filter(|text| !text.is_empty());
    let missing = TokenError::Missing { operation: call.endpoint.id, field: call.access_token };
    let mut set = TokenSet::new(text(call.access_token).ok_or(missing)?, asked);
    set.refresh_token = call.refresh_token.and_then(text).map(Secret::from).or_else(|| used.cloned());
    let seconds = call.expires_in.and_then(|field| {
        let number = answer.get::<Number>(field).ok().flatten().and_then(|number| number.to_f64());
        number.or_else(|| text(field)?.parse().ok())
    });
    let life = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    set.expires_at = life.filter(|life| !life.is_zero()).and_then(|life| asked.checked_add(life));
    Ok(set)
}
