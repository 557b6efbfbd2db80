//! The marker of the API, how tokens are had, how often one may call.

use super::Lowering;
use super::docs::DocsBuilder;
use super::names::Taken;
use crate::diagnostics::Place;
use crate::ir::{self, TokenPart};
use crate::rust::{Case, Home, Item, Limit, Path, Service, TokenCall, Tokens, ident};

impl Lowering<'_> {
    /// The API as a type, named after the API.
    pub(super) fn lower_service(&mut self, taken: &mut Taken) -> Item {
        let api = self.api;
        let name = self.names.name(&api.name, None, Case::Camel, &Place::file("api.yaml").key("api"), taken);
        let text = "The API as a type, so that a client of it is not taken for a client of another.";
        let mut docs = DocsBuilder::default().text(Some(text));
        let acquire =
            api.tokens.iter().filter_map(|tokens| Some(("The first tokens come from", tokens.acquire.as_ref()?)));
        let refresh = api.tokens.iter().filter_map(|tokens| Some(("Later ones come from", tokens.refresh.as_ref()?)));
        for (words, call) in acquire.chain(refresh) {
            docs = docs.claim(format!("{words} `{}`.", call.operation), call.evidence.as_ref(), api);
        }
        let docs = docs.build().lines;
        let headers = api.auth.iter().filter_map(|header| Some((header.name.clone(), part(header.part?)))).collect();
        let tokens = api.tokens.as_ref().map(|tokens| Tokens {
            headers,
            acquire: tokens.acquire.as_ref().and_then(|call| self.lower_token_call(call)),
            refresh: tokens.refresh.as_ref().and_then(|call| self.lower_token_call(call)),
        });
        let limits = api.limits.iter().map(|limit| Limit {
            group: limit.group.clone(),
            rate: limit.rate,
            in_flight: limit.in_flight,
        });
        Item::Service(Box::new(Service { name, docs, tokens, limits: limits.collect() }))
    }

    fn lower_token_call(&self, call: &ir::TokenCall) -> Option<TokenCall> {
        let (resource, name) = call.operation.split_once('.')?;
        let operations = self.api.resources.iter().find(|of| of.name == resource)?.operations.iter();
        let operation = operations.into_iter().find(|operation| operation.name == name)?;
        let name = operation.rust_name.clone().or_else(|| ident(name, Case::Camel))?;
        let home = Home::Api(ident(resource, Case::Snake)?);
        Some(TokenCall {
            operation: Path { home, name, arguments: Vec::new(), deprecated: operation.deprecated.is_some() },
            sends: call.sends.iter().map(|(field, of)| (field.clone(), part(*of))).collect(),
            access_token: call.access_token.clone(),
            refresh_token: call.refresh_token.clone(),
            expires_in: call.expires_in.clone(),
        })
    }
}

fn part(part: TokenPart) -> &'static str {
    match part {
        TokenPart::AppId => "AppId",
        TokenPart::AppSecret => "AppSecret",
        TokenPart::AccessToken => "AccessToken",
        TokenPart::RefreshToken => "RefreshToken",
    }
}
