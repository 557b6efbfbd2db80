//! `cargo bench --package bench`: each stage of the generator by itself, on a synthetic API of 120 operations.

#[path = "../src/dialect.rs"]
mod dialect;
#[path = "../src/random.rs"]
mod random;
#[path = "../src/synthetic.rs"]
mod synthetic;

use std::hint::black_box;

use codegen::diagnostics::Diagnostics;
use codegen::emit::emit_file;
use codegen::file_tree::FileTree;
use codegen::format::format_file;
use codegen::{lower, resolve, spec};
use criterion::{BatchSize, Criterion};

const OPERATIONS: usize = 120;

fn main() -> Result<(), Diagnostics> {
    let mut criterion = Criterion::default().configure_from_args();
    let groups = synthetic::groups(OPERATIONS, OPERATIONS / 5);
    measure(&mut criterion, &dialect::files(&groups).into_iter().collect())?;
    criterion.final_summary();
    Ok(())
}

/// All stages in their order, each on what the one before it made.
fn measure(criterion: &mut Criterion, files: &FileTree) -> Result<(), Diagnostics> {
    let document = spec::parse_document(files)?;
    let api = resolve::resolve_api(&document)?;
    let crate_ = lower::lower_api(&api)?;
    let emit = || crate_.files.iter().map(emit_file).collect::<Vec<_>>();

    criterion.bench_function("parse", |bench| bench.iter(|| spec::parse_document(black_box(files))));
    criterion.bench_function("resolve", |bench| bench.iter(|| resolve::resolve_api(black_box(&document))));
    criterion.bench_function("lower", |bench| bench.iter(|| lower::lower_api(black_box(&api))));
    criterion.bench_function("emit", |bench| bench.iter(emit));
    criterion.bench_function("format", |bench| {
        bench.iter_batched(emit, |files| files.into_iter().map(format_file).collect::<Vec<_>>(), BatchSize::LargeInput);
    });
    criterion.bench_function("generate", |bench| bench.iter(|| codegen::generate(black_box(files))));
    Ok(())
}
