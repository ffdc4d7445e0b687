//! What the review says of a change, rule by rule.
//!
//! A case is a file in `rule-cases`, named for its rule: JSON Patches (RFC 6902)
//! that lead from `pets.yaml` to the old document (`given`) and from there to
//! the new one (`change`).

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::Source;
use codegen::review::{Format, RULES, Review};
use serde_json::Value;
use similar::TextDiff;

/// A case of a rule: the old document and the new one, if there are any.
struct Case {
    rule: String,
    old: Option<Value>,
    new: Option<Value>,
}

impl Case {
    fn read(file: &Path) -> Self {
        let case = tests::read_json(file);
        let patched = |document: &Value, patch: &str| match case.get(patch) {
            Some(patch) => tests::patched(document, patch),
            None => document.clone(),
        };
        let old = patched(&tests::json_of("tests/rule-cases/pets.yaml"), "given");
        let new = patched(&old, "change");
        let is_there = |side: &str| case.get(side) != Some(&Value::Null);
        Self {
            rule: file
                .file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned(),
            old: Some(old).filter(|_| is_there("old")),
            new: Some(new).filter(|_| is_there("new")),
        }
    }

    fn review(&self) -> Review {
        let source = |document: &Option<Value>| -> Option<Source> {
            document
                .as_ref()
                .map(|document| tests::source("pets.json", document))
        };
        Review::new(source(&self.old).as_ref(), source(&self.new).as_ref())
    }

    /// How the new document differs from the old one.
    fn difference(&self) -> String {
        let text = |document: &Option<Value>| {
            let pretty = document
                .as_ref()
                .map(|document| serde_json::to_string_pretty(document).expect("JSON"));
            pretty.map(|text| text + "\n").unwrap_or_default()
        };
        let (old, new) = (text(&self.old), text(&self.new));
        match (&self.old, &self.new) {
            (Some(_), Some(_)) => TextDiff::from_lines(&old, &new).unified_diff().to_string(),
            (None, _) => "(the document is new)\n".to_owned(),
            _ => "(the document is gone)\n".to_owned(),
        }
    }
}

fn case_files() -> impl Iterator<Item = PathBuf> {
    let folder = tests::workspace().join("tests/rule-cases");
    let files = fs::read_dir(folder)
        .expect("the cases")
        .flatten()
        .map(|entry| entry.path());
    files.filter(|file| {
        file.extension()
            .is_some_and(|extension| extension == "json")
    })
}

#[test]
fn each_rule_finds_its_case() {
    insta::glob!("rule-cases/*.json", |file| {
        let case = Case::read(file);
        let review = case.review();
        let report = review.report(Format::Text { is_coloured: false });
        let found: Vec<_> = review.findings.iter().map(|finding| finding.rule).collect();
        assert!(
            found.contains(&case.rule.as_str()),
            "{} is not among {found:?}:\n{report}",
            case.rule
        );
        insta::assert_snapshot!(format!("{}\n{report}", case.difference()));
    });
}

#[test]
fn each_rule_has_a_case_and_each_case_a_rule() {
    let rules: BTreeSet<_> = RULES.iter().map(|rule| rule.id.to_owned()).collect();
    let cases: BTreeSet<_> = case_files().map(|file| Case::read(&file).rule).collect();
    let without_case: Vec<_> = rules.difference(&cases).collect();
    let without_rule: Vec<_> = cases.difference(&rules).collect();
    assert!(
        without_case.is_empty(),
        "rules without a case: {without_case:?}"
    );
    assert!(
        without_rule.is_empty(),
        "cases of no rule: {without_rule:?}"
    );
    assert_eq!(rules.len(), RULES.len(), "two rules share an id");
}
