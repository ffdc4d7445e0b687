//! What the review says of a change, rule by rule.
//!
//! A case is a file in `codegen/explanations/review`, named for its rule: JSON Patches (RFC 6902)
//! that lead from `pets.yaml` to the old document (`given`) and from there to
//! the new one (`change`).

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use codegen::Source;
use codegen::review::{Declared, Format, Review, Rule, Verdict};
use serde_json::Value;
use similar::TextDiff;
use tests::json_files;

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
        let old = patched(
            &tests::json_of("codegen/explanations/review/pets.yaml"),
            "given",
        );
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
            .expect("an OpenAPI document")
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
            (None, _) => "(the document was added)\n".to_owned(),
            _ => "(the document was removed)\n".to_owned(),
        }
    }
}

#[test]
fn each_rule_finds_its_case() {
    insta::glob!("../codegen/explanations/review", "*.json", |file| {
        let case = Case::read(file);
        let review = case.review();
        let report = review.report(Format::Text { is_coloured: false });
        let found: Vec<_> = review
            .findings
            .iter()
            .map(|finding| finding.rule.id())
            .collect();
        assert!(
            found.contains(&case.rule.as_str()),
            "{} is not among {found:?}:\n{report}",
            case.rule
        );
        let explained = codegen::explain(&case.rule).expect("a rule");
        for part in [&case.difference(), &report] {
            assert!(explained.contains(part), "{part} is not in\n{explained}");
        }
        insta::assert_snapshot!(format!("{}\n{report}", case.difference()));
    });
}

#[test]
fn each_rule_has_a_case_and_each_case_a_rule() {
    let rules: BTreeSet<_> = Rule::ALL.iter().map(|rule| rule.id().to_owned()).collect();
    let cases: BTreeSet<_> = json_files("codegen/explanations/review")
        .iter()
        .map(|file| Case::read(file).rule)
        .collect();
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
    assert_eq!(rules.len(), Rule::ALL.len(), "two rules share an id");
}

/// A change to the text of `pets.yaml`, and the versions of the client around it.
fn pets_after(from: &str, to: &str, versions: [&str; 2]) -> Review {
    let file = "codegen/explanations/review/pets.yaml";
    let old = fs::read_to_string(tests::workspace().join(file)).expect("the document");
    assert!(old.contains(from), "{from}");
    let new = old.replacen(from, to, 1);
    let [old, new] =
        [old, new].map(|text| Source::parse("spec/pets.yaml", text.as_bytes()).expect("YAML"));
    let [old_version, new_version] = versions.map(|version| version.parse().ok());
    let mut review = Review::new(Some(&old), Some(&new)).expect("a document");
    review = review.declaring(Declared {
        old: old_version,
        new: new_version,
    });
    review.links = Some("https://github.com/OWNER/NAME/blob/REVISION".to_owned());
    review
}

/// One that breaks on the wire, one that breaks only in Rust, one of the
/// documentation.
fn telling_changes() -> [(&'static str, Review); 3] {
    [
        (
            "wire",
            pets_after("maxLength: 20", "maxLength: 10", ["0.1.0", "0.2.0"]),
        ),
        (
            "rust",
            pets_after(
                "operationId: getPet",
                "operationId: fetchPet",
                ["0.1.0", "0.1.1"],
            ),
        ),
        (
            "docs",
            pets_after(
                "summary: All pets",
                "summary: Every pet",
                ["0.1.0", "0.1.1"],
            ),
        ),
    ]
}

#[test]
fn the_case_of_a_media_type_is_nothing_on_the_wire() {
    let small = tests::json_of("codegen/explanations/review/pets.yaml");
    let text = small.to_string();
    assert!(text.contains("application/json"));
    let capitals = text.replace("application/json", "Application/JSON");
    let capitals = serde_json::from_str(&capitals).expect("JSON");
    for (old, new) in [(&small, &capitals), (&capitals, &small)] {
        let review = tests::review(old, new);
        let found = tests::on_the_wire(&review);
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(review.verdict(), Verdict::Docs);
    }
}

#[test]
fn another_spelling_of_a_media_type_is_nothing_on_the_wire() {
    let content = |names: &[&str]| {
        let schema = serde_json::json!({"schema": {"type": "object"}});
        let content: serde_json::Map<_, _> = names
            .iter()
            .map(|name| ((*name).to_owned(), schema.clone()))
            .collect();
        serde_json::json!({
            "openapi": "3.0.3",
            "info": {"title": "Pets", "version": "1"},
            "paths": {"/pets": {"post": {
                "operationId": "addPet",
                "requestBody": {"content": content},
                "responses": {"200": {"description": "the pet", "content": content}},
            }}},
        })
    };
    let plain = "application/json; charset=utf-8";
    for names in [
        &["Application/JSON; charset=utf-8"][..],
        &["application/json;charset=UTF-8"],
        &["application/json ; Charset=utf-8"],
        &[plain, "APPLICATION/JSON; charset=utf-8"],
    ] {
        for (old, new) in [(&[plain][..], names), (names, &[plain])] {
            let review = tests::review(&content(old), &content(new));
            let found = tests::on_the_wire(&review);
            assert!(found.is_empty(), "{old:?} {new:?}: {found:?}");
        }
    }
    let profile = content(&["application/json; profile=a"]);
    let other = content(&["application/json; profile=A"]);
    assert!(!tests::on_the_wire(&tests::review(&profile, &other)).is_empty());
}

#[test]
fn the_examples_in_the_manual_are_what_the_review_says() {
    let manual =
        fs::read_to_string(tests::workspace().join("codegen/REVIEW.md")).expect("the manual");
    for (name, review) in telling_changes() {
        let report = review.report(Format::Markdown);
        assert!(
            manual.contains(&report),
            "{name}: codegen/REVIEW.md does not show\n\n{report}"
        );
    }
}

#[test]
fn the_reports_of_telling_changes() {
    let formats = [
        ("text", Format::Text { is_coloured: false }),
        ("text in colours", Format::Text { is_coloured: true }),
        ("GitHub", Format::Github),
        ("JSON", Format::Json),
    ];
    let mut reports = String::new();
    for (name, review) in telling_changes() {
        for (format, kind) in formats {
            let report = review.report(kind).replace('\x1b', "␛");
            reports.push_str(&format!("──── {name}, {format}\n{report}\n"));
        }
    }
    insta::assert_snapshot!(reports);
}

#[test]
fn the_manual_names_each_difference_from_oasdiff_with_its_reason() {
    let manual =
        fs::read_to_string(tests::workspace().join("codegen/REVIEW.md")).expect("the manual");
    let named: BTreeSet<&str> = manual
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .collect();
    let rules: BTreeSet<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
    assert!(!named.is_empty());
    assert!(
        named.is_subset(&rules),
        "no rules: {:?}",
        named.difference(&rules)
    );
}
