//! Coverage as a table: for the terminal and as Markdown.

use codegen::coverage::{Coverage, EVENT_PARTS, Grade, Group, Node, OPERATION_PARTS, Tally};
use codegen::ir::Part;
use unicode_width::UnicodeWidthStr as _;

use crate::coverage_words::{
    Word, both, chinese_sentence, figures_sentence, grade_letter, grade_meaning, grade_word, part_word, size_sentence,
};

/// One table: resources or families.
struct Table<'a> {
    title: Word,
    groups: &'a [Group],
    parts: &'static [Part],
}

const OPERATIONS: Word = Word { en: "Operations", zh: "接口" };
const EVENTS: Word = Word { en: "Events", zh: "事件" };

fn tables(coverage: &Coverage) -> [Table<'_>; 2] {
    [
        Table { title: OPERATIONS, groups: &coverage.resources, parts: &OPERATION_PARTS },
        Table { title: EVENTS, groups: &coverage.families, parts: &EVENT_PARTS },
    ]
}

impl Table<'_> {
    fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.groups.iter().flat_map(|group| &group.nodes)
    }
}

/// How well nodes are known: as a whole, then part by part.
fn tallies<'a>(nodes: impl Iterator<Item = &'a Node> + Clone, parts: &[Part]) -> Vec<Tally> {
    let whole = nodes.clone().map(|node| node.grade).collect();
    let by_part = parts.iter().map(|part| nodes.clone().map(|node| node.grade_of(*part)).collect());
    [whole].into_iter().chain(by_part).collect()
}

fn examples<'a>(nodes: impl Iterator<Item = &'a Node>) -> usize {
    nodes.map(|node| node.examples.len()).sum()
}

/// The tables as text, in columns that hold with wide characters.
#[must_use]
pub fn terminal(coverage: &Coverage) -> String {
    let mut text = String::new();
    for table in tables(coverage) {
        text.push_str(&aligned(&terminal_rows(&table)));
        text.push('\n');
    }
    let letters = used_grades(coverage).map(|grade| {
        let word = grade_word(grade);
        format!("{} {} {}", grade_letter(grade), word.en, word.zh)
    });
    text.push_str(&letters.collect::<Vec<_>>().join(", "));
    text.push_str(
        "\na level is that of the weakest part; a field or example that groups share counts once in the sum\n\n",
    );
    text.push_str(&format!("{}\n{}\n", size_sentence(coverage), figures_sentence(coverage)));
    text
}

/// A cell and whether it is a number, which stands at the right.
type Cell = (String, bool);

fn terminal_rows(table: &Table) -> Vec<Vec<Cell>> {
    let sums = tallies(table.nodes().collect::<Vec<_>>().into_iter(), table.parts);
    let words = table.parts.iter().map(|part| part_word(*part).en);
    let text = |text: &str| (text.to_owned(), false);
    let number = |text: String| (text, true);
    let mut head = vec![text(table.title.en), text(table.title.zh), number("n".into()), text("Level")];
    head.extend(words.map(text));
    head.extend([number("Examples".into()), number("Fields".into())]);
    let mut rows = vec![head];
    for group in table.groups {
        let mut row = vec![text(&group.name), text(&both(&group.title)), number(group.nodes.len().to_string())];
        let cells = tallies(group.nodes.iter(), table.parts);
        row.extend(cells.iter().zip(&sums).map(|(tally, sum)| text(&counts_below(tally, sum))));
        row.extend([number(examples(group.nodes.iter()).to_string()), number(group.fields.to_string())]);
        rows.push(row);
    }
    let mut last = vec![text("total"), text("合计"), number(table.nodes().count().to_string())];
    last.extend(sums.iter().map(|sum| text(&counts_below(sum, sum))));
    last.push(number(examples(table.nodes()).to_string()));
    rows.push(last);
    rows
}

/// Counts with their letters, each below that of the sum.
fn counts_below(tally: &Tally, sum: &Tally) -> String {
    let cell = |(grade, most): (Grade, usize)| {
        let count = match tally.of(grade) {
            0 => String::new(),
            count => format!("{count}{}", grade_letter(grade)),
        };
        format!("{count:>width$}", width = most.to_string().len() + 1)
    };
    sum.iter().map(cell).collect::<Vec<_>>().join(" ")
}

