//! How fast events are told and read, next to what else could be done: `cargo bench -p jing-openplatform --bench parse`.
//!
//! All ways are run in turn, for a moment each and many times over, so that what else the machine does falls on all of them.
//! Where code and heap come to lie is another in each process and worth a hundredth: so that is done in several, and each
//! figure is the median of theirs. `-- mix` leaves the examples out. `-- profile PLACE GROUP TIMES` runs one way over a group
//! of the mix, after all ways once, for a profiler.
//! As a test it runs everything once.
#![allow(missing_docs, clippy::unwrap_used)]

mod mix;

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use mix::bodies::LAYOUTS;
use mix::kinds::kinds;
use mix::{BORROWED, Body, CONTENDERS, FLATTENED, FLOOR, KNOWN, PARSE, cell};

/// Processes that measure, one after the other.
const PROCESSES: usize = 9;
/// Tells a process that it is one of them.
const MEASURES: &str = "BENCH_PARSE_MEASURES";
const ROUNDS: usize = 101;
/// What the floor is to take in one round over one group.
const ROUND_TIME: Duration = Duration::from_micros(500);

/// Bodies that are measured together.
struct Group {
    name: String,
    bodies: Vec<Body>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).filter(|word| *word != "--bench").collect();
    let mix = mix_groups();
    match &words[..] {
        ["profile", place, group, times] => {
            let (place, group): (usize, usize) = (place.parse().unwrap(), group.parse().unwrap());
            // The heap is then the same for all.
            try_once(&mix[group]);
            (0..times.parse().unwrap()).for_each(|_| run_once(CONTENDERS[place].read, &mix[group].bodies));
        }
        _ if !arguments.iter().any(|word| word == "--bench") => mix.iter().chain(&example_groups()).for_each(try_once),
        words if std::env::var_os(MEASURES).is_none() => medians_of_processes(words),
        words => {
            if !words.contains(&"mix") {
                example_groups().iter().for_each(|group| drop(report(std::slice::from_ref(group))));
            }
            compare(&mix);
        }
    }
}

/// Shows what the processes print, which differs in its figures only, with the median of each.
fn medians_of_processes(words: &[&str]) {
    let run = |_| {
        let mut process = std::process::Command::new(std::env::current_exe().unwrap());
        let output = process.args(words).arg("--bench").env(MEASURES, "1").output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let printed: Vec<String> = (0..PROCESSES).map(run).collect();
    let mut pages: Vec<_> = printed.iter().map(|text| text.lines()).collect();
    while let Some(lines) = pages.iter_mut().map(Iterator::next).collect::<Option<Vec<&str>>>() {
        let (mut shown, mut at) = (String::new(), 0);
        for word in lines[0].split_inclusive(' ') {
            at += word.len();
            // Figures end in the same column in each of them.
            let figures = lines.iter().map(|line| line[..at].trim_end().rsplit(' ').next()?.parse::<f64>().ok());
            let figures = if word == " " { None } else { figures.collect::<Option<Vec<f64>>>() };
            match figures {
                Some(figures) => {
                    let places = word.trim().split_once('.').map_or(0, |(_, places)| places.len());
                    write!(shown, "{:.places$} ", median(figures)).unwrap();
                }
                None => shown.push_str(word),
            }
        }
        println!("{}", shown.trim_end());
    }
}

/// The mix by layout and form.
fn mix_groups() -> Vec<Group> {
    let cells = LAYOUTS.iter().flat_map(|layout| [(*layout, true), (*layout, false)]);
    let group = |(layout, embedded)| Group {
        name: format!("{layout:?}, {}", if embedded { "embedded" } else { "plain" }),
        bodies: cell(layout, embedded),
    };
    cells.map(group).collect()
}

/// The examples of the specification, where they are at hand.
fn example_groups() -> Vec<Group> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/examples");
    let examples = [("account.created", 0), ("account.updated", 1), ("lead.created", 7)];
    let read = |(name, index): (&str, usize)| {
        let bytes = std::fs::read(format!("{folder}/{name}.json")).ok()?;
        Some(Group { name: name.to_owned(), bodies: vec![Body { bytes, kind: &kinds()[index], index }] })
    };
    examples.into_iter().filter_map(read).collect()
}

fn run_once(read: fn(&Body) -> usize, bodies: &[Body]) {
    for body in bodies {
        black_box(read(black_box(body)));
    }
}

