//! Candidate texts.

use serde_json::Value as Json;

use super::automata::Wanted;
use super::goal::{Against, Candidates, State};
use super::ground::Ground;
use crate::schema::{Kind, TextFormat, narrows, text_format};

/// The longest text that is built. A longer one would not help a reader.
const MAX_CHARS: usize = 10_000;

pub(super) fn candidates<'a>(ground: &Ground<'a>, state: &State<'a>) -> Candidates {
    let (mut least, mut most) = (0, u64::MAX);
    let mut wanted = Wanted::default();
    let mut samples: Vec<&str> = Vec::new();
    // Whether the automata cover all conditions on the texts.
    let mut is_exact = true;
    let mut is_contradiction = false;
    for (_, schema) in &state.met {
        least = least.max(schema.min_length.unwrap_or(0));
        most = most.min(schema.max_length.unwrap_or(u64::MAX));
        let format = schema.format.filter(|format| narrows(format, Kind::String));
        let format = format.and_then(text_format);
        samples.extend(format.iter().flat_map(|format| format.samples));
        let patterns = schema
            .pattern
            .into_iter()
            .chain(format.map(|format| format.pattern));
        for pattern in patterns {
            // A pattern without an automaton is ignored. That allows more texts, never fewer.
            wanted.matching.extend(ground.automaton(pattern));
        }
    }
    let is_met = |is_that: &dyn Fn(&crate::schema::Schema<'a>) -> bool| {
        state.met.iter().any(|(_, schema)| is_that(schema))
    };
    for against in &state.against {
        match against {
            Against::Shorter(size) => most = most.min(size.saturating_sub(1)),
            Against::Longer(size) => least = least.max(size.saturating_add(1)),
            Against::NotMatching(pattern) => {
                is_contradiction |= is_met(&|schema| schema.pattern == Some(pattern));
                match ground.automaton(pattern) {
                    Some(automaton) => wanted.not_matching.push(automaton),
                    None => is_exact = false,
                }
            }
            Against::NotFormed(format) => {
                is_contradiction |= is_met(&|schema| schema.format == Some(format));
                if let Some(TextFormat {
                    pattern,
                    is_exact: is_whole,
                    ..
                }) = text_format(format)
                {
                    is_exact &= is_whole;
                    wanted.not_matching.extend(ground.automaton(pattern));
                }
            }
            _ => {}
        }
    }
    if is_contradiction || least > most {
        return Candidates::NOTHING;
    }
    let chars = |size: u64| usize::try_from(size).unwrap_or(usize::MAX);
    (wanted.least_chars, wanted.most_chars) = (chars(least), chars(most));
    if wanted.least_chars > MAX_CHARS {
        return Candidates::UNKNOWN;
    }
    if wanted.matching.is_empty() && wanted.not_matching.is_empty() {
        let texts = ["a", "0", "A", "-", "é"].map(|unit| unit.repeat(wanted.least_chars.max(1)));
        let mut texts: Vec<String> = texts.into();
        texts.push("a".repeat(wanted.least_chars));
        texts.retain(|text| text.chars().count() <= wanted.most_chars);
        return Candidates {
            are_all: most == 0,
            values: texts.into_iter().map(Json::from).collect(),
        };
    }
    let (mut texts, is_whole) = wanted.texts();
    if texts.is_empty() && is_whole && is_exact {
        return Candidates::NOTHING;
    }
    // A text with characters is clearer to a reader than an empty one.
    texts.sort_by_key(String::is_empty);
    let samples = samples.into_iter().map(str::to_owned);
    Candidates::some(samples.chain(texts).map(Json::from).collect())
}
