//! Which operations are left out because of errors.

use std::collections::HashSet;

use foldhash::HashMap;

use crate::diagnostic::{Diagnostic, Rule};
use crate::operation::{self, METHODS};
use crate::reach::{Reach, held};
use crate::source::Source;
use crate::tree::{Node, NodeId, Place};

/// The operations that contain one of these errors or lead to one, each with a note; or
/// else the errors that are outside of all operations.
pub(super) fn operations(
    source: &Source,
    errors: &[Diagnostic],
) -> Result<Vec<(NodeId, Diagnostic)>, Vec<Diagnostic>> {
    if errors.is_empty() {
        return Ok(Vec::new());
    }
    let fatal = outside(source, errors);
    if !fatal.is_empty() {
        return Err(fatal);
    }
    let said = said(errors);
    let reach = Reach::of(source);
    let tainted = reach.tainted_by(&said);
    let reached = |node: &Node| {
        let components = reach.direct(node).into_iter();
        components
            .filter_map(|component| tainted.get(&component))
            .min()
            .copied()
    };
    let left_out = operation::operations(source.root()).filter_map(|operation| {
        let item = &operation.item.value;
        let shared = item.members().filter(|(key, _)| !METHODS.contains(key));
        let shared = shared.map(|(_, member)| &member.value);
        let own = operation.node().get("security");
        let security = source.root().get("security").filter(|_| own.is_none());
        let parts = shared.chain(security).chain([operation.node()]);
        let of_parts =
            parts.filter_map(|part| held(part, &said).into_iter().chain(reached(part)).min());
        let of_path = said.get(&item.id).copied();
        let place = of_path.into_iter().chain(of_parts).min()?;
        let note = Diagnostic::new(
            Rule::LeftOut,
            operation.member,
            format!(
                "{} is left out because of the error at {place}",
                operation.name()
            ),
            "correct that error",
        );
        Some((operation.node_id(), note))
    });
    Ok(left_out.collect())
}

/// The errors outside of all operations.
fn outside(source: &Source, errors: &[Diagnostic]) -> Vec<Diagnostic> {
    let parts = ["paths", "components"].into_iter();
    let parts = parts.flat_map(|part| source.root().members_of(part));
    let parts = parts.map(|(_, member)| &member.value);
    let inside: HashSet<NodeId> = parts
        .chain(source.root().items_of("security"))
        .flat_map(Node::walk)
        .map(|node| node.id)
        .collect();
    let is_within = |error: &Diagnostic| error.node.is_some_and(|node| inside.contains(&node));
    let outside = errors.iter().filter(|error| !is_within(error));
    outside.cloned().collect()
}

/// The place of the first error of each value.
fn said(errors: &[Diagnostic]) -> HashMap<NodeId, Place> {
    let mut said: HashMap<NodeId, Place> = HashMap::default();
    for error in errors {
        if let Some(node) = error.node {
            let place = said.entry(node).or_insert(error.place);
            *place = error.place.min(*place);
        }
    }
    said
}
