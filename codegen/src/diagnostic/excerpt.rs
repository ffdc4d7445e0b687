//! The line of a document on which a value stands, as data. Taking it from a text
//! is [`crate::source`]'s concern.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::tree::Place;

/// The line on which a value stands, or the part around it if the line is long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The line without its end, or a part of it.
    pub line: String,
    /// The column at which `line` begins, from 1.
    pub first_column: usize,
    /// Whether the line goes on behind `line`.
    pub is_cut: bool,
    /// Behind the last character of the value, as far as it stands on this line.
    pub end: Place,
}

impl Excerpt {
    /// The line and what underlines the value at `place`.
    pub(super) fn shown(&self, place: Place) -> (String, String) {
        let printable = |c: &char| !c.is_control() || *c == '\t';
        let start = place.column.saturating_sub(self.first_column);
        let end = self
            .end
            .column
            .saturating_sub(self.first_column)
            .max(start + 1);
        let left = if self.first_column > 1 { "…" } else { "" };
        let right = if self.is_cut { "…" } else { "" };
        let line: String = self.line.chars().filter(printable).collect();
        let before: String = self.line.chars().take(start).filter(printable).collect();
        let value = self.line.chars().skip(start).take(end - start);
        let value: String = value.filter(printable).collect();
        // Tabs stay, so that both lines reach equally far.
        let gap = left.chars().chain(before.chars()).map(|c| match c {
            '\t' => "\t".to_owned(),
            c => " ".repeat(c.width().unwrap_or(0)),
        });
        let underline = gap.collect::<String>() + &"^".repeat(value.width().max(1));
        (format!("{left}{line}{right}"), underline)
    }
}
