//! A small API in the form that the machine writes.

use jing_openplatform::runtime::{
    Api, Credentials, EncodeError, Endpoint, Envelope, ErrorClass, Method, Operation, Paged, RawJson, RequestParts,
    Service, TokenCall, TokenPart, Tokens, UnknownFields, impl_object,
};

pub(crate) const API: Api = Api {
    name: "demo",
    server: "https://api.example.com",
    envelope: Some(Envelope {
        code: "code",
        success: 0,
        message: Some("msg"),
        data: "data",
        request_id: Some("request_id"),
        timestamp: Some("timestamp"),
    }),
    errors: &[(40429, ErrorClass::Limit)],
};

#[derive(Debug)]
pub(crate) enum Demo {}

impl Service for Demo {
    const API: &'static Api = &API;
    const TOKENS: Option<&'static Tokens> = Some(&Tokens {
        headers: &[("app_id", TokenPart::AppId), ("access_token", TokenPart::AccessToken)],
        acquire: Some(TokenCall {
            endpoint: &GetToken::ENDPOINT,
            sends: &[("app_id", TokenPart::AppId), ("app_secret", TokenPart::AppSecret)],
            access_token: "access_token",
            refresh_token: Some("refresh_token"),
            expires_in: Some("expires_in"),
        }),
        refresh: Some(TokenCall {
            endpoint: &RefreshToken::ENDPOINT,
            sends: &[
                ("app_id", TokenPart::AppId),
                ("app_secret", TokenPart::AppSecret),
                ("refresh_token", TokenPart::RefreshToken),
            ],
            access_token: "access_token",
            refresh_token: Some("refresh_token"),
            expires_in: Some("expires_in"),
        }),
    });
}

/// A token that never changes.
pub(crate) struct Access;

impl Credentials for Access {
    fn headers(&self) -> Vec<(&'static str, &str)> {
        vec![("app_id", "app-1"), ("access_token", "fixed-token")]
    }
}

const PLAIN: Endpoint = Endpoint {
    id: "",
    method: Method::Post,
    path: "",
    authenticated: true,
    idempotent: false,
    assumed: &[],
    place: "resources/demo.yaml: operations.demo",
    api: &API,
};

/// A call that must not be repeated.
#[derive(Clone, Debug)]
pub(crate) struct Create(pub(crate) String);

impl Operation for Create {
    type Output = RawJson;
    const ENDPOINT: Endpoint = Endpoint { id: "things.create", path: "/v1/thing/create", ..PLAIN };

    fn encode(&self, to: &mut RequestParts) -> Result<(), EncodeError> {
        to.body(&[&self.0])
    }
}

/// A call that may be repeated.
#[derive(Clone, Debug)]
pub(crate) struct Look(pub(crate) String);

impl Operation for Look {
    type Output = RawJson;
    const ENDPOINT: Endpoint =
        Endpoint { id: "things.look", method: Method::Get, path: "/v1/thing/{id}", idempotent: true, ..PLAIN };

    fn encode(&self, to: &mut RequestParts) -> Result<(), EncodeError> {
        to.path("id", &self.0);
        Ok(())
    }
}

/// A call of which only the title is known.
#[derive(Clone, Debug)]
pub(crate) struct Guess;

impl Operation for Guess {
    type Output = RawJson;
    const ENDPOINT: Endpoint =
        Endpoint { id: "guesses.make", path: "/v1/guess", assumed: &["method", "path"], ..PLAIN };

    fn encode(&self, _: &mut RequestParts) -> Result<(), EncodeError> {
        Ok(())
    }
}

/// The call that gives a token for the secret; its path is assumed.
#[derive(Clone, Debug)]
pub(crate) struct GetToken;

impl Operation for GetToken {
    type Output = RawJson;
    const ENDPOINT: Endpoint =
        Endpoint { id: "tokens.get", path: "/v1/token", authenticated: false, assumed: &["path"], ..PLAIN };

    fn encode(&self, _: &mut RequestParts) -> Result<(), EncodeError> {
        Ok(())
    }
}

/// The call that gives a token for a refresh token.
#[derive(Clone, Debug)]
pub(crate) struct RefreshToken;

impl Operation for RefreshToken {
    type Output = RawJson;
    const ENDPOINT: Endpoint =
        Endpoint { id: "tokens.refresh", path: "/v1/token/refresh", authenticated: false, ..PLAIN };

    fn encode(&self, _: &mut RequestParts) -> Result<(), EncodeError> {
        Ok(())
    }
}

/// A list that comes in pages.
#[derive(Clone, Debug, Default)]
pub(crate) struct List {
    pub(crate) page: Option<i64>,
}

/// A page of numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Page {
    pub(crate) list: Option<Vec<i64>>,
    pub(crate) unknown: UnknownFields,
}

impl_object! { Page;
    0 optional list "list",
}

impl Operation for List {
    type Output = Page;
    const ENDPOINT: Endpoint =
        Endpoint { id: "things.list", method: Method::Get, path: "/v1/things", idempotent: true, ..PLAIN };

    fn encode(&self, to: &mut RequestParts) -> Result<(), EncodeError> {
        to.query("page", &self.page);
        Ok(())
    }
}

impl Paged for List {
    type Item = i64;

    fn page(&self) -> Option<i64> {
        self.page
    }

    fn set_page(&mut self, page: i64) {
        self.page = Some(page);
    }

    fn items(page: Page) -> Vec<i64> {
        page.list.unwrap_or_default()
    }
}
