//! Schemas that have no Rust type, or that the generator meets with a panic.

use std::collections::{HashMap, HashSet};

use super::{Check, members};
use crate::document::{Node, Place, Source, Value};
use crate::lower::{DATES, WITHOUT_FORMAT, is_nullable};
use crate::pattern::{Unusable, translate};
use crate::reach::walk;

/// The kind of value that a keyword says something of (OpenAPI 3.0.3, "Schema
/// Object"), if it is one kind.
fn kind_of(keyword: &str) -> Option<&'static str> {
    Some(match keyword {
        "maxLength" | "minLength" | "pattern" => "string",
        "multipleOf" | "maximum" | "exclusiveMaximum" | "minimum" | "exclusiveMinimum" => "number",
        "items" | "maxItems" | "minItems" | "uniqueItems" => "array",
        "properties" | "required" | "additionalProperties" | "maxProperties" | "minProperties" => {
            "object"
        }
        _ => return None,
    })
}

/// Whether a keyword says nothing of the type that a schema declares.
pub(crate) fn is_foreign(keyword: &str, schema: &Node) -> bool {
    let Some(kind) = kind_of(keyword) else {
        return false;
    };
    match schema.get("type").and_then(Node::as_str) {
        Some("integer") => kind != "number",
        Some(declared) => kind != declared,
        None => false,
    }
}

impl<'a> Check<'a> {
    pub(super) fn schemas(&mut self, all: Vec<&'a Node>) {
        for (name, place) in endless(self.source) {
            if !self.reached.contains(&("schemas", name)) {
                continue;
            }
            self.report(
                "endless-schema",
                place,
                format!("the schema `{name}` is composed of itself"),
                "end the circle of `$ref`, `allOf`, `oneOf`, `anyOf` or `not`; a property may refer back",
            );
        }
        let components = self.source.root().pointer("/components/schemas");
        for (name, member) in components.into_iter().flat_map(Node::members) {
            if !self.reached.contains(&("schemas", name)) || !is_nullable(&member.value) {
                continue;
            }
            self.report(
                "nullable-component",
                member
                    .value
                    .member("nullable")
                    .map_or(member.key, |own| own.key),
                format!("the schema `{name}` may be null: so may each value that refers to it"),
                "say `nullable` where it is used",
            );
        }
        let schemas = self.carried(all);
        self.dates(&schemas);
        for schema in schemas {
            self.keywords_of_one_kind(schema);
            self.foreign_format(schema);
            self.exclusive_bounds(schema);
            self.pattern(schema);
            self.values(schema);
        }
    }

    /// Said once: there may be one in every schema.
    fn dates(&mut self, schemas: &[&'a Node]) {
        let formats = schemas.iter().filter_map(|schema| schema.get("format"));
        let dates =
            formats.filter(|format| format.as_str().is_some_and(|text| DATES.contains(&text)));
        let mut places: Vec<_> = dates.map(|format| format.place).collect();
        places.sort();
        if let Some(first) = places.first() {
            let more = match places.len() - 1 {
                0 => String::new(),
                more => format!(" (and {more} more)"),
            };
            self.report(
                "date-as-text",
                *first,
                format!("a date is read as text{more}: services write dates that RFC 3339 does not allow"),
                "read it with the crate for dates that you use",
            );
        }
    }

    /// Those that operations lead to.
    fn carried(&self, mut schemas: Vec<&'a Node>) -> Vec<&'a Node> {
        let mut left_out = HashSet::new();
        for (section, all) in members(self.source.root(), "components") {
            for (name, member) in all.value.members() {
                if !self.reached.contains(&(section, name)) {
                    walk(&member.value, |node| {
                        left_out.insert(std::ptr::from_ref(node));
                    });
                }
            }
        }
        schemas.retain(|schema| !left_out.contains(&std::ptr::from_ref(*schema)));
        schemas
    }

    /// A keyword that says nothing of the schema's type does not reach the
    /// client; without a type, two kinds at once make the generator panic.
    fn keywords_of_one_kind(&mut self, schema: &Node) {
        let declared = schema.get("type").and_then(Node::as_str);
        let mut first = None;
        for (key, member) in schema.members() {
            let Some(kind) = kind_of(key) else { continue };
            match (declared, *first.get_or_insert(kind)) {
                (Some(declared), _) if is_foreign(key, schema) => self.report(
                    "foreign-keyword",
                    member.key,
                    format!("`{key}` is a keyword of the type `{kind}`, but this is a schema of the type `{declared}`"),
                    format!("remove `{key}`, or correct `type`; it does not reach the client"),
                ),
                (None, first) if first != kind => self.report(
                    "mixed-keywords",
                    member.key,
                    format!("`{key}` is a keyword of the type `{kind}`, others are of the type `{first}`"),
                    "state the `type`, and keep its keywords",
                ),
                _ => {}
            }
        }
    }

    fn foreign_format(&mut self, schema: &Node) {
        let ty = schema.get("type").and_then(Node::as_str);
        if let Some(ty) = ty.filter(|ty| WITHOUT_FORMAT.contains(ty))
            && let Some(format) = schema.get("format")
        {
            self.report(
                "foreign-format",
                format.place,
                format!("there is no `format` for the type `{ty}`"),
                "remove it; it does not reach the client",
            );
        }
    }

    fn exclusive_bounds(&mut self, schema: &Node) {
        for (exclusive, bound) in [
            ("exclusiveMinimum", "minimum"),
            ("exclusiveMaximum", "maximum"),
        ] {
            if let Some(member) = schema.member(exclusive)
                && member.value.value == Value::Bool(true)
                && schema.get(bound).is_none()
            {
                self.report(
                    "exclusive-without-bound",
                    member.key,
                    format!("`{exclusive}` has no `{bound}` to exclude"),
                    format!("add `{bound}`; in OpenAPI 3.0 `{exclusive}` only qualifies it"),
                );
            }
        }
    }

    fn pattern(&mut self, schema: &Node) {
        let Some(pattern) = schema.get("pattern") else {
            return;
        };
        match translate(pattern.as_str().unwrap_or_default()) {
            Ok(_) => {}
            Err(Unusable::Malformed(reason)) => self.report(
                "malformed-pattern",
                pattern.place,
                format!("this is no regular expression: {reason}"),
                "write one of ECMA-262, as OpenAPI 3.0.3 says; in YAML a plain or 'quoted' text keeps its backslashes",
            ),
            Err(Unusable::Beyond(reason)) => self.report(
                "unchecked-pattern",
                pattern.place,
                format!("the client cannot check this pattern: {reason}"),
                "write it without, or leave this check to the service",
            ),
        }
    }
}

const SCHEMAS: &str = "#/components/schemas/";

enum Step<'a> {
    Enter(&'a str, &'a Node),
    Leave(&'a str),
}

/// The component schemas that need themselves before they hold anything: where
/// a circle of compositions closes, with the places of their names. A depth-first search that visits each schema once,
/// on a stack of its own.
fn endless(source: &Source) -> Vec<(&str, Place)> {
    let Some(schemas) = source.root().pointer("/components/schemas") else {
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
