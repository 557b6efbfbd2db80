//! Where and with what the figures were taken.

use std::fs;
use std::process::Command;

use crate::child::output;
use crate::options::Options;
use crate::workshop::{cargo, progenitor_version, root};

/// A few lines of Markdown.
pub(crate) fn describe(options: &Options) -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let value = |file: &str, key: &str| {
        let text = fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(key)).map(str::to_owned);
        line.and_then(|line| Some(line.split_once(':')?.1.trim().to_owned())).unwrap_or_default()
    };
    let memory = value("/proc/meminfo", "MemTotal").trim_end_matches(" kB").parse::<u64>().unwrap_or_default();
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let said = |command: &mut Command| output(command).unwrap_or_default();
    let commit = said(Command::new("git").args(["rev-parse", "--short", "HEAD"]).current_dir(root()));
    let mut versions = vec![said(Command::new("rustc").arg("--version")), said(&mut cargo(&["--version"]))];
    if options.progenitor {
        versions.extend(progenitor_version());
    }
    format!(
        "`{}` at {commit}. {} ({cores} cores), {} GiB; load at the start {}. {}.\n",
        options.call,
        value("/proc/cpuinfo", "model name"),
        memory >> 20,
        load.split(' ').next().unwrap_or_default(),
        versions.join(", "),
    )
}
