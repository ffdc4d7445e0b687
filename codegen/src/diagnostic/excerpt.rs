//! The line of the document on which a problem stands.

use std::collections::HashMap;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Diagnostic;
use crate::document::{Place, extents};

/// A line of a document, and the end of the value at a place in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The line, without its end.
    pub line: String,
    /// Behind the last character of the value, as far as it stands on this line.
    pub end: Place,
}

impl Excerpt {
    /// How many characters of a long line are shown, and how many of them
    /// before the value.
    const SHOWN: usize = 120;
    const BEFORE: usize = 40;

    /// The line and what underlines the value at `place`, both cut to a width
    /// that people can read.
    pub(super) fn shown(&self, place: Place) -> (String, String) {
        let start = place.column - 1;
        let end = (self.end.column - 1).max(start + 1);
        let length = self.line.chars().count();
        let from = match length > Self::SHOWN {
            true => start.saturating_sub(Self::BEFORE),
            false => 0,
        };
        let to = (from + Self::SHOWN).min(length);
        let cut = |from: usize, to: usize| -> String {
            let characters = self.line.chars().skip(from).take(to.saturating_sub(from));
            characters
                .filter(|c| !c.is_control() || *c == '\t')
                .collect()
        };
        let (left, right) = (
            if from > 0 { "…" } else { "" },
            if to < length { "…" } else { "" },
        );
        let line = format!("{left}{}{right}", cut(from, to));
        // Tabs stay, so that both lines reach equally far.
        let mut underline: String = left
            .chars()
            .chain(cut(from, start).chars())
            .map(|c| match c {
                '\t' => "\t".to_owned(),
                c => " ".repeat(c.width().unwrap_or(0)),
            })
            .collect();
        underline.push_str(&"^".repeat(cut(start, end.min(to)).width().max(1)));
        (line, underline)
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
        wanted
            .entry(diagnostic.place.line)
            .or_default()
            .push(diagnostic);
    }
    for (index, line) in text.lines().enumerate() {
        for diagnostic in wanted.remove(&(index + 1)).into_iter().flatten() {
            let place = diagnostic.place;
            let end = ends.get(&place).map_or(place.column + 1, |end| end.column);
            diagnostic.excerpt = Some(Excerpt {
                line: line.to_owned(),
                end: Place {
                    line: place.line,
                    column: end.min(line.chars().count() + 1),
                },
            });
        }
    }
}
