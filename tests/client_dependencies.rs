//! The dependencies that the client adds to a bare program with reqwest.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use codegen::Document;

/// The crates that a package needs to run, by name.
fn crates(folder: &Path, package: &str) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--package", package])
        .args(["--edges", "normal", "--prefix", "none", "--no-dedupe"])
        .current_dir(folder)
        .output()
        .expect("cargo runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| line.split(' ').next())
        .filter(|name| *name != package)
        .map(str::to_owned)
        .collect()
}

/// The crates of the README's table: its first two columns.
fn explained() -> BTreeSet<String> {
    let readme = fs::read_to_string(tests::workspace().join("README.md")).expect("the README");
    let (_, table) = readme
        .split_once("| crate | brings | for |")
        .expect("the table");
    table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .flat_map(|row| row.split('|').take(3))
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_readme_explains_each_crate_that_a_bare_program_does_not_need() {
    let folder = tempfile::tempdir().expect("a folder");
    let manifest = r#"
[package]
name = "bare"
version = "0.0.0"
edition = "2024"

[dependencies]
reqwest = { version = "0.13", default-features = false, features = ["rustls"] }
"#;
    fs::create_dir(folder.path().join("src")).expect("a folder");
    fs::write(folder.path().join("src/main.rs"), "fn main() {}\n").expect("a file");
    fs::write(folder.path().join("Cargo.toml"), manifest).expect("a file");
    // The same versions.
    let lock = tests::workspace().join("Cargo.lock");
    fs::copy(lock, folder.path().join("Cargo.lock")).expect("a copy");

    let bare = crates(folder.path(), "bare");
    let package = folder.path().join("client");
    let workspace = tests::workspace();
    let spec = Document::read(workspace.join("spec/recover-passcode.yaml")).expect("a document");
    codegen::emit(&spec, &workspace.join("generated-client"), &package, None).expect("a crate");
    fs::copy(workspace.join("Cargo.lock"), package.join("Cargo.lock")).expect("a copy");
    let client = crates(&package, "intune-recover-passcode");
    let extra: BTreeSet<_> = client.difference(&bare).cloned().collect();
    // Some dependencies are only needed for some documents.
    assert!(extra.is_subset(&explained()), "{extra:?}");
    let by_the_document = BTreeSet::from(["regex-lite", "uuid"].map(str::to_owned));
    let unneeded: BTreeSet<_> = explained().difference(&extra).cloned().collect();
    assert!(unneeded.is_subset(&by_the_document), "{unneeded:?}");
}
