//! Strings of a document as Rust identifiers: `snake_case` for methods, arguments and
//! fields, `PascalCase` for types and variants.
//!
//! Characters that an identifier cannot contain separate words. A string without letters
//! and digits is spelled in words (`<=` is `LessEqual`), and so are the signs before or
//! after a listed value (`-name` is `MinusName`). If a name would start with a digit, an
//! `x` is put before it. A Rust keyword gets `_` at its end.

use std::borrow::Cow;

use heck::{ToPascalCase, ToSnakeCase};
use unicode_ident::{is_xid_continue, is_xid_start};
use unicode_normalization::UnicodeNormalization;

/// Words that are keywords in some edition of Rust.
const KEYWORDS: [&str; 53] = [
    "Self", "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// The spelling of words in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Pascal,
    Snake,
}

impl Case {
    fn of(self, text: &str) -> String {
        match self {
            Self::Pascal => text.to_pascal_case(),
            Self::Snake => text.to_snake_case(),
        }
    }

    /// A string as a name. A string that is a name already does not change.
    pub(crate) fn name(self, text: &str) -> String {
        if self.is_plainly_a_name(text) {
            return text.to_owned();
        }
        let mut name = self.once(&worded(text));
        // For a few letters, changing the case makes further changes necessary.
        for _ in 0..3 {
            if self.is_plainly_a_name(&name) {
                break;
            }
            let again = self.once(&name);
            if again == name {
                break;
            }
            name = again;
        }
        name
    }

    /// Whether a string is a name already, which is true for most: letters in the right
    /// case, and separated words.
    fn is_plainly_a_name(self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let is_start = |byte: u8| match self {
            Self::Pascal => byte.is_ascii_uppercase(),
            Self::Snake => byte.is_ascii_lowercase(),
        };
        let fits = |pair: &[u8]| match (self, pair) {
            (Self::Pascal, [before, after]) => {
                after.is_ascii_lowercase()
                    || after.is_ascii_digit()
                    || after.is_ascii_uppercase() && before.is_ascii_lowercase()
            }
            (Self::Snake, [before, after]) => {
                after.is_ascii_lowercase()
                    || after.is_ascii_digit() && *before != b'_'
                    || *after == b'_' && *before != b'_'
            }
            _ => false,
        };
        bytes.first().copied().is_some_and(is_start)
            && bytes.last() != Some(&b'_')
            && bytes.windows(2).all(fits)
            && !KEYWORDS.contains(&text)
    }

    /// Whether a string becomes this name by its words alone, so that the generator would
    /// choose the same name.
    pub(super) fn is_plain(self, text: &str, name: &str) -> bool {
        if self.is_plainly_a_name(text) {
            return text == name;
        }
        let begins_with_a_letter = || {
            let first = text.chars().find(|c| c.is_alphanumeric());
            first.is_some_and(char::is_alphabetic)
        };
        text.is_ascii()
            && matches!(worded(text), Cow::Borrowed(_))
            && begins_with_a_letter()
            && self.name(text) == name
    }

    fn once(self, text: &str) -> String {
        let text = text.replace('\'', "");
        escaped(self.of(&text.replace(|c| !is_xid_continue(c), "-")), self)
    }

    /// The name with a number, in the same case.
    pub(crate) fn numbered(self, name: &str, number: usize) -> String {
        let name = name.trim_end_matches('_');
        let separator = match (name.ends_with(|c: char| c.is_numeric()), self) {
            (false, _) => "",
            (true, Self::Pascal) => "n",
            (true, Self::Snake) => "_n",
        };
        format!("{name}{separator}{number}")
    }
}

/// The name of the variant for a value of an enum.
pub(crate) fn variant(value: &str) -> String {
    if value.is_empty() {
        return "Empty".to_owned();
    }
    let value = value.replace('\'', "");
    let is_part = |c: char| c.is_alphanumeric() && is_xid_continue(c);
    let (Some(start), Some(end)) = (value.find(is_part), value.rfind(is_part)) else {
        return escaped(signs(&value), Case::Pascal);
    };
    let end = end + value[end..].chars().next().map_or(0, char::len_utf8);
    let telling = |text: &str| -> String {
        let signs = text.chars().filter(|c| "+-<>=!*~%^&|".contains(*c));
        signs.map(sign).collect()
    };
    let mut name = telling(&value[..start]);
    let middle = value[start..end]
        .split(|c| !is_part(c))
        .filter(|word| !word.is_empty());
    for word in middle {
        // Two adjacent numbers stay separate.
        if name.ends_with(|c: char| c.is_numeric()) && word.starts_with(|c: char| c.is_numeric()) {
            name.push('_');
        }
        name.push_str(&word.to_pascal_case());
    }
    name.push_str(&telling(&value[end..]));
    escaped(name, Case::Pascal)
}

