//! Documentation and what else stands above an item.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::Docs;

/// One attribute a line: prettyplease would write a text of several lines as a block comment.
pub(super) fn emit_lines(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// The documentation of a module, inside it.
pub(super) fn emit_module_docs(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#![doc = #lines])*)
}

/// Documentation, search words, deprecation.
pub(super) fn emit_docs(docs: &Docs) -> TokenStream {
    let lines = emit_lines(&docs.lines);
    let aliases = &docs.aliases;
    let deprecated = docs.deprecated.as_ref().map(|note| quote!(#[deprecated(note = #note)]));
    quote!(#lines #(#[doc(alias = #aliases)])* #deprecated)
}

/// For code that has to use what is deprecated.
pub(super) fn expect_deprecated(deprecated: bool) -> Option<TokenStream> {
    deprecated.then(|| quote!(#[expect(deprecated)]))
}

/// The same for the call of a macro, which takes no attribute itself.
pub(super) fn expect_deprecated_in(deprecated: bool, call: TokenStream) -> TokenStream {
    if deprecated { quote!(#[expect(deprecated)] const _: () = { #call };) } else { call }
}
