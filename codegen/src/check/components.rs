//! Components that no operation uses, and components in the bodies of errors.

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

/// Formats whose Rust types reject all other strings.
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
                        format!("no operation uses `components/{section}/{name}`"),
                        "remove it, or refer to it; it is not part of the client",
                    );
                }
            }
        }
    }

    /// One value that does not match its type makes the whole body unreadable.
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
                    "the format in an error body is {}, but services often send something else there",
                    format.value
                ),
                "remove `format`: if one value does not match its format, the whole body is not decoded",
            );
        }
    }
}
