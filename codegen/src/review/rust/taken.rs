//! Names that now stand for something else, so that old code compiles but does something
//! else.
//!
//! A name is compared by what it means on the wire, wherever the document describes it: a
//! method by its HTTP method and its path without the names of parameters, a setter by the
//! location and the name of its parameter, a field by its property, a variant by its value.
//! A type or a server stands for something else if what it stood for has another name now.
//! The media types that calls send and ask for are compared too, and whether a client needs a
//! credential.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::finding::Finding;
use super::super::level::Level;
use super::super::rule::Rule;
use super::super::side::At;
use super::map::{Map, Media};
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
    found.extend(credential(old, new, after, findings));
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
            Kind::Type => key != *new_key && after.contains_key(key),
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
        let sides = (Some(&old_one.at), Some(&new_one.at));
        if !is_another {
            let is_call = key.kind == Kind::Method && old_one.item.wire.is_empty();
            let media = [old.media(old_one.item.at), new.media(new_one.item.at)];
            if let [Some(was), Some(is)] = media
                && let Some(change) = change_of_media(was, is).filter(|_| is_call)
                && !is_told(findings, &old_one.at)
            {
                let message = format!("`{path}` {change}");
                found.push(Finding::new(Rule::CallMediaTypeChanged, sides, &message));
            }
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
        found.push(Finding::new(Rule::RustNameTaken, sides, &message));
    }
    found
}

/// The first operation that needs a token, if none did: clients without a credential can
/// no longer be built.
fn credential(
    old: &Map<'_>,
    new: &Map<'_>,
    after: &BTreeMap<Key, Described<'_>>,
    findings: &[Finding],
) -> Option<Finding> {
    let mut rules = findings.iter().map(|finding| finding.rule);
    let is_told = rules.any(|rule| rule == Rule::SecurityTightened);
    if is_told || old.first_with_token().is_some() {
        return None;
    }
    let first = new.first_with_token()?;
    let mut all = after.values();
    let operation = all.find(|described| described.item.at.node == Some(first))?;
    Some(Finding::new(
        Rule::CredentialNeeded,
        (Some(&At::root(old.root)), Some(&operation.at)),
        "no operation needed a token, and now one does: `ClientBuilder::build` fails in programs that give it none",
    ))
}

/// What is new about the media types of a call.
fn change_of_media(was: &Media, is: &Media) -> Option<String> {
    if let (Some(was), Some(is)) = (&was.sent, &is.sent)
        && plain(was) != plain(is)
    {
        return Some(format!("sent `{was}` and now sends `{is}`"));
    }
    let is_new = |media_type: &String| !was.accepted.contains(media_type);
    let [old, new] = [was, is].map(|media| media.accepted.join(", "));
    (!old.is_empty() && is.accepted.iter().any(is_new))
        .then(|| format!("asked for `{old}` and now asks for `{new}`"))
}

/// A media type without the differences that mean nothing (RFC 9110, section 8.3.1).
fn plain(media_type: &str) -> String {
    media_type.replace(' ', "").to_ascii_lowercase()
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
        let [old_arguments, new_arguments] = [&was.variables, &is.variables];
        let are_exchanged =
            old_arguments != new_arguments && old_arguments.len() == new_arguments.len();
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

/// Whether a finding about the operation already breaks its callers.
fn is_told(findings: &[Finding], operation: &At<'_>) -> bool {
    let location = operation.location();
    let mut breaking = findings
        .iter()
        .filter(|finding| finding.level == Level::Breaking);
    breaking.any(|finding| {
        finding.old.as_ref().is_some_and(|old| {
            location.pointer.starts_with(&old.pointer) || old.pointer.starts_with(&location.pointer)
        })
    })
}
