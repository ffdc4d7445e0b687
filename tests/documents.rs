//! Documents that cannot become a client, and their diagnostics.
//!
//! A new case is a new file in `broken-documents`. The simplest document for each rule is
//! its example (`explanations`).

use std::fs;
use std::path::Path;

use codegen::{Diagnostic, Document, Error, Files, Format, Rule, Severity};
use serde_json::{Map, Value};

/// Reads a document and generates its client.
fn generate(file: &str, bytes: &[u8]) -> Result<String, Error> {
    codegen::client(&Document::parse(file, bytes)?)
}

/// The report of `codegen check`, and whether it contains an error.
fn checked(file: &Path) -> (String, bool) {
    let bytes = std::fs::read(file).expect("the case");
    let name = Path::new(file.file_name().expect("a name"));
    let problems = codegen::check(name, &bytes);
    let plain = Format::Text { is_coloured: false };
    let is_broken = problems.iter().any(Diagnostic::is_error);
    for problem in &problems {
        assert!(!problem.help.is_empty(), "{problem:?}");
    }
    // A build reports the errors of the same report.
    let refused = generate(&name.to_string_lossy(), &bytes).err();
    let errors = problems.into_iter().filter(Diagnostic::is_error);
    let errors: Vec<_> = errors.collect();
    match refused {
        Some(Error::Refused { diagnostics, .. }) => assert_eq!(diagnostics, errors),
        other => assert!(other.is_none() && errors.is_empty(), "{other:?}"),
    }
    (
        codegen::report(&Files::one(name), &codegen::check(name, &bytes), plain),
        is_broken,
    )
}

#[test]
fn a_broken_document_is_refused_with_a_place_and_a_remedy() {
    insta::glob!("broken-documents/*.{yaml,json}", |file| {
        let (report, is_broken) = checked(file);
        assert!(is_broken, "{report}");
        insta::assert_snapshot!(report);
    });
}

#[test]
fn a_surprising_document_becomes_a_client_and_is_commented_on() {
    insta::glob!("surprising-documents/*.yaml", |file| {
        let (report, is_broken) = checked(file);
        assert!(!is_broken && !report.is_empty(), "{report}");
        insta::assert_snapshot!(report);
    });
}

/// `explanations` checks the reports; this test checks that a build rejects examples with
/// errors.
#[test]
fn a_build_says_the_errors_of_each_example_of_a_rule() {
    for rule in Rule::ALL {
        let file = format!("codegen/explanations/check/{}.yaml", rule.id());
        let (report, is_broken) = checked(&tests::workspace().join(file));
        let has_error = rule.severity() == Severity::Error || *rule == Rule::LeftOut;
        assert_eq!(is_broken, has_error, "{report}");
    }
}

/// Nothing is dropped without a diagnostic: `grammar-fields.yaml` says for every field of
/// OpenAPI's objects how it is handled.
#[test]
fn each_field_of_the_grammar_shapes_the_client_or_is_said_or_is_for_readers() {
    let rows = tests::json_of("tests/grammar-fields.yaml");
    let files = fs::read_dir(tests::workspace().join("tests")).expect("the tests");
    let rust = files.flatten().map(|entry| entry.path());
    let rust = rust.filter(|file| file.extension().is_some_and(|extension| extension == "rs"));
    let sources: String = rust
        .map(|file| fs::read_to_string(file).expect("a test"))
        .collect();
    let mut known = 0;
    for (object, field, is_said_to_be_lost) in codegen::grammar_fields() {
        known += 1;
        let row = rows[object][field].as_str().unwrap_or_default();
        let is_right = match row.split_once(' ') {
            Some(("test", name)) => !is_said_to_be_lost && sources.contains(&format!("fn {name}(")),
            Some(("rule", id)) => Rule::ALL.iter().any(|rule| rule.id() == id),
            _ => row == "annotation" && !is_said_to_be_lost,
        };
        assert!(is_right, "{object}, {field}: {row:?}");
    }
    let objects = rows.as_object().expect("objects").values();
    let listed = objects.filter_map(Value::as_object).map(Map::len);
    assert_eq!(listed.sum::<usize>(), known, "rows of fields that are none");
}

