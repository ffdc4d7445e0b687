//! The Rust layer of the review against the compiler: a change breaks callers
//! when code that used the old client no longer compiles with the new one.
//!
//! A case is two files in `spec-changes`: a JSON Patch (RFC 6902) for our
//! document, and the code of someone who calls the client as it is.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::Document;
use codegen::review::{Review, RustLevel};
use serde_json::Value;

use crate::nested::{cargo, kept, text, workspace_of, write};

struct Change {
    name: String,
    review: Review,
    /// The source of the changed client.
    client: String,
    consumer: String,
}

fn changes() -> Vec<Change> {
    let patches = tests::json_files("tests/spec-changes");
    patches.iter().map(|patch| change(patch)).collect()
}

fn change(patch: &Path) -> Change {
    let old = tests::json_of("spec/recover-passcode.yaml");
    let new = tests::patched(&old, &tests::read_json(patch));
    let [old, new] = [&old, &new].map(|document| tests::source("spec.json", document));
    let review = Review::new(Some(&old), Some(&new)).expect("a document");
    let client = Document::new(new).and_then(|document| codegen::client(&document));
    let client = client.unwrap_or_else(|error| panic!("{}: {error}", patch.display()));
    let consumer = fs::read_to_string(patch.with_extension("rs")).expect("the consumer");
    Change {
        name: patch
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned(),
        review,
        client,
        consumer: format!("use intune_recover_passcode::*;\n\n{consumer}\nfn main() {{}}\n"),
    }
}

/// A workspace with the present client, and the client of each change, each a
/// package whose examples are those who call it.
struct Clients {
    root: PathBuf,
}

impl Clients {
    fn new(changes: &[Change]) -> Self {
        let clients = Self {
            root: kept("spec-changes"),
        };
        let names = changes.iter().map(|change| format!("new-{}", change.name));
        let members: Vec<_> = names.chain(["old".to_owned()]).collect();
        clients.write("Cargo.toml", &workspace_of(&members));
        let lock = fs::read_to_string(tests::workspace().join("Cargo.lock")).expect("the lock");
        clients.write("Cargo.lock", &lock);

        let present = intune_recover_passcode::GENERATED_SOURCE;
        clients.package("old", present, changes.iter());
        for change in changes {
            clients.package(
                &format!("new-{}", change.name),
                &change.client,
                [change].into_iter(),
            );
        }
        clients
    }

    fn package<'a>(&self, name: &str, client: &str, consumers: impl Iterator<Item = &'a Change>) {
        let source = tests::workspace().join("generated-client");
        let manifest =
            fs::read_to_string(source.join("Cargo.toml")).expect("the client's manifest");
        let dependencies = manifest
            .split("[dependencies]")
            .nth(1)
            .expect("dependencies");
        let dependencies: String = dependencies
            .lines()
            .take_while(|line| !line.starts_with('['))
            .filter(|line| !line.contains("optional"))
            .map(|line| format!("{line}\n"))
            .collect();
        let library = source.join("src/lib.rs");
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition.workspace = true\n\n\
             [lib]\nname = \"intune_recover_passcode\"\npath = {library:?}\n\n\
             [dependencies]{dependencies}",
        );
        self.write(&format!("{name}/Cargo.toml"), &manifest);
        self.write(&format!("{name}/client.rs"), client);
        let build = "fn main() {\n    let out = std::env::var(\"OUT_DIR\").unwrap();\n    \
                     std::fs::copy(\"client.rs\", format!(\"{out}/client.rs\")).unwrap();\n}\n";
        self.write(&format!("{name}/build.rs"), build);
        let side = name.split('-').next().unwrap_or_default();
        for consumer in consumers {
            let file = format!("{name}/examples/{side}-{}.rs", consumer.name);
            self.write(&file, &consumer.consumer);
        }
    }

    fn write(&self, file: &str, text: &str) {
        write(&self.root.join(file), text.as_bytes());
    }

    /// The examples that compile.
    fn check(&self) -> BTreeSet<String> {
        let arguments = [
            "check",
            "--examples",
            "--keep-going",
            "--quiet",
            "--message-format=json",
        ];
        let output = cargo(&self.root, &arguments).output().expect("cargo runs");
        let messages = text(&output.stdout);
        let messages = messages
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let compiled = messages
            .filter(|message| {
                message["reason"] == "compiler-artifact"
                    && message["target"]["kind"][0] == "example"
            })
            .filter_map(|message| message["target"]["name"].as_str().map(str::to_owned))
            .collect::<BTreeSet<_>>();
        assert!(!compiled.is_empty(), "{}", text(&output.stderr));
        compiled
    }
}

#[test]
fn a_change_breaks_the_rust_api_exactly_when_callers_no_longer_compile() {
    let changes = changes();
    assert!(changes.len() >= 30, "{} changes", changes.len());
    let compiled = Clients::new(&changes).check();
    let mut table = String::new();
    let mut wrong = Vec::new();
    for change in &changes {
        let name = &change.name;
        assert!(
            compiled.contains(&format!("old-{name}")),
            "{name}: the consumer does not compile as it is"
        );
        let compiles = compiled.contains(&format!("new-{name}"));
        let level = change.review.rust_level().expect("it is compared");
        if (level == RustLevel::Breaking) == compiles {
            wrong.push(name);
        }
        let verdict = change.review.verdict();
        let bump = change.review.required_bump().as_str();
        let callers = if compiles { "compile" } else { "fail" };
        table.push_str(&format!(
            "{name}: callers {callers}, Rust {level:?}, verdict {verdict:?}, bump {bump}\n"
        ));
    }
    assert!(
        wrong.is_empty(),
        "the compiler says otherwise of {wrong:?}\n{table}"
    );
    insta::assert_snapshot!(table);
}