/// Whether a string is an identifier already.
pub(crate) fn is_identifier(text: &str) -> bool {
    text.starts_with(|c| is_xid_start(c) || c == '_')
        && text.chars().all(is_xid_continue)
        && !KEYWORDS.contains(&text)
}

fn escaped(name: String, case: Case) -> String {
    // Rust normalizes identifiers, so different encodings of the same text are equal.
    let name = match name.is_ascii() {
        true => name,
        false => name.nfc().collect(),
    };
    let name = match name.chars().next() {
        Some(first) if is_xid_start(first) => name,
        _ => format!("{}{name}", case.of("x")),
    };
    match KEYWORDS.contains(&name.as_str()) {
        true => format!("{name}_"),
        false => name,
    }
}

/// Spells signs as words if there is nothing else, or if they are needed to tell numbers
/// apart.
fn worded(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_alphanumeric) {
        return match text {
            "" => "empty".to_owned().into(),
            text => signs(text).into(),
        };
    }
    match text.as_bytes() {
        [first @ (b'+' | b'-'), b'0'..=b'9', ..] => {
            format!("{}{}", sign(char::from(*first)), &text[1..]).into()
        }
        _ => text.into(),
    }
}

fn signs(text: &str) -> String {
    text.chars().map(sign).collect()
}

fn sign(c: char) -> String {
    let word = match c {
        '+' => "Plus",
        '-' => "Minus",
        '<' => "Less",
        '>' => "Greater",
        '=' => "Equal",
        '!' => "Not",
        '*' => "Star",
        '/' => "Slash",
        '\\' => "Backslash",
        '%' => "Percent",
        '&' => "And",
        '|' => "Or",
        '^' => "Caret",
        '~' => "Tilde",
        '#' => "Hash",
        '@' => "At",
        '$' => "Dollar",
        '.' => "Dot",
        ',' => "Comma",
        ':' => "Colon",
        ';' => "Semicolon",
        '?' => "Question",
        '_' => "Underscore",
        '(' | ')' => "Parenthesis",
        '[' | ']' => "Bracket",
        '{' | '}' => "Brace",
        '"' | '\'' | '`' => "Quote",
        ' ' => "Space",
        other => return format!("U{:x}", u32::from(other)),
    };
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_those_a_person_would_choose() {
        let snake = |text| Case::Snake.name(text);
        let pascal = |text| Case::Pascal.name(text);
        assert_eq!(snake("@odata.type"), "odata_type");
        assert_eq!(snake("price[gte]"), "price_gte");
        assert_eq!(snake("+1"), "plus1");
        assert_eq!(snake("type"), "type_");
        assert_eq!(snake(""), "empty");
        assert_eq!(snake("_"), "underscore");
        assert_eq!(pascal("HTTPServer"), "HttpServer");
        assert_eq!(pascal("4xxBody"), "X4xxBody");
        assert_eq!(pascal("Self"), "Self_");
        for (value, name) in [
            ("asc", "Asc"),
            ("<=", "LessEqual"),
            ("!=", "NotEqual"),
            ("A+", "APlus"),
            ("-created_at", "MinusCreatedAt"),
            ("+1", "Plus1"),
            ("", "Empty"),
            (" ", "Space"),
            ("😀", "U1f600"),
            ("2022-11-28", "X2022_11_28"),
            ("1.5", "X1_5"),
            ("Self", "Self_"),
            ("it's", "Its"),
            ("@me", "Me"),
            ("application/json", "ApplicationJson"),
            ("größe", "Größe"),
            ("\u{212a}", "K"),
            ("\u{1100}\u{1161}", "가"),
        ] {
            assert_eq!(variant(value), name, "{value:?}");
        }
    }

    proptest! {
        #[test]
        fn a_name_is_an_identifier_and_stays_as_it_is(text in "\\PC{0,8}|[a-zA-Z0-9_+'-]{0,8}") {
            for case in [Case::Pascal, Case::Snake] {
                let name = case.name(&text);
                prop_assert!(is_identifier(&name), "{name:?}");
                prop_assert_eq!(&case.name(&name), &name);
                for number in [2, 13] {
                    let numbered = case.numbered(&name, number);
                    prop_assert!(is_identifier(&numbered), "{numbered:?}");
                    prop_assert_eq!(&case.name(&numbered), &numbered);
                }
            }
            let variant = variant(&text);
            prop_assert!(is_identifier(&variant), "{variant:?}");
        }

        #[test]
        fn what_is_plainly_a_name_is_one(text in "[a-zA-Z0-9_]{0,8}") {
            for case in [Case::Pascal, Case::Snake] {
                if case.is_plainly_a_name(&text) {
                    prop_assert_eq!(&case.once(&text), &text);
                }
            }
        }
    }
}
