//! Which part of a document makes the generator fail.
//!
//! A failure of progenitor has a message, but no place. So after a failure, parts of the
//! document are generated until one part is found that fails: a component schema with
//! everything that it refers to, or an operation.

use std::collections::HashSet;
use std::ops::Range;

use crate::client::{Failure, failure};
use crate::diagnostic::{Diagnostic, Rule};
use crate::document::Document;
use crate::reach::Component;
use crate::schema;
use crate::tree::{Member, NodeId, Spot};

/// A part of a document.
#[derive(Clone, Copy)]
enum Part<'a> {
    Schema(Component<'a>),
    Operation(NodeId),
}

/// The part on which the generator fails, for a document on which it failed.
pub(super) fn defect(document: &Document, failure: Failure) -> Diagnostic {
    let whole = document.root().into();
    let (at, message) = match failure {
        Failure::Progenitor(message) => {
            failing(document, message.clone()).unwrap_or((whole, message))
        }
        Failure::Passes(message) => (whole, message),
    };
    Diagnostic::new(
        Rule::GeneratorDefect,
        at,
        format!("the generator fails here: {message}"),
        "this is a bug in codegen; please report it with the document, and describe this part in a simpler way until it is fixed",
    )
}

/// The part on which progenitor fails, and its message. `whole` is the message for all
/// parts together. None if there are no parts.
fn failing(document: &Document, whole: String) -> Option<(Spot, String)> {
    let lower = document.lower();
    let carried = document.openapi().components.as_ref();
    let is_carried = |member: &Member| {
        let name = lower.type_of(&member.value);
        carried
            .zip(name)
            .is_some_and(|(all, name)| all.schemas.contains_key(name))
    };
    let schemas = schema::components(document.root())
        .filter(|(_, member)| is_carried(member))
        .map(|(name, _)| ("schemas", name));
    // A schema comes after those that it refers to, so that it is not blamed for them.
    let schemas = lower.reach().dependencies_first(schemas).into_iter();
    let schemas = schemas.filter(|(section, _)| *section == "schemas");
    let operations = document.operations();
    let parts: Vec<_> = schemas
        .map(Part::Schema)
        .chain(operations.map(|operation| Part::Operation(operation.node_id())))
        .collect();

    let fails = |range: Range<usize>| {
        let parts = parts.get(range).unwrap_or_default();
        let operations: HashSet<_> = parts.iter().filter_map(|part| part.operation()).collect();
        let schemas = parts.iter().filter_map(|part| part.schema());
        let part = lower.part(
            |operation| operations.contains(&operation.node_id()),
            schemas,
        );
        failure(&part.ok()?, document.names())
    };
    let (index, message) = culprit(parts.len(), whole, fails)?;
    let spot = match parts.get(index)? {
        Part::Schema((_, name)) => schema::component_map(document.root())?.member(name)?.into(),
        Part::Operation(id) => document
            .operations()
            .find(|operation| operation.node_id() == *id)?
            .member
            .into(),
    };
    Some((spot, message))
}

impl<'a> Part<'a> {
    fn schema(&self) -> Option<Component<'a>> {
        match self {
            Self::Schema(component) => Some(*component),
            Self::Operation(_) => None,
        }
    }

    fn operation(&self) -> Option<NodeId> {
        match self {
            Self::Schema(_) => None,
            Self::Operation(id) => Some(*id),
        }
    }
}

/// One part that makes a group of parts fail, and the message of that failure. `whole` is
/// the message for all parts together.
///
/// The search divides the parts into halves. A part that fails alone is found with one
/// question for each halving and one for the part itself; each question is about half the
/// size of the one before. If no part fails alone, some parts fail only together. Then
/// the result is the part that makes the parts before it fail. Either way, there are at
/// most `2 · ⌈log₂ count⌉` questions.
fn culprit(
    count: usize,
    whole: String,
    mut fails: impl FnMut(Range<usize>) -> Option<String>,
) -> Option<(usize, String)> {
    // The smallest range that is known to fail, its message, and how much of its start is
    // known to succeed.
    let mut failing = 0..count;
    let mut message = whole;
    let mut passing = 0;

    let mut range = failing.clone();
    while range.len() > 1 {
        let middle = range.start + range.len() / 2;
        match fails(range.start..middle) {
            Some(said) => {
                range.end = middle;
                failing = range.clone();
                passing = range.start;
                message = said;
            }
            None => {
                if range == failing {
                    passing = middle;
                }
                range.start = middle;
            }
        }
    }
    let single = range.clone().next()?;
    if range == failing {
        return Some((single, message));
    }
    if let Some(said) = fails(range) {
        return Some((single, said));
    }
    let mut end = failing.end;
    while end - passing > 1 {
        let middle = passing + (end - passing) / 2;
        match fails(failing.start..middle) {
            Some(said) => (end, message) = (middle, said),
            None => passing = middle,
        }
    }
    Some((end - 1, message))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// Searches `count` parts that fail if all of `together` are present. Returns the
    /// part that was found and the number of questions.
    fn found(count: usize, together: &BTreeSet<usize>) -> (Option<usize>, u32) {
        let mut questions = 0;
        let said = "it fails".to_owned();
        let found = culprit(count, said.clone(), |range| {
            questions += 1;
            let fails = together.iter().all(|part| range.contains(part));
            fails.then(|| said.clone())
        });
        (found.map(|(index, _)| index), questions)
    }

    proptest! {
        #[test]
        fn a_part_that_fails_is_found_with_few_questions(
            count in 1..5_000_usize,
            parts in proptest::collection::vec(any::<proptest::sample::Index>(), 1..4),
        ) {
            let together: BTreeSet<_> = parts.iter().map(|part| part.index(count)).collect();
            let (found, questions) = found(count, &together);
            let found = found.expect("a part");
            prop_assert!(together.contains(&found));
            let halvings = count.next_power_of_two().ilog2();
            let limit = match together.len() {
                1 => halvings + 1,
                _ => 2 * halvings,
            };
            prop_assert!(questions <= limit, "{questions} questions for {count} parts");
        }
    }

    #[test]
    fn without_parts_there_is_none_to_blame() {
        assert_eq!(found(0, &BTreeSet::new()), (None, 0));
    }
}
