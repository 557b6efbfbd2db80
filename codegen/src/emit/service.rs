//! The marker of the API and what its client needs; the paging of an operation.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::{emit_lines, expect_deprecated};
use super::names::Names;
use super::{emit_option, ident, variant};
use crate::rust::{Limit, Operation, Paging, Service, TokenCall, Tokens};

/// The API as a type.
pub(super) fn emit_service(service: &Service, names: &Names) -> Vec<TokenStream> {
    let (docs, name) = (emit_lines(&service.docs), ident(&service.name));
    let (trait_, api) = (names.runtime("Service"), names.runtime("Api"));
    let tokens = service.tokens.as_ref().map(|tokens| emit_tokens(tokens, names));
    let limits = emit_limits(&service.limits, names);
    let calls = service.tokens.iter().flat_map(|tokens| tokens.acquire.iter().chain(&tokens.refresh));
    let expect = expect_deprecated(calls.into_iter().any(|call| call.operation.deprecated));
    let marker = quote! {
        #docs
        #[derive(Clone, Copy, Debug)]
        pub enum #name {}
    };
    let service = quote! {
        #expect
        impl #trait_ for #name {
            const API: &'static #api = &API;
            #tokens
            #limits
        }
    };
    vec![marker, service]
}

fn emit_tokens(tokens: &Tokens, names: &Names) -> TokenStream {
    let (option, type_, part) = (names.std("Option"), names.runtime("Tokens"), names.runtime("TokenPart"));
    let headers = tokens.headers.iter().map(|(name, of)| {
        let of = variant(of);
        quote!((#name, #part::#of))
    });
    let acquire = emit_token_call(tokens.acquire.as_ref(), names);
    let refresh = emit_token_call(tokens.refresh.as_ref(), names);
    quote! {
        const TOKENS: #option<&'static #type_> = Some(&#type_ {
            headers: &[#(#headers),*],
            acquire: #acquire,
            refresh: #refresh,
        });
    }
}

fn emit_token_call(call: Option<&TokenCall>, names: &Names) -> TokenStream {
    let Some(call) = call else { return quote!(None) };
    let (type_, part, trait_) = (names.runtime("TokenCall"), names.runtime("TokenPart"), names.runtime("Operation"));
    let operation = names.path(&call.operation);
    let sends = call.sends.iter().map(|(name, of)| {
        let of = variant(of);
        quote!((#name, #part::#of))
    });
    let access_token = &call.access_token;
    let (refresh_token, expires_in) = (emit_option(call.refresh_token.as_ref()), emit_option(call.expires_in.as_ref()));
    quote! {
        Some(#type_ {
            endpoint: &<#operation as #trait_>::ENDPOINT,
            sends: &[#(#sends),*],
            access_token: #access_token,
            refresh_token: #refresh_token,
            expires_in: #expires_in,
        })
    }
}

fn emit_limits(limits: &[Limit], names: &Names) -> Option<TokenStream> {
    let type_ = (!limits.is_empty()).then(|| names.runtime("Limit"))?;
    let limits = limits.iter().map(|limit| {
        let group = emit_option(limit.group.as_ref());
        let rate = limit.rate.map_or(quote!(None), |(calls, seconds)| {
            let (calls, seconds) = (Literal::u32_unsuffixed(calls), Literal::u32_unsuffixed(seconds));
            quote!(Some((#calls, #seconds)))
        });
        let in_flight = limit.in_flight.map_or(quote!(None), |calls| {
            let calls = Literal::u32_unsuffixed(calls);
            quote!(Some(#calls))
        });
        quote!(#type_ { group: #group, rate: #rate, in_flight: #in_flight })
    });
    Some(quote!(const LIMITS: &'static [#type_] = &[#(#limits),*];))
}

/// How a client turns the pages of an operation.
pub(super) fn emit_paged(operation: &Operation, paging: &Paging, names: &Names) -> TokenStream {
    let (name, trait_, option) = (ident(&operation.name), names.runtime("Paged"), names.std("Option"));
    let (page, items, item) = (ident(&paging.page), ident(&paging.items), names.path(&paging.item));
    let value = if paging.page_optional { quote!(self.#page) } else { quote!(Some(self.#page)) };
    let set = if paging.page_optional { quote!(Some(page)) } else { quote!(page) };
    let items = if paging.items_optional { quote!(page.#items.unwrap_or_default()) } else { quote!(page.#items) };
    let vec = names.std("Vec");
    let expect = expect_deprecated(
        operation.docs.deprecated.is_some() || operation.output.names_deprecated() || paging.item.names_deprecated(),
    );
    quote! {
        #expect
        impl #trait_ for #name {
            type Item = #item;

            fn page(&self) -> #option<i64> {
                #value
            }

            fn set_page(&mut self, page: i64) {
                self.#page = #set;
            }

            fn items(page: Self::Output) -> #vec<Self::Item> {
                #items
            }
        }
    }
}
