//! The line of a document that contains a value, as data. [`crate::source`] takes it from
//! the text.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::tree::Place;

/// The line that contains a value, or a part of it if the line is long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The line without its end, or a part of it.
    pub line: String,
    /// The column at which `line` begins, from 1.
    pub first_column: usize,
    /// Whether the line continues after `line`.
    pub is_cut: bool,
    /// The place after the last character of the value on this line.
    pub end: Place,
}

impl Excerpt {
    /// The line, and the underline of the value at `place`.
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
        // Tabs are kept, so that both lines have the same width.
        let gap = left.chars().chain(before.chars()).map(|c| match c {
            '\t' => "\t".to_owned(),
            c => " ".repeat(c.width().unwrap_or(0)),
        });
        let underline = gap.collect::<String>() + &"^".repeat(value.width().max(1));
        (format!("{left}{line}{right}"), underline)
    }
}
