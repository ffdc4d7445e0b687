//! Items that have a new name in Rust although the document describes them in the same
//! place, because an addition took their name. And names that now stand for something
//! else, so that old code compiles but does something else.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::finding::Finding;
use super::super::rule::Rule;
use super::super::side::{At, Location};
use super::map::Map;
use crate::names::{Item, Kind};
use crate::tree::{Node, NodeId};

/// Identifies an item.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    kind: Kind,
    is_input: bool,
    /// The pointer to its owner.
    owner: String,
    /// Its name in the document.
    wire: String,
}

/// An item and the place that describes it.
struct Described<'a> {
    item: Item,
    at: At<'a>,
}

/// The findings for items whose names changed.
pub(super) fn renamed(old: &Map<'_>, new: &Map<'_>, findings: &[Finding]) -> Vec<Finding> {
    let [before, after] = [old, new].map(described);
    let now: HashMap<(Kind, &str), &Key> = after
        .iter()
        .map(|(key, described)| ((key.kind, described.item.path.as_str()), key))
        .collect();
    let mut renamed = Vec::new();
    for (key, old) in &before {
        let taken = now.get(&(key.kind, old.item.path.as_str()));
        if let Some(other) = taken.filter(|other| is_another(key, other, &after))
            && let Some(new_one) = after.get(*other)
        {
            let message = format!(
                "`{}` stood for {} and now stands for {}: old code compiles but does something else",
                old.item.path,
                what(old),
                what(new_one)
            );
            let sides = (Some(&old.at), Some(&new_one.at));
            renamed.push(Finding::new(Rule::RustNameTaken, sides, &message));
        }
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

/// Whether a name stands for something else than before. Either the old item still exists
/// under a new name, or an item with another name on the wire took its place.
fn is_another(old: &Key, new: &Key, after: &BTreeMap<Key, Described<'_>>) -> bool {
    let is_part = matches!(old.kind, Kind::Field | Kind::Setter | Kind::Variant);
    match is_part {
        // If the whole type stands for something else, a finding for the type is enough.
        true => old.owner == new.owner && old.wire != new.wire,
        false => old != new && after.contains_key(old),
    }
}

fn what(described: &Described<'_>) -> String {
    match described.item.wire.as_str() {
        "" => format!("`{}`", described.at.path),
        wire => format!("`{wire}`"),
    }
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

fn described<'a>(map: &Map<'a>) -> BTreeMap<Key, Described<'a>> {
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
