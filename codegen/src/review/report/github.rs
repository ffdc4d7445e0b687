//! Annotations of a GitHub workflow.

use super::super::level::{Level, RustLevel};
use super::super::verdict::{Review, Verdict};
use super::sections::Sections;
use crate::workflow_commands::{property, text};

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
    for finding in review
        .findings
        .iter()
        .filter(|finding| finding.level > Level::Docs)
    {
        let command = match finding.level {
            _ if finding.rust_level == RustLevel::Breaking => "error",
            Level::Breaking | Level::Unclassified => "error",
            Level::Warning => "warning",
            Level::Compatible | Level::Docs => "notice",
        };
        let place = review.place(finding).map_or_else(String::new, |place| {
            format!(",line={},col={}", place.line, place.column)
        });
        let rust: String = finding
            .rust
            .iter()
            .map(|line| format!("\n{line}"))
            .collect();
        let message = text(&format!("{}{rust}", finding.message));
        lines.push(format!(
            "::{command} file={file}{place},title={}::{message}",
            property(finding.rule.id())
        ));
    }
    for change in Sections::of(review).unexplained {
        let difference: Vec<_> = change.lines().collect();
        let message = text(&difference.join("\n"));
        lines.push(format!("::error file={file},title=Rust API::{message}"));
    }
    lines.join("\n") + "\n"
}
