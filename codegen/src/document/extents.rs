//! How far values reach. Asked for only when there is something to show, so that
//! the tree need not know.

use std::collections::{HashMap, HashSet};

use saphyr_parser::Event;

use super::events;
use super::node::Place;

/// Where the values and keys at some places end, as far as they stand on one
/// line.
pub(crate) fn extents(text: &str, places: impl Iterator<Item = Place>) -> HashMap<Place, Place> {
    let wanted: HashSet<Place> = places.collect();
    // What is behind an error has no extent.
    let (ends, _) = events::read(text, |ends: &mut HashMap<_, _>, event, span| {
        if let Event::Scalar(..) | Event::Alias(_) = event
            && wanted.contains(&span.start)
        {
            let end = match span.end.line == span.start.line {
                true => span.end,
                // Up to the end of the first line.
                false => Place {
                    column: usize::MAX,
                    ..span.start
                },
            };
            ends.insert(span.start, end);
        }
        Ok(())
    });
    ends
}
