//! A client of another document than ours, in a crate of its own: what its calls send,
//! and what comes of answers.

use std::fs;

use crate::nested::{kept, succeeds, workspace_of, write};
use crate::packages::{Package, member};

#[test]
fn calls_send_what_is_declared_and_failures_say_what_is_known() {
    let folder = tests::workspace().join("tests/other-client");
    let root = kept("other-client");
    member(
        &root,
        &Package {
            name: "lamps",
            library: "intune_recover_passcode",
            document: &folder.join("lamps.yaml"),
        },
    );
    let calls = fs::read(folder.join("calls.rs")).expect("the calls");
    write(&root.join("lamps/examples/calls.rs"), &calls);
    write(
        &root.join("Cargo.toml"),
        workspace_of(&["lamps".to_owned()]).as_bytes(),
    );
    let printed = succeeds(
        &root,
        &["run", "--quiet", "--example", "calls", "--features", "fake"],
    );
    // Ids are random.
    let ids = regex::Regex::new("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").expect("a pattern");
    insta::assert_snapshot!(ids.replace_all(&printed, "[id]"));
}
