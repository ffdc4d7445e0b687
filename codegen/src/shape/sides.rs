//! Which schemas differ by the way that values travel: those with properties that are
//! `readOnly` or `writeOnly` (OpenAPI 3.0.3, "Schema Object"), and those that lead to
//! such.

use foldhash::{HashMap, HashMapExt, HashSet};

use crate::schema;
use crate::source::Source;
use crate::tree::{Node, NodeId};

/// The schemas that differ.
#[derive(Debug, Default)]
pub(crate) struct Sides {
    differing: HashSet<NodeId>,
}

impl Sides {
    pub(crate) fn of(source: &Source) -> Self {
        let mut sides = Self::default();
        if !["readOnly", "writeOnly"].iter().any(|key| source.says(key)) {
            return sides;
        }
        // Which component leads to which, until none is left that leads to one that
        // differs; then what stands in those, and around all components.
        let mut next = Vec::new();
        let mut leads: HashMap<NodeId, Vec<NodeId>> = HashMap::new();
        for (_, member) in schema::components(source.root()) {
            let component = &member.value;
            for node in component.walk() {
                if is_one_way(source, node) {
                    next.push(component.id);
                }
                if let Some(target) = target(source, node) {
                    leads.entry(target.id).or_default().push(component.id);
                }
            }
        }
        while let Some(id) = next.pop() {
            if sides.differing.insert(id) {
                next.extend(leads.get(&id).into_iter().flatten());
            }
        }
        if sides.differing.is_empty() {
            return sides;
        }
        let components = schema::components(source.root());
        let inside: Vec<_> = components
            .filter(|(_, member)| sides.differ(&member.value))
            .collect();
        let others = source.root().members_of("components");
        let others = others.filter(|(section, _)| !matches!(*section, "schemas" | "examples"));
        let around = source.root().members();
        let around = around.filter(|(key, _)| *key != "components");
        for (_, member) in inside.into_iter().chain(others).chain(around) {
            sides.mark(source, &member.value);
        }
        sides
    }

    /// Takes down what differs of a value and within it. The depth of recursion is
    /// that of the tree, which is bounded.
    fn mark(&mut self, source: &Source, node: &Node) -> bool {
        let inner = node.members().map(|(_, member)| &member.value);
        let mut differs = false;
        for inner in inner.chain(node.items()) {
            differs |= self.mark(source, inner);
        }
        differs |= is_one_way(source, node)
            || target(source, node).is_some_and(|target| self.differ(target));
        if differs {
            self.differing.insert(node.id);
        }
        differs
    }

    /// Whether a schema differs.
    pub(super) fn differ(&self, schema: &Node) -> bool {
        self.differing.contains(&schema.id)
    }
}

/// What a reference leads to.
fn target<'a>(source: &'a Source, node: &'a Node) -> Option<&'a Node> {
    node.reference().and_then(|_| source.resolve(node))
}

/// Whether a schema has a property that travels one way only.
fn is_one_way(source: &Source, schema: &Node) -> bool {
    schema.members_of("properties").any(|(_, member)| {
        let property = &member.value;
        schema::is_one_way(property) || target(source, property).is_some_and(schema::is_one_way)
    })
}
