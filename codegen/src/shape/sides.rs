//! Which schemas differ between requests and responses: those with properties that are
//! `readOnly` or `writeOnly` (OpenAPI 3.0.3, "Schema Object"), and those that lead to
//! such schemas.

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
        // First follow the references between components until no more components are
        // found that lead to one that differs. Then look inside these components, and at
        // everything outside of components.
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

    /// Marks what differs in a value and inside it. The depth of recursion is the depth
    /// of the tree, which is limited.
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

/// The target of a reference.
fn target<'a>(source: &'a Source, node: &'a Node) -> Option<&'a Node> {
    node.reference().and_then(|_| source.resolve(node))
}

/// Whether a schema has a property that is only sent or only received.
fn is_one_way(source: &Source, schema: &Node) -> bool {
    schema.members_of("properties").any(|(_, member)| {
        let property = &member.value;
        schema::is_one_way(property) || target(source, property).is_some_and(schema::is_one_way)
    })
}
