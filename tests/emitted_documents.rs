//! Crates of other documents: each is about its own document, compiles with its examples
//! and tests, passes the tests, and contains nothing about our service.

use std::fs;
use std::path::{Path, PathBuf};

use crate::emitted_crate::emit;
use crate::nested::{cargo, kept, succeeds, text, workspace_of, write};
use crate::packages::{Package, files_below, member};

/// The documents, and the names of their crates.
const DOCUMENTS: [(&str, &str); 3] = [
    ("pet-store", "pet-store"),
    ("tickets", "tickets"),
    ("weather", "client-2-weather-station-north"),
];

fn document(name: &str) -> PathBuf {
    let folder = tests::workspace().join("tests/emitted-documents");
    folder.join(name).with_extension("yaml")
}

/// The crate of a document, in a new folder.
fn emitted(document: &Path) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let package = folder.path().join("package");
    emit(document, &package).expect("a crate");
    (folder, package)
}

/// The lines of a crate, without its licences, that match a pattern.
fn lines(package: &Path, pattern: &str) -> Vec<String> {
    let pattern = regex::Regex::new(pattern).expect("a pattern");
    let mut lines = Vec::new();
    for file in files_below(package) {
        let below = file.strip_prefix(package).expect("below the package");
        if below.to_string_lossy().starts_with("LICENSE") {
            continue;
        }
        let content = fs::read_to_string(&file).expect("a text");
        let named = [below.to_string_lossy().into_owned(), content].join("\n");
        let found = named.lines().filter(|line| pattern.is_match(line));
        lines.extend(found.map(|line| format!("{}: {line}", below.display())));
    }
    lines
}

const OURS: &str = r"(?i)passcode|intune|graph|microsoft|\bentra\b|azure|odata|x-ms-|(?-i:\bPIN\b)";

#[test]
fn a_crate_of_another_service_says_nothing_of_ours() {
    for (name, crate_name) in DOCUMENTS {
        let (_folder, package) = emitted(&document(name));
        let ours = lines(&package, OURS);
        assert!(ours.is_empty(), "{name}: {ours:#?}");
        let manifest = fs::read_to_string(package.join("Cargo.toml")).expect("the manifest");
        let manifest: toml::Table = manifest.parse().expect("TOML");
        assert_eq!(manifest["package"]["name"].as_str(), Some(crate_name));
        for dropped in ["device-code", "azure-core"] {
            assert!(manifest["features"].get(dropped).is_none(), "{dropped}");
        }
        assert!(manifest["dependencies"].get("azure_core").is_none());
        assert!(!package.join("examples").exists());
    }
}

#[test]
fn the_papers_of_a_crate_are_about_its_document() {
    let (_folder, package) = emitted(&document("pet-store"));
    let papers = ["Cargo.toml", "README.md"]
        .map(|paper| fs::read_to_string(package.join(paper)).expect("a paper"));
    insta::assert_snapshot!(papers.join("\n----\n\n"));
}

#[test]
fn crates_of_other_documents_compile_with_all_targets_and_pass_their_tests() {
    let root = kept("emitted-documents");
    for (name, crate_name) in DOCUMENTS {
        let package = Package {
            name: crate_name,
            library: &crate_name.replace('-', "_"),
            document: &document(name),
        };
        member(&root, &package);
    }
    let members = DOCUMENTS.map(|(_, crate_name)| crate_name.to_owned());
    write(&root.join("Cargo.toml"), workspace_of(&members).as_bytes());
    let all = ["--workspace", "--features", "fake"];
    let output = cargo(&root, &[&["test", "--all-targets"], &all[..]].concat()).output();
    let output = output.expect("cargo runs");
    let said = text(&output.stderr);
    assert!(
        output.status.success() && !said.contains("warning: "),
        "{said}"
    );
    let ran = succeeds(&root, &[&["test", "--doc"], &all[..]].concat());
    // The example of each README.
    assert_eq!(
        ran.matches("/src/lib.rs - (line").count(),
        DOCUMENTS.len(),
        "{ran}"
    );
    let output = cargo(&root, &[&["doc", "--no-deps"], &all[..]].concat())
        .env("RUSTDOCFLAGS", "-D warnings")
        .output();
    let output = output.expect("cargo runs");
    assert!(output.status.success(), "{}", text(&output.stderr));
}

/// Graph has more actions than our document, and its clouds may have other names.
#[test]
fn a_crate_of_another_document_of_graph_has_its_ways_to_sign_in() {
    let root = kept("emitted-graph");
    let file = root.join("notebooks.json");
    let spec = tests::json_of("spec/recover-passcode.yaml");
    let mut servers = spec["servers"].clone();
    for server in servers.as_array_mut().expect("servers") {
        server.as_object_mut().expect("a server").remove("x-name");
        let url = server["url"]
            .as_str()
            .expect("a URL")
            .replace("v1.0", "beta");
        server["url"] = url.into();
    }
    let notebooks = serde_json::json!({
        "openapi": "3.0.3",
        "info": {"title": "Notebooks", "version": "1"},
        "servers": servers,
        "paths": {"/me/notebooks": {"get": {
            "operationId": "listNotebooks",
            "responses": {"204": {"description": "None"}},
        }}},
    });
    write(&file, notebooks.to_string().as_bytes());
    let package = Package {
        name: "notebooks",
        library: "notebooks",
        document: &file,
    };
    member(&root, &package);
    let passcodes = lines(&root.join("notebooks"), "(?i)passcode");
    assert!(passcodes.is_empty(), "{passcodes:#?}");
    let members = ["notebooks".to_owned()];
    write(&root.join("Cargo.toml"), workspace_of(&members).as_bytes());
    let features = ["--features", "fake,device-code,azure-core"];
    succeeds(&root, &[&["test"], &features[..]].concat());
}

#[test]
fn a_name_can_be_chosen_and_must_be_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let document = codegen::Document::read(document("tickets")).expect("a document");
    let client = tests::workspace().join("generated-client");
    let package = folder.path().join("package");
    let error = codegen::emit(&document, &client, &package, Some("no name"));
    let error = error.expect_err("no name").to_string();
    assert!(error.starts_with("`no name` cannot be the name of a package"));
    assert!(!package.exists());
    codegen::emit(&document, &client, &package, Some("box_office")).expect("a crate");
    let readme = fs::read_to_string(package.join("README.md")).expect("the README");
    assert!(readme.contains("use box_office::{Client"), "{readme}");
    let test = fs::read_to_string(package.join("tests/operations.rs")).expect("the test");
    assert!(test.contains("use box_office::fake::"), "{test}");
}
