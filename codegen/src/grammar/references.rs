//! Where a `$ref` may stand, and where it may lead.

use std::collections::HashSet;

use super::tables::Object;
use super::{Walk, an};
use crate::document::{Node, Place};

impl<'a> Walk<'a> {
    pub(super) fn ref_or(&mut self, node: &'a Node, object: &'static Object, at: Place) {
        let Some(reference) = node.get("$ref") else {
            return self.object(node, object, at);
        };
        let Some(target) = reference.as_str() else {
            return self.report(
                "wrong-value",
                reference.place,
                format!("`$ref` must be a string, found {}", reference.value),
                format!("write `#/components/{}/<name>`", object.section),
            );
        };
        self.reference(target, reference.place, object);
    }

    fn reference(&mut self, target: &'a str, place: Place, object: &'static Object) {
        let prefix = format!("#/components/{}/", object.section);
        if !target.starts_with('#') {
            return self.report(
                "external-reference",
                place,
                format!("`{target}` is in another file"),
                format!(
                    "copy it into `components/{}`, and write `{prefix}<name>`",
                    object.section
                ),
            );
        }
        let name = target.strip_prefix(&prefix);
        let Some(name) = name.filter(|name| !name.contains('/')) else {
            return self.report(
                "wrong-reference",
                place,
                format!("`{target}` does not refer to {}", an(object.name)),
                format!(
                    "put it under `components/{}` and write `{prefix}<name>`",
                    object.section
                ),
            );
        };
        let components = self.root.get("components");
        let mut section = components.and_then(|components| components.get(object.section));
        let mut next = name;
        let mut seen = HashSet::new();
        while let Some(component) = section.take().and_then(|section| section.get(next)) {
            let Some(further) = component.reference().and_then(|r| r.strip_prefix(&prefix)) else {
                return;
            };
            if !seen.insert(further) {
                return self.report(
                    "circular-reference",
                    place,
                    format!("`{target}` leads back to itself"),
                    "end the circle: one of its components must hold a value",
                );
            }
            next = further;
            section = components.and_then(|components| components.get(object.section));
        }
        // A later link of the chain is reported where that link stands.
        if seen.is_empty() {
            self.report(
                "unresolved-reference",
                place,
                format!("`{target}` does not exist"),
                format!(
                    "add it under `components/{}`, or correct the name",
                    object.section
                ),
            );
        }
    }
}
