//! The client as a separate crate: it builds, passes its tests and can be packed in an
//! empty folder. It does not depend on the generator, and it is the same client.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::{Document, Error, Surface};

use crate::nested::{self, kept, succeeds, workspace_of, write};
use crate::packages::{Package, member};

const SPEC: &str = "spec/recover-passcode.yaml";

pub(crate) fn emit(spec: &Path, into: &Path) -> Result<(), Error> {
    let document = Document::read(spec)?;
    let client = tests::workspace().join("generated-client");
    codegen::emit(&document, &client, into, None)
}

/// A crate in a new folder.
fn emitted() -> (tempfile::TempDir, PathBuf) {
    emitted_of(&tests::workspace().join(SPEC))
}

fn emitted_of(spec: &Path) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let package = folder.path().join("package");
    emit(spec, &package).expect("a crate");
    // Use the versions that this workspace is tested with.
    let lock = tests::workspace().join("Cargo.lock");
    fs::copy(lock, package.join("Cargo.lock")).expect("a copy");
    (folder, package)
}

/// This tests what would be published: the packed crate, unpacked in another place.
#[test]
fn it_packs_and_passes_its_tests_with_nothing_of_the_generator() {
    let (folder, package) = emitted();
    assert!(!package.join("build.rs").exists());
    succeeds(&package, &["package", "--allow-dirty", "--no-verify"]);
    let manifest = fs::read_to_string(package.join("Cargo.toml")).expect("the manifest");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    let version = manifest["package"]["version"].as_str().expect("a version");
    let name = format!("intune-recover-passcode-{version}");
    let packed = nested::target().join(format!("package/{name}.crate"));
    let packed = fs::File::open(packed).expect("the packed crate");
    let unpacked = Command::new("tar")
        // Read from a pipe: some versions of tar read a drive letter as the name of a
        // machine.
        .args(["-xzf", "-"])
        // Cargo gives all files of a package the same old time, and would not compile a
        // changed file again.
        .arg("-m")
        .stdin(packed)
        .current_dir(folder.path())
        .status();
    assert!(unpacked.expect("tar runs").success());
    let package = folder.path().join(&name);
    succeeds(&package, &["test", "--features", "fake"]);
    let tree = succeeds(&package, &["tree", "--edges", "all", "--prefix", "none"]);
    let crates: Vec<_> = tree
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    for generator in [
        "progenitor",
        "progenitor-client",
        "progenitor-impl",
        "typify",
        "typify-impl",
        "codegen",
    ] {
        assert!(!crates.contains(&generator), "{generator}");
    }
}

#[test]
fn its_public_surface_is_the_workspaces() {
    let (_folder, package) = emitted();
    let generated = fs::read_to_string(package.join("src/generated.rs")).expect("the source");
    assert!(generated == intune_recover_passcode::GENERATED_SOURCE);
    let surface = |source: &str| Surface::of(source).expect("Rust").to_string();
    let own = surface(&tests::package_source(&package, &generated));
    assert_eq!(own, surface(&tests::client_source()));
}

#[test]
fn its_manifest_says_all_that_it_took_from_the_workspace() {
    let (_folder, package) = emitted();
    insta::assert_snapshot!(fs::read_to_string(package.join("Cargo.toml")).expect("the manifest"));
}

#[test]
fn nothing_is_written_over() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("mine"), "").expect("a file");
    let spec = tests::workspace().join(SPEC);
    let error = emit(&spec, folder.path()).expect_err("not empty");
    assert!(
        error
            .to_string()
            .ends_with("the folder is not empty; choose another one"),
        "{error}"
    );
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1);
}

/// Every rewrite for the generator results in valid Rust.
#[test]
fn the_clients_of_plain_and_of_surprising_documents_compile() {
    let folders = ["plain-documents", "surprising-documents"].map(|name| {
        let folder = tests::workspace().join("tests").join(name);
        fs::read_dir(folder).expect("the folder").flatten()
    });
    let files = folders.into_iter().flatten();
    let mut files: Vec<_> = files.map(|entry| entry.path()).collect();
    files.sort();
    let root = kept("clients-of-documents");
    let mut members = Vec::new();
    for file in files {
        let name = file.file_stem().expect("a name").to_string_lossy();
        let package = Package {
            name: &name,
            library: &name.replace('-', "_"),
            document: &file,
        };
        member(&root, &package);
        members.push(name.into_owned());
    }
    write(&root.join("Cargo.toml"), workspace_of(&members).as_bytes());
    succeeds(
        &root,
        &[
            "check",
            "--workspace",
            "--lib",
            "--no-default-features",
            "--keep-going",
        ],
    );
}
