//! The Rust layer: compares the public items of two clients, and attaches each difference
//! to the finding that caused it. It also finds items that have a new name although the
//! document describes them in the same place.
//!
//! Each document is compared as far as a client can carry it. An operation that neither
//! client can carry has no Rust API that could break. If one client cannot be generated
//! at all, the layer is unclassified.

mod api;
mod calls;
mod carried;
mod cause;
mod map;
mod renamed;
mod taken;

pub use api::{ApiChange, RustApi};
pub use carried::Carried;

use super::finding::{self, Finding};
use super::level::RustLevel;
use super::rule::Rule;
use crate::source::Source;
use crate::tree::Node;
use calls::calls;
use carried::End;
use map::Map;
use renamed::{described, renamed};
use taken::taken;

/// What is known about the Rust layer.
#[derive(Debug, Clone)]
pub enum RustLayer {
    /// The public items of both clients were compared.
    Compared(RustApi),
    /// They could not be compared, for this reason. No version accepts that.
    Unclassified(String),
    /// Nobody uses the Rust client.
    Unused,
}

impl RustLayer {
    /// The differences of the public items, if they were compared.
    #[must_use]
    pub fn api(&self) -> Option<&RustApi> {
        match self {
            Self::Compared(api) => Some(api),
            Self::Unclassified(_) | Self::Unused => None,
        }
    }

    /// What the change does to code that uses the client.
    #[must_use]
    pub fn level(&self) -> Option<RustLevel> {
        match self {
            Self::Compared(api) => Some(api.level),
            Self::Unclassified(_) => Some(RustLevel::Unclassified),
            Self::Unused => None,
        }
    }
}

/// Generates both clients and compares them, or returns the reason why that is not
/// possible. Adds a finding for each item that has a new name.
pub(super) fn compare(
    old: Option<&Source>,
    new: Option<&Source>,
    findings: &mut Vec<Finding>,
) -> RustLayer {
    let is_same = old
        .zip(new)
        .is_some_and(|(old, new)| is_in_same_order(old.root(), new.root()));
    if findings.is_empty() && is_same {
        return RustLayer::Compared(RustApi::unchanged());
    }
    for (end, source) in [("old", old), ("new", new)] {
        if let Some(reason) = source.and_then(too_large) {
            return RustLayer::Unclassified(format!("the {end} document has {reason}"));
        }
    }
    let maps = [old, new].map(|source| source.map(Map::of));
    if let [Some(old), Some(new)] = &maps {
        let [before, after] = [old, new].map(described);
        let mut more = renamed(&before, &after, new, findings);
        more.extend(taken([old, new], [&before, &after], findings));
        more.extend(calls([old, new], [&before, &after], findings));
        findings.append(&mut more);
        finding::sort(findings);
    }
    let ends = std::thread::scope(|scope| {
        let old = scope.spawn(|| End::of(old));
        let new = End::of(new);
        (old.join(), new)
    });
    let (old, new) = match ends {
        (Ok(Ok(old)), Ok(new)) => (old, new),
        (Ok(Err(reason)), _) => {
            let reason = format!("no client can be made from the old document: {reason}");
            return RustLayer::Unclassified(reason);
        }
        (_, Err(reason)) => {
            let reason = format!("no client can be made from the new document: {reason}");
            return RustLayer::Unclassified(reason);
        }
        (Err(_), _) => return RustLayer::Unclassified("the comparison failed".to_owned()),
    };
    let mut api = RustApi::between(&old, &new);
    let mut taken = findings
        .iter()
        .filter(|finding| finding.rule == Rule::RustNameTaken);
    if taken.next().is_some() {
        api.level = RustLevel::Breaking;
    }
    cause::tie(&api, findings, maps.each_ref().map(Option::as_ref));
    RustLayer::Compared(api)
}

/// Whether equal values have their keys in the same order. Names that collide depend on it.
fn is_in_same_order(one: &Node, other: &Node) -> bool {
    let keys = one.members().zip(other.members());
    let items = one.items().iter().zip(other.items());
    let mut members = keys.map(|((key, one), (other_key, other))| {
        key == other_key && is_in_same_order(&one.value, &other.value)
    });
    members.all(|is_same| is_same) && { items }.all(|(one, other)| is_in_same_order(one, other))
}

/// The size of a document, if it is too large. Generating its client would take minutes,
/// and a review should take seconds.
fn too_large(source: &Source) -> Option<String> {
    const MAX_VALUES: usize = 2_000_000;
    const MAX_BYTES: usize = 32 << 20;
    let bytes = source.size_bytes();
    if bytes > MAX_BYTES {
        return Some(format!("{bytes} bytes, more than {MAX_BYTES}"));
    }
    let values = source.root().count();
    (values > MAX_VALUES).then(|| format!("{values} values, more than {MAX_VALUES}"))
}
