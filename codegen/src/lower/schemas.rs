//! What of schemas is rewritten.

use std::collections::HashSet;

use heck::ToPascalCase;

use super::at;
use crate::document::{Node, Place, Value};
use crate::pattern::translate;

/// Formats that are left out.
pub(crate) const DATES: [&str; 2] = ["date", "date-time"];

/// Types for which there is no format, and progenitor takes none.
pub(crate) const WITHOUT_FORMAT: [&str; 3] = ["array", "boolean", "object"];

/// Fields that hold values of the API, not schemas.
const VALUES: [&str; 4] = ["default", "enum", "example", "examples"];

/// Fields whose members have names of their own, which may be any of the above.
const NAMED: [&str; 9] = [
    "callbacks",
    "content",
    "headers",
    "parameters",
    "paths",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
];

/// Whether a schema says that its values may be null.
pub(crate) fn is_nullable(schema: &Node) -> bool {
    let nullable = schema.get("nullable");
    nullable.is_some_and(|node| node.value == Value::Bool(true))
}

/// Rewrites the schemas of a document for the generator.
pub(super) fn lower(root: &mut Node) {
    let names = Names::of(root);
    let mut nodes = vec![(root, false)];
    while let Some((node, is_named)) = nodes.pop() {
        if names.is_nullable_use(node) {
            nullable_use(node);
            continue;
        }
        let is_component = names.components.contains(&node.place);
        match &mut node.value {
            Value::List(items) => nodes.extend(items.iter_mut().map(|item| (item, false))),
            Value::Map(members) => {
                let text = |key| members.get(key).and_then(|member| member.value.as_str());
                let is_date = text("format").is_some_and(|format| DATES.contains(&format));
                let is_foreign = text("type").is_some_and(|ty| WITHOUT_FORMAT.contains(&ty));
                let title = text("title").map(ToPascalCase::to_pascal_case);
                let is_unchecked = text("pattern").is_some_and(|text| translate(text).is_err());
                let is_taken = title.is_some_and(|title| names.types.contains(&title));
                for (key, is_left_out) in [
                    ("format", is_date || is_foreign),
                    ("title", is_taken && !is_component),
                    ("nullable", is_component),
                    ("pattern", is_unchecked),
                ] {
                    if is_left_out && !is_named {
                        members.shift_remove(key);
                    }
                }
                let inner = members
                    .iter_mut()
                    .filter(|(key, _)| is_named || !VALUES.contains(&key.as_str()))
                    .map(|(key, member)| {
                        let is_named = !is_named && NAMED.contains(&key.as_str());
                        (&mut member.value, is_named)
                    });
                nodes.extend(inner);
            }
            _ => {}
        }
    }
}

/// What typify knows by name.
struct Names {
    /// Where the component schemas stand.
    components: HashSet<Place>,
    /// Typify names a type after a schema's name or title, and minds no collision
    /// of the two.
    types: HashSet<String>,
    /// References to schemas that may be null. Typify gives such a type, and the
    /// type within, one name.
    nullable: HashSet<String>,
}

impl Names {
    fn of(root: &Node) -> Self {
        let mut names = Self {
            components: HashSet::new(),
            types: HashSet::new(),
            nullable: HashSet::new(),
        };
        let schemas = root.pointer("/components/schemas").into_iter();
        for (name, member) in schemas.flat_map(Node::members) {
            names.components.insert(member.value.place);
            names.types.insert(name.to_pascal_case());
            if is_nullable(&member.value) {
                names
                    .nullable
                    .insert(format!("#/components/schemas/{name}"));
            }
        }
        names
    }

    fn is_nullable_use(&self, node: &Node) -> bool {
        let reference = node.reference();
        reference.is_some_and(|reference| self.nullable.contains(reference))
    }
}

/// `{$ref}` → `{nullable, allOf: [{$ref}]}`
fn nullable_use(node: &mut Node) {
    let place = node.place;
    let Value::Map(members) = &mut node.value else {
        return;
    };
    let reference = Node {
        place,
        value: Value::Map(std::mem::take(members)),
    };
    members.insert("nullable".to_owned(), at(place, Value::Bool(true)));
    members.insert("allOf".to_owned(), at(place, Value::List(vec![reference])));
}
