//! Coverage as one self-contained page: no script, nothing loaded, light or dark as the reader has it.

use codegen::coverage::{Coverage, EVENT_PARTS, Form, Grade, Group, Node, OPERATION_PARTS, Tally};
use codegen::ir::{Part, Title};

use crate::coverage_words::{
    Word, both, chinese_sentence, counted, figures, figures_sentence, grade_meaning, grade_word, part_word,
    size_sentence,
};

const STYLE: &str = include_str!("coverage.css");

/// What differs between operations and events.
#[derive(Clone, Copy)]
struct Kind {
    title: Word,
    /// One of them, in English.
    one: &'static str,
    /// What their form on the wire is called.
    form: Word,
    parts: &'static [Part],
}

const OPERATIONS: Kind =
    Kind {
        title: word("Operations", "接口"), one: "operation", form: word("Call", "调用"), parts: &OPERATION_PARTS
    };
const EVENTS: Kind =
    Kind {
        title: word("Events", "事件"), one: "event", form: word("Match keys", "识别条件"), parts: &EVENT_PARTS
    };

/// The page. `spec` is the way from it to the spec's folder, as an address.
#[must_use]
pub fn page(coverage: &Coverage, spec: &str) -> String {
    let title = escaped(&both(&coverage.title));
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"cargo xtask coverage\">\n\
         <title>Coverage 覆盖情况: {title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <h1>Coverage <span lang=\"zh\">覆盖情况</span></h1>\n\
         <p class=\"quiet\">What the spec knows of the {title}, and how well.</p>\n"
    );
    page.push_str(&cards(coverage));
    page.push_str(&format!("<p>{}.<br>{}.</p>\n", size_sentence(coverage), figures_sentence(coverage)));
    page.push_str(&format!("<p lang=\"zh\">{}</p>\n", chinese_sentence(coverage)));
    page.push_str(&legend());
    for (kind, groups) in [(OPERATIONS, &coverage.resources), (EVENTS, &coverage.families)] {
        page.push_str(&format!("<h2>{}</h2>\n{}", bilingual(kind.title), overview(kind, groups)));
        groups.iter().for_each(|group| page.push_str(&section(kind, group, spec)));
    }
    page + "</main>\n</body>\n</html>\n"
}

const fn word(en: &'static str, zh: &'static str) -> Word {
    Word { en, zh }
}

fn bilingual(word: Word) -> String {
    format!("{} <span lang=\"zh\">{}</span>", word.en, word.zh)
}

fn cards(coverage: &Coverage) -> String {
    let [sampled, titled, matched, _] = figures(coverage);
    let cards = [
        (coverage.operations().count(), word("operations", "接口")),
        (sampled, word("documented by a sample", "有示例为证")),
        (titled, word("method titled, path assumed", "方法见标题，路径为推测")),
        (coverage.events().count(), word("events", "事件")),
        (matched, word("events matched", "可识别的事件")),
        (coverage.fields, word("fields known", "已知字段")),
    ];
    let card = |(count, word): (usize, Word)| format!("<li><b>{count}</b><span>{}</span></li>\n", bilingual(word));
    format!("<ul class=\"cards\">\n{}</ul>\n", cards.map(card).concat())
}

fn legend() -> String {
    let entry = |grade: Grade| {
        let (word, meaning) = (grade_word(grade), grade_meaning(grade));
        format!("<dt>{}</dt><dd>{}</dd>\n", chip(grade, &bilingual(word)), bilingual(meaning))
    };
    format!(
        "<h2>{}</h2>\n<dl class=\"legend\">\n{}</dl>\n<p class=\"quiet\">A bar shows the parts of a group: method, path, \
         request and result of its operations, match and data of its events. A level is that of the weakest part. \
         <span lang=\"zh\">色条表示该组各部分的等级；整体等级取最弱的部分。</span></p>\n",
        bilingual(word("Levels", "等级")),
        Grade::ALL.map(entry).concat(),
    )
}

/// The class of a grade is its English word.
fn chip(grade: Grade, content: &str) -> String {
    let (class, meaning) = (grade_word(grade).en, grade_meaning(grade));
    format!("<span class=\"chip {class}\" title=\"{} {}\">{content}</span>", escaped(meaning.en), meaning.zh)
}

/// A line with a bar for each group.
fn overview(kind: Kind, groups: &[Group]) -> String {
    let line = |group: &Group| {
        let known: Tally = group.nodes.iter().map(|node| node.grade).collect();
        let levels = known.iter().map(|(grade, count)| format!("{count} {}", grade_word(grade).en));
        format!(
            "<div><a href=\"#{}\">{}</a>{}<span class=\"quiet\" title=\"{}\">{} · {}</span></div>\n",
            anchor(kind, group),
            titled(&group.title),
            bar(group, kind.parts),
            escaped(&levels.collect::<Vec<_>>().join(", ")),
            counted(group.nodes.len(), kind.one),
            counted(group.fields, "field"),
        )
    };
    format!("<div class=\"overview\">\n{}</div>\n", groups.iter().map(line).collect::<String>())
}

