//! Clients of documents as members of a workspace that tests compile.

use std::fs;
use std::path::{Path, PathBuf};

use codegen::Document;

use crate::nested::write;

/// The client of a document, as a member.
pub(crate) struct Package<'p> {
    pub(crate) name: &'p str,
    /// What its users call it.
    pub(crate) library: &'p str,
    pub(crate) document: &'p Path,
}

/// Writes the package, without the examples and tests of our own document.
pub(crate) fn member(root: &Path, package: &Package<'_>) {
    let folder = tempfile::tempdir().expect("a folder");
    let emitted = folder.path().join("package");
    let document = Document::read(package.document).expect("a document that becomes a client");
    let client = tests::workspace().join("generated-client");
    codegen::emit(&document, &client, &emitted).expect("a crate");
    let manifest = fs::read_to_string(emitted.join("Cargo.toml")).expect("the manifest");
    let is_own = |section: &&str| {
        let own = ["[[example]]", "[[test]]", "[workspace]"];
        own.iter().any(|own| section.starts_with(own))
    };
    let sections: Vec<_> = manifest
        .split("\n\n")
        .filter(|section| !is_own(section))
        .collect();
    let manifest = sections.join("\n\n").replace(
        "name = \"intune-recover-passcode\"",
        &format!("name = {:?}", package.name),
    );
    let manifest = format!("{manifest}\n[lib]\nname = {:?}\n", package.library);
    let member = root.join(package.name);
    write(&member.join("Cargo.toml"), manifest.as_bytes());
    for file in files_below(&emitted.join("src")) {
        let below = file.strip_prefix(&emitted).expect("below the package");
        write(&member.join(below), &fs::read(&file).expect("a file"));
    }
    write(&member.join("README.md"), b"");
    let lock = fs::read(tests::workspace().join("Cargo.lock")).expect("the lock");
    write(&root.join("Cargo.lock"), &lock);
}

/// The files in a folder and below.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let found = entries
        .map(|entry| entry.path())
        .flat_map(|entry| match entry.is_dir() {
            true => files_below(&entry),
            false => vec![entry],
        });
    found.collect()
}
