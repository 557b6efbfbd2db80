//! What a user is shown, and that no text makes the lookup fail.

use super::*;

const USERS: &str = "\
# 用户管理：注释
resource: users
title: { zh: 用户管理, en: User Management }
operations:
  create:
    title: { zh: 用户批量创建, en: \"User Batch Creation\" }
    summary: Creates users.
    post: /v1/item/create
    query: { 标识: list<Idenity>?, returnFull: { type: boolean? } }
    body: 'list<NewItm>'
    examples: [a.json, 例子.json]
types:
  NewItem:
    fields:
      identities: list<Identity>?
      empty:
  Identity:
    fields: {}
  NewItem: {}
";

fn files() -> FileTree {
    let mut files = FileTree::new();
    files.insert("resources/users.yaml", USERS);
    files.insert("types.yaml", "types:\n  Identity: { doc: 身份 }\n");
    files
}

fn users() -> Place {
    Place::file("resources/users.yaml")
}

fn create() -> Place {
    users().key("operations").key("create")
}

/// The piece of `text` that a place stands for.
fn piece<'a>(text: &'a str, place: &Place) -> &'a str {
    &text[spans::Spans::new(text).find(place)]
}

fn rendered(diagnostic: Diagnostic) -> String {
    Diagnostics::from(diagnostic).render(&files(), "spec/", false)
}

fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim_end).collect()
}

#[test]
fn chinese_text_before_the_span_is_counted_as_it_is_shown() {
    let place = create().key("query").key("标识").within(5..12);
    let diagnostic = Diagnostic::new(Code::UnknownType, place, "unknown type `Idenity`")
        .label("no type has this name")
        .note("natives stand in `types.yaml`")
        .suggest("Idenity", ["Thing", "Identity"]);
    assert_eq!(
        lines(&rendered(diagnostic)),
        [
            "error[E007]: unknown type `Idenity`",
            " --> spec/resources/users.yaml:9:23",
            "  |",
            "9 |     query: { 标识: list<Idenity>?, returnFull: { type: boolean? } }",
            "  |                         ^^^^^^^ no type has this name",
            "  |",
            "  = note: natives stand in `types.yaml`",
            "  = help: did you mean `Identity`?",
        ]
    );
}

#[test]
fn related_places_are_shown_in_their_files() {
    let defined = Place::file("types.yaml").key("types").key("Identity").on_key();
    let diagnostic = Diagnostic::new(Code::DuplicateType, users().key("types").key("Identity").on_key(), "twice")
        .label("defined again")
        .related(defined, "first defined here")
        .related(users().key("types").on_key(), "below this");
    assert_eq!(
        lines(&rendered(diagnostic)),
        [
            "error[E009]: twice",
            "  --> spec/resources/users.yaml:17:3",
            "   |",
            "12 | types:",
            "   | ----- below this",
            "...",
            "17 |   Identity:",
            "   |   ^^^^^^^^ defined again",
            "   |",
            "  ::: spec/types.yaml:2:3",
            "   |",
            " 2 |   Identity: { doc: 身份 }",
            "   |   -------- first defined here",
        ]
    );
}

#[test]
fn a_long_line_is_cut_around_the_span() {
    let mut files = FileTree::new();
    let text = format!("doc: [{} Idenity, {}]\n", "中文，".repeat(200).replace('，', ", "), "x, ".repeat(500));
    files.insert("long.yaml", text.as_str());
    let place = Place::file("long.yaml").key("doc").index(200);
    assert_eq!(piece(&text, &place), "Idenity");
    let shown = Diagnostics::from(Diagnostic::new(Code::UnknownType, place, "unknown")).render(&files, "", false);
    let shown = lines(&shown);
    assert!(shown[3].contains("Idenity") && shown[3].chars().count() < 160, "{shown:#?}");
    let width = |piece: &str| piece.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let before = shown[3].split("Idenity").next().map(width);
    assert_eq!(before, shown[4].find('^'), "{shown:#?}");
}

