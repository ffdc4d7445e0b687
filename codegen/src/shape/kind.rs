//! What the keywords of schemas say together: alternatives, the kind of value, listed
//! strings.

use super::part::{Leaf, is_alternative, is_shaped};
use crate::schema::{self, kind_of, type_of};
use crate::tree::{Node, Value};

/// The alternatives of a schema, without those that only say which properties are
/// required.
pub(super) fn alternatives<'a>(leaf: &Leaf<'a>) -> Option<Vec<&'a Node>> {
    if !leaf.has_alternatives {
        return None;
    }
    let all = ["oneOf", "anyOf"].into_iter();
    let all: Vec<_> = all
        .flat_map(|key| leaf.node.items_of(key))
        .filter(|branch| is_alternative(branch))
        .collect();
    let is_choice = all
        .iter()
        .any(|branch| is_shaped(branch) && !is_condition(branch));
    is_choice.then_some(all)
}

/// Whether a schema only says which properties are required.
fn is_condition(schema: &Node) -> bool {
    let mut keys = schema.members().map(|(key, _)| key);
    schema.get("required").is_some()
        && keys.all(|key| matches!(key, "required" | "type" | "not" | "description" | "title"))
}

/// The kind of value that schemas describe, if it is one kind.
pub(super) fn kind<'a>(nodes: impl Iterator<Item = &'a Node> + Clone) -> Option<&'a str> {
    let mut declared = nodes.clone().filter_map(type_of);
    if let Some(first) = declared.next() {
        let all = declared.try_fold(first, |one, other| match (one, other) {
            ("integer", "number") | ("number", "integer") => Some("integer"),
            (one, other) => (one == other).then_some(one),
        });
        return all;
    }
    let mut implied = nodes
        .clone()
        .flat_map(Node::members)
        .filter_map(|(key, _)| kind_of(key));
    if let Some(first) = implied.next() {
        return implied.all(|other| other == first).then_some(first);
    }
    if !texts(nodes.clone()).is_empty() {
        return Some("string");
    }
    let listed = nodes
        .flat_map(schema::listed)
        .filter(|value| !value.is_null());
    let mut kinds = listed.map(|value| match value.value {
        Value::Integer(_) => Some("integer"),
        Value::Float(_) => Some("number"),
        Value::Bool(_) => Some("boolean"),
        _ => None,
    });
    let first = kinds.next()?;
    kinds.try_fold(first, |one, other| match (one, other) {
        (Some("integer"), Some("number")) | (Some("number"), Some("integer")) => {
            Some(Some("number"))
        }
        (one, other) => (one == other).then_some(one),
    })?
}

/// The strings that occur in the lists of all schemas that have a list, each once; empty
/// if they list other values.
pub(super) fn texts<'a>(nodes: impl Iterator<Item = &'a Node>) -> Vec<&'a Node> {
    let mut lists = nodes
        .map(schema::listed)
        .filter(|listed| !listed.is_empty());
    let Some(first) = lists.next() else {
        return Vec::new();
    };
    let mut texts: Vec<&Node> = Vec::new();
    for value in first.iter().filter(|value| !value.is_null()) {
        if value.as_str().is_none() {
            return Vec::new();
        }
        if !texts.contains(&value) {
            texts.push(value);
        }
    }
    for list in lists {
        texts.retain(|value| list.contains(value));
    }
    texts
}
