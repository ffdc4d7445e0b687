//! Values that are read as the types of documents, and written again.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::types::{
    names_chosen_for_rust, names_of_rust, names_that_collide, what_may_be_left_out,
};

fn read<T: DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{value}: {error}"))
}

/// Reads a value, and expects to write the same again.
fn kept<T: DeserializeOwned + Serialize>(value: Value) -> T {
    let read: T = read(&value);
    assert_eq!(serde_json::to_value(&read).expect("JSON"), value);
    read
}

#[test]
fn properties_whose_fields_would_have_one_name_are_told_apart() {
    let thing: names_that_collide::types::Thing = kept(json!({
        "fooBar": "a", "foo_bar": "b", "foo-bar": 3,
        "extra": "c", "anything": "d",
        "merged": {"fooBar": "e", "foo_bar": "f", "kind": "one"},
    }));
    assert_eq!(thing.foo_bar, "a");
    assert_eq!(thing.foo_bar2.as_deref(), Some("b"));
    assert_eq!(thing.foo_bar3, Some(3));
    assert_eq!(thing.extra.as_deref(), Some("c"));
    assert_eq!(thing.extra2.len(), 1);
    let merged = thing.merged.expect("it is there");
    assert_eq!(
        (merged.foo_bar.as_str(), merged.foo_bar2.as_deref()),
        ("e", Some("f"))
    );
}

#[test]
fn schemas_that_would_be_one_type_are_two() {
    use names_that_collide::types::{Thing, Thing2, ThingKind, ThingPartsItem, ThingPartsItem2};
    let _: Thing2 = kept(json!({"small": true}));
    let kind: ThingKind = kept(json!({"of": {"weight": 1.5}}));
    let of: ThingPartsItem = kind.of.expect("it is there");
    assert_eq!(of.weight, Some(1.5));
    let thing: Thing = read(&json!({"fooBar": "", "parts": [{"size": 4}]}));
    let parts = thing.parts.expect("they are there");
    let [ThingPartsItem2 { size, .. }] = parts.as_slice() else {
        panic!("one part");
    };
    assert_eq!(*size, Some(4));
}

#[test]
fn a_title_names_nothing() {
    let result: names_of_rust::types::Result = kept(json!({
        "cat": {"kind": "cat"}, "dog": {"kind": "dog"}, "v": [],
    }));
    let dog = result.dog.expect("it is there");
    let kind = dog.kind.expect("it is there");
    assert_eq!(kind.as_str(), "dog");
}

#[test]
fn a_default_is_not_filled_in() {
    let foo: names_that_collide::types::Foo = kept(json!({"in": {}}));
    assert_eq!(foo.bar_baz, None);
}

#[test]
fn each_listed_value_has_a_variant_and_comes_out_as_it_went_in() {
    use names_of_rust::types::Operator;
    let listed = [
        "=",
        ">",
        "<",
        ">=",
        "<=",
        "!=",
        "A+",
        "A-",
        "+1",
        "-1",
        "",
        " ",
        "😀",
        "-name",
        "name",
        "2022-11-28",
        "it's",
        "a\"b",
        "back\\slash",
    ];
    for text in listed {
        let value: Operator = kept(json!(text));
        assert!(!matches!(value, Operator::Unknown(_)), "{text:?}");
        assert_eq!((value.as_str(), value.to_string().as_str()), (text, text));
        assert_eq!(text.parse(), Ok(value));
    }
    assert_eq!(Operator::from("<="), Operator::LessEqual);
    assert_eq!(Operator::from(""), Operator::Empty);
}

#[test]
fn a_value_that_is_not_listed_is_kept() {
    use names_that_collide::types::ThingKind2;
    let value: ThingKind2 = kept(json!("something new"));
    assert!(matches!(value, ThingKind2::Unknown(_)));
    assert_eq!(value.as_str(), "something new");
    let listed: ThingKind2 = kept(json!("unknown"));
    assert_eq!(listed, ThingKind2::Unknown_);
}

#[test]
fn a_name_that_the_document_chooses_changes_nothing_on_the_wire() {
    use names_chosen_for_rust::types::{Animal, AnimalKind};
    let pet: Animal = kept(json!({
        "fooBar": "a", "foo_bar": "b", "kind": "<", "owner": {"name": "c"},
    }));
    assert_eq!(
        (pet.first.as_deref(), pet.foo_bar.as_deref()),
        (Some("a"), Some("b"))
    );
    assert_eq!(pet.kind, Some(Some(AnimalKind::Small)));
    assert_eq!(AnimalKind::from("unknown"), AnimalKind::NotKnown);
    assert_eq!(AnimalKind::from(">"), AnimalKind::Large);
    assert!(pet.keeper.is_some());
}

#[test]
fn a_discriminator_decides_which_alternative_a_value_is() {
    use names_that_collide::types::Choice;
    let dog: Choice = kept(json!({"petType": "Dog", "barks": true}));
    assert!(matches!(dog, Choice::Dog(_)));
    // It looks like a cat.
    let dog: Choice = read(&json!({"petType": "Dog", "lives": 7}));
    assert!(matches!(dog, Choice::Dog(_)));
}

#[test]
fn an_alternative_that_knows_more_of_a_value_is_closer() {
    use names_of_rust::types::Choice;
    assert!(matches!(kept(json!("text")), Choice::String(_)));
    assert!(matches!(kept(json!(3)), Choice::Integer(3)));
    let other: Choice = kept(json!({"neither": [1, null]}));
    assert!(matches!(other, Choice::Unknown(_)));
}

#[test]
fn an_answer_of_a_hundred_values_is_read_whatever_one_of_them_is() {
    use names_that_collide::types::ThingKind2;
    let mut values = vec!["unknown"; 99];
    values.insert(50, "something new");
    let read: Vec<ThingKind2> = kept(json!(values));
    let new = |kind: &&ThingKind2| matches!(kind, ThingKind2::Unknown(_));
    assert_eq!(read.iter().filter(new).count(), 1);
}

#[test]
fn what_is_absent_null_and_empty_stays_so() {
    use what_may_be_left_out::types::Book;
    let required = json!({"title": "", "shelf": i64::MAX, "owner": null, "pages": i64::MIN});
    let book: Book = kept(required.clone());
    assert_eq!((book.subtitle, book.marks, book.tags), (None, None, None));
    let mut null = required;
    for (name, value) in [
        ("subtitle", Value::Null),
        ("marks", Value::Null),
        ("tags", json!([])),
        ("notes", json!({})),
        ("anything", Value::Null),
    ] {
        null[name] = value;
    }
    let book: Book = kept(null);
    assert_eq!((book.subtitle, book.marks), (Some(None), Some(None)));
    assert_eq!(book.tags, Some(Vec::new()));
}

#[test]
fn undeclared_properties_are_kept_where_the_document_allows_them_and_else_read_past() {
    use what_may_be_left_out::types::{Book, Cover};
    let cover: Cover = kept(json!({"colour": "red", "thickness": {"of": [1, null]}}));
    assert_eq!(cover.extra.len(), 1);
    let book: Book = read(&json!({"title": "", "shelf": 1, "owner": "", "weight": 3}));
    let written = serde_json::to_value(&book).expect("JSON");
    assert_eq!(written.get("weight"), None);
}
