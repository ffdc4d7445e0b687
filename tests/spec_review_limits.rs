//! Documents at the edge: cyclic and deep ones. The review ends, and says where it could
//! not go on. Huge ones are in `huge_documents`.

use codegen::review::Rule;
use codegen::{Error, MAX_DEPTH, Source};
use serde_json::{Value, json};
use tests::{answering, review};

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
