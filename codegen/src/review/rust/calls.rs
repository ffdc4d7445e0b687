//! What calls do otherwise although old code compiles: the media types that they send and
//! ask for, the statuses that are a success, and what a client needs to be built.

use std::collections::BTreeMap;

use super::super::finding::Finding;
use super::super::level::Level;
use super::super::rule::Rule;
use super::super::side::At;
use super::map::{Map, Media};
use super::renamed::{Described, Key};
use crate::media_type::is_one_of;
use crate::names::Kind;
use crate::server;

/// The findings for calls of methods that both clients have.
pub(super) fn calls(
    [old, new]: [&Map<'_>; 2],
    [before, after]: [&BTreeMap<Key, Described<'_>>; 2],
    findings: &[Finding],
) -> Vec<Finding> {
    let mut found = Vec::new();
    found.extend(credential(old, new, after, findings));
    found.extend(service_root(old, new));
    let is_call = |one: &&Described<'_>| one.item.kind == Kind::Method && one.item.wire.is_empty();
    let now: BTreeMap<&str, &Described<'_>> = after
        .values()
        .filter(is_call)
        .map(|one| (one.item.path.as_str(), one))
        .collect();
    for was in before.values().filter(is_call) {
        let path = was.item.path.as_str();
        let Some(is) = now.get(path).filter(|_| !is_told(findings, &was.at)) else {
            continue;
        };
        let sides = (Some(&was.at), Some(&is.at));
        let mut add = |rule, message: String| found.push(Finding::new(rule, sides, &message));
        if let [Some(old_call), Some(new_call)] = [old.call(was.item.at), new.call(is.item.at)]
            && old_call.takes_any_success
            && !new_call.takes_any_success
        {
            let message = format!(
                "any `2XX` was a success of `{path}`, and now only the listed statuses are"
            );
            add(Rule::SuccessNarrowed, message);
        }
        if let [Some(old_media), Some(new_media)] = [old.media(was.item.at), new.media(is.item.at)]
            && let Some(change) = change_of_media(old_media, new_media)
        {
            add(Rule::CallMediaTypeChanged, format!("`{path}` {change}"));
        }
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

/// Whether a finding about the operation already breaks its callers.
pub(super) fn is_told(findings: &[Finding], operation: &At<'_>) -> bool {
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
