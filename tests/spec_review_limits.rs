//! Documents at the edge: cyclic, deep, long and huge ones. The review ends, and
//! says where it could not go on.

use codegen::review::{Review, Rule, RustLayer, RustLevel};
use codegen::{Error, MAX_DEPTH, Source};
use serde_json::{Map, Value, json};
use tests::{on_the_wire, review};

/// A document with one operation that answers with a schema.
fn answering(schema: Value, schemas: Value) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Pets", "version": "1"},
        "paths": {"/pets": {"get": {"operationId": "listPets", "responses": {
            "200": {"description": "The pets", "content": {"application/json": {"schema": schema}}}
        }}}},
        "components": {"schemas": schemas},
    })
}

#[test]
fn schemas_that_contain_themselves_are_compared_once() {
    let schemas = |max: u64| {
        let animal = |other: &str| {
            json!({"type": "object", "properties": {
                "name": {"type": "string", "maxLength": max},
                "mother": {"$ref": format!("#/components/schemas/{other}")},
                "children": {"type": "array", "items": {"$ref": "#/components/schemas/Cat"}},
            }})
        };
        json!({"Cat": animal("Dog"), "Dog": animal("Cat")})
    };
    let cat = json!({"$ref": "#/components/schemas/Cat"});
    let review = review(
        &answering(cat.clone(), schemas(20)),
        &answering(cat, schemas(10)),
    );
    let pointers: Vec<_> = review
        .findings
        .iter()
        .filter_map(|finding| Some(finding.new.as_ref()?.pointer.as_str()))
        .collect();
    let expected =
        ["Cat", "Dog"].map(|name| format!("/components/schemas/{name}/properties/name/maxLength"));
    assert_eq!(pointers, expected);
}

#[test]
fn references_that_lead_to_themselves_are_no_place_to_stay() {
    let around =
        json!({"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}});
    let old = answering(json!({"$ref": "#/components/schemas/A"}), around.clone());
    let new = answering(json!({"$ref": "#/components/schemas/B"}), around);
    let review = review(&old, &new);
    assert!(!review.findings.is_empty());
    let api = review.rust.api().expect("what can be carried is compared");
    assert_eq!(api.carried.by_neither, ["GET /pets"]);
}

#[test]
fn a_chain_of_ten_thousand_references_is_followed_to_its_end() {
    let chain = |max: u64| {
        let schemas: Map<_, _> = (0..10_000)
            .map(|link| {
                let next = match link {
                    9_999 => json!({"type": "string", "maxLength": max}),
                    _ => json!({"$ref": format!("#/components/schemas/S{}", link + 1)}),
                };
                (
                    format!("S{link}"),
                    json!({"type": "object", "properties": {"next": next}}),
                )
            })
            .collect();
        answering(json!({"$ref": "#/components/schemas/S0"}), schemas.into())
    };
    let review = review(&chain(20), &chain(10));
    let [undecided, finding] = on_the_wire(&review)[..] else {
        panic!("{:?}", review.findings)
    };
    // No value nests so deep.
    assert_eq!(undecided.rule, Rule::ValuesUndecided);
    assert_eq!(finding.rule, Rule::ResponseConstraintTightened);
    assert_eq!(finding.operations, ["GET /pets"]);
}

#[test]
fn ten_thousand_levels_are_refused_at_their_place() {
    let nested = format!("a: {}{}", "[".repeat(10_000), "]".repeat(10_000));
    let error = Source::parse("deep.yaml", nested.as_bytes()).expect_err("too deep");
    assert!(matches!(error, Error::Refused { .. }));
    assert!(error.to_string().starts_with("deep.yaml:1:"), "{error}");
    assert!(
        error.to_string().contains(&MAX_DEPTH.to_string()),
        "{error}"
    );
}

#[test]
fn twenty_megabytes_are_reviewed() {
    let schemas = |last: u64| {
        let schema = |max: u64| {
            let properties: Map<_, _> = (0..20)
                .map(|index| {
                    (
                        format!("property{index}"),
                        json!({"type": "string", "maxLength": max}),
                    )
                })
                .collect();
            json!({"type": "object", "properties": properties})
        };
        let mut schemas: Map<_, _> = (0..12_000)
            .map(|index| (format!("S{index}"), schema(20)))
            .collect();
        schemas.insert("Last".to_owned(), schema(last));
        answering(json!({"$ref": "#/components/schemas/Last"}), schemas.into())
    };
    let [old, new] = [20, 10].map(|last| tests::source("huge.json", &schemas(last)));
    assert!(old.size_bytes() > 20_000_000, "{} bytes", old.size_bytes());
    let review = Review::new(Some(&old), Some(&new)).expect("a document");
    assert_eq!(review.findings.len(), 20);
    assert_eq!(review.rust_level(), Some(RustLevel::Unchanged));
}

#[test]
fn more_than_can_be_generated_in_seconds_is_not_classified() {
    let text = "word ".repeat(7_000_000);
    let document = |max: u64| {
        let mut document = answering(json!({"type": "string", "maxLength": max}), json!({}));
        document["info"]["description"] = text.clone().into();
        tests::source("huge.json", &document)
    };
    let review = Review::new(Some(&document(20)), Some(&document(10))).expect("a document");
    assert_eq!(review.findings.len(), 1);
    assert_eq!(review.rust_level(), Some(RustLevel::Unclassified));
    assert!(!review.is_accepted());
    let RustLayer::Unclassified(reason) = review.rust else {
        panic!("{:?}", review.rust)
    };
    assert!(reason.contains("bytes, more than"), "{reason}");
}

#[test]
fn a_limit_of_zero_is_a_limit_only_from_above() {
    let rules = |limit: &str| -> Vec<Rule> {
        let schema = |schema: Value| answering(schema, json!({}));
        let old = schema(json!({"type": "string", limit: 0}));
        let new = schema(json!({"type": "string"}));
        let review = review(&old, &new);
        review.findings.iter().map(|finding| finding.rule).collect()
    };
    assert_eq!(rules("maxLength"), [Rule::ResponseConstraintRelaxed]);
    assert_eq!(rules("minLength"), [Rule::SpellingChanged]);
}
