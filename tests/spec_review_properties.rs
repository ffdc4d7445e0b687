//! What holds for every review, whatever the documents.

use std::collections::BTreeSet;
use std::fs;
use std::sync::LazyLock;

use codegen::Source;
use codegen::review::{Finding, Review};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value};
use tests::{json_files, on_the_wire, read_json, review};

/// A document and a changed one, with the review of the change and of the way back.
struct Pair {
    old: Value,
    new: Value,
    forth: Review,
    back: Review,
}

/// Reviewed once for all tests.
static PAIRS: LazyLock<Vec<Pair>> = LazyLock::new(|| {
    let reviewed = |(old, new)| Pair {
        forth: review(&old, &new),
        back: review(&new, &old),
        old,
        new,
    };
    pairs().into_iter().map(reviewed).collect()
});

/// Every document of the cases, old and new, and our own with its changes.
fn pairs() -> Vec<(Value, Value)> {
    let mut pairs = Vec::new();
    let pets = tests::json_of("codegen/explanations/review/pets.yaml");
    for case in json_files("codegen/explanations/review") {
        let case = read_json(&case);
        let patched = |document: &Value, patch: &str| match case.get(patch) {
            Some(patch) => tests::patched(document, patch),
            None => document.clone(),
        };
        let old = patched(&pets, "given");
        let new = patched(&old, "change");
        pairs.push((old, new));
    }
    let spec = tests::json_of("spec/recover-passcode.yaml");
    for patch in json_files("tests/spec-changes") {
        pairs.push((spec.clone(), tests::patched(&spec, &read_json(&patch))));
    }
    pairs
}

/// The pointers of what is there on one side only.
fn one_sided(review: &Review) -> [BTreeSet<String>; 2] {
    let pointers =
        |pick: fn(&Finding) -> Option<String>| review.findings.iter().filter_map(pick).collect();
    [
        pointers(|finding| match (&finding.old, &finding.new) {
            (Some(old), None) => Some(old.pointer.clone()),
            _ => None,
        }),
        pointers(|finding| match (&finding.old, &finding.new) {
            (None, Some(new)) => Some(new.pointer.clone()),
            _ => None,
        }),
    ]
}

#[test]
fn a_document_does_not_differ_from_itself() {
    for Pair { old, new, .. } in &*PAIRS {
        for document in [old, new] {
            assert!(review(document, document).findings.is_empty());
        }
    }
}

#[test]
fn a_difference_is_never_passed_over() {
    for pair in &*PAIRS {
        let (old, new) = (&pair.old, &pair.new);
        for review in [&pair.forth, &pair.back] {
            assert_eq!(old == new, review.findings.is_empty(), "{old} {new}");
        }
    }
}

#[test]
fn swapping_old_and_new_swaps_what_is_gone_and_what_is_new() {
    for pair in &*PAIRS {
        let [forth, mut back] = [&pair.forth, &pair.back].map(one_sided);
        back.reverse();
        assert_eq!(forth, back, "{} {}", pair.old, pair.new);
    }
}

