//! The names that a document chooses for Rust: `x-rust-name`, `x-enum-varnames`.

use std::collections::HashSet;

use super::identifier::{Case, is_identifier, variant};
use crate::tree::{Node, NodeId, Spot};

/// On an operation, a parameter, a schema or a property.
pub(crate) const RUST_NAME: &str = "x-rust-name";

/// On a schema with `enum`, one for each of its values (openapi-generator's
/// convention).
pub(crate) const ENUM_VARNAMES: &str = "x-enum-varnames";

/// The names that a document chooses, and those that cannot be used.
#[derive(Default)]
pub(super) struct Chosen {
    seen: HashSet<NodeId>,
    pub(super) unusable: Vec<Unusable>,
}

/// A chosen name that cannot be used.
#[derive(Debug, Clone)]
pub(crate) struct Unusable {
    pub(crate) at: Spot,
    /// The message of the diagnostic.
    pub(crate) message: String,
    /// The help of the diagnostic.
    pub(crate) help: String,
    /// Whether the name is ignored, because it comes from another tool's convention.
    pub(crate) is_passed_over: bool,
}

impl Chosen {
    /// The name that the document chooses for an object.
    pub(super) fn name(&mut self, object: &Node, case: Case) -> Option<(String, Spot)> {
        let chosen = object.get(RUST_NAME)?;
        let text = chosen.as_str().unwrap_or_default();
        if is_identifier(text) && case.name(text) == text {
            return Some((text.to_owned(), chosen.into()));
        }
        let (kind, wanted) = match case {
            Case::Pascal => ("a type", "PascalCase"),
            Case::Snake => ("a method, an argument or a field", "snake_case"),
        };
        let help = match chosen.as_str() {
            Some(text) => format!("write it in {wanted}, such as `{}`", case.name(text)),
            None => format!("write a string in {wanted}"),
        };
        self.refuse(Unusable {
            at: chosen.into(),
            message: format!("{} cannot be the name of {kind}", chosen.value),
            help,
            is_passed_over: false,
        });
        None
    }

    /// The names that the document chooses for the values of an `enum`.
    pub(super) fn variants(&mut self, schema: &Node) -> Option<Vec<(String, Spot)>> {
        let names = schema.get(ENUM_VARNAMES)?;
        let count = schema.items_of("enum").len();
        if names.items().len() != count {
            self.refuse(Unusable {
                at: names.into(),
                message: format!("there are {} names for {count} values", names.items().len()),
                help: "write one name for each value of `enum`, in the same order".to_owned(),
                is_passed_over: true,
            });
            return None;
        }
        let mut chosen = Vec::with_capacity(count);
        for name in names.items() {
            let text = name.as_str().unwrap_or_default();
            if !text.contains(char::is_alphanumeric) {
                self.refuse(Unusable {
                    at: name.into(),
                    message: format!("{} cannot be the name of a variant", name.value),
                    help: "write a string with letters, such as `Ascending`".to_owned(),
                    is_passed_over: true,
                });
                return None;
            }
            chosen.push((variant(text), name.into()));
        }
        Some(chosen)
    }

    fn refuse(&mut self, unusable: Unusable) {
        let is_new = unusable.at.node.is_none_or(|node| self.seen.insert(node));
        if is_new {
            self.unusable.push(unusable);
        }
    }
}
