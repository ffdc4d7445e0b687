//! Names in Rust: names that collide with others, and names that a document chooses but
//! that cannot be used.

use super::context::Check;
use crate::diagnostic::Rule;
use crate::names::Collision;

impl Check<'_> {
    pub(super) fn names(&mut self) {
        let collisions = std::mem::take(&mut self.names.collisions);
        for collision in &collisions.methods {
            match collision.other {
                Some(_) => self.gives_way(Rule::CollidingOperationIds, "the method", collision),
                None => self.gives_way(Rule::ReservedOperationId, "the method", collision),
            }
        }
        for collision in &collisions.arguments {
            self.gives_way(Rule::CollidingParameters, "the argument", collision);
        }
        for collision in &collisions.types {
            self.gives_way(Rule::CollidingTypes, "the type", collision);
        }
        for collision in &collisions.fields {
            self.gives_way(Rule::CollidingProperties, "the field", collision);
        }
        for collision in &collisions.variants {
            self.gives_way(Rule::CollidingVariants, "the variant", collision);
        }
        for unusable in std::mem::take(&mut self.names.unusable) {
            let rule = match unusable.is_passed_over {
                true => Rule::EnumNames,
                false => Rule::RustName,
            };
            self.report(rule, unusable.at, unusable.message, unusable.help);
        }
    }

    fn gives_way(&mut self, rule: Rule, kind: &str, collision: &Collision) {
        let Collision {
            at,
            what,
            wish,
            name,
            other,
        } = collision;
        let remedy = match rule {
            Rule::CollidingTypes => {
                "choose a name with `x-rust-name` on the schema; if the schema is not under `components/schemas`, move it there first"
            }
            Rule::CollidingProperties => "choose a name with `x-rust-name` on the property",
            Rule::CollidingParameters => "choose a name with `x-rust-name` on the parameter",
            Rule::CollidingVariants => {
                "choose names with `x-enum-varnames`, one for each value, or with `x-rust-name` on the schemas of alternatives"
            }
            _ => "choose a name with `x-rust-name` on the operation",
        };
        let owner = match other {
            Some(other) => format!("but that name belongs to {other}"),
            None => "but that name is reserved".to_owned(),
        };
        self.report(
            rule,
            *at,
            format!("{what} would become {kind} `{wish}`, {owner}; it becomes `{name}`"),
            format!("{remedy}; nothing changes on the wire"),
        );
    }
}
