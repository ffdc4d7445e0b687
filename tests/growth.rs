//! Additions to a document break nobody: a program for the old client compiles with the
//! new one, the old types can read and write the values of the new service, and the
//! review requires at most a minor bump. Changes that break callers are reported as
//! breaking.
//!
//! A case is a file: a JSON Patch (RFC 6902) for `growth/lamps.yaml`. For additions, the
//! file also has responses of the new service and the values that the old types write for
//! them.

use std::fs;
use std::path::{Path, PathBuf};

use codegen::review::{Format, Review, RustLevel, Verdict};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::nested::{cargo, kept, text, workspace_of, write};
use crate::packages::{Package, member};
use crate::types::lamps::types;

struct Case {
    name: String,
    new: Value,
    answers: Vec<Value>,
    review: Review,
}

fn folder() -> PathBuf {
    tests::workspace().join("tests/growth")
}

fn cases(kind: &str) -> Vec<Case> {
    let old = tests::json_of("tests/growth/lamps.yaml");
    let files = tests::json_files(&format!("tests/growth/{kind}"));
    let cases = files.iter().map(|file| case(&old, file));
    cases.collect()
}

fn case(old: &Value, file: &Path) -> Case {
    let case = tests::read_json(file);
    let new = tests::patched(old, &case["patch"]);
    let [before, after] = [old, &new].map(|document| tests::source("lamps.json", document));
    let name = file.file_stem().expect("a name").to_string_lossy();
    Case {
        name: name.into_owned(),
        review: Review::new(Some(&before), Some(&after)).expect("a document"),
        answers: case["answers"].as_array().cloned().unwrap_or_default(),
        new,
    }
}

#[test]
fn the_review_asks_for_a_minor_bump_at_most_for_what_is_added() {
    let mut wrong = String::new();
    let cases = cases("additions");
    assert!(cases.len() >= 25, "{} additions", cases.len());
    for Case { name, review, .. } in &cases {
        let rust = review.rust_level();
        let bump = review.required_bump().as_str();
        let is_additive = rust.is_some_and(|level| level < RustLevel::Breaking)
            && review.verdict() < Verdict::Breaking
            && ["none", "patch", "minor"].contains(&bump);
        if !is_additive {
            wrong.push_str(&format!("{name}: {bump}\n{}\n", shown(review)));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_breaks_callers_is_breaking() {
    let cases = cases("breaks");
    assert!(cases.len() >= 15, "{} breaks", cases.len());
    for Case { name, review, .. } in &cases {
        assert_eq!(review.verdict(), Verdict::Breaking, "{name}");
    }
}

fn shown(review: &Review) -> String {
    review.report(Format::Text { is_coloured: false })
}

#[test]
fn the_types_as_they_were_keep_what_they_know_of_what_a_new_service_answers() {
    let mut count = 0;
    for Case { name, answers, .. } in cases("additions") {
        for answer in answers {
            let written = match answer["type"].as_str() {
                Some("Lamps") => again::<types::Lamps>(&answer["value"]),
                Some("Lamp") => again::<types::Lamp>(&answer["value"]),
                Some("Shape") => again::<types::Shape>(&answer["value"]),
                other => panic!("{name}: {other:?}"),
            };
            assert_eq!(written, answer["written"], "{name}");
            count += 1;
        }
    }
    assert!(count >= 10, "{count} answers");
}

fn again<T: DeserializeOwned + Serialize>(value: &Value) -> Value {
    let read: T = serde_json::from_value(value.clone()).expect("the old types read it");
    serde_json::to_value(&read).expect("JSON")
}

#[test]
fn a_program_against_the_client_as_it_was_compiles_with_the_new_one() {
    let root = kept("growth");
    let consumer = fs::read(folder().join("consumer.rs")).expect("the consumer");
    let old = tests::json_of("tests/growth/lamps.yaml");
    let mut cases = cases("additions");
    let unchanged = tests::source("lamps.json", &old);
    cases.push(Case {
        name: "nothing".to_owned(),
        review: Review::new(Some(&unchanged), Some(&unchanged)).expect("a document"),
        answers: Vec::new(),
        new: old,
    });
    let members: Vec<String> = cases.iter().map(|case| case.name.clone()).collect();
    for case in &cases {
        let document = root.join("documents").join(format!("{}.json", case.name));
        write(&document, case.new.to_string().as_bytes());
        let package = Package {
            name: &case.name,
            library: "intune_recover_passcode",
            document: &document,
        };
        member(&root, &package);
        let example = root.join(&case.name).join("examples/consumer.rs");
        write(&example, &consumer);
    }
    write(&root.join("Cargo.toml"), workspace_of(&members).as_bytes());
    let check = [
        "check",
        "--workspace",
        "--examples",
        "--no-default-features",
        "--keep-going",
        "--quiet",
    ];
    let output = cargo(&root, &check).output().expect("cargo runs");
    assert!(output.status.success(), "{}", text(&output.stderr));
}
