#!/usr/bin/env bash
# Imports GitHub's webhooks, generates their events, and reads every sample payload by its event: see webhooks.rs. Then absorbs
# the samples into the spec, as a user would what came in, and does the same again.
#
#   xtask/bench/import/webhooks.sh FOLDER
set -euo pipefail
root=$(cd "$(dirname "$0")/../../.." && pwd)
work=$(mkdir -p "$1" && cd "$1" && pwd)
for package in @octokit/openapi-webhooks@12.1.0 @octokit/webhooks-examples@7.6.1; do
    name=${package#*/}
    folder=$work/packages/${name%@*}
    if [ ! -d "$folder/package" ]; then
        mkdir -p "$folder"
        (cd "$folder" && npm pack --silent "$package" >/dev/null && tar xzf ./*.tgz && rm ./*.tgz)
    fi
done
rm -rf "$work/spec" "$work/crate/src"
mkdir -p "$work/crate/src/bin"
cd "$root"
cp Cargo.lock "$work/crate/"
cp xtask/bench/import/webhooks.rs "$work/crate/src/bin/webhooks.rs"
printf '//! Imported.\n#![deny(warnings, missing_docs)]\npub use jing_openplatform::runtime;\npub mod api;\n' >"$work/crate/src/lib.rs"
cat >"$work/crate/Cargo.toml" <<MANIFEST
[package]
name = "webhooks"
edition = "2024"

[dependencies]
jing-openplatform = { path = "$root/generated", default-features = false }
serde = { version = "1", features = ["derive"] }
serde_json = { version = "1", features = ["raw_value", "arbitrary_precision"] }

[workspace]
MANIFEST

count() {
    cargo xtask gen --spec "$work/spec" --out "$work/crate/src/api"
    cargo run --quiet --manifest-path "$work/crate/Cargo.toml" -- \
        "$work/packages/webhooks-examples/package/api.github.com/index.json" "$work/captured.jsonl"
}

cargo xtask import openapi "$work/packages/openapi-webhooks/package/generated/api.github.com.json" \
    --new "$work/spec" --match-header X-GitHub-Event
echo "As imported:"
count
cargo xtask absorb "$work/captured.jsonl" --spec "$work/spec" --write >"$work/absorbed.txt"
echo "With the samples absorbed:"
count
