//! JSON's surrogate pairs, which YAML does not know.
//!
//! JSON writes a character beyond U+FFFF as two escapes (RFC 8259, section 7),
//! YAML as one. The pairs are rewritten before parsing, and places behind them
//! on the same line are put right afterwards.

use std::borrow::Cow;

use super::node::Place;

/// How many characters `\ud83d\ude00` is longer than `\U0001F600`.
const SHORTER_BY: usize = 2;

/// A text in YAML's escapes, and where in it pairs were rewritten.
pub(super) struct Joined<'a> {
    pub(super) text: Cow<'a, str>,
    /// Line and column, in the rewritten text, of the end of each rewritten pair.
    ends: Vec<Place>,
}

impl<'a> Joined<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut joined = Self {
            text: Cow::Borrowed(text),
            ends: Vec::new(),
        };
        if !is_json(text) || !text.contains("\\u") {
            return joined;
        }
        let mut out = String::with_capacity(text.len());
        for (number, line) in text.split_inclusive('\n').enumerate() {
            let start = out.len();
            let mut rest = line;
            while let Some(at) = rest.find('\\') {
                let (before, escape) = rest.split_at(at);
                out.push_str(before);
                // Whatever follows a backslash belongs to it, another one too.
                let taken = match surrogate_pair(escape) {
                    Some((character, length)) => {
                        out.push_str(&format!("\\U{:08X}", u32::from(character)));
                        joined.ends.push(Place {
                            line: number + 1,
                            column: out[start..].chars().count() + 1,
                        });
                        length
                    }
                    None => {
                        let length = escape.chars().take(2).map(char::len_utf8).sum();
                        out.push_str(&escape[..length]);
                        length
                    }
                };
                rest = &escape[taken..];
            }
            out.push_str(rest);
        }
        joined.text = Cow::Owned(out);
        joined
    }

    /// Where a place of the rewritten text stands in the text as written.
    pub(super) fn original(&self, place: Place) -> Place {
        let on_line = |end: &&Place| end.line == place.line && end.column <= place.column;
        Place {
            column: place.column + SHORTER_BY * self.ends.iter().filter(on_line).count(),
            ..place
        }
    }
}

fn is_json(text: &str) -> bool {
    text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n'])
        .starts_with('{')
}

/// The character of a pair of escapes at the start of `text`, and the length of
/// the pair in bytes.
fn surrogate_pair(text: &str) -> Option<(char, usize)> {
    const PAIR: usize = r"\ud83d\ude00".len();
    let unit = |text: &str| u16::from_str_radix(text.strip_prefix("\\u")?, 16).ok();
    let units = [
        unit(text.get(..PAIR / 2)?)?,
        unit(text.get(PAIR / 2..PAIR)?)?,
    ];
    let mut characters = char::decode_utf16(units);
    match (characters.next(), characters.next()) {
        (Some(Ok(character)), None) => Some((character, PAIR)),
        _ => None,
    }
}
