//! The clients of documents, as members of a workspace that tests compile.

use std::fs;
use std::path::{Path, PathBuf};

use codegen::Document;

use crate::nested::write;

/// The client of a document, as a member.
pub(crate) struct Package<'p> {
    pub(crate) name: &'p str,
    /// The name of the library.
    pub(crate) library: &'p str,
    pub(crate) document: &'p Path,
}

/// Writes the package like `codegen emit`. Its tests are left out if the library and the
/// package have different names, because the tests use the library by its name.
pub(crate) fn member(root: &Path, package: &Package<'_>) {
    let folder = tempfile::tempdir().expect("a folder");
    let emitted = folder.path().join("package");
    let document = Document::read(package.document).expect("a document that becomes a client");
    let client = tests::workspace().join("generated-client");
    codegen::emit(&document, &client, &emitted, Some(package.name)).expect("a crate");
    let manifest = fs::read_to_string(emitted.join("Cargo.toml")).expect("the manifest");
    let has_tests = package.library == package.name.replace('-', "_");
    let sections: Vec<_> = manifest
        .split("\n\n")
        .filter(|section| !section.starts_with("[workspace]"))
        .filter(|section| has_tests || !section.starts_with("[[test]]"))
        .collect();
    let manifest = sections.join("\n\n");
    let manifest = match has_tests {
        true => manifest,
        false => format!("{manifest}\n[lib]\nname = {:?}\n", package.library),
    };
    let member = root.join(package.name);
    write(&member.join("Cargo.toml"), manifest.as_bytes());
    for file in files_below(&emitted) {
        let below = file.strip_prefix(&emitted).expect("below the package");
        let is_left_out =
            below.starts_with("Cargo.toml") || !has_tests && below.starts_with("tests");
        if !is_left_out {
            write(&member.join(below), &fs::read(&file).expect("a file"));
        }
    }
    let lock = fs::read(tests::workspace().join("Cargo.lock")).expect("the lock");
    write(&root.join("Cargo.lock"), &lock);
}

/// The files in a folder and below.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let found = entries
        .map(|entry| entry.path())
        .flat_map(|entry| match entry.is_dir() {
            true => files_below(&entry),
            false => vec![entry],
        });
    found.collect()
}
