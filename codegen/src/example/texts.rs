//! Strings made from a schema: from its format, its pattern and its limits.

use regex_syntax::hir::{Class, Hir, HirKind};

use crate::pattern;
use crate::schema::{Schema, text_format};

/// The maximum length of a string that is made for `minLength`.
const MAX_LENGTH: usize = 2_000;

/// Strings of which one probably matches a schema, the best first.
pub(super) fn of(schema: &Schema<'_>) -> Vec<String> {
    let least = schema.min_length.unwrap_or(0);
    let least = usize::try_from(least).map_or(MAX_LENGTH, |least| least.min(MAX_LENGTH));
    let mut texts = Vec::new();
    if let Some(format) = schema.format {
        texts.extend(of_format(format).into_iter().map(str::to_owned));
    }
    if let Some(pattern) = schema.pattern {
        // More repetitions make the string longer.
        let times = [1, 2, 4, 8, 16, 36, least];
        texts.extend(
            times
                .into_iter()
                .filter_map(|times| of_pattern(pattern, times)),
        );
    }
    let mut plain = "text".to_owned();
    while plain.chars().count() < least {
        plain.push_str("text");
    }
    if let Some(most) = schema
        .max_length
        .and_then(|most| usize::try_from(most).ok())
    {
        plain = plain.chars().take(most).collect();
    }
    texts.push(plain);
    texts
}

/// Strings of a format in OpenAPI's registry.
fn of_format(format: &str) -> Vec<&'static str> {
    let known = text_format(format).map(|format| format.samples.to_vec());
    known.unwrap_or_else(|| {
        let sample = match format {
            "duration" => "PT1H",
            "email" => "adele.vance@contoso.com",
            "hostname" => "www.contoso.com",
            "ip" | "ipv4" => "192.0.2.1",
            "ipv6" => "2001:db8::1",
            "time" => "12:00:00Z",
            "uri" | "url" => "https://www.contoso.com/",
            _ => return Vec::new(),
        };
        vec![sample]
    })
}

/// A string that matches a pattern. Unlimited repetitions are repeated this many times.
fn of_pattern(pattern: &str, times: usize) -> Option<String> {
    let explicit = pattern::explicit(pattern)?;
    let hir = regex_syntax::parse(&explicit).ok()?;
    let mut text = String::new();
    write(&hir, times, &mut text)?;
    Some(text)
}

/// The depth of recursion is limited by the parser of patterns.
fn write(hir: &Hir, times: usize, text: &mut String) -> Option<()> {
    if text.len() > MAX_LENGTH {
        return None;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(class) => text.push(character(class)?),
        HirKind::Repetition(repetition) => {
            let least = repetition.min as usize;
            let most = repetition.max.map_or(usize::MAX, |most| most as usize);
            for _ in 0..least.max(times).min(most) {
                write(&repetition.sub, times, text)?;
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, times, text)?,
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, times, text)?;
            }
        }
        HirKind::Alternation(choices) => write(choices.first()?, times, text)?,
    }
    Some(())
}

/// A character of a class that people can read, if it has one.
fn character(class: &Class) -> Option<char> {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class
            .iter()
            .map(|range| (range.start(), range.end()))
            .collect(),
        Class::Bytes(class) => class
            .iter()
            .map(|range| (range.start().into(), range.end().into()))
            .collect(),
    };
    let has = |one: &char| {
        ranges
            .iter()
            .any(|(first, last)| (first..=last).contains(&one))
    };
    let usual = ['a', 'A', '1'].into_iter().chain('!'..='~');
    usual
        .into_iter()
        .find(has)
        .or_else(|| ranges.first().map(|(first, _)| *first))
}
