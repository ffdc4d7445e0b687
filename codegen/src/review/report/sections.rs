//! Groups findings by what they do to callers.

use super::super::finding::Finding;
use super::super::level::{Level, RustLevel};
use super::super::rust::{ApiChange, RustApi};
use super::super::verdict::Review;

/// Findings by what they do to callers.
pub(super) struct Sections<'a> {
    /// Breaks on the wire, and the compiler reports it, or it is not known whether it does.
    pub(super) breaking: Vec<&'a Finding>,
    /// Breaks on the wire, but the compiler does not report it.
    pub(super) fails_at_run_time: Vec<&'a Finding>,
    /// Breaks in Rust only.
    pub(super) fails_to_compile: Vec<&'a Finding>,
    /// Breaks in Rust, without a known cause.
    pub(super) unexplained: Vec<&'a ApiChange>,
    /// Some callers may have to change.
    pub(super) warnings: Vec<&'a Finding>,
    /// The rest.
    pub(super) harmless: Vec<&'a Finding>,
    /// Added in Rust, without a cause in the other sections.
    pub(super) additions: Vec<&'a ApiChange>,
}

impl<'a> Sections<'a> {
    pub(super) fn of(review: &'a Review) -> Self {
        let (breaking, others): (Vec<_>, Vec<_>) = review
            .findings
            .iter()
            .partition(|finding| finding.level >= Level::Unclassified);
        let (breaking, fails_at_run_time) = breaking
            .into_iter()
            .partition(|finding| review.rust.api().is_none() || !finding.rust.is_empty());
        let (fails_to_compile, harmless): (Vec<&Finding>, Vec<_>) = others
            .into_iter()
            .partition(|finding| finding.rust_level == RustLevel::Breaking);
        let (warnings, harmless): (Vec<_>, Vec<_>) = harmless
            .into_iter()
            .partition(|finding: &&Finding| finding.level == Level::Warning);
        let is_caused_by = |finding: &Finding, change: &ApiChange| {
            change.lines().all(|line| finding.rust.contains(&line))
        };
        let changes: Vec<_> = review
            .rust
            .api()
            .into_iter()
            .flat_map(RustApi::all)
            .collect();
        let (losses, additions): (Vec<_>, Vec<_>) = changes
            .into_iter()
            .partition(|change| change.level == RustLevel::Breaking);
        let is_shown = |change: &&ApiChange| {
            let mut findings = review.findings.iter();
            findings.any(|finding| {
                finding.rust_level == RustLevel::Breaking && is_caused_by(finding, change)
            })
        };
        let unexplained = losses
            .into_iter()
            .filter(|change| !is_shown(change))
            .collect();
        let additions = additions
            .into_iter()
            .filter(|change| !is_shown(change))
            .collect();
        Self {
            breaking,
            fails_at_run_time,
            fails_to_compile,
            unexplained,
            warnings,
            harmless,
            additions,
        }
    }
}
