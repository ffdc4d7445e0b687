//! Text → events, for JSON and YAML.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, ScanError, Span};

use super::json;
use super::limits::{not_well_formed, too_deep};
use crate::diagnostic::Diagnostic;
use crate::tree::{FileId, Place};

/// Passes the events of a text to `take`, each with its start and end.
///
/// JSON is YAML, except for surrogate pairs and YAML's limit for long keys. So JSON is
/// read as JSON, which is faster, and everything else as YAML. A text that is neither
/// gets the error of the reader that came further.
pub(super) fn read<T: Default>(
    file: FileId,
    text: &str,
    take: impl Fn(&mut T, Event<'_>, Range<Place>) -> Result<(), Diagnostic>,
) -> (T, Result<(), Diagnostic>) {
    let mut taken = T::default();
    let Err(not_json) = json::read(file, text, |event, span| take(&mut taken, event, span)) else {
        return (taken, Ok(()));
    };
    let (taken, read) = yaml(file, text, take);
    let read = read.map_err(|not_yaml| match not_yaml.place < not_json.place {
        true => not_json,
        false => not_yaml,
    });
    (taken, read)
}

/// YAML requires that text inside brackets is indented more than the text around it. But
/// people often close a bracket at the indentation of the line that opened it, and
/// libyaml accepts this. So a line that is rejected for this reason is read again with
/// more spaces before it.
fn yaml<T: Default>(
    file: FileId,
    text: &str,
    take: impl Fn(&mut T, Event<'_>, Range<Place>) -> Result<(), Diagnostic>,
) -> (T, Result<(), Diagnostic>) {
    /// How often a text is read again before it is rejected.
    const MAX_TIMES: usize = 200;
    let mut lines = Indented::default();
    let mut unclosed = None;
    loop {
        let mut taken = T::default();
        let indented = lines.of(text);
        let read = events(&indented, |event, span| {
            let place = |marker: &Marker| lines.place(file, marker);
            take(&mut taken, event, place(&span.start)..place(&span.end))
        });
        return match read {
            Ok(()) => (taken, Ok(())),
            Err(Stop::Refused(diagnostic)) => (taken, Err(diagnostic)),
            Err(Stop::Unreadable(error)) => {
                let refused = yaml_error(lines.place(file, error.marker()), &error);
                if error.info() == QUOTED && unclosed.is_none() {
                    unclosed = Some(refused.clone());
                }
                if lines.0.len() < MAX_TIMES && lines.add(&error) {
                    continue;
                }
                // The error for a quote that is never closed comes far after the quote.
                (taken, Err(unclosed.unwrap_or(refused)))
            }
        };
    }
}

const QUOTED: &str = "invalid indentation in quoted scalar";

/// Why reading stopped before the end of the text.
enum Stop {
    Refused(Diagnostic),
    Unreadable(ScanError),
}

fn events(
    text: &str,
    mut take: impl FnMut(Event<'_>, Span) -> Result<(), Diagnostic>,
) -> Result<(), Stop> {
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(Stop::Unreadable)?;
        take(event, span).map_err(Stop::Refused)?;
    }
    Ok(())
}

/// The numbers of the lines that are read with more spaces before them, from 1.
#[derive(Default)]
struct Indented(BTreeSet<usize>);

impl Indented {
    /// More spaces than the depth of brackets can need.
    const SPACES: usize = 2 * super::MAX_DEPTH;

    /// Adds the line that is rejected, if the reason is its indentation and it was not
    /// added before.
    fn add(&mut self, error: &ScanError) -> bool {
        let line = error.marker().line();
        match error.info() {
            "invalid indentation" | "invalid indentation in flow construct" => self.0.insert(line),
            // A line after the one on which the quoted text starts.
            QUOTED => {
                let mut after = (line + 1..).filter(|line| !self.0.contains(line));
                after.next().is_some_and(|line| self.0.insert(line))
            }
            _ => false,
        }
    }

    fn of<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.0.is_empty() {
            return text.into();
        }
        let lines = text.split_inclusive('\n').enumerate();
        let lines = lines.map(|(index, line)| match self.0.contains(&(index + 1)) {
            true => format!("{}{line}", " ".repeat(Self::SPACES)).into(),
            false => Cow::Borrowed(line),
        });
        lines.collect::<String>().into()
    }

    /// The place in the original text.
    fn place(&self, file: FileId, marker: &Marker) -> Place {
        let spaces = match self.0.contains(&marker.line()) {
            true => Self::SPACES,
            false => 0,
        };
        Place {
            file,
            line: marker.line().max(1),
            column: marker.col().saturating_sub(spaces) + 1,
        }
    }
}

fn yaml_error(place: Place, error: &ScanError) -> Diagnostic {
    match error.info() {
        // The parser's own limit, which it can reach while looking ahead.
        "recursion limit exceeded" => too_deep(place),
        info => not_well_formed(place, info),
    }
}

#[cfg(test)]
mod tests {
    use crate::source::Source;

    #[test]
    fn a_bracket_may_close_anywhere_and_places_stay() {
        let text = b"a:\n  b: [\n    1,\n  2,\n]\n  c: {\nd: 3}\n";
        let source = Source::parse("a.yaml", text).expect("libyaml reads it");
        let b = source.root().pointer("/a/b").expect("a list");
        let places = b
            .items()
            .iter()
            .map(|item| (item.place.line, item.place.column));
        assert_eq!(places.collect::<Vec<_>>(), [(3, 5), (4, 3)]);
        let d = source.root().pointer("/a/c/d").expect("a number");
        assert_eq!((d.place.line, d.place.column), (7, 4));
    }

    #[test]
    fn a_bracket_that_never_closes_is_refused_at_its_place() {
        let text = b"a:\n  b: [\n    1,\n  2\n";
        let error = Source::parse("a.yaml", text).expect_err("it never closes");
        assert!(error.to_string().starts_with("a.yaml:5:1: "), "{error}");
    }
}
