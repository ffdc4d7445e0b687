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
use crate::media_type::is_one_of;
use crate::names::{Kind, PAGES};
use crate::server;

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
    found.extend(service_root(old, new));
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
        let sides = (Some(&old_one.at), Some(&new_one.at));
        if !is_another {
            let takes_any = [(old, old_one), (new, new_one)].map(|(map, one)| {
                let call = map.call(one.item.at);
                call.is_some_and(|call| call.takes_any_success)
            });
            if key.kind == Kind::Method
                && old_one.item.wire.is_empty()
                && takes_any == [true, false]
            {
                let message = format!(
                    "any `2XX` was a success of `{path}`, and now only the listed statuses are"
                );
                found.push(Finding::new(Rule::SuccessNarrowed, sides, &message));
            }
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

/// The document named a host for its operations, and names none now.
fn service_root(old: &Map<'_>, new: &Map<'_>) -> Option<Finding> {
    let [before, after] = [old, new].map(|map| {
        let first = server::servers(map.root).first();
        first.is_some_and(|server| server.text("url").unwrap_or_default().contains("://"))
    });
    (before && !after).then(|| {
        let sides = (Some(&At::root(old.root)), Some(&At::root(new.root)));
        let message = "the document names no host any more: `ClientBuilder::build` fails in programs that give it no service root";
        Finding::new(Rule::ServiceRootNeeded, sides, message)
    })
}

/// What is new about the media types of a call.
fn change_of_media(was: &Media, is: &Media) -> Option<String> {
    if let (Some(was), Some(is)) = (&was.sent, &is.sent)
        && plain(was) != plain(is)
    {
        return Some(format!("sent `{was}` and now sends `{is}`"));
    }
    if was.forms != is.forms {
        return Some("writes the properties of a form in another way".to_owned());
    }
    // Otherwise old code does not compile.
    if was.is_typed != is.is_typed {
        return None;
    }
    let known: Vec<_> = was.accepted.iter().map(|one| plain(one)).collect();
    let is_new = |media_type: &String| !known.contains(&plain(media_type));
    let mut new = is.accepted.iter();
    // JSON in several media types is read in the same way; parameters may name a version.
    let is_version = |media_type: &String| {
        let mut old = was.accepted.iter();
        old.any(|old| {
            is_one_of(
                old,
                &[media_type.split(';').next().unwrap_or_default().trim()],
            )
        })
    };
    let differs = match was.is_json && is.is_json {
        true => new.clone().all(is_new) && new.any(is_version),
        false => new.any(is_new),
    };
    let [old, new] = [was, is].map(|media| media.accepted.join(", "));
    (differs && !old.is_empty() && !new.is_empty())
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

/// Whether a finding about the operation already breaks its callers.
fn is_told(findings: &[Finding], operation: &At<'_>) -> bool {
    let location = operation.location();
    let mut breaking = findings
        .iter()
        .filter(|finding| finding.level == Level::Breaking);
    breaking.any(|finding| {
        finding.old.as_ref().is_some_and(|old| {
            is_within(&location.pointer, &old.pointer) || is_within(&old.pointer, &location.pointer)
        })
    })
}

/// Whether a JSON pointer is another one, or leads to something inside it.
fn is_within(pointer: &str, outer: &str) -> bool {
    let rest = pointer.strip_prefix(outer);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
