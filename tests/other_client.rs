//! A client of another document, in a separate crate: what its calls send, and what they
//! return for responses.

use std::fs;
use std::path::Path;

use crate::nested::{kept, succeeds, workspace_of, write};
use crate::packages::{Package, member};

#[test]
fn calls_send_what_is_declared_and_failures_say_what_is_known() {
    let folder = tests::workspace().join("tests/other-client");
    let root = kept("other-client");
    let clients = [
        (
            "lamps",
            "intune_recover_passcode",
            &["calls", "embedded", "outcomes", "pages"][..],
        ),
        ("anywhere", "anywhere", &["anywhere"]),
    ];
    for (name, library, examples) in clients {
        let package = Package {
            name,
            library,
            document: &folder.join(name).with_extension("yaml"),
        };
        member(&root, &package);
        for example in examples {
            let example = Path::new(example).with_extension("rs");
            let source = fs::read(folder.join(&example)).expect("the calls");
            write(&root.join(name).join("examples").join(example), &source);
        }
    }
    let members = clients.map(|(name, ..)| name.to_owned());
    write(&root.join("Cargo.toml"), workspace_of(&members).as_bytes());
    let mut printed = String::new();
    for (name, _, examples) in clients {
        for example in examples {
            let run = ["run", "--quiet", "--package", name, "--example", example];
            printed.push_str(&succeeds(
                &root,
                &[&run[..], &["--features", "fake"]].concat(),
            ));
        }
    }
    // Ids are random.
    let ids = regex::Regex::new("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").expect("a pattern");
    insta::assert_snapshot!(ids.replace_all(&printed, "[id]"));
}
