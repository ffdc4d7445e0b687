//! Bytes → text.

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, Rule};
use crate::tree::{FileId, Place};

/// The text of a file.
pub(super) fn decode(file: FileId, bytes: &[u8]) -> Result<&str, Diagnostic> {
    let bytes = without_mark(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let valid = String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or_default());
        let last = valid.rsplit('\n').next().unwrap_or_default();
        let place = Place {
            file,
            line: valid.matches('\n').count() + 1,
            column: last.chars().count() + 1,
        };
        Diagnostic::new(
            Rule::NotUtf8,
            place,
            "this byte is not UTF-8",
            "save the file as UTF-8",
        )
    })
}

/// The text of a file, as far as it can be shown.
pub(super) fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(without_mark(bytes))
}

/// A file without its byte order mark, which JSON does not allow and editors do not
/// count.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)
}