/// If this document passes one day, replace it by another one that panics.
#[test]
fn a_panic_in_a_dependency_is_our_defect_and_has_a_place() {
    let document = br#"
openapi: 3.0.3
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      operationId: listPets
      responses: {'101': {description: an upgrade}, '204': {description: nothing}}
"#;
    let error = generate("pets.yaml", document).expect_err("the generator panics");
    insta::assert_snapshot!(error);
}

fn refusal(bytes: &[u8]) -> String {
    generate("deep.yaml", bytes)
        .expect_err("a refusal")
        .to_string()
}

#[test]
fn deep_documents_are_refused_at_the_level_that_is_too_deep() {
    const LEVELS: usize = 100_000;
    let too_deep = "mappings and sequences are nested more than 96 levels deep";
    let brackets = "[".repeat(LEVELS);
    let braces = "{a: ".repeat(LEVELS);
    let dashes = "- ".repeat(LEVELS);
    let json = format!(
        "{{\"openapi\": \"3.0.3\", \"x-deep\": {}",
        "[".repeat(LEVELS)
    );
    for (text, place) in [
        (&brackets, "1:256"),
        (&braces, "1:1021"),
        (&dashes, "1:193"),
        (&json, "1:286"),
    ] {
        assert!(
            refusal(text.as_bytes())
                .starts_with(&format!("deep.yaml:{place}: error[too-deep]: {too_deep}"))
        );
    }
}

#[test]
fn indented_documents_are_refused_at_the_level_that_is_too_deep() {
    let text: String = (0..1_000)
        .map(|level| format!("{}a:\n", " ".repeat(level)))
        .collect();
    assert!(refusal(text.as_bytes()).starts_with("deep.yaml:97:97: error[too-deep]: "));
}

#[test]
fn aliases_that_multiply_are_refused() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..10 {
        let previous = format!("*a{}, ", level - 1).repeat(10);
        text.push_str(&format!("a{level}: &a{level} [{previous}]\n"));
    }
    assert!(refusal(text.as_bytes()).contains("repeat more than 100000 values"));
}

/// A diagnostic shows only a part of a long line, so that many diagnostics on one line
/// take no more space than on many lines.
#[test]
fn a_document_on_one_line_is_shown_in_parts() {
    let operation = r#""get":{"operationId":"a","responses":{"204":{}}}"#;
    let paths: Vec<_> = (0..2_000)
        .map(|index| format!(r#""/p{index}":{{{operation}}}"#))
        .collect();
    let text = format!(
        r#"{{"openapi":"3.0.3","info":{{"title":"Pets","version":"1"}},"paths":{{{}}}}}"#,
        paths.join(",")
    );
    let problems = codegen::check(Path::new("one-line.json"), text.as_bytes());
    // One for each operation, and one for their equal names.
    assert_eq!(problems.len(), 2_000 + 1);
    let shown = |problem: &Diagnostic| problem.excerpt.as_ref().map(|excerpt| excerpt.line.len());
    assert!(
        problems
            .iter()
            .all(|problem| shown(problem).is_some_and(|length| length <= 120))
    );
    insta::assert_snapshot!(problems[1_000].display(&Files::one("one-line.json")));
}

#[test]
fn a_byte_that_is_not_utf_8_has_a_place() {
    let error = refusal(b"openapi: 3.0.3\ninfo: \xc3\xa9\xff");
    assert!(
        error.starts_with("deep.yaml:2:8: error[not-utf-8]: this byte is not UTF-8"),
        "{error}"
    );
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = Document::read("no/such/file.yaml").expect_err("no file");
    assert!(
        error
            .to_string()
            .starts_with("no/such/file.yaml: cannot read the document: "),
        "{error}"
    );
}

#[test]
fn a_byte_order_mark_is_neither_read_nor_counted() {
    let text = "\u{feff}{\"openapi\":3.0,\"info\":{\"title\":\"\\ud83d\\ude00\",\"version\":\"1\"},\"paths\":{}}";
    let problems = codegen::check(Path::new("marked.json"), text.as_bytes());
    let places: Vec<_> = problems
        .iter()
        .map(|problem| problem.place.column)
        .collect();
    assert_eq!(places, [12]);
    insta::assert_snapshot!(problems[0].display(&Files::one("marked.json")));
}
