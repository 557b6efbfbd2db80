//! A package that uses the crate, in a workspace of its own, so that features are not shared.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a program needs that calls the fake platform; the same for all, so that it is compiled once.
pub(crate) const DEPENDENCIES: &str = "\
jing-openplatform = { path = CRATE, features = [\"tracing\"] }
jing-openplatform-testing = { path = TESTING, default-features = false, features = [\"fake\"] }
serde_json = \"1\"
tokio = { version = \"1\", default-features = false, features = [\"macros\", \"rt\"] }
tracing = { version = \"0.1\", default-features = false, features = [\"std\"] }
";

/// The package.
pub(crate) struct Consumer {
    folder: PathBuf,
}

impl Consumer {
    /// One with these dependencies; `CRATE` and `TESTING` in them stand for the folders of the two packages.
    pub(crate) fn new(name: &str, dependencies: &str) -> Self {
        let (folder, root) = (super::scratch(name), super::root());
        let path = |folder: &str| format!("{:?}", root.join(folder));
        let dependencies = dependencies.replace("CRATE", &path("generated"));
        let dependencies = dependencies.replace("TESTING", &path("generated/testing"));
        let manifest = format!(
            "[workspace]\n\n[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}\n\n\
             [profile.dev]\ndebug = \"line-tables-only\"\n"
        );
        let consumer = Self { folder };
        consumer.write("Cargo.toml", &manifest);
        consumer.write("src/lib.rs", "");
        fs::copy(root.join("Cargo.lock"), consumer.folder.join("Cargo.lock")).expect("the repository has a lock file");
        consumer
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }

    /// What the command prints; it must succeed.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> String {
        let run = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(arguments)
            .arg("--offline")
            .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("consumers-target"))
            .current_dir(&self.folder)
            .output()
            .expect("cargo can be started");
        let (out, err) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
        assert!(run.status.success(), "{out}\n{err}");
        out.into_owned()
    }
}
