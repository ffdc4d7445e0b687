//! Texts that all reports share.

use std::fmt;

use super::super::finding::Finding;
use super::super::level::{Level, RustLevel};
use super::super::rust::RustLayer;
use super::super::verdict::{Review, Verdict};
use super::super::version::Bump;
use crate::tree::{Place, unescape};

impl Review {
    /// The place of a finding in the new document; the place of the parent if the value
    /// was removed.
    pub(super) fn place(&self, finding: &Finding) -> Option<Place> {
        if let Some(location) = &finding.new {
            return Some(location.place);
        }
        let mut node = self.new.as_ref()?.root();
        let mut place = node.place;
        for token in finding.old.as_ref()?.pointer.split('/').skip(1) {
            let token = unescape(token);
            match node.member(&token) {
                Some(member) => (node, place) = (&member.value, member.key),
                None => break,
            }
        }
        Some(place)
    }

    pub(super) fn verdict_in_words(&self) -> &'static str {
        let wire = self.findings.iter().map(|finding| finding.level).max();
        let is_known = self.rust_level() != Some(RustLevel::Unclassified);
        match self.verdict() {
            Verdict::Breaking if !is_known && wire < Some(Level::Unclassified) => {
                "unclassified, which counts as breaking"
            }
            Verdict::Unchanged => "nothing changes",
            Verdict::Docs => "documentation only",
            Verdict::Compatible => "compatible",
            Verdict::Warning => "compatible, with warnings",
            Verdict::Breaking => "breaking",
        }
    }

    /// The verdict and the version bump in one sentence.
    pub(super) fn summary(&self) -> String {
        let verdict = self.verdict_in_words();
        if self.verdict() == Verdict::Unchanged {
            return verdict.to_owned();
        }
        let required = self.required_bump().as_str();
        let declared = match (&self.declared, self.declared_bump()) {
            (_, Some(bump)) if self.is_accepted() => format!("and declares {}", bump.as_str()),
            (_, Some(bump)) if self.needed_version().is_some() => {
                format!("but declares {}", bump.as_str())
            }
            (_, Some(bump)) => format!("and declares {}, but {NO_VERSION_ACCEPTS}", bump.as_str()),
            (Some(declared), None) if declared.is_first() => "and is new".to_owned(),
            _ => {
                let below = below_1_0(self);
                return format!("{verdict}; the client needs a {required} bump{below}");
            }
        };
        format!("{verdict}; the client needs a {required} bump, {declared}")
    }

    /// Remarks on what was not compared, and why.
    pub(super) fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        if let Some(fault) = &self.old_fault {
            remarks.push(format!(
                "The old document cannot be compared in full, so its client counts as broken: {fault}"
            ));
        }
        match &self.rust {
            RustLayer::Compared(api) => {
                let carried = &api.carried;
                let lists = [
                    (&carried.by_neither, "Neither client can carry"),
                    (&carried.only_by_old, "The new client can no longer carry"),
                    (&carried.only_by_new, "The old client could not carry"),
                ];
                let lists = lists.into_iter().filter(|(operations, _)| !operations.is_empty());
                remarks.extend(
                    lists.map(|(operations, what)| format!("{what} {}.", Operations(operations))),
                );
            }
            RustLayer::Unclassified(reason) => remarks.push(format!(
                "The Rust API was not compared: {reason}. No version accepts that. If nobody uses the Rust client, use `--wire-only`."
            )),
            RustLayer::Unused => {
                remarks.push("The Rust API was not compared: `--wire-only` says that nobody uses it.".to_owned());
            }
        }
        remarks
    }

    pub(super) fn counts(&self) -> Vec<(Level, usize)> {
        let levels = [
            Level::Breaking,
            Level::Unclassified,
            Level::Warning,
            Level::Compatible,
            Level::Docs,
        ];
        let count = |level| {
            self.findings
                .iter()
                .filter(|finding| finding.level == level)
                .count()
        };
        levels
            .into_iter()
            .map(|level| (level, count(level)))
            .collect()
    }
}

/// The value of a witness as JSON, cut if it is too long to read.
pub(super) fn shown(value: &serde_json::Value) -> String {
    const MAX_CHARS: usize = 600;
    let json = value.to_string();
    match json.chars().count() {
        0..=MAX_CHARS => json,
        count => {
            let start: String = json.chars().take(MAX_CHARS).collect();
            format!("{start}… ({count} characters; the JSON report has them all)")
        }
    }
}

/// Why a version that is high enough does not make a review accepted.
pub(super) const NO_VERSION_ACCEPTS: &str = "no version accepts a Rust layer that was not compared";

/// Without a version, it is not known whether the client is below 1.0.0.
pub(super) fn below_1_0(review: &Review) -> &'static str {
    match (&review.declared, review.required_bump()) {
        (None, Bump::Major) => " (below 1.0.0: minor)",
        _ => "",
    }
}

/// The operations that a finding affects. If there are many, shows only the first few.
pub(super) struct Operations<'a>(pub(super) &'a [String]);

impl fmt::Display for Operations<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MAX_LISTED: usize = 4;
        let listed = self.0.get(..MAX_LISTED).unwrap_or(self.0);
        let listed: Vec<_> = listed
            .iter()
            .map(|operation| format!("`{operation}`"))
            .collect();
        f.write_str(&listed.join(", "))?;
        match self.0.len().saturating_sub(MAX_LISTED) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}
