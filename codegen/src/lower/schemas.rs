//! What of schemas is rewritten.

use std::collections::HashSet;

use heck::ToPascalCase;

use super::value::{Lowered, Members};
use crate::check::{default_fits, is_foreign};
use crate::document::{Node, Place, Value};

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

/// What typify knows by name, and what that asks of schemas.
pub(super) struct Schemas {
    /// Where the component schemas stand.
    components: HashSet<Place>,
    /// Typify names a type after a schema's name or title, and minds no collision
    /// of the two.
    types: HashSet<String>,
    /// References to schemas that may be null. Typify gives such a type, and the
    /// type within, one name.
    nullable: HashSet<String>,
    /// Patterns that the client cannot check.
    unchecked: HashSet<Place>,
}

impl Schemas {
    pub(super) fn of(root: &Node, unchecked: HashSet<Place>) -> Self {
        let mut names = Self {
            components: HashSet::new(),
            types: HashSet::new(),
            nullable: HashSet::new(),
            unchecked,
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

    /// A value of the document with the schemas in it rewritten.
    pub(super) fn lower<'a>(&self, node: &'a Node) -> Lowered<'a> {
        self.value(node, false)
    }

    /// `is_named` if the members of the value have names of their own. The depth
    /// of recursion is that of the document.
    fn value<'a>(&self, node: &'a Node, is_named: bool) -> Lowered<'a> {
        if self.is_nullable_use(node) {
            return nullable_use(node);
        }
        match &node.value {
            Value::List(items) => {
                let lowered: Vec<_> = items.iter().map(|item| self.value(item, false)).collect();
                match lowered.iter().all(Lowered::is_as_it_was) {
                    true => Lowered::As(node),
                    false => Lowered::list(node, lowered),
                }
            }
            Value::Map(members) => {
                let kept = members
                    .iter()
                    .filter(|(key, _)| is_named || !self.leaves_out(node, key));
                let lowered = kept.map(|(key, member)| {
                    let value = match is_named {
                        true => self.value(&member.value, false),
                        false if VALUES.contains(&key.as_str()) => Lowered::As(&member.value),
                        false => self.value(&member.value, NAMED.contains(&key.as_str())),
                    };
                    (key.into(), value)
                });
                let lowered: Members<'a> = lowered.collect();
                let is_whole = lowered.len() == members.len();
                match is_whole && lowered.iter().all(|(_, value)| value.is_as_it_was()) {
                    true => Lowered::As(node),
                    false => Lowered::map(node, lowered),
                }
            }
            _ => Lowered::As(node),
        }
    }

    /// Whether a field is left out of a schema.
    fn leaves_out(&self, schema: &Node, key: &str) -> bool {
        let text = |key| schema.get(key).and_then(Node::as_str);
        let is_component = || self.components.contains(&schema.place);
        match key {
            "format" => {
                text("format").is_some_and(|format| DATES.contains(&format))
                    || text("type").is_some_and(|ty| WITHOUT_FORMAT.contains(&ty))
            }
            "title" => {
                let title = text("title").map(ToPascalCase::to_pascal_case);
                title.is_some_and(|title| self.types.contains(&title)) && !is_component()
            }
            "nullable" => is_component(),
            "default" => !default_fits(schema),
            key if is_foreign(key, schema) => true,
            "pattern" => schema
                .get("pattern")
                .is_some_and(|pattern| self.unchecked.contains(&pattern.place)),
            _ => false,
        }
    }

    fn is_nullable_use(&self, node: &Node) -> bool {
        let reference = node.reference();
        reference.is_some_and(|reference| self.nullable.contains(reference))
    }
}

/// `{$ref}` → `{nullable, allOf: [{$ref}]}`
fn nullable_use(node: &Node) -> Lowered<'_> {
    let reference = Lowered::list(node, vec![Lowered::As(node)]);
    let nullable = Lowered::Bool(node.place, true);
    Lowered::map(
        node,
        vec![("nullable".into(), nullable), ("allOf".into(), reference)],
    )
}
