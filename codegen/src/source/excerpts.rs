//! The lines of a text that diagnostics are about, and the ends of values on these lines.
//! They are computed only when there is something to show, so the tree does not store
//! them.

use std::collections::{HashMap, HashSet};

use saphyr_parser::Event;

use super::events;
use crate::diagnostic::{Diagnostic, Excerpt};
use crate::tree::{FileId, Place};

/// How many characters of a long line are shown, and how many of them are before the
/// value.
const SHOWN: usize = 120;
const BEFORE: usize = 40;

/// Adds the line of the text to each diagnostic of a file.
pub(super) fn add(file: FileId, text: &str, diagnostics: &mut [Diagnostic]) {
    if diagnostics.is_empty() {
        return;
    }
    let ends = extents(file, text, diagnostics.iter().map(|one| one.place));
    let mut wanted: HashMap<usize, Vec<&mut Diagnostic>> = HashMap::new();
    for diagnostic in diagnostics.iter_mut().filter(|one| one.place.file == file) {
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

/// A line, which may be the whole document, and the byte offsets of every
/// [`Self::STEP`]th character.
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

    /// The text from a character on, counted from 0.
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

/// The ends of the values and keys at some places, or the end of the line if they are
/// longer than one line.
fn extents(file: FileId, text: &str, places: impl Iterator<Item = Place>) -> HashMap<Place, Place> {
    let wanted: HashSet<Place> = places.collect();
    // Values after an error have no known end.
    let (ends, _) = events::read(file, text, |ends: &mut HashMap<_, _>, event, span| {
        if let Event::Scalar(..) | Event::Alias(_) = event
            && wanted.contains(&span.start)
        {
            let end = match span.end.line == span.start.line {
                true => span.end,
                // Up to the end of the first line.
                false => Place {
                    column: usize::MAX,
                    ..span.start
                },
            };
            ends.insert(span.start, end);
        }
        Ok(())
    });
    ends
}
