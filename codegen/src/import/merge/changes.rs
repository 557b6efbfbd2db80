//! What changes in a text, as a diff shows it.

use std::fmt::Write as _;

/// How many lines are shown around a change.
const AROUND: usize = 2;

/// The lines that go (`-`) and come (`+`), with some around them and the number of the first in the old text.
#[must_use]
pub fn line_changes(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let steps = steps(&old, &new);
    let is_near = |at: usize| {
        let from = at.saturating_sub(AROUND);
        steps[from..(at + AROUND + 1).min(steps.len())].iter().any(|(mark, ..)| *mark != ' ')
    };
    let (mut out, mut is_open) = (String::new(), false);
    for (index, (mark, number, line)) in steps.iter().enumerate() {
        if !is_near(index) {
            is_open = false;
            continue;
        }
        if !is_open {
            let _ = writeln!(out, "@@ line {}", number + 1);
            is_open = true;
        }
        let _ = writeln!(out, "{mark}{line}");
    }
    out
}

/// Each line of both texts in order: its mark, the line of the old text where it stands, the line.
fn steps<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<(char, usize, &'a str)> {
    let start = old.iter().zip(new).take_while(|(one, other)| one == other).count();
    let rest = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(one, other)| one == other).count();
    let (middle, wanted) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    // The length of the longest common part from each pair of lines on.
    let width = wanted.len() + 1;
    let mut common = vec![0_u32; (middle.len() + 1) * width];
    for one in (0..middle.len()).rev() {
        for other in (0..wanted.len()).rev() {
            common[one * width + other] = match middle[one] == wanted[other] {
                true => common[(one + 1) * width + other + 1] + 1,
                false => common[(one + 1) * width + other].max(common[one * width + other + 1]),
            };
        }
    }
    let mut steps: Vec<_> = (0..start).map(|at| (' ', at, old[at])).collect();
    let (mut one, mut other) = (0, 0);
    while one < middle.len() || other < wanted.len() {
        let is_same = one < middle.len() && other < wanted.len() && middle[one] == wanted[other];
        let goes = other == wanted.len()
            || (one < middle.len() && common[(one + 1) * width + other] >= common[one * width + other + 1]);
        if is_same {
            steps.push((' ', start + one, middle[one]));
            (one, other) = (one + 1, other + 1);
        } else if goes {
            steps.push(('-', start + one, middle[one]));
            one += 1;
        } else {
            steps.push(('+', start + one, wanted[other]));
            other += 1;
        }
    }
    steps.extend((old.len() - end..old.len()).map(|at| (' ', at, old[at])));
    steps
}

#[cfg(test)]
mod tests {
    use super::line_changes;

    #[test]
    fn a_change_is_shown_with_the_lines_around_it() {
        let changes = line_changes("a\nb\nc\nd\ne\nf\ng\n", "a\nb\nc\nD\nd2\ne\nf\n");
        assert_eq!(changes, "@@ line 2\n b\n c\n-d\n+D\n+d2\n e\n f\n-g\n");
        assert_eq!(line_changes("a\n", "a\n"), "");
        assert_eq!(line_changes("", "a\nb\n"), "@@ line 1\n+a\n+b\n");
    }
}
