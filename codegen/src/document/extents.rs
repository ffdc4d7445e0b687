//! How far values reach. Asked for only when there is something to show, so that
//! the tree need not know.

use std::collections::{HashMap, HashSet};

use saphyr_parser::{Event, Parser};

use super::node::Place;
use super::parse::place;
use super::surrogates::Joined;

/// Where the values and keys at some places end, as far as they stand on one
/// line.
pub(crate) fn extents(text: &str, places: impl Iterator<Item = Place>) -> HashMap<Place, Place> {
    let wanted: HashSet<Place> = places.collect();
    let mut ends = HashMap::new();
    let joined = Joined::new(text);
    for event in Parser::new_from_str(&joined.text) {
        let Ok((event, span)) = event else { break };
        let start = joined.original(place(&span.start));
        if !wanted.contains(&start) {
            continue;
        }
        if let Event::Scalar(..) | Event::Alias(_) = event {
            let end = joined.original(place(&span.end));
            ends.insert(
                start,
                match end.line == start.line {
                    true => end,
                    // Up to the end of the first line.
                    false => Place {
                        column: usize::MAX,
                        ..start
                    },
                },
            );
        }
    }
    ends
}
