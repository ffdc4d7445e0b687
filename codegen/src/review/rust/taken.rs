//! Names that now stand for something else, so that old code compiles but does something
//! else.
//!
//! A name is compared by what it means on the wire, wherever the document describes it: a
//! method by its HTTP method and its path without the names of parameters, a setter by the
//! location and the name of its parameter, a field by its property, a variant by its value.
//! A type or a server stands for something else if what it stood for has another name now.
//! [`super::calls`] compares what calls send otherwise.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::finding::Finding;
use super::super::rule::Rule;
use super::super::side::At;
use super::calls::is_told;
use super::map::Map;
use super::renamed::{Described, Key};
use crate::client::deployments;
use crate::names::{Kind, PAGES};

/// The findings for names that stand for something else.
pub(super) fn taken(
    [old, new]: [&Map<'_>; 2],
    [before, after]: [&BTreeMap<Key, Described<'_>>; 2],
    findings: &[Finding],
) -> Vec<Finding> {
    let now: HashMap<(Kind, &str), (&Key, &Described<'_>)> = after
        .iter()
        .map(|(key, described)| ((key.kind, described.item.path.as_str()), (key, described)))
        .collect();
    let mut found = servers(old, new);
    let mut types = HashSet::new();
    // Methods and types come before their parts.
    let (parts, whole): (Vec<_>, Vec<_>) = before
        .iter()
        .partition(|(key, _)| matches!(key.kind, Kind::Field | Kind::Setter | Kind::Variant));
    for (key, old_one) in whole.into_iter().chain(parts) {
        let path = old_one.item.path.as_str();
        let Some((new_key, new_one)) = now.get(&(key.kind, path)) else {
            continue;
        };
        let owner = path.rsplit_once("::").map_or(path, |(owner, _)| owner);
        let is_another = match key.kind {
            // What is described in the same words may have moved.
            Kind::Type => {
                let has_changed = old_one.at.node != new_one.at.node;
                key != *new_key && after.contains_key(key) && has_changed
            }
            Kind::Method => {
                let [was, is] = [(old, old_one), (new, new_one)].map(|(map, one)| {
                    let follows_links = one.item.wire == PAGES;
                    let call = map.call(one.item.at);
                    let link = call.and_then(|call| call.next_link.as_ref());
                    let call = call.map(|call| (&call.method, &call.path));
                    (call, link.filter(|_| follows_links), &one.item.wire)
                });
                was != is && !is_told(findings, &old_one.at)
            }
            // A finding for the whole type is enough.
            _ => !types.contains(owner) && wire(old_one) != wire(new_one),
        };
        if !is_another {
            continue;
        }
        if key.kind == Kind::Type {
            types.insert(path);
        }
        let message = format!(
            "`{path}` stood for {} and now stands for {}: old code compiles but does something else",
            what(old_one),
            what(new_one)
        );
        let sides = (Some(&old_one.at), Some(&new_one.at));
        found.push(Finding::new(Rule::RustNameTaken, sides, &message));
    }
    found
}

/// Servers whose names stand for other servers now.
fn servers(old: &Map<'_>, new: &Map<'_>) -> Vec<Finding> {
    let [before, after] = [old, new].map(|map| deployments(map.root));
    let mut found = Vec::new();
    for was in &before {
        let Some(is) = after.iter().find(|other| other.name == was.name) else {
            continue;
        };
        let has_another_name = is.url != was.url && after.iter().any(|other| other.url == was.url);
        let [old_names, new_names] = [was, is].map(|one| {
            let mut names = one.variables.clone();
            names.sort();
            names
        });
        let are_exchanged = old_names == new_names && was.variables != is.variables;
        if has_another_name || are_exchanged {
            let (name, was, is) = (&was.name, &was.url, &is.url);
            let message = format!(
                "`Cloud::{name}` stood for `{was}` and now stands for `{is}`: old code compiles but calls something else"
            );
            let [old, new] = [old, new].map(|map| {
                let root = At::root(map.root);
                root.get("servers").unwrap_or(root)
            });
            let sides = (Some(&old), Some(&new));
            found.push(Finding::new(Rule::RustNameTaken, sides, &message));
        }
    }
    found
}

/// What an item is called on the wire. Names of headers are compared without case (RFC
/// 9110, section 5.1).
fn wire(described: &Described<'_>) -> String {
    let wire = described.item.wire.as_str();
    match wire.strip_prefix("header ") {
        Some(name) => name.to_ascii_lowercase(),
        None => wire.to_owned(),
    }
}

fn what(described: &Described<'_>) -> String {
    let tokens = described.at.path.tokens();
    match (tokens.as_slice(), described.item.wire.as_str()) {
        (["paths", path, method], _) => format!("`{} {path}`", method.to_uppercase()),
        (_, "") => format!("`{}`", described.at.path),
        (_, wire) => format!("`{wire}`"),
    }
}
