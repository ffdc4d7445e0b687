//! Components: those that nothing reaches, those that become one type, and those
//! that errors carry.

use std::collections::{BTreeMap, HashMap};

use heck::ToPascalCase;

use super::{Check, members};
use crate::document::{Node, Source};
use crate::operation::{Operation, operations};
use crate::reach::walk;

const SCHEMAS: &str = "#/components/schemas/";

/// Formats whose types take nothing but the form that the format names.
const STRICT: [&str; 6] = ["date", "date-time", "uuid", "ip", "ipv4", "ipv6"];

/// The name of the schema that the bodies of errors follow: the one that most
/// error answers have, of those that `is_carried`.
pub(crate) fn error_body<'a>(
    source: &'a Source,
    is_carried: impl Fn(&Operation<'a>) -> bool,
) -> Option<&'a str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for operation in operations(source.root()).filter(is_carried) {
        for (_, member) in operation.errors() {
            if let Some(name) = error_schema(source, &member.value) {
                *counts.entry(name).or_default() += 1;
            }
        }
    }
    // Of equals the first by name.
    let most = counts.iter().rev().max_by_key(|(_, count)| **count);
    most.map(|(name, _)| *name)
}

/// The component that the JSON body of an answer refers to.
fn error_schema<'a>(source: &'a Source, response: &'a Node) -> Option<&'a str> {
    let response = source.resolve(response)?;
    let (_, media) = super::bodies::json(response)?;
    let reference = media.value.get("schema")?.reference()?;
    reference.strip_prefix(SCHEMAS)
}

impl<'a> Check<'a> {
    pub(super) fn components(&mut self) {
        self.unused();
        self.colliding_types();
        self.error_bodies();
    }

    fn unused(&mut self) {
        let root = self.source.root();
        for (section, all) in members(root, "components") {
            let is_referred_to = [
                "schemas",
                "responses",
                "parameters",
                "requestBodies",
                "headers",
            ];
            if !is_referred_to.contains(&section) {
                continue;
            }
            for (name, member) in all.value.members() {
                if !self.reached.contains(&(section, name)) && !name.starts_with("x-") {
                    self.report(
                        "unused-component",
                        member.key,
                        format!("no operation reaches `components/{section}/{name}`"),
                        "remove it, or refer to it; it does not become part of the client",
                    );
                }
            }
        }
    }

    fn colliding_types(&mut self) {
        let mut types: HashMap<String, &str> = HashMap::new();
        let schemas = self.source.root().pointer("/components/schemas");
        for (name, member) in schemas.into_iter().flat_map(Node::members) {
            if !self.reached.contains(&("schemas", name)) {
                continue;
            }
            let ty = name.to_pascal_case();
            match types.get(&ty) {
                None => {
                    types.insert(ty, name);
                }
                Some(other) => {
                    let message =
                        format!("the schema `{name}` becomes the type `{ty}`, as does `{other}`");
                    self.report(
                        "colliding-types",
                        member.key,
                        message,
                        "rename one of the two",
                    );
                }
            }
        }
    }

    /// A body that is not what its type says is not decoded at all.
    fn error_bodies(&mut self) {
        let Some(name) = error_body(self.source, |_| true) else {
            return;
        };
        let schemas = self.source.root().pointer("/components/schemas");
        let component = schemas.into_iter().flat_map(Node::members);
        let component = component.map(|(name, _)| name).find(|known| *known == name);
        let reached = self.reach.closure(component.map(|name| ("schemas", name)));
        let mut strict = Vec::new();
        for (section, name) in reached {
            let component = schemas
                .filter(|_| section == "schemas")
                .and_then(|all| all.get(name));
            if let Some(node) = component {
                walk(node, |schema| {
                    let format = schema.get("format");
                    strict.extend(format.filter(|format| {
                        format
                            .as_str()
                            .is_some_and(|format| STRICT.contains(&format))
                    }));
                });
            }
        }
        for format in strict {
            self.report(
                "strict-error-body",
                format.place,
                format!(
                    "the format is {} in the body of an error, where services often write something else",
                    format.value
                ),
                "leave `format` out: a body that is not what its type says is not decoded at all",
            );
        }
    }
}
