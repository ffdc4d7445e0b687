//! JSON → the same events as for YAML.

use std::borrow::Cow;
use std::ops::Range;

use hifijson::str::LexAlloc as _;
use hifijson::token::{Expect, Lex as _};
use hifijson::{Error, SliceLexer, num::LexWrite as _};
use saphyr_parser::{Event, ScalarStyle};

use super::limits::{MAX_DEPTH, not_well_formed, too_deep};
use crate::diagnostic::Diagnostic;
use crate::tree::{FileId, Place};

/// Passes the events of a text to `take` if it is JSON (RFC 8259).
pub(super) fn read<'a>(
    file: FileId,
    text: &'a str,
    take: impl FnMut(Event<'a>, Range<Place>) -> Result<(), Diagnostic>,
) -> Result<(), Diagnostic> {
    let mut lexer = SliceLexer::new(text.as_bytes());
    let mut reader = Reader {
        rest: text.as_bytes(),
        place: Place::start_of(file),
        take,
    };
    let read = lexer.exactly_one(SliceLexer::ws_peek, |next, lexer| {
        reader.value(next, lexer, 0)
    });
    read.map_err(|failure| match failure {
        Failure::Refused(diagnostic) => diagnostic,
        Failure::NotJson(error) => not_well_formed(reader.place(&lexer), error),
    })
}

enum Failure {
    NotJson(Error),
    Refused(Diagnostic),
}

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::NotJson(error.into())
    }
}

struct Reader<'a, T> {
    /// The text from `place` on.
    rest: &'a [u8],
    place: Place,
    take: T,
}

impl<'a, T: FnMut(Event<'a>, Range<Place>) -> Result<(), Diagnostic>> Reader<'a, T> {
    /// Reads the value that starts with `next` and is inside `depth` others.
    fn value(&mut self, next: u8, lexer: &mut SliceLexer<'a>, depth: usize) -> Result<(), Failure> {
        let start = self.place(lexer);
        match next {
            b'{' | b'[' if depth == MAX_DEPTH => Err(Failure::Refused(too_deep(start))),
            b'{' => {
                self.take(Event::MappingStart(0, None), start, lexer.discarded())?;
                lexer.seq(b'}', SliceLexer::ws_peek, |next, lexer| {
                    if next != b'"' {
                        Err(Expect::String)?;
                    }
                    self.string(lexer)?;
                    if lexer.ws_peek() != Some(b':') {
                        Err(Expect::Colon)?;
                    }
                    let next = lexer.discarded().ws_peek().ok_or(Expect::Value)?;
                    self.value(next, lexer, depth + 1)
                })?;
                self.take(Event::MappingEnd, start, lexer)
            }
            b'[' => {
                self.take(Event::SequenceStart(0, None), start, lexer.discarded())?;
                lexer.seq(b']', SliceLexer::ws_peek, |next, lexer| {
                    self.value(next, lexer, depth + 1)
                })?;
                self.take(Event::SequenceEnd, start, lexer)
            }
            b'"' => self.string(lexer),
            b'-' | b'0'..=b'9' => {
                let (number, _) = lexer.num_string().validated()?;
                self.scalar(number.into(), ScalarStyle::Plain, start, lexer)
            }
            _ => {
                let word = match lexer.null_or_bool().ok_or(Expect::Value)? {
                    None => "null",
                    Some(true) => "true",
                    Some(false) => "false",
                };
                self.scalar(word.into(), ScalarStyle::Plain, start, lexer)
            }
        }
    }

    fn string(&mut self, lexer: &mut SliceLexer<'a>) -> Result<(), Failure> {
        let start = self.place(lexer);
        let text = lexer.discarded().str_string()?;
        self.scalar(text, ScalarStyle::DoubleQuoted, start, lexer)
    }

    fn scalar(
        &mut self,
        text: Cow<'a, str>,
        style: ScalarStyle,
        start: Place,
        lexer: &SliceLexer<'a>,
    ) -> Result<(), Failure> {
        self.take(Event::Scalar(text, style, 0, None), start, lexer)
    }

    fn take(
        &mut self,
        event: Event<'a>,
        start: Place,
        lexer: &SliceLexer<'a>,
    ) -> Result<(), Failure> {
        let end = self.place(lexer);
        (self.take)(event, start..end).map_err(Failure::Refused)
    }

    /// The current place of the lexer.
    fn place(&mut self, lexer: &SliceLexer<'a>) -> Place {
        let passed = self.rest.len().saturating_sub(lexer.as_slice().len());
        let mut passed = &self.rest[..passed];
        let lines = passed.iter().filter(|byte| **byte == b'\n').count();
        if lines > 0 {
            self.place.line += lines;
            self.place.column = 1;
            let last = passed.iter().rposition(|byte| *byte == b'\n');
            passed = &passed[last.map_or(0, |last| last + 1)..];
        }
        // The second and later bytes of a character start with `10` (RFC 3629, section
        // 3).
        self.place.column += passed.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        self.rest = lexer.as_slice();
        self.place
    }
}
