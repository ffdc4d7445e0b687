//! How a review shows what it knows, in every format: a value that fails, what was not
//! compared; and what it says of the traits of types.

use codegen::review::{Format, Level, Review, RustLevel};
use codegen::{Source, Surface};
use serde_json::{Value, json};

/// A document whose `POST /things/{id}` takes and answers these.
fn document(id: Value, request: Value, response: Value) -> Value {
    let content = |schema: Value| json!({"application/json": {"schema": schema}});
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Things", "version": "1"},
        "paths": {"/things/{id}": {"post": {
            "operationId": "sendThing",
            "parameters": [{"name": "id", "in": "path", "required": true, "schema": id}],
            "requestBody": {"required": true, "content": content(request)},
            "responses": {"200": {"description": "the thing", "content": content(response)}},
        }}},
    })
}

fn review(old: &Value, new: &Value) -> Review {
    let [old, new] = [old, new].map(|document| tests::source("things.json", document));
    Review::new(Some(&old), Some(&new)).expect("an OpenAPI document")
}

/// The report in every format.
fn reports(review: &Review) -> String {
    let formats = [
        ("text", Format::Text { is_coloured: false }),
        ("Markdown", Format::Markdown),
        ("GitHub", Format::Github),
        ("JSON", Format::Json),
    ];
    let reports = formats.map(|(name, format)| format!("──── {name}\n{}", review.report(format)));
    reports.join("\n")
}

#[test]
fn a_witness_in_a_request() {
    let body = |most: u64| {
        json!({"type": "object", "required": ["name"], "properties": {
            "name": {"type": "string", "maxLength": most},
        }})
    };
    let text = json!({"type": "string"});
    let [old, new] = [9, 4].map(|most| document(text.clone(), body(most), text.clone()));
    insta::assert_snapshot!(reports(&review(&old, &new)));
}

#[test]
fn a_witness_in_a_response() {
    let text = json!({"type": "string"});
    let number = json!({"oneOf": [{"type": "integer"}, {"type": "boolean"}]});
    let old = document(text.clone(), text.clone(), text.clone());
    let new = document(text.clone(), text, number);
    insta::assert_snapshot!(reports(&review(&old, &new)));
}

#[test]
fn a_witness_in_an_item_of_an_array() {
    let list =
        |pattern: &str| json!({"type": "array", "items": {"type": "string", "pattern": pattern}});
    let text = json!({"type": "string"});
    let [old, new] =
        ["^[a-z]+$", "^[a-y]+$"].map(|one| document(text.clone(), list(one), text.clone()));
    insta::assert_snapshot!(reports(&review(&old, &new)));
}

#[test]
fn a_witness_in_a_parameter() {
    let text = json!({"type": "string"});
    let number = json!({"type": "integer", "format": "int32"});
    let old = document(text.clone(), text.clone(), text.clone());
    let new = document(number, text.clone(), text);
    insta::assert_snapshot!(reports(&review(&old, &new)));
}

/// A document with `GET /lamps`, and `PUT /lamps` that has something no client can
/// carry, or has not.
fn lamps(is_carried: bool, description: &str) -> Value {
    let security = match is_carried {
        true => json!([]),
        false => json!([{"undeclared": []}]),
    };
    let done = json!({"204": {"description": description}});
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Lamps", "version": "1"},
        "paths": {"/lamps": {
            "get": {"operationId": "lamps", "responses": done},
            "put": {"operationId": "setLamps", "security": security, "responses": done},
        }},
    })
}

#[test]
fn an_operation_that_neither_or_only_one_end_carries() {
    let mut said = String::new();
    for (name, old, new) in [
        ("neither", false, false),
        ("only the new one", false, true),
        ("only the old one", true, false),
    ] {
        let review = review(&lamps(old, "done"), &lamps(new, "dealt with"));
        said.push_str(&format!("════ {name}\n{}", reports(&review)));
    }
    insta::assert_snapshot!(said);
}

#[test]
fn a_rust_api_that_was_not_compared() {
    let document = |description: &str| {
        let mut document = lamps(true, description);
        document["openapi"] = "3.1.0".into();
        document
    };
    let review = review(&document("done"), &document("dealt with"));
    assert_eq!(review.rust_level(), Some(RustLevel::Unclassified));
    insta::assert_snapshot!(reports(&review));
}

