//! Properties of Rust names that must be true for random documents.

use std::collections::{BTreeMap, BTreeSet};

use codegen::{Document, Node, Place, Source, Surface};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

/// Names of components; many of them would become the same type name.
const COMPONENTS: [&str; 12] = [
    "Pet",
    "pet",
    "PetKind",
    "Kind",
    "String",
    "Option",
    "Self",
    "4xx",
    "pet_kind_item",
    "a-b",
    "A_B",
    "GetPetsResponse",
];

/// Names of properties; many of them would become the same field name.
const PROPERTIES: [&str; 14] = [
    "kind",
    "Kind",
    "fooBar",
    "foo_bar",
    "foo-bar",
    "type",
    "self",
    "extra",
    "unknown",
    "+1",
    "",
    "@odata.type",
    "item",
    "1st",
];

/// Values of enums; many of them would become the same variant name.
const VALUES: [&str; 12] = [
    "asc",
    "ASC",
    "unknown",
    "Unknown",
    "<",
    "<=",
    "A+",
    "A-",
    "",
    "+1",
    "2022-11-28",
    "a b",
];

fn reference(components: &[&'static str]) -> BoxedStrategy<Value> {
    let names = components.to_vec();
    let reference = |name| json!({ "$ref": format!("#/components/schemas/{name}") });
    select(names).prop_map(reference).boxed()
}

fn values() -> BoxedStrategy<Value> {
    let listed = proptest::sample::subsequence(VALUES.to_vec(), 1..5);
    listed
        .prop_map(|values| json!({ "type": "string", "enum": values }))
        .boxed()
}

fn object(inner: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    let properties = proptest::sample::subsequence(PROPERTIES.to_vec(), 0..5);
    let others = prop_oneof![
        3 => Just(None),
        1 => Just(Some(json!({ "type": "string" }))),
        1 => Just(Some(json!(false))),
    ];
    (properties, proptest::collection::vec(inner, 5), others)
        .prop_map(|(names, schemas, others)| {
            let properties: Map<_, _> = names
                .iter()
                .map(|name| (*name).to_owned())
                .zip(schemas)
                .collect();
            let mut object = json!({ "type": "object", "properties": properties });
            if let Some(others) = others {
                object["additionalProperties"] = others;
            }
            if let Some(first) = names.first() {
                object["required"] = json!([first]);
            }
            object
        })
        .boxed()
}

fn schema(components: &[&'static str]) -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        Just(json!({ "type": "string" })),
        Just(json!({ "type": "integer" })),
        Just(json!({ "type": "string", "minLength": 1 })),
        Just(json!({ "type": "string", "nullable": true })),
        Just(json!({ "type": "string", "readOnly": true })),
        Just(json!({ "type": "string", "writeOnly": true })),
        values(),
        reference(components),
    ];
    let reference = reference(components);
    leaf.prop_recursive(3, 24, 4, move |inner| {
        let one_of = proptest::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            3 => object(inner.clone().boxed()),
            1 => inner.clone().prop_map(|items| json!({ "type": "array", "items": items })),
            1 => inner.clone().prop_map(|values| json!({ "type": "object", "additionalProperties": values })),
            1 => one_of.prop_map(|branches| json!({ "oneOf": branches })),
            1 => (reference.clone(), object(inner.boxed()))
                .prop_map(|(base, own)| json!({ "allOf": [base, own] })),
        ]
    })
    .boxed()
}

