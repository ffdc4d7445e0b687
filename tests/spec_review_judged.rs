//! What the review judges by more than one place of a document, and by how values look
//! on the wire.

use codegen::review::{Level, Rule};
use serde_json::{Map, Value, json};
use tests::review;

/// A document whose `GET /things` has these parameters and responses.
fn document(parameters: Value, responses: Value, schemas: Value) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Things", "version": "1"},
        "paths": {"/things": {"get": {
            "operationId": "things",
            "parameters": parameters,
            "responses": responses,
        }}},
        "components": {"schemas": schemas},
    })
}

fn answers(entries: &[(&str, &str)]) -> Value {
    let entries = entries.iter().map(|(status, ty)| {
        let schema = json!({"schema": {"type": ty}});
        let response = json!({"description": "", "content": {"application/json": schema}});
        ((*status).to_owned(), response)
    });
    let responses: Map<String, Value> = entries.collect();
    document(json!([]), responses.into(), json!({}))
}

fn level(old: &Value, new: &Value) -> Level {
    let levels = review(old, new).findings.into_iter().map(|one| one.level);
    levels.max().unwrap_or(Level::Docs)
}

#[test]
fn a_status_is_held_against_the_entry_that_covers_it() {
    let text = ("200", "string");
    for (old, new) in [
        (
            &[text, ("default", "string")][..],
            &[text, ("default", "string"), ("404", "integer")][..],
        ),
        (
            &[text, ("4XX", "string")],
            &[text, ("4XX", "string"), ("404", "integer")],
        ),
        (&[text, ("404", "string")], &[text, ("default", "integer")]),
    ] {
        assert_eq!(
            level(&answers(old), &answers(new)),
            Level::Breaking,
            "{old:?} {new:?}"
        );
    }
    let [old, new] = [
        &[text, ("default", "string")][..],
        &[text, ("default", "string"), ("404", "string")],
    ];
    assert!(level(&answers(old), &answers(new)) < Level::Warning);
}

#[test]
fn a_text_takes_what_was_a_number_where_both_travel_as_texts() {
    let with = |schema: Value| {
        let parameter = json!([{"name": "at", "in": "query", "schema": schema}]);
        document(parameter, json!({"204": {"description": ""}}), json!({}))
    };
    let text = with(json!({"type": "string"}));
    let number = with(json!({"type": "integer"}));
    assert!(level(&number, &text) < Level::Warning);
    assert_eq!(level(&text, &number), Level::Breaking);
}

#[test]
fn a_reference_may_be_percent_encoded() {
    let with = |most: u64, reference: &str| {
        let schemas = json!({"A.B": {"type": "string", "maxLength": most}});
        let content = json!({"application/json": {"schema": {"$ref": reference}}});
        let responses = json!({"200": {"description": "", "content": content}});
        document(json!([]), responses, schemas)
    };
    let (plain, encoded) = ("#/components/schemas/A.B", "#/components/schemas/A%2EB");
    assert_eq!(level(&with(4, plain), &with(9, encoded)), Level::Breaking);
    assert!(level(&with(9, plain), &with(4, encoded)) < Level::Warning);
}

#[test]
fn schemas_that_lead_to_one_another_are_shown_to_be_narrower() {
    let list = |name: &str| json!({"type": "array", "items": {"$ref": format!("#/components/schemas/{name}")}});
    let one = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let document = |issue: Value| {
        let object = |properties: Value| json!({"type": "object", "properties": properties});
        let mut issue_schema =
            object(json!({"author": one("User"), "repo": one("Repo"), "text": issue}));
        issue_schema["required"] = json!(["author"]);
        let schemas = json!({
            "User": object(json!({"repos": list("Repo"), "orgs": list("Org"), "teams": list("Team")})),
            "Repo": object(json!({"owner": one("User"), "org": one("Org"), "issues": list("Issue")})),
            "Org": object(json!({"members": list("User"), "teams": list("Team"), "repos": list("Repo")})),
            "Team": object(json!({"members": list("User"), "org": one("Org"), "repos": list("Repo")})),
            "Issue": issue_schema,
        });
        let content = json!({"application/json": {"schema": one("User")}});
        document(
            json!([]),
            json!({"200": {"description": "", "content": content}}),
            schemas,
        )
    };
    let [wide, narrow] = [
        document(json!({"type": "string"})),
        document(json!({"type": "string", "maxLength": 5})),
    ];
    assert!(level(&wide, &narrow) < Level::Warning);
    assert_eq!(level(&narrow, &wide), Level::Breaking);
}

