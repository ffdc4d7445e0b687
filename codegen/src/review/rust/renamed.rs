//! What has another name in Rust though the document describes it where it did: an
//! addition took its name; and names that stand for something else now, so that old
//! code compiles and does another thing.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::finding::Finding;
use super::super::rule::Rule;
use super::super::side::{At, Location};
use super::map::Map;
use crate::names::{Item, Kind};
use crate::tree::{Node, NodeId};

/// What tells an item from others.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    kind: Kind,
    is_input: bool,
    /// The pointer to what it belongs to.
    owner: String,
    /// What the document calls it there.
    wire: String,
}

/// An item, and where it is described.
struct Described<'a> {
    item: Item,
    at: At<'a>,
}

/// The items that have other names, as findings.
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

/// Whether a name stands for something else than before: what had it has another
/// name, or is gone and something with another name on the wire has its place.
fn is_another(old: &Key, new: &Key, after: &BTreeMap<Key, Described<'_>>) -> bool {
    let is_part = matches!(old.kind, Kind::Field | Kind::Setter | Kind::Variant);
    match is_part {
        // Of what stands for something else as a whole, that is enough.
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

/// Whether findings say already why an item there has another name.
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
    // Callers never write the names of arguments.
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

/// Where some values stand.
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
