//! `codegen review` fails if it cannot compare.

use crate::git::{MANIFEST, Repository, SPEC, text};

/// A repository with different documents on its branch and on `main`.
fn between(old: &str, new: &str) -> Repository {
    let repository = Repository::new();
    repository.git(&["switch", "--quiet", "main"]);
    repository.write(SPEC, old);
    repository.commit();
    repository.git(&["switch", "--quiet", "--create", "other"]);
    repository.write(SPEC, new);
    repository
}

const LAMPS: &str = "openapi: 3.0.3
info: {title: Lamps, version: '1'}
paths:
  /lamps:
    get:
      operationId: listLamps
      responses: {'204': {description: there}}
";

/// Checks that the new document is rejected, with this text in the message.
fn is_refused(new: &str, message: &str) {
    let output = between(LAMPS, new).review(&["--base", "main"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stdout));
    let said = text(&output.stderr);
    assert!(said.contains(message), "{said}");
}

#[test]
fn a_page_that_is_no_document_is_refused() {
    let page = "<html><body>Sign in</body></html>";
    is_refused(page, "recover-passcode.yaml:1:1: error[wrong-value]");
}

#[test]
fn a_mapping_without_a_version_of_openapi_is_refused() {
    is_refused(
        "paths: {}\n",
        "error[missing-field]: the OpenAPI Object has no `openapi`",
    );
}

#[test]
fn a_reference_that_leads_nowhere_is_refused_at_its_place() {
    let new = LAMPS.replace(
        "{description: there}",
        "{$ref: '#/components/responses/No'}",
    );
    is_refused(
        &new,
        "recover-passcode.yaml:7:26: error[unresolved-reference]",
    );
}

#[test]
fn a_reference_to_another_file_is_refused_at_its_place() {
    let new = LAMPS.replace("{description: there}", "{$ref: 'other.yaml#/No'}");
    is_refused(
        &new,
        "recover-passcode.yaml:7:26: error[external-reference]",
    );
}

#[test]
fn a_named_manifest_that_is_not_there_is_refused() {
    let repository = between(LAMPS, LAMPS);
    let output = repository.review(&["--base", "main", "--client", "no/Cargo.toml"]);
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(
        said.contains("no/Cargo.toml: there is no such manifest"),
        "{said}"
    );
}

#[test]
fn a_named_manifest_without_a_version_is_refused() {
    let repository = between(LAMPS, LAMPS);
    repository.write(MANIFEST, "[package]\nname = \"client\"\n");
    let output = repository.review(&["--base", "main", "--client", MANIFEST]);
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(
        said.contains("generated-client/Cargo.toml: no version"),
        "{said}"
    );
}

/// Every user can create symbolic links only on Unix.
#[cfg(unix)]
#[test]
fn a_symbolic_link_in_the_documents_place_is_refused_at_either_end() {
    use std::fs;

    let link = |repository: &Repository| {
        let file = repository.path(SPEC);
        let other = repository.path("spec/other.yaml");
        fs::rename(&file, &other).expect("the document");
        std::os::unix::fs::symlink(&other, &file).expect("a link");
    };
    let here = between(LAMPS, LAMPS);
    link(&here);
    let there = Repository::new();
    there.git(&["switch", "--quiet", "main"]);
    link(&there);
    there.commit();
    there.git(&["switch", "--quiet", "--create", "other"]);
    fs::remove_file(there.path(SPEC)).expect("the link");
    there.write(SPEC, LAMPS);
    for repository in [here, there] {
        let output = repository.review(&["--base", "main"]);
        assert_eq!(output.status.code(), Some(2));
        let said = text(&output.stderr);
        assert!(said.contains("the document is a symbolic link"), "{said}");
    }
}

/// Checks that an error in the old document is reported, and that a repair passes with
/// the version for a breaking change, but not with a smaller one.
fn can_be_repaired(old: &str, message: &str) {
    let repository = between(old, LAMPS);
    for (version, code) in [("0.1.1", 1), ("0.2.0", 0)] {
        repository.declare(version);
        let output = repository.review(&["--base", "main"]);
        let said = text(&output.stdout);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{version}: {said}{}",
            text(&output.stderr)
        );
        assert!(said.contains("its client counts as broken"), "{said}");
        assert!(said.contains(message), "{said}");
    }
}

#[test]
fn a_document_that_was_no_yaml_can_be_repaired() {
    can_be_repaired(
        "openapi: 3.0.3\ninfo: [\n",
        ":spec/recover-passcode.yaml:3:1: ",
    );
}

#[test]
fn a_page_that_was_no_document_can_be_repaired() {
    can_be_repaired("<html></html>\n", "error[wrong-value]");
}

#[test]
fn a_document_whose_reference_led_nowhere_can_be_repaired() {
    let old = LAMPS.replace(
        "{description: there}",
        "{$ref: '#/components/responses/No'}",
    );
    can_be_repaired(&old, "error[unresolved-reference]");
}

#[test]
fn no_version_accepts_a_rust_api_that_was_not_compared() {
    let old = LAMPS.replace("3.0.3", "3.1.0");
    let new = old.replace("listLamps", "lamps");
    let repository = between(&old, &new);
    repository.declare("1.0.0");
    let output = repository.review(&["--base", "main"]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("The Rust API was not compared"), "{said}");
    let output = repository.review(&["--base", "main", "--wire-only"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
}

#[test]
fn an_operation_that_only_one_end_carries_is_said() {
    let broken = LAMPS.replace(
        "{'204': {description: there}}",
        "{'204': {description: there}}\n    delete:\n      operationId: dropLamps\n      security: [{no: []}]\n      responses: {'204': {description: gone}}",
    );
    let whole = broken.replace("      security: [{no: []}]\n", "");
    for (old, new, said_of, code) in [
        (
            &broken,
            &whole,
            "The old client could not carry `DELETE /lamps`.",
            0,
        ),
        (
            &whole,
            &broken,
            "The new client can no longer carry `DELETE /lamps`.",
            1,
        ),
        (
            &broken,
            &broken.replace("there", "here"),
            "Neither client can carry `DELETE /lamps`.",
            0,
        ),
    ] {
        let repository = between(old, new);
        repository.declare("0.1.1");
        let output = repository.review(&["--base", "main"]);
        let said = text(&output.stdout);
        assert!(said.contains(said_of), "{said}");
        assert_eq!(output.status.code(), Some(code), "{said}");
    }
}
