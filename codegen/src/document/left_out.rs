//! Which operations a problem costs.

use std::collections::HashSet;

use super::{Node, Place, Source};
use crate::diagnostic::Diagnostic;
use crate::operation;
use crate::reach::{Reach, all_held, held};

/// The operations that hold one of these problems or lead to one, each with a
/// note that says so; or the problems that stand outside of all operations.
pub(super) fn operations(
    source: &Source,
    problems: &[Diagnostic],
) -> Result<Vec<(Place, Diagnostic)>, Vec<Diagnostic>> {
    let places: HashSet<Place> = problems.iter().map(|problem| problem.place).collect();
    let mut inside = HashSet::new();
    for part in ["paths", "components"] {
        let part = source.root().get(part).into_iter();
        for member in part.flat_map(Node::members).map(|(_, member)| member) {
            inside.extend(all_held(member, &places));
        }
    }
    let is_within = |problem: &Diagnostic| inside.contains(&problem.place);
    let (_, fatal): (Vec<_>, Vec<_>) = problems.iter().cloned().partition(is_within);
    if !fatal.is_empty() {
        return Err(fatal);
    }
    let reach = Reach::of(source);
    let tainted = reach.tainted_by(&places);
    let reached = |node: &Node| {
        let components = reach.direct(node).into_iter();
        components
            .filter_map(|component| tainted.get(&component))
            .min()
            .copied()
    };
    let left_out = operation::operations(source.root()).filter_map(|operation| {
        let item = &operation.item;
        let shared = ["parameters", "$ref"];
        let shared = shared.into_iter().filter_map(|key| item.value.member(key));
        let members = shared.chain([operation.member]);
        let of_path = [item.key, item.value.place].into_iter();
        let of_path = of_path.filter(|place| places.contains(place));
        let of_members = members.filter_map(|member| {
            held(member, &places)
                .into_iter()
                .chain(reached(&member.value))
                .min()
        });
        let place = of_path.chain(of_members).min()?;
        let note = Diagnostic::new(
            "left-out",
            operation.place(),
            format!("{} is left out for the error at {place}", operation.name()),
            "correct that error",
        );
        Some((operation.place(), note))
    });
    Ok(left_out.collect())
}
