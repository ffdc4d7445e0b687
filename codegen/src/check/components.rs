//! Components: those that nothing reaches, and those that errors carry.

use super::context::Check;
use crate::diagnostic::Rule;
use crate::schema;
use crate::tree::Node;

/// Sections whose components operations refer to.
const REFERRED_TO: [&str; 5] = [
    "schemas",
    "responses",
    "parameters",
    "requestBodies",
    "headers",
];

/// Formats whose types take nothing but the form that the format names.
const STRICT: [&str; 6] = ["date", "date-time", "uuid", "ip", "ipv4", "ipv6"];

impl<'a> Check<'a> {
    pub(super) fn components(&mut self) {
        self.unused();
        self.error_bodies();
    }

    fn unused(&mut self) {
        for (section, all) in self.source.root().members_of("components") {
            if !REFERRED_TO.contains(&section) {
                continue;
            }
            for (name, member) in all.value.members() {
                if !self.reached.contains(&(section, name)) && !name.starts_with("x-") {
                    self.report(
                        Rule::UnusedComponent,
                        member,
                        format!("no operation reaches `components/{section}/{name}`"),
                        "remove it, or refer to it; it does not become part of the client",
                    );
                }
            }
        }
    }

    /// A body that is not what its type says is not decoded at all.
    fn error_bodies(&mut self) {
        let schemas = schema::component_map(self.source.root());
        let (Some(name), Some(schemas)) = (self.error_body, schemas) else {
            return;
        };
        let component = schemas.entry(name).map(|(name, _)| ("schemas", name));
        let reached = self.reach.closure(component).into_iter();
        let reached = reached.filter(|(section, _)| *section == "schemas");
        let is_strict = |format: &&Node| {
            let format = format.as_str();
            format.is_some_and(|format| STRICT.contains(&format))
        };
        let strict = reached
            .filter_map(|(_, name)| schemas.get(name))
            .flat_map(Node::walk)
            .filter_map(|schema| schema.get("format"))
            .filter(is_strict);
        let strict: Vec<_> = strict.collect();
        for format in strict {
            self.report(
                Rule::StrictErrorBody,
                format,
                format!(
                    "the format is {} in the body of an error, where services often write something else",
                    format.value
                ),
                "leave `format` out: a body that is not what its type says is not decoded at all",
            );
        }
    }
}
