//! The choices in a search: the ways to meet a schema, and the ways not to meet it.

use serde_json::Value as Json;

use super::goal::{Against, Mode, State, Strength};
use super::ground::{Claim, Ground};
use crate::schema::{Keyword, Kind, Others, narrows, range};
use crate::tree::Node;

/// One of several ways to continue a search.
pub(super) enum Choice<'a> {
    Claims(Vec<Claim<'a>>),
    Against(Against<'a>),
}

/// Adds the conditions for meeting a schema, and returns the choices; `None` if no value
/// of the kind meets it.
pub(super) fn to_meet<'a>(
    ground: &Ground<'a>,
    kind: Kind,
    claim: &Claim<'a>,
    state: &mut State<'a>,
) -> Option<Vec<Choice<'a>>> {
    let schema = &claim.schema;
    if !schema.types.has(kind) {
        return None;
    }
    let of = |node: &'a Node, holds: bool| ground.claim(claim.side, node, holds);
    if let Some(target) = ground.target(claim) {
        state.todo.push(Claim::new(claim.side, target, true));
    }
    state
        .todo
        .extend(schema.all_of.iter().map(|part| of(part, true)));
    state.todo.extend(schema.not.map(|not| of(not, false)));
    state.met.push((claim.side, schema.clone()));
    let one_of = schema.one_of.iter().enumerate().map(|(chosen, _)| {
        let parts = schema.one_of.iter().enumerate();
        parts
            .map(|(index, part)| of(part, index == chosen))
            .collect()
    });
    let any_of = schema.any_of.iter().map(|part| vec![of(part, true)]);
    let lists: [Vec<Vec<Claim<'a>>>; 2] = [any_of.collect(), one_of.collect()];
    let mut choices: Vec<Vec<Claim<'a>>> = Vec::new();
    for list in lists.into_iter().filter(|list| !list.is_empty()) {
        choices = match choices.is_empty() {
            true => list,
            false => choices
                .iter()
                .flat_map(|one| list.iter().map(|other| [&one[..], other].concat()))
                .collect(),
        };
    }
    Some(choices.into_iter().map(Choice::Claims).collect())
}

/// The ways for a value of a kind not to meet a schema.
pub(super) fn around<'a>(
    ground: &Ground<'a>,
    mode: Mode,
    kind: Kind,
    claim: &Claim<'a>,
) -> Vec<Choice<'a>> {
    let schema = &claim.schema;
    let of = |node: &'a Node, holds: bool| ground.claim(claim.side, node, holds);
    let mut against: Vec<Against<'a>> = Vec::new();
    if let Some(listed) = schema.listed {
        let is_of_kind = |one: &Node| json(one).is_some_and(|one| Kind::of(&one) == kind);
        if !spares(mode, claim) || !listed.iter().any(is_of_kind) {
            against.push(Against::Listed);
        }
    }
    match kind {
        Kind::Number => {
            against.extend(schema.minimum.map(Against::Below));
            against.extend(schema.maximum.map(Against::Above));
            against.extend(schema.multiple_of.map(Against::NotMultiple));
            if schema.types.only_integers {
                against.push(Against::Fraction);
            }
            if let Some([least, most]) = range(schema) {
                against.extend([Against::BelowFormat(least), Against::AboveFormat(most)]);
            }
        }
        Kind::String => {
            against.extend(
                schema
                    .min_length
                    .filter(|least| *least > 0)
                    .map(Against::Shorter),
            );
            against.extend(schema.max_length.map(Against::Longer));
            against.extend(schema.pattern.map(Against::NotMatching));
            let format = schema.format.filter(|format| narrows(format, kind));
            against.extend(format.map(Against::NotFormed));
        }
        Kind::Array => {
            against.extend(
                schema
                    .min_items
                    .filter(|least| *least > 0)
                    .map(Against::Fewer),
            );
            against.extend(schema.max_items.map(Against::More));
            if schema.has_unique_items {
                against.push(Against::Repeated);
            }
            against.extend(schema.items.map(|items| Against::Item(claim.side, items)));
        }
        Kind::Object => {
            against.extend(around_object(ground, mode, claim));
        }
        Kind::Boolean | Kind::Null => {}
    }
    if schema.is_beyond {
        against.push(Against::Beyond);
    }
    let mut choices: Vec<_> = against.into_iter().map(Choice::Against).collect();
    if let Some(target) = ground.target(claim) {
        choices.push(Choice::Claims(vec![Claim::new(claim.side, target, false)]));
    } else if schema.reference.is_some() {
        choices.push(Choice::Against(Against::Beyond));
    }
    let parts = schema.all_of.iter();
    choices.extend(parts.map(|part| Choice::Claims(vec![of(part, false)])));
    choices.extend(schema.not.map(|not| Choice::Claims(vec![of(not, true)])));
    let none =
        |parts: &'a [Node]| Choice::Claims(parts.iter().map(|part| of(part, false)).collect());
    let lists = [schema.any_of, schema.one_of];
    choices.extend(lists.into_iter().filter(|list| !list.is_empty()).map(none));
    for (index, one) in schema.one_of.iter().enumerate() {
        let others = schema.one_of.iter().skip(index + 1);
        choices.extend(others.map(|other| Choice::Claims(vec![of(one, true), of(other, true)])));
    }
    choices
}

fn around_object<'a>(ground: &Ground<'a>, mode: Mode, claim: &Claim<'a>) -> Vec<Against<'a>> {
    let schema = &claim.schema;
    let reader = ground.reader(claim.side);
    let travel = mode.travel;
    let is_sent = |property: &'a Node| !reader.is_unsent(property, travel);
    let mut against = Vec::new();
    against.extend(
        schema
            .min_properties
            .filter(|least| *least > 0)
            .map(Against::Fewer),
    );
    against.extend(schema.max_properties.map(Against::More));
    let required = schema.required.iter();
    let required = required.filter(|name| schema.property(name).is_none_or(is_sent));
    against.extend(required.map(|name| Against::Missing(name, schema.property(name).is_some())));
    // A claim about one name in `required` has no other condition.
    let is_whole = !matches!(schema.keyword, Some(Keyword::Required(_) | Keyword::Others));
    if let Some(properties) = schema.properties.filter(|_| is_whole) {
        let properties = properties
            .members()
            .filter(|(_, member)| is_sent(&member.value));
        against.extend(
            properties.map(|(name, member)| Against::Property(name, claim.side, &member.value)),
        );
    }
    // The client ignores properties that it does not know.
    let is_read = spares(mode, claim) && matches!(schema.others, Others::Closed);
    if !matches!(schema.others, Others::Open) && !is_read {
        against.push(Against::Other(claim.side, schema.clone()));
    }
    against
}

/// Whether the client may be able to read values that do not meet this claim.
pub(super) fn spares(mode: Mode, claim: &Claim<'_>) -> bool {
    mode.strength == Strength::Breaking
        && !mode.travel.is_sent
        && claim.side != mode.source
        && !claim.holds
}

pub(super) fn json(node: &Node) -> Option<Json> {
    serde_json::to_value(node).ok()
}
