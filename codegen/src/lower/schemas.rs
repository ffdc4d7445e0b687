//! What of schemas is rewritten.

use std::collections::HashSet;

use heck::ToPascalCase;

use super::value::{Lowered, Members};
use crate::body::{canonical, respelled};
use crate::schema::{self, DATES, WITHOUT_FORMAT, default_fits, is_foreign, is_nullable};
use crate::tree::{Node, NodeId, Value};

/// Fields that hold values of the API, or names, and no schemas.
const VALUES: [&str; 5] = ["default", "enum", "example", "examples", "mapping"];

/// Fields whose members have names of their own, which may be any of the above.
const NAMED: [&str; 9] = [
    "callbacks",
    "headers",
    "links",
    "parameters",
    "paths",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
];

/// What the keys of a mapping are.
#[derive(Clone, Copy, PartialEq)]
enum Keys {
    Fields,
    Names,
    MediaTypes,
}

/// What typify knows by name, and what that asks of schemas.
pub(super) struct Schemas<'a> {
    /// The component schemas.
    components: HashSet<NodeId>,
    /// Typify names a type after a schema's name or title, and minds no collision
    /// of the two.
    types: HashSet<String>,
    /// References to schemas that may be null. Typify gives such a type, and the
    /// type within, one name.
    nullable: HashSet<String>,
    /// Patterns that the client cannot check.
    unchecked: &'a HashSet<NodeId>,
}

impl<'a> Schemas<'a> {
    pub(super) fn of(root: &Node, unchecked: &'a HashSet<NodeId>) -> Self {
        let mut names = Self {
            components: HashSet::new(),
            types: HashSet::new(),
            nullable: HashSet::new(),
            unchecked,
        };
        for (name, member) in schema::components(root) {
            names.components.insert(member.value.id);
            names.types.insert(name.to_pascal_case());
            if is_nullable(&member.value) {
                names.nullable.insert(schema::reference_to(name));
            }
        }
        names
    }

    /// A value of the document with the schemas in it rewritten.
    pub(super) fn lower<'n>(&self, node: &'n Node) -> Lowered<'n> {
        self.value(node, Keys::Fields)
    }

    /// The depth of recursion is that of the document.
    fn value<'n>(&self, node: &'n Node, keys: Keys) -> Lowered<'n> {
        if self.is_nullable_use(node) {
            return nullable_use(node);
        }
        match &node.value {
            Value::List(items) => {
                let items = items.iter().map(|item| self.value(item, Keys::Fields));
                let lowered: Vec<_> = items.collect();
                match lowered.iter().all(Lowered::is_as_it_was) {
                    true => Lowered::As(node),
                    false => Lowered::list(node, lowered),
                }
            }
            Value::Map(members) => {
                let mut lowered = Members::new();
                let mut is_as_it_was = true;
                for (key, member) in members {
                    let (name, value) = match keys {
                        Keys::Fields if self.leaves_out(node, key) => {
                            is_as_it_was = false;
                            continue;
                        }
                        Keys::Fields => (key.into(), self.field(key, &member.value)),
                        Keys::Names => (key.into(), self.value(&member.value, Keys::Fields)),
                        // Two spellings of one media type: the usual one counts.
                        Keys::MediaTypes if respelled(node).any(|(name, _)| name == key) => {
                            is_as_it_was = false;
                            continue;
                        }
                        Keys::MediaTypes => {
                            (canonical(key), self.value(&member.value, Keys::Fields))
                        }
                    };
                    is_as_it_was &= name == *key && value.is_as_it_was();
                    lowered.push((name, value));
                }
                match is_as_it_was {
                    true => Lowered::As(node),
                    false => Lowered::map(node, lowered),
                }
            }
            _ => Lowered::As(node),
        }
    }

    fn field<'n>(&self, key: &str, value: &'n Node) -> Lowered<'n> {
        match key {
            key if VALUES.contains(&key) => Lowered::As(value),
            "content" => self.value(value, Keys::MediaTypes),
            key if NAMED.contains(&key) => self.value(value, Keys::Names),
            _ => self.value(value, Keys::Fields),
        }
    }

    /// Whether a field is left out of a schema.
    fn leaves_out(&self, schema: &Node, key: &str) -> bool {
        let text = |key| schema.text(key);
        let is_component = || self.components.contains(&schema.id);
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
                .is_some_and(|pattern| self.unchecked.contains(&pattern.id)),
            // Progenitor and typify act on some, and on none as we would.
            key if key.starts_with("x-") => true,
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
    let nullable = Lowered::Bool(node.into(), true);
    Lowered::map(
        node,
        vec![("nullable".into(), nullable), ("allOf".into(), reference)],
    )
}
