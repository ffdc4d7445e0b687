//! Schemas that are composed of themselves.

use std::collections::HashMap;

use crate::schema;
use crate::tree::{Member, Node};

enum Step<'a> {
    Enter(&'a str, &'a Node),
    Leave(&'a str),
}

/// The component schemas at which a cycle of compositions closes. This is a depth-first
/// search that visits each schema once, with its own stack.
pub(super) fn endless(root: &Node) -> Vec<(&str, &Member)> {
    let Some(schemas) = schema::component_map(root) else {
        return Vec::new();
    };
    let mut open: HashMap<&str, bool> = HashMap::new();
    let mut found = Vec::new();
    for (name, member) in schemas.members() {
        let mut steps = vec![Step::Enter(name, &member.value)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Leave(name) => {
                    open.insert(name, false);
                }
                Step::Enter(name, schema) => match open.get(name) {
                    Some(false) => {}
                    Some(true) => found.extend(schemas.entry(name)),
                    None => {
                        open.insert(name, true);
                        steps.push(Step::Leave(name));
                        let targets = composed_of(schema).into_iter();
                        steps.extend(targets.filter_map(|reference| {
                            let name = schema::component_name(reference)?;
                            Some(Step::Enter(name, schemas.get(name)?))
                        }));
                    }
                },
            }
        }
    }
    found.sort_by_key(|(_, member)| member.value.id);
    found.dedup_by_key(|(_, member)| member.value.id);
    found
}

/// The references that a schema is composed of, without those of its properties and
/// items.
fn composed_of(schema: &Node) -> Vec<&str> {
    let mut references = Vec::new();
    let mut nodes = vec![schema];
    while let Some(node) = nodes.pop() {
        match node.reference() {
            Some(reference) => references.push(reference),
            None => {
                let lists = ["allOf", "oneOf", "anyOf"].into_iter();
                nodes.extend(lists.filter_map(|key| node.get(key)).flat_map(Node::items));
                nodes.extend(node.get("not"));
            }
        }
    }
    references
}