#[test]
fn all_are_shown_by_file_and_position_with_what_a_terminal_would_obey_taken_out() {
    let place = |line| users().at_line(line, 1);
    let mut all = Diagnostics::new();
    all.push(Diagnostic::new(Code::Syntax, Place::file("types.yaml"), "last"));
    all.extend([10, 2].map(|line| Diagnostic::new(Code::Syntax, place(line), format!("line {line}\u{1b}[31m"))));
    let shown = all.render(&files(), "spec/", false);
    assert!(!shown.contains('\u{1b}') && all.render(&files(), "spec/", true).contains('\u{1b}'));
    let titles: Vec<_> = shown.lines().filter(|line| line.starts_with("error")).collect();
    assert_eq!(titles, ["error[E001]: line 2␛[31m", "error[E001]: line 10␛[31m", "error[E001]: last"]);
    assert_eq!(shown.matches("\n\nerror").count(), 2);
    assert_eq!(all.to_string(), "error: 3 errors in the spec");
    let one: Diagnostics = all.into_iter().take(1).collect();
    assert_eq!(one.to_string(), "error: 1 error in the spec");
}

#[test]
fn a_file_that_is_not_there_is_named_all_the_same() {
    let shown = rendered(Diagnostic::new(Code::MissingExample, Place::file("examples/a.json"), "no such file"));
    assert_eq!(lines(&shown), ["error[E014]: no such file", "--> spec/examples/a.json"]);
}

#[test]
fn a_path_leads_to_its_key_and_its_value() {
    let types = users().key("types");
    let found = [
        (users().key("title").key("zh"), "用户管理"),
        (users().key("title").key("zh").on_key(), "zh"),
        (users().key("title").key("zh").within(6..12), "管理"),
        (create().key("title").key("en"), "\"User Batch Creation\""),
        (create().key("title").key("en").within(5..10), "Batch"),
        (create().key("body").within(5..11), "NewItm"),
        (create().key("examples").index(1), "例子.json"),
        (create().key("query").key("returnFull"), "{ type: boolean? }"),
        (create().key("query").on_key().within(0..2), "qu"),
        // Of a map with lines of its own, the key; of the document, its first line.
        (create(), "create"),
        (users(), "resource: users"),
        (types.key("NewItem").key("fields").key("empty"), "empty"),
        (types.key("NewItem").on_key(), "NewItem"),
    ];
    for (place, wanted) in found {
        assert_eq!(piece(USERS, &place), wanted, "{place:?}");
    }
    assert_eq!((create().line(USERS), users().line(USERS)), (5, 2));
    let second = spans::Spans::new(USERS).find(&types.key("NewItem").on_second_key());
    assert_eq!((&USERS[second.clone()], &USERS[second.end..]), ("NewItem", ": {}\n"));
}

#[test]
fn a_path_that_is_not_there_leads_to_its_nearest_parent() {
    let query = create().key("query");
    let mut backwards = query.key("标识");
    backwards.part = Some((9, 3));
    let found = [
        (create().key("pots").key("a"), "create"),
        (create().key("examples").index(7), "examples"),
        (users().key("nothing").on_key(), "resource: users"),
        (query.key("returnFull").key("type").key("more"), "boolean?"),
        // The short form of a field, named as if it were the long one.
        (query.key("标识").key("type"), "list<Idenity>?"),
        (query.key("标识").key("type").within(5..12), "Idenity"),
        (query.key("标识").within(5..99), "list<Idenity>?"),
        (backwards, "list<Idenity>?"),
        (users().key("title").key("zh").within(1..2), "用户管理"),
        (query.on_second_key(), "query"),
    ];
    for (place, wanted) in found {
        assert_eq!(piece(USERS, &place), wanted, "{place:?}");
    }
}

#[test]
fn values_of_other_forms_are_found() {
    let text = "a: &x |\n  中文\n  text\n? [k, {k: k}]\n: b\nc: *x\nd: !t e\n1: f\n- g";
    let found = [("a", "&x |"), ("", "b"), ("c", "*x"), ("d", "!t e"), ("1", "f"), ("nowhere", "a: &x |")];
    for (key, wanted) in found {
        assert_eq!(piece(text, &Place::file("f").key(key)), wanted, "{key}");
    }
    let json = "\u{feff}{\r\n\t\"a\\u0041\": [\"中\", {\"b\": 19.90}],\r\n\t\"c\": \"x\\ny\"\r\n}";
    let root = Place::file("f");
    assert_eq!(piece(json, &root.key("aA").index(1).key("b")), "19.90");
    assert_eq!(piece(json, &root.key("c").within(0..1)), "\"x\\ny\"");
}

