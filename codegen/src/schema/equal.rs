//! Which values are equal: 1 and 1.0 are (JSON Schema, "Instance Equality").

use serde_json::Value as Json;

use super::number::Number;
use crate::tree::{Node, Value};

/// Whether a value of the document is equal to a JSON value; 1 and 1.0 are equal.
pub(super) fn is_same(node: &Node, value: &Json) -> bool {
    match (&node.value, value) {
        (Value::Null, Json::Null) => true,
        (Value::Bool(one), Json::Bool(other)) => one == other,
        (Value::Integer(_) | Value::Float(_), Json::Number(other)) => {
            Number::of_node(node).is_some_and(|one| one == Number::of_json(other))
        }
        (Value::String(one), Json::String(other)) => one == other,
        (Value::List(ones), Json::Array(others)) => {
            ones.len() == others.len()
                && ones
                    .iter()
                    .zip(others)
                    .all(|(one, other)| is_same(one, other))
        }
        (Value::Map(ones), Json::Object(others)) => {
            ones.len() == others.len()
                && ones.iter().all(|(name, one)| {
                    others
                        .get(name)
                        .is_some_and(|other| is_same(&one.value, other))
                })
        }
        _ => false,
    }
}

/// Whether two values of a document are equal; 1 and 1.0 are equal.
pub(crate) fn is_same_value(one: &Node, other: &Node) -> bool {
    match [one, other].map(Number::of_node) {
        [Some(one), Some(other)] => one == other,
        _ => one == other,
    }
}

pub(super) fn are_unique(items: &[Json]) -> bool {
    let mut rest = items;
    while let Some((first, others)) = rest.split_first() {
        if others.iter().any(|other| are_equal(first, other)) {
            return false;
        }
        rest = others;
    }
    true
}

/// Whether two JSON values are equal; 1 and 1.0 are equal.
pub(crate) fn are_equal(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Number(one), Json::Number(other)) => Number::of_json(one) == Number::of_json(other),
        (Json::Array(ones), Json::Array(others)) => {
            ones.len() == others.len()
                && ones
                    .iter()
                    .zip(others)
                    .all(|(one, other)| are_equal(one, other))
        }
        (Json::Object(ones), Json::Object(others)) => {
            ones.len() == others.len()
                && ones
                    .iter()
                    .all(|(name, one)| others.get(name).is_some_and(|other| are_equal(one, other)))
        }
        _ => one == other,
    }
}
