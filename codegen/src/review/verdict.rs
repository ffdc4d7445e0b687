//! A review: all findings, and what follows from them.

use std::path::PathBuf;

use serde::Serialize;

use super::finding::Finding;
use super::level::{Level, RustLevel};
use super::rust::{self, RustLayer};
use super::version::{Bump, Declared};
use super::wire;
use crate::error::Error;
use crate::grammar::incomparable;
use crate::source::Source;

/// The larger of the two layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The documents say the same.
    Unchanged,
    /// Texts for people differ.
    Docs,
    /// Callers go on as before.
    Compatible,
    /// Some callers may have to change.
    Warning,
    /// Callers that worked stop working, on the wire or at compile time; or
    /// there is a difference that no rule knows.
    Breaking,
}

/// All that two documents differ in, and what follows from it.
#[derive(Debug, Clone)]
pub struct Review {
    /// The name of the document, for messages and links.
    pub file: PathBuf,
    /// What differs on the wire, the weightiest first.
    pub findings: Vec<Finding>,
    /// What differs in Rust; or why that is not known.
    pub rust: RustLayer,
    /// Why the old document is none that anything can be compared with; if it is, the
    /// client of it counts as broken.
    pub old_fault: Option<String>,
    /// The version of the client at both ends, where it is known.
    pub declared: Option<Declared>,
    /// Where the files of the new side can be looked at, such as
    /// `https://github.com/owner/name/blob/revision`.
    pub links: Option<String>,
    /// The new document, to find the parents of what is gone.
    pub(super) new: Option<Source>,
}

impl Review {
    /// Compares two documents. One that is missing was just added, or deleted.
    ///
    /// Neither has to become a client: what cannot is still compared on the wire.
    ///
    /// # Errors
    /// [`Error::Refused`] if the new one is no OpenAPI document, or has references that
    /// lead nowhere. Such an old one is compared as far as it goes, and
    /// [said](Self::old_fault).
    pub fn new(old: Option<&Source>, new: Option<&Source>) -> Result<Self, Error> {
        let mut review = Self::wire_only(old, new)?;
        review.rust = rust::compare(old, new, &mut review.findings);
        if review.old_fault.is_some() && matches!(review.rust, RustLayer::Unclassified(_)) {
            // Nobody has a client of what was no document.
            review.rust = rust::compare(None, new, &mut review.findings);
        }
        Ok(review)
    }

    /// Compares two documents of which nobody uses the Rust client.
    ///
    /// # Errors
    /// Those of [`new`](Self::new).
    pub fn wire_only(old: Option<&Source>, new: Option<&Source>) -> Result<Self, Error> {
        let refused = |source: &Source| {
            let faults = incomparable(source.root());
            (!faults.is_empty()).then(|| source.refused(faults))
        };
        if let Some(error) = new.and_then(refused) {
            return Err(error);
        }
        let file = new
            .or(old)
            .map_or_else(PathBuf::new, |source| source.file().to_owned());
        Ok(Self {
            file,
            findings: wire::compare(old, new),
            rust: RustLayer::Unused,
            old_fault: old.and_then(refused).map(|error| error.to_string()),
            declared: None,
            links: None,
            new: new.cloned(),
        })
    }

    /// Says that there is an old document which nothing could be read of.
    #[must_use]
    pub fn with_old_fault(self, fault: &Error) -> Self {
        Self {
            old_fault: Some(fault.to_string()),
            ..self
        }
    }

    /// Holds the review against the versions that the client has at both ends.
    #[must_use]
    pub fn declaring(self, declared: Declared) -> Self {
        Self {
            declared: Some(declared),
            ..self
        }
    }

    /// The larger of the two layers.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let wire = self.findings.iter().map(|finding| match finding.level {
            Level::Docs => Verdict::Docs,
            Level::Compatible => Verdict::Compatible,
            Level::Warning => Verdict::Warning,
            Level::Unclassified | Level::Breaking => Verdict::Breaking,
        });
        let rust = self.rust_level().map(|level| match level {
            RustLevel::Unchanged => Verdict::Unchanged,
            RustLevel::Additive => Verdict::Compatible,
            RustLevel::Breaking | RustLevel::Unclassified => Verdict::Breaking,
        });
        wire.chain(rust).max().unwrap_or(Verdict::Unchanged)
    }

    /// What the client's version has to rise by, by the rules of Cargo: below
    /// 1.0.0 the minor number stands for breaking changes. Where the version is
    /// not known, it is taken to be 1.0.0 or later.
    #[must_use]
    pub fn required_bump(&self) -> Bump {
        let bump = match (self.verdict(), self.rust_level()) {
            (Verdict::Unchanged, _) => Bump::None,
            (Verdict::Breaking, _) => Bump::Major,
            (_, Some(RustLevel::Additive)) => Bump::Minor,
            _ => Bump::Patch,
        };
        match &self.declared {
            Some(declared) if declared.is_before_1_0() => bump.before_1_0(),
            _ => bump,
        }
    }

    /// What the client's version rose by, where it is known.
    #[must_use]
    pub fn declared_bump(&self) -> Option<Bump> {
        self.declared.as_ref()?.bump()
    }

    /// Whether the declared version accepts what changed. Without a version to
    /// go by, only what breaks nobody is accepted; a client that is new has
    /// nobody to break. No version accepts what is not known.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        if self.rust_level() == Some(RustLevel::Unclassified) {
            return false;
        }
        match self.declared_bump() {
            Some(bump) => bump >= self.required_bump(),
            None => {
                let is_first = self.declared.as_ref().is_some_and(Declared::is_first);
                is_first || self.verdict() < Verdict::Breaking
            }
        }
    }

    /// What the change does to those who compile against the client; `None` if nobody
    /// does.
    #[must_use]
    pub fn rust_level(&self) -> Option<RustLevel> {
        let level = self.rust.level()?;
        Some(match self.old_fault {
            Some(_) => level.max(RustLevel::Breaking),
            None => level,
        })
    }
}
