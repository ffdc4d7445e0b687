//! What no text may be, in YAML or in JSON.

use std::fmt::Display;

use crate::diagnostic::{Diagnostic, Rule};
use crate::tree::Place;

/// How many mappings and sequences may stand inside one another. Deeper
/// documents are refused: the readers behind this one recurse.
pub const MAX_DEPTH: usize = 96;

pub(super) fn not_well_formed(place: Place, why: impl Display) -> Diagnostic {
    let why = why.to_string();
    let is_reserved = ["`@'", "``'"].iter().any(|reserved| why.contains(reserved));
    let help = match is_reserved {
        true => "put quotes around it: plain text cannot begin with `@` or a backquote",
        false => "check the indentation, quotes and brackets here and on the line before",
    };
    Diagnostic::new(
        Rule::NotWellFormed,
        place,
        format!("not well-formed YAML or JSON: {why}"),
        help,
    )
}

pub(super) fn too_deep(place: Place) -> Diagnostic {
    Diagnostic::new(
        Rule::TooDeep,
        place,
        format!("more than {MAX_DEPTH} mappings and sequences stand inside one another"),
        "move inner schemas to `components` and refer to them with `$ref`",
    )
}
