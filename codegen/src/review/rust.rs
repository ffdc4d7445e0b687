//! The Rust layer: the clients of two documents compared as what callers can
//! name, and each difference tied to the change that caused it; and what has another
//! name though it is described where it was.
//!
//! Each end is compared as far as it can be carried. An operation that neither end
//! carries has no Rust API to break; one end that cannot be generated at all leaves
//! the layer unclassified.

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

/// What is known of the Rust layer.
#[derive(Debug, Clone)]
pub enum RustLayer {
    /// The public items of both clients were compared.
    Compared(RustApi),
    /// They could not be, for this reason: no gate passes.
    Unclassified(String),
    /// Nobody uses the Rust client.
    Unused,
}

impl RustLayer {
    /// How the public items differ, if they were compared.
    #[must_use]
    pub fn api(&self) -> Option<&RustApi> {
        match self {
            Self::Compared(api) => Some(api),
            Self::Unclassified(_) | Self::Unused => None,
        }
    }

    /// What the change does to those who compile against the client.
    #[must_use]
    pub fn level(&self) -> Option<RustLevel> {
        match self {
            Self::Compared(api) => Some(api.level),
            Self::Unclassified(_) => Some(RustLevel::Unclassified),
            Self::Unused => None,
        }
    }
}

/// Generates both clients and compares them; or says why that cannot be done. Adds
/// what has another name to the findings.
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

/// How large a document is, if generating it would take minutes; a review should be
/// done in seconds.
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
