//! Limits for all texts, in YAML and in JSON.

use std::fmt::Display;

use crate::diagnostic::{Diagnostic, Rule};
use crate::tree::Place;

/// How deep mappings and sequences may be nested. Deeper documents are rejected, because
/// later steps use recursion.
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
        format!("mappings and sequences are nested more than {MAX_DEPTH} levels deep"),
        "move inner schemas to `components` and refer to them with `$ref`",
    )
}
