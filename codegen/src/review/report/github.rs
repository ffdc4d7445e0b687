//! A review as annotations of a GitHub workflow.

use super::super::finding::Evidence;
use super::super::level::{Level, RustLevel};
use super::super::verdict::{Review, Verdict};
use super::sections::Sections;
use super::words::shown;
use crate::workflow_commands::{property, text};

/// GitHub shows at most this many annotations of one kind in a step.
const MAX_OF_A_KIND: usize = 10;

/// The kind of an annotation, the most severe first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    Error,
    Warning,
    Notice,
}

impl Weight {
    fn command(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

pub(super) fn write(review: &Review) -> String {
    let file = property(&review.file.display().to_string());
    let command = match (review.verdict(), review.is_accepted()) {
        (Verdict::Breaking, false) => "error",
        _ => "notice",
    };
    let mut lines = vec![format!(
        "::{command} title=API review::{}",
        text(&review.summary())
    )];
    let mut annotations: Vec<(Weight, String)> = Vec::new();
    for finding in review
        .findings
        .iter()
        .filter(|finding| finding.level > Level::Docs || finding.rust_level == RustLevel::Breaking)
    {
        let weight = match finding.level {
            _ if finding.rust_level == RustLevel::Breaking => Weight::Error,
            Level::Breaking | Level::Unclassified => Weight::Error,
            Level::Warning => Weight::Warning,
            Level::Compatible | Level::Docs => Weight::Notice,
        };
        let place = review.place(finding).map_or_else(String::new, |place| {
            format!(",line={},col={}", place.line, place.column)
        });
        let witness = match &finding.evidence {
            Evidence::Witness(witness) => {
                format!(
                    "\nwitness: {}; {}",
                    shown(&witness.value),
                    witness.fails_for.in_words(finding.level)
                )
            }
            _ => String::new(),
        };
        let rust: String = finding
            .rust
            .iter()
            .map(|line| format!("\n{line}"))
            .collect();
        let message = text(&format!("{}{witness}{rust}", finding.message));
        let title = property(finding.rule.id());
        annotations.push((
            weight,
            format!("file={file}{place},title={title}::{message}"),
        ));
    }
    for change in Sections::of(review).unexplained {
        let difference: Vec<_> = change.lines().collect();
        let message = text(&difference.join("\n"));
        annotations.push((
            Weight::Error,
            format!("file={file},title=Rust API::{message}"),
        ));
    }
    annotations.extend(review.remarks().into_iter().map(|remark| {
        let weight = match review.rust_level() {
            Some(RustLevel::Unclassified) => Weight::Error,
            _ => Weight::Notice,
        };
        (
            weight,
            format!("file={file},title=API review::{}", text(&remark)),
        )
    }));
    annotations.sort_by_key(|(weight, _)| *weight);
    for weight in [Weight::Error, Weight::Warning, Weight::Notice] {
        let of_weight = annotations.iter().filter(|(other, _)| *other == weight);
        // The first line counts as one annotation of its kind.
        let room = MAX_OF_A_KIND - usize::from(weight.command() == command);
        let count = of_weight.clone().count();
        let shown = if count > room { room - 1 } else { count };
        lines.extend(
            of_weight
                .take(shown)
                .map(|(_, rest)| format!("::{} {rest}", weight.command())),
        );
        if shown < count {
            lines.push(format!(
                "::{} title=API review::{} more of this kind are in the report",
                weight.command(),
                count - shown
            ));
        }
    }
    lines.join("\n") + "\n"
}
