//! Allocations an event, by each way to read one: `cargo bench -p jing-openplatform --bench allocations`.
//!
//! By itself, because counting slows down those who allocate.
#![allow(missing_docs)]

mod mix;

use std::hint::black_box;

use mix::bodies::LAYOUTS;
use mix::{BORROWED, CONTENDERS, cell};

fn main() {
    let cells: Vec<_> = LAYOUTS.iter().flat_map(|layout| [cell(*layout, true), cell(*layout, false)]).collect();
    println!("{:36} {:>12} {:>12}", "", "allocations", "bytes");
    for (place, contender) in CONTENDERS.iter().enumerate() {
        let events = cells.iter().map(Vec::len).sum::<usize>() as f64;
        let counted = allocation_counter::measure(|| {
            for body in cells.iter().flatten() {
                black_box((contender.read)(body));
            }
        });
        let (count, bytes) = (counted.count_total as f64 / events, counted.bytes_total as f64 / events);
        println!("{:36} {count:>12.1} {bytes:>12.0}", contender.name);
        assert!(place != BORROWED || counted.count_total == 0, "the borrowed form allocates");
    }
}
