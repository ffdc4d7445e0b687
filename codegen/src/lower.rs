//! What of a document the generator is given: the operations that are carried,
//! rewritten to what progenitor takes, and the components that they reach.
//!
//! | in the document | for the generator |
//! |---|---|
//! | no `operationId` | one made of method and path |
//! | answers that are errors, `default` beside successes | nothing: the client around the generated code reads errors |
//! | `default` alone | `2XX` |
//! | a request body in several media types | the first that can be carried, JSON before others |
//! | header parameters that OpenAPI says to ignore | nothing |
//! | a parameter within a segment of a path | a segment of its own, set apart by marks |
//! | a list in the query with `explode: false` | text, its items joined by commas |
//! | `format: date-time` and other dates | text: services write dates that RFC 3339 does not allow |
//! | `format` of an object, an array or a boolean | nothing |
//! | a `pattern` that the client cannot check | nothing |
//! | `nullable` of a component schema | `nullable` where it is used |
//! | a `title` that is the name of another schema | nothing |
//! | `callbacks`, `servers` and `externalDocs` of operations | nothing |
//!
//! [`crate::check`] reports each of these at its place.

mod schemas;

use std::collections::HashSet;

use indexmap::IndexMap;

use crate::check::carried_media_type;
use crate::client::split;
use crate::document::{Member, Node, Place, Source, Value};
use crate::operation::{Operation, is_ignored_header, is_joined, operations};
use crate::reach::{Component, Reach};

pub(crate) use schemas::{DATES, WITHOUT_FORMAT, is_nullable};

/// The document that the generator is given.
pub(crate) fn lower<'a>(source: &'a Source, is_carried: impl Fn(&Operation<'a>) -> bool) -> Node {
    let reach = Reach::of(source);
    let mut paths: IndexMap<String, Member> = IndexMap::new();
    let mut used = HashSet::new();
    for operation in operations(source.root()).filter(is_carried) {
        let shared = operation.item.value.get("parameters");
        // Error bodies are read by the client around the generated code.
        used.extend(reach.direct(operation.node()));
        used.extend(shared.into_iter().flat_map(|node| reach.direct(node)));
        let item = paths
            .entry(split(operation.path))
            .or_insert_with(|| Member {
                key: operation.item.key,
                value: map(&operation.item.value, []),
            });
        if let Value::Map(members) = &mut item.value.value {
            if let Some(shared) = operation.item.value.member("parameters") {
                members.insert("parameters".to_owned(), parameters(source, shared));
            }
            let lowered = Member {
                key: operation.member.key,
                value: lowered(source, &operation),
            };
            members.insert(operation.method.to_owned(), lowered);
        }
    }
    let reached = reach.closure(used);
    let root = source.root();
    let members = root.members().filter_map(|(key, member)| {
        let value = match key {
            "paths" => Node {
                place: member.value.place,
                value: Value::Map(std::mem::take(&mut paths)),
            },
            "components" => components(&member.value, &reached),
            "openapi" | "info" | "servers" => member.value.clone(),
            _ => return None,
        };
        let key_place = member.key;
        Some((
            key.to_owned(),
            Member {
                key: key_place,
                value,
            },
        ))
    });
    let mut lowered = map(root, members);
    schemas::lower(&mut lowered);
    lowered
}

fn components(all: &Node, reached: &HashSet<Component<'_>>) -> Node {
    let sections = all.members().filter_map(|(section, members)| {
        let named = members.value.members();
        let kept: IndexMap<_, _> = named
            .filter(|(name, _)| reached.contains(&(section, *name)))
            .map(|(name, member)| (name.to_owned(), member.clone()))
            .collect();
        let value = Node {
            place: members.value.place,
            value: Value::Map(kept),
        };
        let section_member = Member {
            key: members.key,
            value,
        };
        (!section_member.value.is_empty()).then(|| (section.to_owned(), section_member))
    });
    Node {
        place: all.place,
        value: Value::Map(sections.collect()),
    }
}

fn lowered(source: &Source, operation: &Operation<'_>) -> Node {
    let kept = operation.node().members().filter_map(|(key, member)| {
        let member = match key {
            "callbacks" | "servers" | "externalDocs" => return None,
            "parameters" => parameters(source, member),
            "requestBody" => request_body(source, member),
            "responses" => responses(operation, member),
            _ => member.clone(),
        };
        Some((key.to_owned(), member))
    });
    let id = at(operation.place(), Value::String(operation.id()));
    map(
        operation.node(),
        [("operationId".to_owned(), id)].into_iter().chain(kept),
    )
}

fn parameters(source: &Source, member: &Member) -> Member {
    let lowered = member
        .value
        .items()
        .iter()
        .filter_map(|node| match source.resolve(node) {
            Some(parameter) if is_ignored_header(parameter) => None,
            Some(parameter) if is_joined(parameter) => Some(joined(parameter)),
            _ => Some(node.clone()),
        });
    Member {
        key: member.key,
        value: Node {
            place: member.value.place,
            value: Value::List(lowered.collect()),
        },
    }
}

/// A list that is written as one value → the value.
fn joined(parameter: &Node) -> Node {
    let place = parameter.place;
    let text = [(
        "type".to_owned(),
        at(place, Value::String("string".to_owned())),
    )];
    let schema = Member {
        key: place,
        value: map(parameter, text),
    };
    let kept = parameter
        .members()
        .filter(|(key, _)| !matches!(*key, "explode" | "schema"));
    let kept = kept.map(|(key, member)| (key.to_owned(), member.clone()));
    map(parameter, kept.chain([("schema".to_owned(), schema)]))
}

fn request_body(source: &Source, member: &Member) -> Member {
    let Some(body) = source.resolve(&member.value) else {
        return member.clone();
    };
    let content = body.get("content");
    let carried = content.and_then(carried_media_type);
    let (Some(content), Some(carried)) = (content.filter(|content| content.len() > 1), carried)
    else {
        return member.clone();
    };
    let single = content
        .member(carried)
        .map(|media| (carried.to_owned(), media.clone()));
    let members = body.members().map(|(key, inner)| {
        let inner = match key {
            "content" => Member {
                key: inner.key,
                value: map(content, single.clone()),
            },
            _ => inner.clone(),
        };
        (key.to_owned(), inner)
    });
    Member {
        key: member.key,
        value: map(body, members),
    }
}

/// The successes: the client around the generated code reads errors.
fn responses(operation: &Operation<'_>, member: &Member) -> Member {
    let successes = operation.successes().into_iter();
    let successes = successes.map(|(status, response)| {
        let status = match status {
            "default" => "2XX",
            status => status,
        };
        (status.to_owned(), response.clone())
    });
    Member {
        key: member.key,
        value: map(&member.value, successes),
    }
}

fn at(place: Place, value: Value) -> Member {
    Member {
        key: place,
        value: Node { place, value },
    }
}

/// A mapping in the place of another.
fn map(at: &Node, members: impl IntoIterator<Item = (String, Member)>) -> Node {
    Node {
        place: at.place,
        value: Value::Map(members.into_iter().collect()),
    }
}
