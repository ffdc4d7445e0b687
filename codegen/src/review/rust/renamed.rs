//! Items that have a new name in Rust although the document describes them in the same
//! place, because an addition took their name.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::finding::Finding;
use super::super::rule::Rule;
use super::super::side::{At, Location};
use super::map::Map;
use crate::names::{Item, Kind};
use crate::tree::{Node, NodeId};

/// Identifies an item.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) kind: Kind,
    is_input: bool,
    /// The pointer to its owner.
    owner: String,
    /// Its name in the document.
    wire: String,
}

/// An item and the place that describes it.
pub(super) struct Described<'a> {
    pub(super) item: Item,
    pub(super) at: At<'a>,
}

/// The findings for items whose names changed.
pub(super) fn renamed(
    before: &BTreeMap<Key, Described<'_>>,
    after: &BTreeMap<Key, Described<'_>>,
    new: &Map<'_>,
    findings: &[Finding],
) -> Vec<Finding> {
    let mut renamed = Vec::new();
    for (key, old) in before {
        let Some(new_one) = after.get(key) else {
            continue;
        };
        if old.item.own == new_one.item.own || is_told(findings, &new_one.at.location()) {
            continue;
        }
        let mut collisions = new.names.collisions.all();
        let collision = collisions.find(|collision| collision.at == new_one.item.at);
        let reason = match collision.and_then(|collision| collision.other.as_ref()) {
            Some(other) => format!(", because {other} took the name"),
            None => String::new(),
        };
        let message = format!(
            "`{}` is now called `{}` in Rust{reason}",
            old.item.path, new_one.item.path
        );
        let sides = (Some(&old.at), Some(&new_one.at));
        renamed.push(Finding::new(Rule::RustNameChanged, sides, &message));
    }
    renamed
}

/// Whether other findings already explain the new name of the item at a place.
fn is_told(findings: &[Finding], location: &Location) -> bool {
    let mut told = findings
        .iter()
        .filter(|finding| {
            matches!(
                finding.rule,
                Rule::OperationIdChanged | Rule::ExtensionChanged
            )
        })
        .flat_map(|finding| [&finding.old, &finding.new])
        .flatten();
    told.any(|told| {
        let below = told.pointer.strip_prefix(&location.pointer);
        below.is_some_and(|below| below.starts_with("/operationId") || below.starts_with("/x-"))
    })
}

/// All items of a document that callers can name.
pub(super) fn described<'a>(map: &Map<'a>) -> BTreeMap<Key, Described<'a>> {
    let items = map.names.items().into_iter();
    // Callers do not write the names of arguments.
    let items: Vec<_> = items.filter(|item| item.kind != Kind::Argument).collect();
    let own = items.iter().filter_map(|item| item.at.node);
    let owners = items.iter().filter_map(|item| item.owner?.node);
    let positions = positions(map.root, &own.chain(owners).collect());
    let described = items.into_iter().filter_map(|item| {
        let at = positions.get(&item.at.node?)?.clone();
        let owner = match item.owner {
            Some(owner) => positions.get(&owner.node?)?,
            None => &at,
        };
        let key = Key {
            kind: item.kind,
            is_input: item.is_input,
            owner: owner.path.to_string(),
            wire: item.wire.clone(),
        };
        Some((key, Described { item, at }))
    });
    described.collect()
}

/// The positions of some values in the document.
fn positions<'a>(root: &'a Node, wanted: &HashSet<NodeId>) -> HashMap<NodeId, At<'a>> {
    let mut positions = HashMap::new();
    let mut next = vec![At::root(root)];
    while let Some(at) = next.pop() {
        next.extend(at.members().map(|(_, member)| member));
        next.extend(at.items());
        if wanted.contains(&at.node.id) {
            positions.insert(at.node.id, at);
        }
    }
    positions
}
