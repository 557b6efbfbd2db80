//! What a fixture of the spec turns into as tables for tests.

mod support;

#[test]
fn a_spec_turns_into_these_tables() {
    for wanted in ["body_examples", "examples", "events_nested_match"] {
        let (_, spec) = support::fixtures("good").into_iter().find(|(name, _)| name == wanted).expect("a fixture");
        let made = codegen::generate_all(&spec).expect("the spec is right").testing;
        let file = |(path, text): (&str, &str)| format!("==> {path}\n{}", text.split_once('\n').expect("a marker").1);
        let text = made.iter().map(file).collect::<Vec<_>>().join("\n");
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("tables/{wanted}"), text);
        });
    }
}
