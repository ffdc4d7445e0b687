//! A review for its readers: people at a terminal, people at a pull request,
//! GitHub's annotations, programs. One model, and no judgement of its own.

mod github;
mod json;
mod markdown;
mod text;

use std::fmt;

use super::finding::{Finding, Level};
use super::rust::{ApiChange, RustLevel};
use super::{Bump, Review, Verdict};
use crate::document::{Place, unescape};

/// For whom a review is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// People at a terminal, with or without colours.
    Text {
        /// Mark with ANSI escapes.
        is_coloured: bool,
    },
    /// A comment on a pull request.
    Markdown,
    /// Programs.
    Json,
    /// GitHub's annotations, as commands of a workflow.
    Github,
}

pub(super) fn write(review: &Review, format: Format) -> String {
    match format {
        Format::Text { is_coloured } => text::write(review, is_coloured),
        Format::Markdown => markdown::write(review),
        Format::Json => json::write(review),
        Format::Github => github::write(review),
    }
}

/// Findings by what they do to callers.
struct Sections<'a> {
    /// Breaking on the wire, and noticed by the compiler (or nobody knows).
    breaking: Vec<&'a Finding>,
    /// Breaking on the wire, and unnoticed by the compiler.
    fails_at_run_time: Vec<&'a Finding>,
    /// Breaking in Rust only.
    fails_to_compile: Vec<&'a Finding>,
    /// Breaking in Rust, by no change that is known.
    unexplained: Vec<&'a ApiChange>,
    /// The rest.
    harmless: Vec<&'a Finding>,
    /// What is new in Rust, by no change that is in the other sections.
    additions: Vec<&'a ApiChange>,
}

impl<'a> Sections<'a> {
    fn of(review: &'a Review) -> Self {
        let (breaking, others): (Vec<_>, Vec<_>) = review
            .findings
            .iter()
            .partition(|finding| finding.level >= Level::Unclassified);
        let (breaking, fails_at_run_time) = breaking
            .into_iter()
            .partition(|finding| review.rust_api.is_err() || !finding.rust.is_empty());
        let (fails_to_compile, harmless): (Vec<_>, Vec<_>) = others
            .into_iter()
            .partition(|finding| finding.rust_level == RustLevel::Breaking);
        let is_caused_by = |finding: &Finding, change: &ApiChange| {
            change.lines().all(|line| finding.rust.contains(&line))
        };
        let changes: Vec<_> = review.rust_api.iter().flat_map(|api| api.all()).collect();
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
            harmless,
            additions,
        }
    }
}

impl Review {
    /// Where the new document has what a finding is about; its parent if it is
    /// gone.
    fn place(&self, finding: &Finding) -> Option<Place> {
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

    fn verdict_in_words(&self) -> &'static str {
        match self.verdict() {
            Verdict::Unchanged => "nothing changes",
            Verdict::Docs => "documentation only",
            Verdict::Compatible => "compatible",
            Verdict::Warning => "compatible, with warnings",
            Verdict::Breaking => "breaking",
        }
    }

    /// The verdict and the version in one sentence.
    fn summary(&self) -> String {
        let verdict = self.verdict_in_words();
        if self.verdict() == Verdict::Unchanged {
            return verdict.to_owned();
        }
        let required = self.required_bump().as_str();
        let declared = match (&self.declared, self.declared_bump()) {
            (_, Some(bump)) if self.is_accepted() => format!("and declares {}", bump.as_str()),
            (_, Some(bump)) => format!("but declares {}", bump.as_str()),
            (Some(declared), None) if declared.is_first() => "and is new".to_owned(),
            _ => {
                let below = below_1_0(self);
                return format!("{verdict}; the client needs a {required} bump{below}");
            }
        };
        format!("{verdict}; the client needs a {required} bump, {declared}")
    }

    fn counts(&self) -> Vec<(Level, usize)> {
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

/// Without a version, it is not known whether 1.0.0 is reached.
fn below_1_0(review: &Review) -> &'static str {
    match (&review.declared, review.required_bump()) {
        (None, Bump::Major) => " (below 1.0.0: minor)",
        _ => "",
    }
}

/// The operations that a finding reaches; the first few of many.
struct Operations<'a>(&'a [String]);

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
