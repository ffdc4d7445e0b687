//! Schemas that need themselves before they hold anything. They have no Rust
//! type, and the generator would follow them until the stack ends.

use std::collections::HashMap;

use crate::document::{Document, Node, Place};

const SCHEMAS: &str = "#/components/schemas/";

enum Step<'a> {
    Enter(&'a str, &'a Node),
    Leave(&'a str),
}

/// The component schemas at which a circle of compositions closes, with the
/// places of their names. A depth-first search that visits each schema once,
/// on a stack of its own.
pub(super) fn endless(document: &Document) -> Vec<(&str, Place)> {
    let Some(schemas) = document.root().pointer("/components/schemas") else {
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
                    Some(true) => found.extend(schemas.member(name).map(|own| (name, own.key))),
                    None => {
                        open.insert(name, true);
                        steps.push(Step::Leave(name));
                        let targets = composed_of(schema).into_iter();
                        steps.extend(targets.filter_map(|reference| {
                            let name = reference.strip_prefix(SCHEMAS)?;
                            Some(Step::Enter(name, schemas.get(name)?))
                        }));
                    }
                },
            }
        }
    }
    found.sort_by_key(|(_, place)| *place);
    found.dedup();
    found
}

/// The references a schema is composed of: not those of its properties or items.
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