#[test]
fn comments_and_the_spelling_as_yaml_or_json_are_no_difference() {
    let file = tests::workspace().join("spec/recover-passcode.yaml");
    let text = fs::read_to_string(file).expect("the spec");
    let yaml = Source::parse("spec.yaml", text.as_bytes()).expect("YAML");
    let without_comments: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'))
        .map(|line| format!("{line}\n"))
        .collect();
    let bare = Source::parse("spec.yaml", without_comments.as_bytes()).expect("YAML");
    let json = tests::source("spec.json", &tests::json(yaml.root()));
    assert_ne!(text, without_comments);
    for other in [bare, json] {
        let review = Review::new(Some(&yaml), Some(&other)).expect("an OpenAPI document");
        assert!(review.findings.is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_keys_is_no_difference(pair: Index, seeds in proptest::collection::vec(any::<u32>(), 16)) {
        let document = &pair.get(&PAIRS).old;
        let shuffled = shuffled(document, &mut seeds.iter().cycle());
        let [old, new] = [document.to_string(), shuffled]
            .map(|text| Source::parse("spec.json", text.as_bytes()).expect("JSON"));
        let review = Review::new(Some(&old), Some(&new)).expect("an OpenAPI document");
        prop_assert!(review.findings.is_empty(), "{:?}", review.findings);
    }

    #[test]
    fn writing_what_a_reference_leads_to_in_its_place_is_no_difference(pair: Index, reference: Index) {
        let document = &pair.get(&PAIRS).old;
        let references = references(document, String::new());
        prop_assume!(!references.is_empty());
        let (place, target) = reference.get(&references);
        let mut inlined = document.clone();
        let value = document.pointer(target).expect("the target").clone();
        *inlined.pointer_mut(place).expect("the place") = value;
        let review = review(document, &inlined);
        prop_assert!(on_the_wire(&review).is_empty(), "{place}: {:?}", on_the_wire(&review));
    }

    #[test]
    fn no_tree_makes_it_panic(old in tree(), new in tree()) {
        let [before, after] = [&old, &new].map(|tree| tests::source("tree.json", tree));
        if let Ok(review) = Review::new(Some(&before), Some(&after)) {
            prop_assert_eq!(old == new, review.findings.is_empty());
        }
    }
}

/// The same mappings with their keys in another order, as text: a [`Value`] sorts them.
fn shuffled<'a>(value: &Value, seeds: &mut impl Iterator<Item = &'a u32>) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(|item| shuffled(item, seeds)).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_cached_key(|(key, _)| {
                let seed = seeds.next().copied().unwrap_or_default();
                key.bytes().fold(seed, |hash, byte| {
                    hash.rotate_left(5).wrapping_mul(31) ^ u32::from(byte)
                })
            });
            let members: Vec<_> = members
                .into_iter()
                .map(|(key, value)| {
                    format!("{}:{}", Value::from(key.as_str()), shuffled(value, seeds))
                })
                .collect();
            format!("{{{}}}", members.join(","))
        }
        other => other.to_string(),
    }
}

/// The places of references that are not part of what they lead to, and their
/// targets, both as JSON pointers.
fn references(value: &Value, place: String) -> Vec<(String, String)> {
    if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
        let target = reference.trim_start_matches('#').to_owned();
        return if place.starts_with(&target) {
            Vec::new()
        } else {
            vec![(place, target)]
        };
    }
    match value {
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items
                .flat_map(|(index, item)| references(item, format!("{place}/{index}")))
                .collect()
        }
        Value::Object(members) => members
            .iter()
            .flat_map(|(key, value)| {
                let key = key.replace('~', "~0").replace('/', "~1");
                references(value, format!("{place}/{key}"))
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Trees of what documents are made of, in places where it does not belong.
/// What cannot be compared at all is refused, so most have an `openapi`.
fn tree() -> impl Strategy<Value = Value> {
    parts().prop_map(|mut tree| {
        if let Value::Object(members) = &mut tree {
            members.insert("openapi".to_owned(), "3.0.3".into());
        }
        tree
    })
}

fn parts() -> impl Strategy<Value = Value> {
    let words = [
        "paths",
        "/pets",
        "get",
        "post",
        "parameters",
        "schema",
        "schemas",
        "$ref",
        "type",
        "object",
        "string",
        "items",
        "properties",
        "required",
        "allOf",
        "oneOf",
        "components",
        "responses",
        "200",
        "content",
        "application/json",
        "enum",
        "security",
        "servers",
        "url",
        "in",
        "name",
        "header",
        "#/components/schemas/A",
        "A",
        "#/paths",
        "not",
        "maximum",
        "default",
        "info",
        "tags",
        "headers",
    ];
    let word = proptest::sample::select(words.to_vec()).prop_map(str::to_owned);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i8>().prop_map(Value::from),
        word.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 96, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((word.clone(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}