#[test]
fn a_change_of_three_hundred_operations_fits_in_a_comment() {
    let document = |most: u64| {
        let words = "word ".repeat(40);
        let paths = (0..300).map(|index| {
            let name = format!("A{index}{}", "LongName".repeat(8));
            let schema = json!({"type": "object", "properties": {
                name.clone(): {"type": "string", "maxLength": most, "description": words},
                "kind": {"type": if most == 9 { "string" } else { "integer" }},
            }});
            let operation = json!({
                "operationId": format!("send{name}"),
                "requestBody": {"content": {"application/json": {"schema": schema}}},
                "responses": {"204": {"description": "done"}},
            });
            (format!("/{name}"), json!({"post": operation}))
        });
        let paths: serde_json::Map<String, Value> = paths.collect();
        json!({"openapi": "3.0.3", "info": {"title": "Many", "version": "1"}, "paths": paths})
    };
    let review = review(&document(9), &document(4));
    let breaking = review
        .findings
        .iter()
        .filter(|one| one.level == Level::Breaking);
    assert_eq!(breaking.count(), 600);
    let report = review.report(Format::Markdown);
    let chars = report.chars().count();
    assert!(chars > 20_000 && chars <= 65_536, "{chars} characters");
    assert!(report.contains("which are only in the text and JSON reports"));
    // GitHub shows ten annotations of a kind in a step.
    let annotations = review.report(Format::Github);
    let errors = annotations
        .lines()
        .filter(|line| line.starts_with("::error"));
    assert_eq!(errors.count(), 10);
}

fn surfaces(old: &str, new: &str) -> String {
    let [old, new] = [old, new].map(|text| Surface::of(text).expect("Rust"));
    codegen::review::RustApi::of(&old, &new)
        .all()
        .flat_map(|change| {
            let about = format!("{}: {}", change.item, change.reason);
            std::iter::once(about).chain(change.lines())
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn a_trait_that_is_lost_is_said_in_those_words() {
    let all = "#[derive(Clone, Debug, Default)] pub struct Lamp { pub on: bool }";
    let fewer = "#[derive(Clone, Debug)] pub struct Lamp { pub on: bool }";
    let lost = "Lamp: no longer implements Default\n- impl Default for Lamp";
    assert_eq!(surfaces(all, fewer), lost);
    let gained = "Lamp: implements Default too\n+ impl Default for Lamp";
    assert_eq!(surfaces(fewer, all), gained);
}

#[test]
fn an_enum_of_texts_that_becomes_a_struct_loses_traits() {
    let kind = |schema: Value| {
        let text = json!({"type": "string"});
        let kind = json!({"type": "object", "properties": {"kind": schema}});
        document(text.clone(), text, kind)
    };
    let old = kind(json!({"type": "string", "enum": ["a", "b"]}));
    let new = kind(json!({"type": "object", "properties": {"name": {"type": "string"}}}));
    let review = review(&old, &new);
    assert_eq!(review.rust_level(), Some(RustLevel::Breaking));
    let report = review.report(Format::Text { is_coloured: false });
    insta::assert_snapshot!(report);
    // Nothing is shown that is the same before and after.
    for line in report.lines().filter_map(|line| line.strip_prefix("  - ")) {
        assert!(!report.contains(&format!("  + {line}\n")), "{line}");
    }
}

#[test]
fn what_compiles_and_fails_at_run_time_has_its_heading_and_its_value() {
    let text = json!({"type": "string"});
    let limited = |most: u64| json!({"type": "object", "properties": {"a": {"type": "integer", "maximum": most}}});
    let [old, new] = [9, 4].map(|most| document(text.clone(), limited(most), text.clone()));
    let report = review(&old, &new).report(Format::Markdown);
    let (_, section) = report
        .split_once("### Breaks callers, and the compiler does not report it")
        .expect("the heading");
    assert!(section.contains("- Witness: `5`;"), "{section}");
}

#[test]
fn an_old_document_that_is_none_is_said_and_breaks_rust() {
    let old = Source::parse("old.yaml", b"<html></html>").expect("YAML");
    let new = tests::source("new.json", &lamps(true, "done"));
    let review = Review::new(Some(&old), Some(&new)).expect("the new one is one");
    assert_eq!(review.rust_level(), Some(RustLevel::Breaking));
    assert!(review.old_fault.is_some());
}
