//! The requirements for a document that is compared with another: it is an OpenAPI
//! document of any version, and its references lead to places inside it.

use super::version::{self, Version};
use crate::diagnostic::{Diagnostic, Rule};
use crate::tree::{Node, Value};

/// Fields that hold values of the API; `$ref` is an ordinary name there.
const VALUES: [&str; 5] = ["const", "default", "enum", "example", "examples"];

/// Fields whose keys are chosen by the document.
const NAMED: [&str; 12] = [
    "$defs",
    "callbacks",
    "content",
    "dependentSchemas",
    "headers",
    "links",
    "parameters",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
];

/// All reasons why a document cannot be compared.
pub(crate) fn incomparable(root: &Node) -> Vec<Diagnostic> {
    let is_openapi = root.get("openapi").and_then(Node::as_str).is_some();
    match version::check(root) {
        Version::Unknown(fault) => return vec![fault],
        Version::Other(fault) if !is_openapi => return vec![fault],
        Version::Other(_) | Version::Supported => {}
    }
    let mut faults = Vec::new();
    // A value, and whether its keys are chosen by the document.
    let mut next = vec![(root, false)];
    while let Some((node, are_names)) = next.pop() {
        if let (Some(reference), false) = (node.reference(), are_names) {
            faults.extend(fault(root, node, reference));
        }
        match &node.value {
            Value::List(items) => next.extend(items.iter().map(|item| (item, false))),
            Value::Map(members) => {
                let inner = members.iter().filter(|(key, _)| {
                    are_names || !(VALUES.contains(&key.as_str()) || key.starts_with("x-"))
                });
                next.extend(inner.map(|(key, member)| {
                    (&member.value, !are_names && NAMED.contains(&key.as_str()))
                }));
            }
            _ => {}
        }
    }
    faults
}

fn fault(root: &Node, node: &Node, reference: &str) -> Option<Diagnostic> {
    if !reference.starts_with('#') {
        return Some(Diagnostic::new(
            Rule::ExternalReference,
            node,
            format!("`{reference}` is in another file, so its content cannot be compared"),
            "bundle the document into one file",
        ));
    }
    root.fragment(reference).is_none().then(|| {
        Diagnostic::new(
            Rule::UnresolvedReference,
            node,
            format!("`{reference}` does not exist"),
            "add what it refers to, or correct the name",
        )
    })
}
