//! About sixty operations of all kinds in one client. Each is called on the embedded
//! server, with the document's examples. `.ci/many-operations` tests the whole workspace
//! with them.

use std::fs;

use crate::nested::{kept, succeeds, workspace_of, write};
use crate::packages::{Package, member};

/// The spec with more operations, as text, like people would write them.
fn grown() -> String {
    let text = |file: &str| fs::read_to_string(tests::workspace().join(file)).expect("a file");
    let spec = text("spec/recover-passcode.yaml");
    let paths = text("tests/many-operations/paths.yaml");
    let schemas = text("tests/many-operations/schemas.yaml");
    // As in `.ci/many-operations`.
    if spec.contains(&paths) {
        return spec;
    }
    let (before, components) = spec.split_once("\ncomponents:").expect("components");
    format!("{before}\n{paths}\ncomponents:{components}{schemas}")
}

#[test]
fn each_of_many_operations_is_called_against_the_embedded_server() {
    let root = kept("many-operations");
    let document = root.join("grown.yaml");
    write(&document, grown().as_bytes());
    let found = codegen::check(&document, grown().as_bytes());
    let errors: Vec<_> = found.iter().filter(|one| one.is_error()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let package = Package {
        name: "many-operations",
        library: "many_operations",
        document: &document,
    };
    member(&root, &package);
    write(
        &root.join("Cargo.toml"),
        workspace_of(&[package.name.to_owned()]).as_bytes(),
    );
    let ran = succeeds(
        &root,
        &["test", "--features", "fake", "--test", "operations"],
    );
    assert!(
        ran.contains("the_embedded_server_takes_each_operation"),
        "{ran}"
    );
}
