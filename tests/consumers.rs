//! A project of its own that uses the crate: whatever features of serde_json it turns on, payloads read the same.

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

/// A workspace apart from this one, so that features are not shared.
fn run_payload_tests(name: &str, features: &str) {
    let folder = support::scratch(name);
    let root = support::root();
    let manifest = format!(
        "[workspace]\n\n[package]\nname = \"{name}\"\nedition = \"2024\"\n\n\
         [dependencies]\njing-openplatform = {{ path = {:?} }}\nserde_json = {{ version = \"1\", features = [{features}] }}\n",
        root.join("generated"),
    );
    fs::create_dir_all(folder.join("tests")).expect("a folder can be made");
    fs::create_dir_all(folder.join("src")).expect("a folder can be made");
    fs::write(folder.join("Cargo.toml"), manifest).expect("a file can be written");
    fs::write(folder.join("src/lib.rs"), "").expect("a file can be written");
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).expect("the repository has a lock file");
    let payloads = fs::read_to_string(root.join("tests/payloads.rs")).expect("the payload tests are there");
    let spec = format!("{:?}", root.to_string_lossy());
    fs::write(folder.join("tests/payloads.rs"), payloads.replace("env!(\"CARGO_MANIFEST_DIR\")", &spec))
        .expect("a file can be written");
    let run = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["test", "--offline", "--test", "payloads"])
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("consumers-target"))
        .current_dir(&folder)
        .output()
        .expect("cargo can be started");
    let (out, err) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success() && out.contains("every_payload_comes_back_whole ... ok"), "{out}\n{err}");
}

#[test]
fn payloads_read_without_features_of_serde_json() {
    run_payload_tests("consumer-plain", "");
}

#[test]
fn payloads_read_with_features_that_change_serde_json() {
    run_payload_tests("consumer-features", "\"arbitrary_precision\", \"preserve_order\", \"float_roundtrip\"");
}
