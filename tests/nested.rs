//! Runs cargo inside a test, in another workspace.
//!
//! All these runs use the target directory of the tests themselves, so that dependencies
//! are compiled once. Cargo identifies packages by name, version and place in their
//! workspace, so another workspace must not have a package at the same place.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Cargo in a folder, with the versions of its lock file.
pub(crate) fn cargo(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command
        .args(["--offline", "--color=never"])
        // The same profile as in this workspace, or else dependencies would be compiled
        // again.
        .args(["--config", "profile.dev.package.\"*\".debug=false"])
        .args(["--config", "profile.dev.debug=\"line-tables-only\""])
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target())
        // Each package is built once, without incremental compilation.
        .env("CARGO_INCREMENTAL", "0")
        // The outer tests check properties with all cases.
        .env("PROPTEST_CASES", "16")
        .env_remove("INSTA_UPDATE");
    command
}

/// The target directory of cargo.
pub(crate) fn target() -> &'static Path {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    scratch.parent().expect("a target directory")
}

/// The output of cargo in a folder, if it succeeds.
pub(crate) fn succeeds(folder: &Path, arguments: &[&str]) -> String {
    let output = cargo(folder, arguments).output().expect("cargo runs");
    let [printed, errors] = [&output.stdout, &output.stderr].map(|output| text(output));
    assert!(
        output.status.success(),
        "{arguments:?}: {errors}\n{printed}"
    );
    printed
}

pub(crate) fn text(output: &[u8]) -> String {
    String::from_utf8_lossy(output).into_owned()
}

/// The names of the tests that failed, sorted.
pub(crate) fn failures(output: &Output) -> Vec<String> {
    let mut names: Vec<_> = text(&output.stdout)
        .lines()
        .filter_map(|line| line.strip_prefix("test ")?.strip_suffix(" ... FAILED"))
        .map(str::to_owned)
        .collect();
    names.sort();
    names
}

/// A folder that is kept for the next run.
pub(crate) fn kept(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Writes a file only if its content changes, because cargo compares times.
pub(crate) fn write(file: &Path, content: &[u8]) {
    if fs::read(file).ok().as_deref() != Some(content) {
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, content).expect("a file");
    }
}

/// The manifest of a workspace like this one, with other members.
pub(crate) fn workspace_of(members: &[String]) -> String {
    let manifest = tests::workspace().join("Cargo.toml");
    let manifest = fs::read_to_string(manifest).expect("the manifest");
    let own = r#"["codegen", "generated-client", "tests"]"#;
    assert!(manifest.contains(own), "the workspace has other members");
    manifest.replace(own, &format!("{members:?}"))
}