fn try_once(group: &Group) {
    for contender in &CONTENDERS {
        run_once(contender.read, &group.bodies);
    }
}

/// Nanoseconds an event, by contender and round.
type Times = Vec<[f64; ROUNDS]>;

fn measure(group: &Group) -> Times {
    let run = |read: fn(&Body) -> usize, times: usize| {
        let start = Instant::now();
        for _ in 0..times {
            run_once(read, &group.bodies);
        }
        start.elapsed()
    };
    let once = run(CONTENDERS[FLOOR].read, 10) / 10;
    let times = (ROUND_TIME.as_nanos() / once.as_nanos().max(1)).max(1) as usize;
    let mut results = vec![[0.0; ROUNDS]; CONTENDERS.len()];
    // There and back, so that none has always the same one before it.
    let there: Vec<usize> = (0..CONTENDERS.len()).collect();
    let back: Vec<usize> = there.iter().rev().copied().collect();
    for (round, places) in [there, back].iter().cycle().take(ROUNDS).enumerate() {
        for &place in places {
            let time = run(CONTENDERS[place].read, times);
            results[place][round] = time.as_nanos() as f64 / (times * group.bodies.len()) as f64;
        }
    }
    results
}

/// Measures groups together and shows every contender next to the floor.
fn report(groups: &[Group]) -> Vec<Times> {
    let all: Vec<Times> = groups.iter().map(measure).collect();
    for (group, times) in groups.iter().zip(&all) {
        show(&group.name, group.bodies.iter(), std::slice::from_ref(times));
    }
    all
}

fn show<'b>(name: &str, bodies: impl Iterator<Item = &'b Body>, times: &[Times]) {
    let (count, bytes) = bodies.fold((0, 0), |(count, bytes), body| (count + 1, bytes + body.bytes.len()));
    let average = bytes as f64 / f64::from(count);
    println!("\n{name}: {average:.0} bytes an event");
    println!("{:36} {:>10} {:>9} {:>12}", "", "ns/event", "MB/s", "of the floor");
    for (place, contender) in CONTENDERS.iter().enumerate() {
        let nanoseconds = median(sums(times, place));
        let megabytes = average * 1000.0 / nanoseconds;
        let ratio = ratio(times, place, FLOOR);
        println!("{:36} {nanoseconds:>10.0} {megabytes:>9.0} {ratio:>12.3}", contender.name);
    }
}

/// By round, the mean over the groups.
fn sums(times: &[Times], place: usize) -> [f64; ROUNDS] {
    let mut sums = [0.0; ROUNDS];
    for group in times {
        sums.iter_mut().zip(group[place]).for_each(|(sum, time)| *sum += time / times.len() as f64);
    }
    sums
}

fn ratio(times: &[Times], place: usize, to: usize) -> f64 {
    let mut ratios = sums(times, place);
    ratios.iter_mut().zip(sums(times, to)).for_each(|(ratio, other)| *ratio /= other);
    median(ratios)
}

fn median(mut values: impl AsMut<[f64]>) -> f64 {
    let values = values.as_mut();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The mix, and the ratios that are aimed at.
fn compare(mix: &[Group]) {
    let all = report(mix);
    show("The whole mix", mix.iter().flat_map(|group| &group.bodies), &all);
    println!("\nEvent::parse against own types with the kind known, at most 1.05 in each layout");
    println!("{:36} {:>10} {:>10} {:>10}", "", "both forms", "embedded", "plain");
    for (layout, forms) in LAYOUTS.iter().zip(all.as_chunks::<2>().0) {
        let [embedded, plain] = forms.each_ref().map(|form| ratio(std::slice::from_ref(form), PARSE, KNOWN));
        let both = ratio(forms, PARSE, KNOWN);
        println!("{:36} {both:>10.3} {embedded:>10.3} {plain:>10.3}", format!("{layout:?}"));
    }
    println!("{:36} {:>10.3}", "the whole mix", ratio(&all, PARSE, KNOWN));
    println!("\nOf the whole mix, of the floor");
    println!("{:36} {:>10.3} (at most 1.15)", "Event::parse", ratio(&all, PARSE, FLOOR));
    println!("{:36} {:>10.3} (at most 0.30)", "EventRef::parse", ratio(&all, BORROWED, FLOOR));
    println!("{:36} {:>10.3} (below 1)", "Event::parse of flattened Value", ratio(&all, PARSE, FLATTENED));
}
