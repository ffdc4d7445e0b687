//! Where a `$ref` may lead to.

use std::collections::HashSet;

use super::shapes::{Object, an};
use crate::diagnostic::{Diagnostic, Rule};
use crate::tree::Node;

/// Whether a reference leads to a component of the kind that is allowed at its place.
pub(super) fn check(
    root: &Node,
    reference: &Node,
    target: &str,
    object: &'static Object,
) -> Result<(), Diagnostic> {
    let section = object.section;
    let prefix = format!("#/components/{section}/");
    if !target.starts_with('#') {
        return Err(Diagnostic::new(
            Rule::ExternalReference,
            reference,
            format!("`{target}` is in another file"),
            format!("copy it into `components/{section}`, and write `{prefix}<name>`"),
        ));
    }
    let name = target.strip_prefix(&prefix);
    let Some(name) = name.filter(|name| !name.contains('/')) else {
        return Err(Diagnostic::new(
            Rule::WrongReference,
            reference,
            format!("`{target}` does not refer to {}", an(object.name)),
            format!("put it under `components/{section}` and write `{prefix}<name>`"),
        ));
    };
    let components = root.get("components").and_then(|all| all.get(section));
    match follow(components, name, &prefix) {
        End::Value => Ok(()),
        End::Circle => Err(Diagnostic::new(
            Rule::CircularReference,
            reference,
            format!("`{target}` leads back to itself"),
            "break the cycle: one of its components must not be a `$ref`",
        )),
        End::Nothing => Err(Diagnostic::new(
            Rule::UnresolvedReference,
            reference,
            format!("`{target}` does not exist"),
            format!("add it under `components/{section}`, or correct the name"),
        )),
    }
}

/// Where a chain of references ends.
enum End {
    /// At a value, or at a later reference that leads nowhere; that one is reported at
    /// its own place.
    Value,
    Circle,
    Nothing,
}

/// Follows the references, starting at the component with this name.
fn follow(components: Option<&Node>, name: &str, prefix: &str) -> End {
    let mut next = name;
    let mut seen = HashSet::new();
    while let Some(component) = components.and_then(|all| all.get(next)) {
        let further = component.reference();
        let Some(further) = further.and_then(|further| further.strip_prefix(prefix)) else {
            return End::Value;
        };
        if !seen.insert(further) {
            return End::Circle;
        }
        next = further;
    }
    match seen.is_empty() {
        true => End::Nothing,
        false => End::Value,
    }
}