#[test]
fn the_schemas_of_a_discriminators_mapping_are_in_use() {
    let document = |lives: &str| {
        let schemas = json!({
            "Pet": {
                "type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}},
                "discriminator": {"propertyName": "kind", "mapping": {"cat": "Cat"}},
            },
            "Cat": {"allOf": [
                {"$ref": "#/components/schemas/Pet"},
                {"type": "object", "properties": {"lives": {"type": lives}}},
            ]},
        });
        let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}});
        document(
            json!([]),
            json!({"200": {"description": "", "content": content}}),
            schemas,
        )
    };
    let review = review(&document("integer"), &document("string"));
    let rules: Vec<_> = review.findings.iter().map(|one| one.rule).collect();
    assert!(!rules.contains(&Rule::UnusedComponentChanged), "{rules:?}");
    assert_eq!(review.findings[0].level, Level::Breaking);
}

#[test]
fn a_property_that_no_longer_travels_is_a_correction() {
    let with = |access: Value| {
        let mut property = json!({"type": "string"});
        property["writeOnly"] = access;
        let schema =
            json!({"type": "object", "properties": {"pin": property}, "required": ["pin"]});
        let body = json!({"type": "object", "properties": {"lamp": schema}, "required": ["lamp"]});
        let content = json!({"application/json": {"schema": body}});
        let responses = json!({"200": {"description": "", "content": content}});
        document(json!([]), responses, json!({}))
    };
    assert!(level(&with(json!(false)), &with(json!(true))) < Level::Warning);
}

#[test]
fn an_alternative_more_is_read_as_unknown_and_a_union_that_is_none_any_more_is_not() {
    let with = |lamp: Value| {
        let body = json!({"type": "object", "properties": {"lamp": lamp}});
        let content = json!({"application/json": {"schema": body}});
        let responses = json!({"200": {"description": "", "content": content}});
        document(json!([]), responses, json!({}))
    };
    let object = |name: &str| json!({"type": "object", "required": [name], "properties": {name: {"type": "string"}}});
    let one = with(object("a"));
    let wrapped = with(json!({"oneOf": [object("a")]}));
    let two = with(json!({"oneOf": [object("a"), object("b")]}));
    let three = with(json!({"oneOf": [object("a"), object("b"), {"type": "string"}]}));
    for other in ["string", "boolean", "integer"] {
        let other = with(json!({"type": other}));
        assert_eq!(level(&two, &other), Level::Breaking);
    }
    assert_eq!(level(&one, &two), Level::Breaking);
    assert_eq!(level(&two, &three), Level::Warning);
    assert!(level(&one, &wrapped) < Level::Warning);
    assert!(level(&three, &two) < Level::Warning);
}

/// A property that is not sent is compared with what its references lead to, as others are.
#[test]
fn a_read_only_property_that_is_written_out_is_no_difference() {
    let list = json!({"type": "array", "readOnly": true, "items": {"$ref": "#/components/schemas/Result"}});
    let body = |state: Value, text: &str| {
        let schemas = json!({
            "Thing": {"type": "object", "properties": {"results": list}},
            "Result": {"type": "object", "properties": {
                "state": state,
                "next": {"$ref": "#/components/schemas/Result"},
            }},
            "State": {"type": text},
        });
        let thing = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}});
        let answer = json!({"200": {"description": "", "content": thing}});
        let mut document = document(json!([]), answer, schemas);
        document["paths"]["/things"]["post"] = json!({
            "operationId": "make",
            "requestBody": {"content": thing},
            "responses": {"204": {"description": ""}},
        });
        document
    };
    let reference = json!({"$ref": "#/components/schemas/State"});
    let old = body(reference.clone(), "string");
    let rules = |new: &Value| -> Vec<_> {
        let review = review(&old, new);
        let of_wire = tests::on_the_wire(&review).into_iter();
        of_wire.map(|finding| finding.rule).collect()
    };
    assert_eq!(rules(&body(json!({"type": "string"}), "string")), []);
    assert!(rules(&body(reference, "integer")).contains(&Rule::UnsentPropertyChanged));
}
