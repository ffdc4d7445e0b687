//! The line of the document on which a problem stands.

use std::collections::HashMap;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Diagnostic;
use crate::document::{Place, extents};

/// How many characters of a long line are shown, and how many of them before the
/// value.
const SHOWN: usize = 120;
const BEFORE: usize = 40;

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

/// Adds to each problem the line on which it stands in `text`.
pub(crate) fn add_excerpts(text: &str, diagnostics: &mut [Diagnostic]) {
    if diagnostics.is_empty() {
        return;
    }
    let ends = extents(text, diagnostics.iter().map(|problem| problem.place));
    let mut wanted: HashMap<usize, Vec<&mut Diagnostic>> = HashMap::new();
    for diagnostic in diagnostics {
        let line = diagnostic.place.line;
        wanted.entry(line).or_default().push(diagnostic);
    }
    for (index, line) in text.lines().enumerate() {
        let Some(diagnostics) = wanted.remove(&(index + 1)) else {
            continue;
        };
        let line = Line::new(line);
        for diagnostic in diagnostics {
            let place = diagnostic.place;
            let end = ends.get(&place).map_or(place.column + 1, |end| end.column);
            diagnostic.excerpt = Some(Box::new(line.excerpt(
                Place {
                    column: end.min(line.length + 1),
                    ..place
                },
                place,
            )));
        }
    }
}

/// A line, which may be the whole document, and where every so many characters of
/// it begin.
struct Line<'a> {
    text: &'a str,
    length: usize,
    marks: Vec<usize>,
}

impl<'a> Line<'a> {
    const STEP: usize = 1024;

    fn new(text: &'a str) -> Self {
        let mut length = 0;
        let mut marks = Vec::new();
        for (index, (byte, _)) in text.char_indices().enumerate() {
            if index % Self::STEP == 0 {
                marks.push(byte);
            }
            length = index + 1;
        }
        Self {
            text,
            length,
            marks,
        }
    }

    /// The text from a character on, both counted from 0.
    fn from(&self, character: usize) -> &'a str {
        let mark = self.marks.get(character / Self::STEP);
        let rest = mark
            .and_then(|byte| self.text.get(*byte..))
            .unwrap_or_default();
        let mut characters = rest.chars();
        for _ in 0..character % Self::STEP {
            characters.next();
        }
        characters.as_str()
    }

    fn excerpt(&self, end: Place, place: Place) -> Excerpt {
        let from = match self.length > SHOWN {
            true => (place.column - 1).saturating_sub(BEFORE),
            false => 0,
        };
        Excerpt {
            line: self.from(from).chars().take(SHOWN).collect(),
            first_column: from + 1,
            is_cut: from + SHOWN < self.length,
            end,
        }
    }
}
