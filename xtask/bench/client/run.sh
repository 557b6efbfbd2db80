#!/usr/bin/env bash
# Calls a second, beside a client that progenitor has generated from openapi.yaml: with the server on a core of its own, and
# with both on one. Needs cargo-progenitor.
#
#   xtask/bench/client/run.sh FOLDER     FOLDER holds the program; kept between runs
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
work=$(mkdir -p "$1" && cd "$1" && pwd)

cargo progenitor --input "$here/openapi.yaml" --output "$work/things" --name things --version 0.1.0 --license-name MIT >/dev/null
mkdir -p "$work/program/src"
cp "$here/main.rs" "$work/program/src/"
cp -r "$root/generated/benches/calls" "$work/program/src/"
cat >"$work/program/Cargo.toml" <<END
[package]
name = "program"
version = "0.1.0"
edition = "2024"

[dependencies]
jing-openplatform = { path = "$root/generated", features = ["tracing"] }
serde = { version = "1", features = ["derive"] }
things = { path = "../things" }
tokio = { version = "1", features = ["io-util", "net", "rt"] }
END
printf '[workspace]\nresolver = "3"\nmembers = ["things", "program"]\n' >"$work/Cargo.toml"
cargo build --quiet --release --manifest-path "$work/Cargo.toml" --package program
program=${CARGO_TARGET_DIR:-$work/target}/release/program
"$program"
if command -v taskset >/dev/null; then
    printf '\nOn one core, which nobody has to wake:\n\n'
    taskset -c 0 "$program"
fi
