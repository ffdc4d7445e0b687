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
    /// What is wrong.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) help: String,
    /// Whether another convention's words are merely passed over.
    pub(crate) is_passed_over: bool,
}

impl Chosen {
    /// The name that is chosen for what an object describes.
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
            None => format!("write a text in {wanted}"),
        };
        self.refuse(Unusable {
            at: chosen.into(),
            message: format!("{} cannot name {kind} here", chosen.value),
            help,
            is_passed_over: false,
        });
        None
    }

    /// The names that are chosen for the listed values of schemas.
    pub(super) fn variants(&mut self, schema: &Node) -> Option<Vec<(String, Spot)>> {
        let names = schema.get(ENUM_VARNAMES)?;
        let count = schema.items_of("enum").len();
        if names.items().len() != count {
            self.refuse(Unusable {
                at: names.into(),
                message: format!(
                    "{} names stand here for {count} values",
                    names.items().len()
                ),
                help: "write one name for each value of `enum`, in its order".to_owned(),
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
                    message: format!("{} cannot name a variant", name.value),
                    help: "write a text with letters, such as `Ascending`".to_owned(),
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
