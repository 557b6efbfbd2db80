//! What a client needs to know of an API beyond its operations: who may call, how often, and how lists are paged.

use super::{Api, Endpoint, Operation};

/// An API as a type, so that a client of one is not taken for a client of another.
pub trait Service: Send + Sync + 'static {
    /// What its operations have in common.
    const API: &'static Api;
    /// How its access tokens are had; none where nobody has said so.
    const TOKENS: Option<&'static Tokens> = None;
    /// How often it may be called; empty where nobody has said so.
    const LIMITS: &'static [Limit] = &[];
}

/// How access tokens are had.
#[derive(Clone, Copy, Debug)]
pub struct Tokens {
    /// The headers of an authenticated request.
    pub headers: &'static [(&'static str, TokenPart)],
    /// The operation that gives a token for the app's secret.
    pub acquire: Option<TokenCall>,
    /// The operation that gives a token for a refresh token.
    pub refresh: Option<TokenCall>,
}

/// An operation that gives an access token.
#[derive(Clone, Copy, Debug)]
pub struct TokenCall {
    /// How it is called.
    pub endpoint: &'static Endpoint,
    /// The fields of its body.
    pub sends: &'static [(&'static str, TokenPart)],
    /// The field of its result that holds the access token.
    pub access_token: &'static str,
    /// The field with the refresh token, where there is one.
    pub refresh_token: Option<&'static str>,
    /// The field with the seconds that the access token lives, where there is one.
    pub expires_in: Option<&'static str>,
}

/// A part of who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenPart {
    /// The app's id.
    AppId,
    /// The app's secret.
    AppSecret,
    /// The access token.
    AccessToken,
    /// The refresh token.
    RefreshToken,
}

/// How often calls may be made.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// The resource that it holds for; none for all calls.
    pub group: Option<&'static str>,
    /// So many calls in so many seconds.
    pub rate: Option<(u32, u32)>,
    /// So many calls at once.
    pub in_flight: Option<u32>,
}

/// An operation whose result is one page of a list, counted from 1.
pub trait Paged: Operation + Clone {
    /// What the list holds.
    type Item;

    /// The number of the page that it asks for, where it names one.
    fn page(&self) -> Option<i64>;

    /// Asks for another page.
    fn set_page(&mut self, page: i64);

    /// The items of a page.
    fn items(page: Self::Output) -> Vec<Self::Item>;
}
