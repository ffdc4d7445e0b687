//! Candidate arrays.

use serde_json::Value as Json;

use super::goal::{Against, Candidates, Find, Found, State};
use super::ground::Claim;

/// The longest array that is built. A longer one would not help a reader.
const MAX_ITEMS: usize = 1_000;

pub(super) fn candidates<'a>(run: &dyn Find<'a>, state: &State<'a>) -> Candidates {
    let (mut least, mut most) = (0, u64::MAX);
    let (mut are_unique, mut are_repeated) = (false, false);
    let mut every: Vec<Claim<'a>> = Vec::new();
    for (side, schema) in &state.met {
        least = least.max(schema.min_items.unwrap_or(0));
        most = most.min(schema.max_items.unwrap_or(u64::MAX));
        are_unique |= schema.has_unique_items;
        every.extend(
            schema
                .items
                .map(|items| run.ground().claim(*side, items, true)),
        );
    }
    let mut against: Vec<Claim<'a>> = Vec::new();
    for one in &state.against {
        match one {
            Against::Fewer(size) => most = most.min(size.saturating_sub(1)),
            Against::More(size) => least = least.max(size.saturating_add(1)),
            Against::Repeated => are_repeated = true,
            Against::Item(side, items) => against.push(run.ground().claim(*side, items, false)),
            _ => {}
        }
    }
    if are_repeated {
        least = least.max(2);
    }
    let Ok(wanted) = usize::try_from(least) else {
        return Candidates::UNKNOWN;
    };
    if least > most || are_unique && are_repeated || most == 0 && !against.is_empty() {
        return Candidates::NOTHING;
    }
    if wanted > MAX_ITEMS {
        return Candidates::UNKNOWN;
    }
    let mut items: Vec<Json> = Vec::new();
    for claim in against {
        let mut claims = every.clone();
        claims.push(claim);
        match run.find(&claims, &[]) {
            Found::Value(value) if items.contains(&value) => {}
            Found::Value(value) => items.push(value),
            Found::Nothing => return Candidates::NOTHING,
            Found::Unknown => return Candidates::UNKNOWN,
        }
    }
    if items.len() as u64 > most {
        return Candidates::UNKNOWN;
    }
    while items.len() < wanted {
        if are_repeated && !items.is_empty() {
            items.extend(items.first().cloned());
            continue;
        }
        let excluded: &[Json] = if are_unique { &items } else { &[] };
        match run.find(&every, excluded) {
            Found::Value(value) if are_unique => items.push(value),
            Found::Value(value) => {
                let missing = wanted - items.len();
                let times = if are_repeated { 1 } else { missing };
                items.extend(std::iter::repeat_n(value, times));
            }
            // There are fewer different values than items.
            Found::Nothing => return Candidates::NOTHING,
            Found::Unknown => return Candidates::UNKNOWN,
        }
    }
    Candidates::some(vec![Json::Array(items)])
}
