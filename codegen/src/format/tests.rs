use proc_macro2::TokenStream;
use quote::quote;

use super::printer::print;

fn printed(tokens: TokenStream) -> String {
    let mut text = String::new();
    print(tokens, &mut text);
    text
}

#[test]
fn what_fits_stands_on_one_line() {
    let text = printed(quote! { impl Thing { fn of(&self) -> Result<(), Error> { Self { a, b: -1, } } } });
    let lines =
        ["impl Thing {", "    fn of(&self) -> Result<(), Error> {", "        Self { a, b: -1 }", "    }", "}", ""];
    assert_eq!(text, lines.join("\n"));
}

#[test]
fn what_does_not_fit_is_broken_from_the_outside() {
    let text = printed(quote! {
        const NAMES: &[(&str, usize)] = &[("a name that is rather long", 1), ("another name that is not short", 2)];
    });
    let lines = [
        "const NAMES: &[(&str, usize)] = &[",
        "    (\"a name that is rather long\", 1),",
        "    (\"another name that is not short\", 2),",
        "];",
        "",
    ];
    assert_eq!(text, lines.join("\n"));
}

#[test]
fn documentation_is_written_as_comments_and_says_the_same() {
    let words = " \"Said\" of C:\\temp and of `\u{7f}`.";
    assert_eq!(printed(quote! { #[doc = #words] mod a; }), format!("///{words}\nmod a;\n"));
}

#[test]
fn an_attribute_stands_above_what_it_is_of() {
    let text = printed(quote! { enum Of { #[deprecated(note = "x")] A(B), C } });
    assert_eq!(text, "enum Of {\n    #[deprecated(note = \"x\")]\n    A(B),\n    C,\n}\n");
}

#[test]
fn a_tuple_of_one_stays_one() {
    assert_eq!(printed(quote! { const A: (u8,) = (1,); }), "const A: (u8,) = (1,);\n");
}
