//! The Rust layer: compares the public items of two clients, and attaches each difference
//! to the finding that caused it. It also finds items that have a new name although the
//! document describes them in the same place.
//!
//! Each document is compared as far as a client can carry it. An operation that neither
//! client can carry has no Rust API that could break. If one client cannot be generated
//! at all, the layer is unclassified.

mod api;
mod carried;
mod cause;
mod map;
mod renamed;

pub use api::{ApiChange, RustApi};
pub use carried::Carried;

use super::finding::{self, Finding};
use super::level::RustLevel;
use crate::source::Source;
use carried::End;
use map::Map;
use renamed::renamed;

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
    if findings.is_empty() {
        return RustLayer::Compared(RustApi::unchanged());
    }
    for (end, source) in [("old", old), ("new", new)] {
        if let Some(reason) = source.and_then(too_large) {
            return RustLayer::Unclassified(format!("the {end} document has {reason}"));
        }
    }
    let maps = [old, new].map(|source| source.map(Map::of));
    if let [Some(old), Some(new)] = &maps {
        let renamed = renamed(old, new, findings);
        findings.extend(renamed);
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
    let api = RustApi::between(&old, &new);
    cause::tie(&api, findings, maps.each_ref().map(Option::as_ref));
    RustLayer::Compared(api)
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
