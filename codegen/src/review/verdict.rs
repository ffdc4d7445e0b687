//! A review: all findings, the verdict, and the required version bump.

use std::path::PathBuf;

use semver::Version;
use serde::Serialize;

use super::finding::Finding;
use super::level::{Level, RustLevel};
use super::rust::{self, RustLayer};
use super::version::{Bump, Declared};
use super::wire;
use crate::error::Error;
use crate::grammar::incomparable;
use crate::source::Source;

/// How much a change matters: the more severe result of the wire and the Rust layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The documents mean the same.
    Unchanged,
    /// Only documentation texts changed.
    Docs,
    /// Callers work as before.
    Compatible,
    /// Some callers may have to change.
    Warning,
    /// Callers that worked before stop working, on the wire or at compile time; or there
    /// is a difference that no rule covers.
    Breaking,
}

/// All differences of two documents, and what follows from them.
#[derive(Debug, Clone)]
pub struct Review {
    /// The name of the document, for messages and links.
    pub file: PathBuf,
    /// The findings, the most severe first.
    pub findings: Vec<Finding>,
    /// The changes of the Rust API, or why they are not known.
    pub rust: RustLayer,
    /// Why the old document cannot be compared in full. If this is set, its client counts
    /// as broken.
    pub old_fault: Option<String>,
    /// The old and the new version of the client, if they are known.
    pub declared: Option<Declared>,
    /// The URL where the files of the new side can be read, such as
    /// `https://github.com/owner/name/blob/revision`.
    pub links: Option<String>,
    /// The new document, to find the parents of removed values.
    pub(super) new: Option<Source>,
}

impl Review {
    /// Compares two documents. Without an old document, the document was added; without
    /// a new one, it was removed.
    ///
    /// A document that cannot become a client is still compared on the wire.
    ///
    /// # Errors
    /// [`Error::Refused`] if the new document is not an OpenAPI document, or has
    /// references that lead nowhere. An old document with such a fault is compared as far
    /// as possible, and the fault is stored in [`old_fault`](Self::old_fault).
    pub fn new(old: Option<&Source>, new: Option<&Source>) -> Result<Self, Error> {
        let mut review = Self::wire_only(old, new)?;
        review.rust = rust::compare(old, new, &mut review.findings);
        if review.old_fault.is_some() && matches!(review.rust, RustLayer::Unclassified(_)) {
            // If the old document was not a document, nobody has a client of it.
            review.rust = rust::compare(None, new, &mut review.findings);
        }
        Ok(review)
    }

    /// Compares two documents on the wire only, because nobody uses the Rust client.
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

    /// Records that there is an old document that could not be read.
    #[must_use]
    pub fn with_old_fault(self, fault: &Error) -> Self {
        Self {
            old_fault: Some(fault.to_string()),
            ..self
        }
    }

    /// Adds the versions of the client at both ends, so that the review can compare the
    /// declared bump with the required one.
    #[must_use]
    pub fn declaring(self, declared: Declared) -> Self {
        Self {
            declared: Some(declared),
            ..self
        }
    }

    /// The more severe result of the wire and the Rust layer.
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

    /// The version bump that the client needs, by the rules of Cargo: below 1.0.0, a
    /// breaking change needs a new minor version. If the version is not known, it is
    /// assumed to be 1.0.0 or later.
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

    /// The bump of the client's version, if both versions are known.
    #[must_use]
    pub fn declared_bump(&self) -> Option<Bump> {
        self.declared.as_ref()?.bump()
    }

    /// The version that the client needs, if the declared one is too small. None if no
    /// version is enough.
    #[must_use]
    pub fn needed_version(&self) -> Option<Version> {
        if self.rust_level() == Some(RustLevel::Unclassified) {
            return None;
        }
        let required = self.required_bump();
        let old = self.declared.as_ref()?.old.as_ref()?;
        (self.declared_bump()? < required).then(|| required.after(old))
    }

    /// Whether the declared version bump is large enough for the change. Without a
    /// version, only a change that breaks nobody is accepted; a new client is always
    /// accepted, because it has no callers yet. No version accepts a Rust layer that was
    /// not compared.
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

    /// What the change does to code that uses the client; `None` if nobody uses it.
    #[must_use]
    pub fn rust_level(&self) -> Option<RustLevel> {
        let level = self.rust.level()?;
        Some(match self.old_fault {
            Some(_) => level.max(RustLevel::Breaking),
            None => level,
        })
    }
}
