//! `cargo xtask COMMAND`.

use std::process::ExitCode;

/// Generating makes and drops millions of small values: with the system's allocator it takes half as long again.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    xtask::run(std::env::args_os().skip(1))
}
