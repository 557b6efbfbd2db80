#!/usr/bin/env bash
# Imports GitHub's webhooks, generates their events, and reads every sample payload by its event: see webhooks.rs.
#
#   xtask/bench/import/webhooks.sh FOLDER [--as-sent]    --as-sent mends the two fields that samples contradict
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
rm -rf "$work/spec"
cd "$root"
cargo xtask import openapi "$work/packages/openapi-webhooks/package/generated/api.github.com.json" \
    --new "$work/spec" --match-header X-GitHub-Event
if [ "${2:-}" = --as-sent ]; then
    # An installation's times are declared as texts, and most samples hold numbers.
    sed -i '/^  Installation:/,/^  [A-Z]/ s/^\(      \(created\|updated\)_at: { type: \)string?/\1any?/' "$work/spec/types.yaml"
fi
cargo xtask gen --spec "$work/spec" --out "$work/crate/src/api"
mkdir -p "$work/crate/src/bin"
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
cargo run --quiet --manifest-path "$work/crate/Cargo.toml" -- "$work/packages/webhooks-examples/package/api.github.com/index.json"
