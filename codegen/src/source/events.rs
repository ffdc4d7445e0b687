//! Text → events, whether it is JSON or YAML.

use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, ScanError};

use super::json;
use super::limits::{not_well_formed, too_deep};
use crate::diagnostic::Diagnostic;
use crate::tree::{FileId, Place};

/// Hands the events of a text to `take`, each with where it starts and ends.
///
/// JSON is YAML, but for its surrogate pairs and what YAML asks of long keys. So
/// what is JSON is read as JSON, which is faster, and all else as YAML. What is
/// neither has the error of the reader that came further.
pub(super) fn read<'a, T: Default>(
    file: FileId,
    text: &'a str,
    take: impl Fn(&mut T, Event<'a>, Range<Place>) -> Result<(), Diagnostic>,
) -> (T, Result<(), Diagnostic>) {
    let mut taken = T::default();
    let Err(not_json) = json::read(file, text, |event, span| take(&mut taken, event, span)) else {
        return (taken, Ok(()));
    };
    taken = T::default();
    let read = yaml(file, text, |event, span| take(&mut taken, event, span));
    let read = read.map_err(|not_yaml| match not_yaml.place < not_json.place {
        true => not_json,
        false => not_yaml,
    });
    (taken, read)
}

fn yaml<'a>(
    file: FileId,
    text: &'a str,
    mut take: impl FnMut(Event<'a>, Range<Place>) -> Result<(), Diagnostic>,
) -> Result<(), Diagnostic> {
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| yaml_error(file, &error))?;
        take(event, place(file, &span.start)..place(file, &span.end))?;
    }
    Ok(())
}

fn yaml_error(file: FileId, error: &ScanError) -> Diagnostic {
    let place = place(file, error.marker());
    match error.info() {
        // The parser's own limit, which it meets while looking ahead.
        "recursion limit exceeded" => too_deep(place),
        info => not_well_formed(place, info),
    }
}

fn place(file: FileId, marker: &Marker) -> Place {
    Place {
        file,
        line: marker.line().max(1),
        column: marker.col() + 1,
    }
}
