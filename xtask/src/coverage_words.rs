//! The words of the coverage tables, in English and Chinese, and their figures as sentences.

use codegen::coverage::{Coverage, Grade, Node};
use codegen::ir::{Level, Part, Title};

/// A word in both languages.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// English.
    pub en: &'static str,
    /// Chinese.
    pub zh: &'static str,
}

const fn word(en: &'static str, zh: &'static str) -> Word {
    Word { en, zh }
}

/// What a grade is called.
#[must_use]
pub const fn grade_word(grade: Grade) -> Word {
    match grade {
        Grade::Known(Level::Documented) => word("documented", "有文档"),
        Grade::Known(Level::Titled) => word("titled", "仅标题"),
        Grade::Known(Level::Observed) => word("observed", "实测"),
        Grade::Known(Level::Assumed) => word("assumed", "推测"),
        Grade::Catalogued => word("catalogued", "仅列出"),
    }
}

/// What a grade means.
#[must_use]
pub const fn grade_meaning(grade: Grade) -> Word {
    match grade {
        Grade::Known(Level::Documented) => {
            word("a page's text, table or sample shows it", "页面的文字、表格或示例可证")
        }
        Grade::Known(Level::Titled) => word("only the title or badge of a page shows it", "仅见于页面标题或标记"),
        Grade::Known(Level::Observed) => word("a real response or delivery showed it", "见于真实的响应或推送"),
        Grade::Known(Level::Assumed) => word("filled in by analogy", "按类推填写"),
        Grade::Catalogued => word("only listed: nothing tells the event from others", "仅在目录中，尚无法识别"),
    }
}

/// The letter that stands for a grade behind a number.
#[must_use]
pub const fn grade_letter(grade: Grade) -> char {
    match grade {
        Grade::Known(Level::Documented) => 'd',
        Grade::Known(Level::Titled) => 't',
        Grade::Known(Level::Observed) => 'o',
        Grade::Known(Level::Assumed) => 'a',
        Grade::Catalogued => 'c',
    }
}

/// What a part is called.
#[must_use]
pub const fn part_word(part: Part) -> Word {
    match part {
        Part::Method => word("Method", "方法"),
        Part::Path => word("Path", "路径"),
        Part::Body => word("Body", "请求"),
        Part::Returns => word("Returns", "返回"),
        Part::Match => word("Match", "识别"),
        Part::Data => word("Data", "数据"),
    }
}

/// The titles that there are, Chinese first.
#[must_use]
pub fn both(title: &Title) -> String {
    let mut titles: Vec<&str> = [&title.zh, &title.en].into_iter().flatten().map(String::as_str).collect();
    titles.dedup();
    titles.join(" ")
}

/// A number and what it counts.
#[must_use]
pub fn counted(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

/// The whole in one sentence, in English.
#[must_use]
pub fn size_sentence(coverage: &Coverage) -> String {
    let families = coverage.families.len();
    format!(
        "{} in {}, {} in {families} {}; {}, {}",
        counted(coverage.operations().count(), "operation"),
        counted(coverage.resources.len(), "group"),
        counted(coverage.events().count(), "event"),
        if families == 1 { "family" } else { "families" },
        counted(coverage.examples, "example"),
        counted(coverage.fields, "field"),
    )
}

/// How well the whole is known, in English.
#[must_use]
pub fn figures_sentence(coverage: &Coverage) -> String {
    let [sampled, titled, matched, _] = figures(coverage);
    format!(
        "{} documented by a sample, {titled} with a titled method and an assumed path, {} matched",
        counted(sampled, "operation"),
        counted(matched, "event"),
    )
}

/// The same in Chinese.
#[must_use]
pub fn chinese_sentence(coverage: &Coverage) -> String {
    let [sampled, titled, matched, catalogued] = figures(coverage);
    format!(
        "{} 个接口（{} 组），{} 个事件（{} 类），{} 个示例，{} 个字段：\
         {sampled} 个接口有示例为证，{titled} 个接口的方法见于标题而路径为推测，\
         {matched} 个事件可识别，{catalogued} 个事件仅列出。",
        coverage.operations().count(),
        coverage.resources.len(),
        coverage.events().count(),
        coverage.families.len(),
        coverage.examples,
        coverage.fields,
    )
}

/// Operations documented by a sample, operations of which the title shows the method, events matched, events listed.
#[must_use]
pub fn figures(coverage: &Coverage) -> [usize; 4] {
    [
        coverage.operations().filter(|node| node.is_sampled()).count(),
        coverage.operations().filter(|node| node.is_titled()).count(),
        coverage.events().filter(|node| node.is_matched()).count(),
        coverage.events().filter(|node: &&Node| !node.is_matched()).count(),
    ]
}