/// A document in which operations lead to every component.
fn document() -> impl Strategy<Value = Value> {
    let components = proptest::sample::subsequence(COMPONENTS.to_vec(), 1..5);
    components.prop_flat_map(|names| {
        let schemas = proptest::collection::vec(schema(&names), names.len());
        (Just(names.clone()), schemas, schema(&names), values()).prop_map(
            |(names, schemas, answer, order)| {
                let mut paths = Map::new();
                paths.insert("/pets".to_owned(), json!({ "get": {
                    "operationId": "getPets",
                    "parameters": [
                        { "name": "order", "in": "query", "schema": order },
                        { "name": "Order", "in": "query", "schema": { "type": "string" } },
                    ],
                    "responses": { "200": { "description": "", "content": { "application/json": { "schema": answer } } } },
                } }));
                for (index, name) in names.iter().enumerate() {
                    let content = json!({ "application/json": { "schema": {
                        "$ref": format!("#/components/schemas/{name}")
                    } } });
                    let mut item = json!({ "get": {
                        "responses": { "200": { "description": "", "content": content } },
                    } });
                    if index % 2 == 0 {
                        item["put"] = json!({
                            "requestBody": { "required": index % 4 == 0, "content": content },
                            "responses": { "204": { "description": "" } },
                        });
                    }
                    paths.insert(format!("/all/{index}"), item);
                }
                let schemas: Map<_, _> =
                    names.iter().map(|name| (*name).to_owned()).zip(schemas).collect();
                json!({
                    "openapi": "3.0.3",
                    "info": { "title": "Pets", "version": "1" },
                    "paths": paths,
                    "components": { "schemas": schemas },
                })
            },
        )
    })
}

/// The document, if it becomes a client.
fn read(document: &Value) -> Option<Document> {
    Document::new(tests::source("pets.json", document)).ok()
}

/// All names: the pointer to the description, and the name.
fn named(document: &Document) -> BTreeSet<(String, String)> {
    let mut pointers = BTreeMap::new();
    collect(document.root(), String::new(), &mut pointers);
    let names = document.rust_names();
    names
        .map(|(name, place)| (pointers[&place].clone(), name))
        .collect()
}

fn collect(node: &Node, pointer: String, pointers: &mut BTreeMap<Place, String>) {
    for (key, member) in node.members() {
        let pointer = format!("{pointer}/{key}");
        pointers.insert(member.key, pointer.clone());
        collect(&member.value, pointer, pointers);
    }
    for (index, item) in node.items().iter().enumerate() {
        collect(item, format!("{pointer}/{index}"), pointers);
    }
    pointers.insert(node.place, pointer);
}

/// The pointers to the schemas of a document that are JSON objects.
fn schemas(value: &Value, pointer: &str, found: &mut Vec<String>) {
    let inner = |key: &str| format!("{pointer}/{key}");
    found.push(pointer.to_owned());
    for key in ["items", "additionalProperties"] {
        if let Some(value) = value.get(key).filter(|value| value.is_object()) {
            schemas(value, &inner(key), found);
        }
    }
    for key in ["oneOf", "allOf"] {
        let branches = value.get(key).and_then(Value::as_array);
        for (index, branch) in branches.into_iter().flatten().enumerate() {
            schemas(branch, &inner(&format!("{key}/{index}")), found);
        }
    }
    let properties = value.get("properties").and_then(Value::as_object);
    for (name, value) in properties.into_iter().flatten() {
        let name = name.replace('~', "~0").replace('/', "~1");
        schemas(value, &inner(&format!("properties/{name}")), found);
    }
}

/// Whether a property is certain to be sent and to be received.
fn travels_both_ways(property: &Value) -> bool {
    let may_stay = ["$ref", "allOf", "readOnly", "writeOnly"];
    may_stay.iter().all(|key| property.get(key).is_none())
}

/// Adds something to a document that does not collide with anything.
fn add(document: &mut Value, kind: usize, at: usize, title: &str) {
    let mut found = Vec::new();
    let components = document["components"]["schemas"]
        .as_object()
        .expect("schemas")
        .clone();
    // What was added before may be replaced.
    for (name, schema) in components.iter().filter(|(name, _)| *name != "Zebra") {
        schemas(schema, &format!("/components/schemas/{name}"), &mut found);
    }
    let pointer = &found[at % found.len()];
    let new = json!({ "$ref": "#/components/schemas/Zebra" });
    if kind % 5 < 2 {
        document["components"]["schemas"]["Zebra"] = json!({ "type": "object", "title": title, "properties": { "stripes": { "type": "object", "properties": { "count": { "type": "integer" } } } } });
        document["paths"]["/zebras/{id}"]["put"] = json!({
            "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
            "responses": { "200": { "description": "", "content": { "application/json": { "schema": new } } } },
        });
    }
    let schema = document
        .pointer_mut(pointer)
        .unwrap_or_else(|| panic!("no schema at {pointer}"));
    match kind % 5 {
        0 => {
            // An alternative that is listed twice is not a union yet, and has no name.
            if let Some(branches) = schema.get_mut("oneOf").and_then(Value::as_array_mut)
                && branches.iter().any(|branch| *branch != branches[0])
            {
                branches.push(new);
            }
        }
        1 => {}
        2 => {
            // If no properties are sent or received, it may be a map, and has no name.
            if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut)
                && properties.values().any(travels_both_ways)
            {
                properties.insert("zebra".to_owned(), json!({ "type": "object", "properties": { "zoo": { "type": "string", "enum": ["zoo"] } } }));
            }
        }
        3 => {
            if let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) {
                values.push(json!("zebra"));
            }
        }
        _ => {
            if schema.get("$ref").is_none() {
                schema["title"] = json!(title);
            }
        }
    }
}

