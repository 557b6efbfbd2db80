//! The tables of the small API that the client's tests use, in the form that the machine writes.

use jing_openplatform_testing::model::{
    Api, Envelope, Example, Field, Kind, Operation, Paging, Payload, Quirks, Schemes, Type, TypeDef,
};

const PLAIN: Operation = Operation {
    id: "",
    method: "POST",
    path: "",
    authenticated: true,
    path_parameters: &[],
    query: &[],
    open_query: false,
    headers: &[],
    cookies: &[],
    body: Payload::Empty,
    body_media_type: None,
    returns: Payload::Open,
    idempotent: false,
    paging: None,
    examples: &[],
};

const fn field(name: &'static str, type_: Type) -> Field {
    Field { name, type_, quirks: Quirks::NONE }
}

static OPERATIONS: &[Operation] = &[
    Operation {
        id: "things.create",
        path: "/v1/thing/create",
        body: Payload::Typed(Type::List(&Type::String)),
        ..PLAIN
    },
    Operation {
        id: "things.look",
        method: "GET",
        path: "/v1/thing/{id}",
        path_parameters: &[field("id", Type::String)],
        idempotent: true,
        ..PLAIN
    },
    Operation {
        id: "things.list",
        method: "GET",
        path: "/v1/things",
        query: &[field("page", Type::Optional(&Type::Integer))],
        returns: Payload::Typed(Type::Named("Page", &[])),
        idempotent: true,
        paging: Some(Paging { page: "page", size: None, items: "list" }),
        ..PLAIN
    },
    Operation { id: "guesses.make", path: "/v1/guess", ..PLAIN },
    Operation { id: "tokens.get", path: "/v1/token", authenticated: false, body: Payload::Open, ..PLAIN },
    Operation {
        id: "tokens.refresh",
        path: "/v1/token/refresh",
        authenticated: false,
        body: Payload::Open,
        examples: &[Example { name: "none", text: "{}" }],
        ..PLAIN
    },
];

static TYPES: &[TypeDef] = &[TypeDef {
    name: "Page",
    kind: Kind::Object { fields: &[field("list", Type::Optional(&Type::List(&Type::Integer)))], rest: None },
}];

/// All of it.
pub(crate) static DEMO: Api = Api {
    name: "demo",
    server: "https://api.example.com",
    auth: &["app_id", "access_token"],
    schemes: Schemes { bearer: false, basic: false, query: &[], cookies: &[] },
    envelope: Some(Envelope {
        code: "code",
        success: 0,
        message: Some("msg"),
        data: "data",
        request_id: Some("request_id"),
        timestamp: Some("timestamp"),
    }),
    operations: &[OPERATIONS],
    delivery: None,
    events: &[],
    types: &[TYPES],
};
