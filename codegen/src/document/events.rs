//! Text → events, whether it is JSON or YAML.

use std::fmt::Display;
use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, ScanError};

use super::json;
use super::node::Place;
use crate::diagnostic::Diagnostic;

/// How many mappings and sequences may stand inside one another. Deeper
/// documents are refused: the readers behind this one recurse.
pub const MAX_DEPTH: usize = 96;

/// Hands the events of a text to `take`, each with where it starts and ends.
///
/// JSON is YAML, but for its surrogate pairs and what YAML asks of long keys. So
/// what is JSON is read as JSON, which is faster, and all else as YAML. What is
/// neither has the error of the reader that came further.
pub(super) fn read<'a, T: Default>(
    text: &'a str,
    take: impl Fn(&mut T, Event<'a>, Range<Place>) -> Result<(), Diagnostic>,
) -> (T, Result<(), Diagnostic>) {
    let mut taken = T::default();
    let Err(not_json) = json::read(text, |event, span| take(&mut taken, event, span)) else {
        return (taken, Ok(()));
    };
    taken = T::default();
    let read = yaml(text, |event, span| take(&mut taken, event, span));
    let read = read.map_err(|problem| match problem.place < not_json.place {
        true => not_json,
        false => problem,
    });
    (taken, read)
}

fn yaml<'a>(
    text: &'a str,
    mut take: impl FnMut(Event<'a>, Range<Place>) -> Result<(), Diagnostic>,
) -> Result<(), Diagnostic> {
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| yaml_error(&error))?;
        take(event, place(&span.start)..place(&span.end))?;
    }
    Ok(())
}

fn yaml_error(error: &ScanError) -> Diagnostic {
    let place = place(error.marker());
    match error.info() {
        // The parser's own limit, which it meets while looking ahead.
        "recursion limit exceeded" => too_deep(place),
        info => not_well_formed(place, info),
    }
}

fn place(marker: &Marker) -> Place {
    Place {
        line: marker.line().max(1),
        column: marker.col() + 1,
    }
}

pub(super) fn not_well_formed(place: Place, why: impl Display) -> Diagnostic {
    Diagnostic::new(
        "not-well-formed",
        place,
        format!("not well-formed YAML or JSON: {why}"),
        "check the indentation, quotes and brackets here and on the line before",
    )
}

pub(super) fn too_deep(place: Place) -> Diagnostic {
    Diagnostic::new(
        "too-deep",
        place,
        format!("more than {MAX_DEPTH} mappings and sequences stand inside one another"),
        "move inner schemas to `components` and refer to them with `$ref`",
    )
}