fn aligned(rows: &[Vec<Cell>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|(text, _)| text.width()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or_default()).collect();
    let line = |row: &Vec<Cell>| {
        let cells = row.iter().zip(&widths).map(|((text, is_number), width)| {
            let space = " ".repeat(width - text.width());
            if *is_number { format!("{space}{text}") } else { format!("{text}{space}") }
        });
        format!("{}\n", cells.collect::<Vec<_>>().join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}

/// The grades that occur, strongest first.
fn used_grades(coverage: &Coverage) -> impl Iterator<Item = Grade> {
    let nodes = coverage.operations().chain(coverage.events());
    let used: Tally = nodes.flat_map(|node| node.parts.iter().map(|(_, grade)| *grade)).collect();
    used.iter().map(|(grade, _)| grade).collect::<Vec<_>>().into_iter()
}

/// The tables as a Markdown page.
#[must_use]
pub fn markdown(coverage: &Coverage) -> String {
    let mut page = format!(
        "<!-- @generated by `cargo xtask coverage`. Do not edit. -->\n\n# Coverage 覆盖情况\n\n\
         What the spec knows of the {}, and how well.\n\n{}.\n{}.\n\n{}\n\n",
        both(&coverage.title),
        size_sentence(coverage),
        figures_sentence(coverage),
        chinese_sentence(coverage),
    );
    for grade in used_grades(coverage) {
        let (word, meaning, letter) = (grade_word(grade), grade_meaning(grade), grade_letter(grade));
        page.push_str(&format!("- **{letter}** {} {}: {} {}\n", word.en, word.zh, meaning.en, meaning.zh));
    }
    page.push_str(
        "\nA level is that of the weakest part. A field or example that groups share counts once in the sum.\n\
         `cargo xtask coverage --html FILE` writes the same with every operation and event.\n",
    );
    for table in tables(coverage) {
        page.push_str(&format!("\n## {} {}\n\n{}", table.title.en, table.title.zh, markdown_table(&table)));
    }
    page
}

fn markdown_table(table: &Table) -> String {
    let row = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let count = table.parts.len() + 1;
    let words = table.parts.iter().map(|part| part_word(*part)).map(|word| format!("{} {}", word.en, word.zh));
    let mut head = vec!["Group 分组".to_owned(), "n".to_owned(), "Level 等级".to_owned()];
    head.extend(words);
    head.extend(["Examples 示例".to_owned(), "Fields 字段".to_owned()]);
    let mut text = row(&head);
    text.push_str(&format!("|---|--:|{}--:|--:|\n", "---|".repeat(count)));
    for group in table.groups {
        let name = format!("[`{}`](spec/{}) {}", group.name, group.file, markdown_text(&both(&group.title)));
        let mut cells = vec![name, group.nodes.len().to_string()];
        cells.extend(tallies(group.nodes.iter(), table.parts).iter().map(counts));
        cells.extend([examples(group.nodes.iter()).to_string(), group.fields.to_string()]);
        text.push_str(&row(&cells));
    }
    let mut cells = vec!["**total 合计**".to_owned(), table.nodes().count().to_string()];
    cells.extend(tallies(table.nodes().collect::<Vec<_>>().into_iter(), table.parts).iter().map(counts));
    cells.extend([examples(table.nodes()).to_string(), String::new()]);
    text + &row(&cells)
}

fn counts(tally: &Tally) -> String {
    tally.iter().map(|(grade, count)| format!("{count}{}", grade_letter(grade))).collect::<Vec<_>>().join(" ")
}

/// Text in which Markdown sees nothing of its own.
fn markdown_text(text: &str) -> String {
    let special = |letter: char| "\\`*_{}[]<>#|".contains(letter);
    text.chars().flat_map(|letter| special(letter).then_some('\\').into_iter().chain([letter])).collect()
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr as _;

    use super::aligned;

    #[test]
    fn columns_hold_with_wide_characters() {
        let row =
            |name: &str, count: &str| vec![(name.to_owned(), false), (count.to_owned(), true), ("x".into(), false)];
        let text = aligned(&[row("用户管理 User", "5"), row("CRM", "101"), row("", "")]);
        let widths: Vec<usize> = text.lines().map(|line| line.width()).collect();
        assert_eq!(widths, vec!["用户管理 User  101  x".width(); 3], "{text}");
    }
}