fn bar(group: &Group, parts: &[Part]) -> String {
    let grades = group.nodes.iter().flat_map(|node| parts.iter().map(|part| node.grade_of(*part)));
    let tally: Tally = grades.collect();
    let segment = |(grade, count): (Grade, usize)| {
        let word = grade_word(grade);
        format!(
            "<span class=\"{}\" style=\"flex-grow:{count}\" title=\"{count} of {} parts {} {}\">{count} {}</span>",
            word.en,
            tally.total(),
            word.en,
            word.zh,
            if count * 6 >= tally.total() { word.en } else { &word.en[..1] },
        )
    };
    let told = tally.iter().map(|(grade, count)| format!("{count} {}", grade_word(grade).en)).collect::<Vec<_>>();
    let segments: String = tally.iter().map(segment).collect();
    format!("<div class=\"bar\" role=\"img\" aria-label=\"Parts: {}\">{segments}</div>", told.join(", "))
}

fn anchor(kind: Kind, group: &Group) -> String {
    escaped(&format!("{}-{}", kind.one, group.name))
}

fn titled(title: &Title) -> String {
    let span = |text: Option<&String>, language: &str| {
        text.map(|text| format!("<span lang=\"{language}\">{}</span>", escaped(text)))
    };
    let english = title.en.as_ref().filter(|_| title.en != title.zh);
    [span(title.zh.as_ref(), "zh"), span(english, "en")].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn section(kind: Kind, group: &Group, spec: &str) -> String {
    let heads: String = kind.parts.iter().map(|part| format!("<th>{}</th>", bilingual(part_word(*part)))).collect();
    let rows: String = group.nodes.iter().map(|node| row(node, group, kind, spec)).collect();
    format!(
        "<section class=\"group\" id=\"{}\">\n<header><h3>{}</h3><code>{}</code>\
         <span class=\"quiet\">{} · {}</span></header>\n\
         <table>\n<thead><tr><th class=\"c-node\">{}</th><th class=\"c-form\">{}</th>{heads}\
         <th class=\"c-examples number\">{}</th><th class=\"c-source\">{}</th></tr></thead>\n\
         <tbody>\n{rows}</tbody>\n</table>\n</section>\n",
        anchor(kind, group),
        titled(&group.title),
        link(&format!("{spec}/{}", group.file), &escaped(&group.file)),
        counted(group.nodes.len(), kind.one),
        counted(group.fields, "field"),
        bilingual(word("Name", "名称")),
        bilingual(kind.form),
        bilingual(word("Ex.", "示例")),
        bilingual(word("Source", "来源")),
    )
}

fn row(node: &Node, group: &Group, kind: Kind, spec: &str) -> String {
    let id = escaped(&node.id);
    let place = format!("{spec}/{}#L{}", group.file, node.line);
    let grades = kind.parts.iter().map(|part| node.grade_of(*part));
    let grades: String = grades.map(|grade| format!("<td>{}</td>", chip(grade, grade_word(grade).en))).collect();
    let source = node.source.as_ref().map_or(String::new(), |source| link(&source.url, &titled(&source.title)));
    format!(
        "<tr id=\"{}-{id}\"><td><code>{}</code><small>{}</small></td><td>{}</td>{grades}\
         <td class=\"number\">{}</td><td><small>{source}</small></td></tr>\n",
        kind.one,
        link(&place, &id),
        titled(&node.title),
        form(&node.form),
        node.examples.len(),
    )
}

fn form(form: &Form) -> String {
    match form {
        Form::Call(method, path) => format!("<code>{} {}</code>", method.as_str(), escaped(path)),
        Form::Match(keys) => {
            let key = |(path, value): &(String, String)| format!("<code>{} = {}</code>", escaped(path), escaped(value));
            keys.iter().map(key).collect::<Vec<_>>().join("<br>")
        }
        Form::Catalogued(missing) => format!("<small>{}</small>", escaped(missing)),
    }
}

/// A link; the content alone where the address could be more than one.
fn link(address: &str, content: &str) -> String {
    let scheme = address.split_once(':').map(|(scheme, _)| scheme);
    match scheme {
        None | Some("https" | "http") => format!("<a href=\"{}\">{content}</a>", escaped(address)),
        Some(_) => content.to_owned(),
    }
}

/// Text in which HTML sees nothing of its own.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}
