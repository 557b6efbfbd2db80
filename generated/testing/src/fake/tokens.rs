//! Tokens: who gets one, how long it is good, and what ends it.

use jing_openplatform::runtime::{TokenCall, TokenPart, Tokens};

use super::codes;
use super::seen::Seen;
use crate::model::{Field, Kind, Operation, Payload};
use crate::random::Random;
use crate::text;
use crate::tree::Tree;

/// What the test said of tokens.
pub(super) struct Rules {
    pub(super) table: Option<&'static Tokens>,
    /// The headers of an authenticated request.
    pub(super) auth: &'static [&'static str],
    pub(super) seed: u64,
    pub(super) app_id: String,
    pub(super) app_secret: String,
    /// What is told of the life of a token.
    pub(super) seconds: u64,
    /// How many calls a token is good for.
    pub(super) uses: Option<u64>,
    /// Whether a refresh ends the refresh token that was used.
    pub(super) refresh_ends: bool,
    /// Status and code that refuse a token.
    pub(super) rejection: (u16, i64),
    /// The keys that an operation gives its tokens under, where they are not those of the spec.
    pub(super) keys: Vec<(&'static str, Keys)>,
}

/// The keys of a token in the result.
#[derive(Clone, Copy)]
pub(super) struct Keys {
    pub(super) access_token: &'static str,
    pub(super) refresh_token: Option<&'static str>,
    pub(super) expires_in: Option<&'static str>,
}

/// The tokens that are out.
#[derive(Default)]
pub(super) struct Issued {
    pub(super) count: u64,
    access: Vec<(String, Option<u64>)>,
    refresh: Vec<String>,
    /// Token calls that are being answered, and the most there ever were.
    pub(super) at_once: usize,
    pub(super) most_at_once: usize,
}

/// A pair of tokens.
pub(super) struct Pair {
    pub(super) access: String,
    pub(super) refresh: String,
}

/// Why a call is refused: status, code, and what is wrong.
pub(super) type Refusal = (u16, i64, &'static str);

impl Issued {
    pub(super) fn issue(&mut self, rules: &Rules) -> Pair {
        self.count += 1;
        let made = |kind: &str| text::id(&mut Random::new(rules.seed, &format!("{kind} token {}", self.count)));
        let pair = Pair { access: made("access"), refresh: made("refresh") };
        self.access.push((pair.access.clone(), rules.uses));
        self.refresh.push(pair.refresh.clone());
        pair
    }

    /// No token that is out is good any more.
    pub(super) fn end_access(&mut self) {
        self.access.clear();
    }

    pub(super) fn end_refresh(&mut self) {
        self.refresh.clear();
    }

    /// The token that a call shows is good no more.
    pub(super) fn end_of(&mut self, rules: &Rules, seen: &Seen) {
        let shown = shown(rules, seen, TokenPart::AccessToken);
        self.access.retain(|(known, _)| Some(known.as_str()) != shown);
    }

    /// Takes a use of the token that a call shows; or says why it cannot.
    pub(super) fn admit(&mut self, rules: &Rules, seen: &Seen) -> Result<(), Refusal> {
        if rules.auth.iter().any(|name| seen.header(name).is_none()) {
            return Err((401, codes::CREDENTIALS, "the credentials are not there"));
        }
        let Some(table) = rules.table else { return Ok(()) };
        let needs = |wanted: TokenPart| table.headers.iter().any(|(_, part)| *part == wanted);
        if needs(TokenPart::AppId) && shown(rules, seen, TokenPart::AppId) != Some(&*rules.app_id) {
            return Err((401, codes::CREDENTIALS, "the app id is another"));
        }
        let token = shown(rules, seen, TokenPart::AccessToken);
        let refused = Err((rules.rejection.0, rules.rejection.1, "the access token is not good"));
        match self.access.iter_mut().find(|(known, _)| Some(known.as_str()) == token) {
            _ if !needs(TokenPart::AccessToken) => Ok(()),
            None | Some((_, Some(0))) => refused,
            Some((_, uses)) => {
                *uses = uses.map(|left| left - 1);
                Ok(())
            }
        }
    }

    /// The pair that a token call gives; or why it gives none.
    pub(super) fn answer(&mut self, rules: &Rules, call: &TokenCall, seen: &Seen) -> Result<Pair, Refusal> {
        let body = seen.json();
        for (field, part) in call.sends {
            let value = body.get(field).and_then(serde_json::Value::as_str).unwrap_or_default();
            let (is_good, code) = match part {
                TokenPart::AppId => (value == rules.app_id, codes::CREDENTIALS),
                TokenPart::AppSecret => (value == rules.app_secret, codes::CREDENTIALS),
                TokenPart::RefreshToken => (self.refresh.iter().any(|known| known == value), codes::REFRESH_TOKEN),
                _ => (self.access.iter().any(|(known, _)| known == value), codes::TOKEN),
            };
            match (is_good, code) {
                (true, _) => {}
                (false, codes::REFRESH_TOKEN) => return Err((401, code, "the refresh token is not good")),
                (false, _) => return Err((401, code, "the app's id or secret is another")),
            }
            if *part == TokenPart::RefreshToken && rules.refresh_ends {
                self.refresh.retain(|known| known != value);
            }
        }
        Ok(self.issue(rules))
    }
}

/// What a call shows of who calls.
fn shown<'s>(rules: &Rules, seen: &'s Seen, wanted: TokenPart) -> Option<&'s str> {
    let (name, _) = rules.table?.headers.iter().find(|(_, part)| *part == wanted)?;
    seen.header(name)
}

impl Rules {
    /// How tokens are had by an operation, if they are.
    pub(super) fn call(&self, operation: &str) -> Option<&'static TokenCall> {
        let table = self.table?;
        [&table.acquire, &table.refresh].into_iter().flatten().find(|call| call.endpoint.id == operation)
    }

    /// Puts a pair into the result of a token call, under the keys of the spec or the test's.
    pub(super) fn write(&self, call: &TokenCall, pair: &Pair, result: &mut Tree) {
        let own = self.keys.iter().find(|(operation, _)| *operation == call.endpoint.id).map(|(_, keys)| *keys);
        let keys = own.unwrap_or(Keys {
            access_token: call.access_token,
            refresh_token: call.refresh_token,
            expires_in: call.expires_in,
        });
        result.set(keys.access_token, Tree::text(&*pair.access));
        if let Some(key) = keys.refresh_token {
            result.set(key, Tree::text(&*pair.refresh));
        }
        if let Some(key) = keys.expires_in {
            result.set(key, Tree::scalar(self.seconds));
        }
    }
}

/// Whether nobody knows what a result holds, so that it holds the tokens alone.
pub(super) fn is_open(operation: &Operation) -> bool {
    matches!(operation.returns, Payload::Open | Payload::Empty)
}

/// The fields of an object type.
pub(super) fn fields_of(kind: Option<&'static Kind>) -> &'static [Field] {
    match kind {
        Some(Kind::Object { fields, .. }) => fields,
        _ => &[],
    }
}
