//! Formats that exclude values (OpenAPI's format registry; RFC 3339, RFC 9562, RFC 4648).
//! All other formats are only documentation.

use super::model::{Kind, Schema};
use super::registry::{is_uuid, range_of};

/// A format of strings.
#[derive(Clone, Copy)]
pub(crate) struct TextFormat {
    name: &'static str,
    /// A pattern that all strings of the format match.
    pub(crate) pattern: &'static str,
    /// Whether no other strings match the pattern.
    pub(crate) is_exact: bool,
    /// Some strings of the format.
    pub(crate) samples: &'static [&'static str],
}

macro_rules! date {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            "[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|[12][0-9]))",
            $after
        )
    };
}

const TEXTS: [TextFormat; 4] = [
    TextFormat {
        name: "date",
        pattern: date!("^", "$"),
        // The pattern does not know in which years February has 29 days.
        is_exact: false,
        samples: &["2024-02-29", "1999-12-31"],
    },
    TextFormat {
        name: "date-time",
        pattern: date!(
            "^",
            r"[Tt](?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]+)?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$"
        ),
        is_exact: false,
        samples: &["2024-02-29T12:00:00Z", "1999-12-31T23:59:59.5+01:00"],
    },
    TextFormat {
        name: "uuid",
        pattern: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",
        is_exact: true,
        samples: &["67e55044-10b1-426f-9247-bb680e5fe0c8"],
    },
    TextFormat {
        name: "byte",
        pattern: "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
        is_exact: true,
        samples: &["YQ==", ""],
    },
];

/// A format of strings that excludes some strings.
pub(crate) fn text_format(name: &str) -> Option<TextFormat> {
    TEXTS.into_iter().find(|format| format.name == name)
}

/// The range of whole numbers that a schema's format allows, if it is a number format.
pub(crate) fn range(schema: &Schema<'_>) -> Option<[i128; 2]> {
    schema.format.and_then(range_of)
}

/// Whether a format excludes some values of a kind.
pub(crate) fn narrows(format: &str, kind: Kind) -> bool {
    match kind {
        Kind::String => text_format(format).is_some(),
        Kind::Number => range_of(format).is_some(),
        _ => false,
    }
}

/// Whether a schema allows every string.
pub(crate) fn takes_any_text(schema: &Schema<'_>) -> bool {
    schema.types.has(Kind::String)
        && !schema.is_composed()
        && !schema.is_beyond
        && !schema
            .format
            .is_some_and(|format| narrows(format, Kind::String))
        && schema.reference.is_none()
        && schema.listed.is_none()
        && schema.pattern.is_none()
        && schema.min_length.unwrap_or(0) == 0
        && schema.max_length.is_none()
}

/// Whether a string matches a format.
pub(crate) fn allows(format: &str, text: &str) -> bool {
    match format {
        "date" => is_date(text),
        "date-time" => is_date_time(text),
        "uuid" => is_uuid(text),
        "byte" => is_base64(text),
        _ => true,
    }
}

fn digits(text: &str, count: usize) -> Option<u32> {
    let is_number = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// `full-date` of RFC 3339, section 5.6.
fn is_date(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return false;
    };
    let (Some(year), Some(month), Some(day)) = (digits(year, 4), digits(month, 2), digits(day, 2))
    else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// `date-time` of RFC 3339, section 5.6.
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't']) else {
        return false;
    };
    let (clock, offset) = match time.find(['Z', 'z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => return false,
    };
    let is_clock = |text: &str, parts: usize| {
        let all: Vec<_> = text.split(':').collect();
        let limits = [23, 59, 60];
        all.len() == parts
            && all
                .iter()
                .zip(limits)
                .all(|(part, limit)| digits(part, 2).is_some_and(|number| number <= limit))
    };
    let (clock, is_fraction) = match clock.split_once('.') {
        Some((clock, fraction)) => (
            clock,
            !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit()),
        ),
        None => (clock, true),
    };
    let is_offset = match offset {
        "Z" | "z" => true,
        other => other.get(1..).is_some_and(|other| is_clock(other, 2)),
    };
    is_date(date) && is_clock(clock, 3) && is_fraction && is_offset
}

/// RFC 4648, section 4.
fn is_base64(text: &str) -> bool {
    let data = text.trim_end_matches('=');
    let is_alphabet = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    text.len().is_multiple_of(4) && text.len() - data.len() <= 2 && data.bytes().all(is_alphabet)
}
