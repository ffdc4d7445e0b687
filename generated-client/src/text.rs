//! Texts that others wrote, made safe to print.

/// How much of a text from outside is written in one line of a log.
const MAX_CHARS: usize = 500;
/// How much of an argument is repeated in an error.
const MAX_QUOTED_CHARS: usize = 64;

/// One printable line: at most 500 characters, and no character that moves the cursor or
/// changes the order of the line.
pub(crate) fn one_line(text: &str) -> String {
    shortened(text, MAX_CHARS)
}

/// The beginning of a text as one printable line, between quotation marks.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", shortened(text, MAX_QUOTED_CHARS))
}

/// A whole text as one printable line.
pub(crate) fn printable(text: &str) -> String {
    text.chars().map(shown).collect()
}

/// A string that may become a value of a type with constraints. Generated code checks it.
#[allow(dead_code, reason = "not every document has such types")]
pub(crate) struct Candidate<'a> {
    /// The name of the type.
    name: &'a str,
    value: &'a str,
    is_secret: bool,
    /// What the document says about the type.
    about: &'a str,
}

#[allow(dead_code, reason = "not every document has such types")]
impl<'a> Candidate<'a> {
    pub(crate) const fn new(name: &'a str, value: &'a str, about: &'a str) -> Self {
        Self {
            name,
            value,
            is_secret: false,
            about,
        }
    }

    /// A string that no error may show.
    pub(crate) const fn secret(name: &'a str, value: &'a str, about: &'a str) -> Self {
        Self {
            is_secret: true,
            ..Self::new(name, value, about)
        }
    }

    pub(crate) fn min_chars(self, least: usize) -> Result<Self, String> {
        let is_enough = self.value.chars().nth(least.saturating_sub(1)).is_some();
        self.if_holds(is_enough, || format!("is shorter than {least} characters"))
    }

    pub(crate) fn max_chars(self, most: usize) -> Result<Self, String> {
        let is_within = self.value.chars().nth(most).is_none();
        self.if_holds(is_within, || format!("is longer than {most} characters"))
    }

    pub(crate) fn pattern(self, pattern: &str, is_match: bool) -> Result<Self, String> {
        self.if_holds(is_match, || {
            format!("doesn't match pattern \"{}\"", printable(pattern))
        })
    }

    /// The candidate, or why it does not belong to the type: the value (unless it is a
    /// secret), the rule, and what the document says about the type.
    fn if_holds(self, holds: bool, rule: impl FnOnce() -> String) -> Result<Self, String> {
        if holds {
            return Ok(self);
        }
        let (name, rule) = (self.name, rule());
        let value = match self.is_secret {
            true => "the value".to_owned(),
            false => quoted(self.value),
        };
        Err(match self.about {
            "" => format!("not a valid {name}: {value} {rule}"),
            about => format!("not a valid {name}: {value} {rule}; expected: {about}"),
        })
    }
}

/// Finds a value by its name, in upper or lower case. The error lists all names.
#[allow(dead_code, reason = "generated code calls it")]
pub(crate) fn named<T: Copy + ToString>(all: &[T], text: &str) -> Result<T, String> {
    let is_it = |one: &&T| one.to_string().eq_ignore_ascii_case(text);
    all.iter().find(is_it).copied().ok_or_else(|| {
        let names: Vec<_> = all.iter().map(ToString::to_string).collect();
        format!("{} is none of {}", quoted(text), names.join(", "))
    })
}

fn shortened(text: &str, max_chars: usize) -> String {
    let mut chars = text.chars();
    let mut line: String = chars.by_ref().take(max_chars).map(shown).collect();
    if chars.next().is_some() {
        line.push('…');
    }
    line
}

fn shown(c: char) -> char {
    match c.is_control() || is_invisible(c) {
        true => ' ',
        false => c,
    }
}

/// Line separators, and characters that only change how other characters are shown (Unicode
/// 16, categories Zl, Zp and Cf). Some of them change the direction of a text (UAX #9).
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{600}'..='\u{605}'
            | '\u{61c}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{890}'..='\u{891}'
            | '\u{8e2}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{110bd}'
            | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0001}'
            | '\u{e0020}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_cut_where_it_is_too_long_and_says_so() {
        assert_eq!(quoted(&"x".repeat(64)), format!("\"{}\"", "x".repeat(64)));
        assert_eq!(quoted(&"x".repeat(65)), format!("\"{}…\"", "x".repeat(64)));
    }

    #[test]
    fn letters_of_all_scripts_stay() {
        for text in [
            "Zürich \u{5d0}\u{5d1} \u{915}\u{94d}\u{937} \u{1f600}",
            "a\\b \"c\" 'd'",
        ] {
            assert_eq!(one_line(text), text);
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_printable(text in any::<String>()) {
            let line = printable(&text);
            prop_assert!(!line.contains(|c: char| c.is_control() || is_invisible(c)));
            prop_assert_eq!(line.chars().count(), text.chars().count());
        }
    }
}