#[test]
fn a_syntax_error_is_shown_at_its_line_and_column() {
    let found = [((2, 1), "r"), ((3, 16), "管"), ((3, 999), ""), ((0, 0), "#"), ((999, 1), "")];
    for ((line, column), wanted) in found {
        assert_eq!(piece(USERS, &users().at_line(line, column)), wanted, "{line}:{column}");
    }
    let shown = rendered(Diagnostic::new(Code::Syntax, users().at_line(3, 16), "not YAML").label("here"));
    assert_eq!(
        lines(&shown),
        [
            "error[E001]: not YAML",
            " --> spec/resources/users.yaml:3:16",
            "  |",
            "3 | title: { zh: 用户管理, en: User Management }",
            "  |                  ^^ here",
        ]
    );
}

/// Places of every kind, most of them not in a broken text.
fn places() -> Vec<Place> {
    let query = create().key("query").key("标识").within(5..12);
    let second = users().key("types").key("NewItem").on_second_key();
    let example = create().key("examples").index(1).within(0..3);
    vec![users(), query, second, example, create().key("body").within(1..999), users().at_line(9, 20)]
}

fn must_render(text: &str) {
    let mut files = FileTree::new();
    files.insert("resources/users.yaml", text);
    let all = places().into_iter().map(|place| Diagnostic::new(Code::Syntax, place.clone(), "m").related(place, "r"));
    let shown = all.collect::<Diagnostics>().render(&files, "", false);
    assert_eq!(shown.matches("error[E001]").count(), places().len());
}

#[test]
fn no_cut_and_no_mutation_of_a_file_makes_the_lookup_fail() {
    let cuts: Vec<usize> = USERS.char_indices().map(|(at, _)| at).collect();
    let pieces =
        ["", "\u{0}", "\r", "\n", "\t", "\"", "[{", "]}", ": ", "- ", "&a ", "*a", "|\n", "%", "\u{feff}", "表"];
    for (number, &cut) in cuts.iter().enumerate() {
        let (before, after) = USERS.split_at(cut);
        must_render(before);
        must_render(after);
        must_render(&format!("{before}{}{after}", pieces[number % pieces.len()]));
        must_render(&format!("{before}{}", pieces[number % pieces.len()]));
    }
}

#[test]
fn deep_nesting_does_not_overflow_the_stack() {
    for piece in ["[", "{a: ", "- ", "? ", "? - ", "a:\n", "&a [*a, "] {
        must_render(&piece.repeat(20_000));
    }
}

#[test]
fn a_wrong_word_finds_the_nearest_known_one() {
    let known = ["string", "integer", "number", "boolean", "any", "list", "return_full", "UserId", "Identity"];
    let found = [
        ("Idenity", Some("Identity")),
        ("identity", Some("Identity")),
        ("returnFull", Some("return_full")),
        ("user-id", Some("UserId")),
        ("bool", Some("boolean")),
        ("int", Some("integer")),
        ("strnig", Some("string")),
        ("lst", Some("list")),
        ("any", None),
        ("x", None),
        ("", None),
        ("用户", None),
        ("Company", None),
    ];
    for (word, wanted) in found {
        assert_eq!(did_you_mean(word, known), wanted, "{word}");
    }
    assert_eq!(did_you_mean(&"string".repeat(50), known), None);
    assert_eq!(did_you_mean("用户管里", ["用户管理"]), Some("用户管理"));
}

#[test]
fn codes_are_numbered_in_their_order_and_have_a_meaning() {
    for code in Code::ALL {
        let digits = code.as_str().strip_prefix('E').expect("an E in front");
        assert!(digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
        assert!(code.meaning().ends_with('.'), "{code}");
    }
    assert!(Code::ALL.windows(2).all(|pair| pair[0].as_str() < pair[1].as_str()), "no code stands for two meanings");
    assert_eq!(Code::ALL.len(), 41);
}

#[test]
fn a_long_name_is_cut_and_the_rest_of_the_message_is_not() {
    let name = "长".repeat(61);
    let short = format!("{}…", "长".repeat(60));
    let rest = "which is explained by a text that is quite a bit longer than sixty characters are";
    let shown = |message: String| Diagnostic::new(Code::UnknownType, users(), message).message;
    assert_eq!(
        shown(format!("unknown `{name}`, {rest}, \"{name}\"")),
        format!("unknown `{short}`, {rest}, \"{short}\"")
    );
    let fits = format!("`{}` {rest}", &name[..180]);
    assert_eq!(shown(fits.clone()), fits);
}