/// Shrinking is limited, because each step generates clients again.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        max_shrink_iters: 200,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(512))]
    #[test]
    fn an_addition_that_collides_with_nothing_leaves_every_name_as_it_was(
        document in document(),
        additions in proptest::collection::vec((0..5usize, 0..100usize, select(COMPONENTS.to_vec())), 1..4),
    ) {
        let Some(old) = read(&document) else { return Ok(()) };
        let mut grown = document.clone();
        for (kind, at, title) in additions {
            add(&mut grown, kind, at, title);
        }
        let Some(new) = read(&grown) else { return Ok(()) };
        let (old, new) = (named(&old), named(&new));
        let lost: Vec<_> = old.difference(&new).collect();
        prop_assert!(lost.is_empty(), "{lost:?} in {grown:#}");
    }
}

/// Items in `types` that are not described by the document.
fn is_of_the_generator(item: &str) -> bool {
    let last = item.rsplit("::").next().unwrap_or_default();
    matches!(item, "types" | "types::defaults")
        || item.starts_with("types::error")
        || item.starts_with("types::")
            && matches!(last, "Unknown" | "as_str" | "new" | "new()" | "0")
}

fn assert_the_map_is_the_source(document: &Document) {
    let client = codegen::client(document).expect("a client");
    let with_client = format!("pub struct Client {{ hidden: () }}\n{client}");
    let with_client = with_client.replace("impl crate::Client", "impl Client");
    let surface = Surface::of(&with_client).expect("Rust");
    let mut names = BTreeSet::new();
    for (name, _) in document.rust_names() {
        match name.split_once('(') {
            None => assert!(names.insert(name.clone()), "{name} twice"),
            Some((method, argument)) => {
                let argument = argument.trim_end_matches(')');
                let signature = &surface.items[method].signature;
                assert!(
                    signature.contains(&format!(" {argument}: "))
                        || signature.contains(&format!("({argument}: ")),
                    "{name}: {signature}"
                );
            }
        }
    }
    let is_named = |item: &&String| item.starts_with("types") || item.starts_with("Client::");
    let items: BTreeSet<String> = surface
        .items
        .keys()
        .filter(is_named)
        .filter(|item| !is_of_the_generator(item) || names.contains(*item))
        .cloned()
        .collect();
    let differing: Vec<_> = items.symmetric_difference(&names).collect();
    assert!(differing.is_empty(), "{differing:?}");
}

#[test]
fn every_name_in_the_map_is_an_item_of_the_source_and_the_other_way_round() {
    for folder in ["plain-documents", "surprising-documents"] {
        let folder = tests::workspace().join("tests").join(folder);
        for file in std::fs::read_dir(folder).expect("the folder").flatten() {
            let source = Source::read(file.path()).expect("a document");
            assert_the_map_is_the_source(&Document::new(source).expect("a client"));
        }
    }
}

proptest! {
    #![proptest_config(config(128))]
    #[test]
    fn every_name_of_an_arbitrary_document_is_an_item_and_the_other_way_round(document in document()) {
        let Some(document) = read(&document) else { return Ok(()) };
        assert_the_map_is_the_source(&document);
    }
}
