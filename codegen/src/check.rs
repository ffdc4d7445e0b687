//! What the generator cannot carry, said before it is generated.
//!
//! The document follows the grammar of OpenAPI 3.0.3 by now; the rules here
//! are those of progenitor 0.15, which meets such documents with a panic or an
//! error without a place. Each rule is one function over the tree, grouped as
//! the document is: [`parameters`], [`bodies`], [`schemas`].

mod bodies;
mod parameters;
mod schemas;

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use heck::ToSnakeCase;

use crate::client::SERVER_NAME;
use crate::document::{Document, Member, Node, Place};
use crate::error::Diagnostic;

/// Methods of the client that no operation can be named after.
const TAKEN: [&str; 3] = ["builder", "service_root", "wire"];

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Everything in the document that cannot become a client, in document order.
#[must_use]
pub fn check(document: &Document) -> Vec<Diagnostic> {
    let mut check = Check {
        document,
        found: Vec::new(),
    };
    let mut methods = HashMap::new();
    for (path, item) in members(document.root(), "paths") {
        if path.starts_with("x-") {
            continue;
        }
        if let Some(reference) = item.value.member("$ref") {
            check.report(
                reference.key,
                format!("the path `{path}` is kept elsewhere, behind a `$ref`"),
                "write the operations of the path here",
            );
        }
        for (method, operation) in item.value.members() {
            if METHODS.contains(&method) {
                let operation = Operation {
                    path,
                    key: item.key,
                    item: &item.value,
                    method,
                    member: operation,
                };
                check.operation_id(&operation, &mut methods);
                check.parameters(&operation);
                check.request_body(&operation);
                check.responses(&operation);
            }
        }
    }
    check.servers();
    check.schemas();
    // A component that several operations share is said once.
    check
        .found
        .sort_by(|a, b| (a.place, &a.message).cmp(&(b.place, &b.message)));
    check.found.dedup();
    check.found
}

struct Check<'a> {
    document: &'a Document,
    found: Vec<Diagnostic>,
}

struct Operation<'a> {
    path: &'a str,
    /// Where the path stands.
    key: Place,
    item: &'a Node,
    method: &'a str,
    member: &'a Member,
}

impl<'a> Operation<'a> {
    fn name(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path)
    }

    fn node(&self) -> &'a Node {
        &self.member.value
    }
}

impl<'a> Check<'a> {
    fn report(&mut self, place: Place, message: impl Into<String>, help: impl Into<String>) {
        self.found.push(Diagnostic::new(place, message, help));
    }

    fn operation_id(
        &mut self,
        operation: &Operation<'a>,
        methods: &mut HashMap<String, (&'a str, Place)>,
    ) {
        let Some(id) = operation.node().get("operationId") else {
            return self.report(
                operation.member.key,
                format!("{} has no `operationId`", operation.name()),
                "add one; it becomes the method's name, so choose it for the call site",
            );
        };
        let text = id.as_str().unwrap_or_default();
        let method = text.to_snake_case();
        if TAKEN.contains(&method.as_str()) {
            self.report(
                id.place,
                format!(
                    "the operationId `{text}` becomes the method `{method}`, which every client has"
                ),
                "rename it",
            );
        }
        match methods.entry(method) {
            Entry::Vacant(entry) => {
                entry.insert((text, id.place));
            }
            Entry::Occupied(entry) => {
                let (other, place) = *entry.get();
                self.report(
                    id.place,
                    format!(
                        "the operationId `{text}` becomes the method `{}`, as does `{other}` at line {}",
                        entry.key(),
                        place.line
                    ),
                    "rename one of the two",
                );
            }
        }
    }

    /// The names of servers become the variants of an enum.
    fn servers(&mut self) {
        let mut seen = HashSet::new();
        let servers = self.document.root().get("servers").map(Node::items);
        for name in servers
            .unwrap_or_default()
            .iter()
            .filter_map(|server| server.get(SERVER_NAME))
        {
            let text = name.as_str().unwrap_or_default();
            if !text.starts_with(|c: char| c.is_ascii_uppercase())
                || !text.chars().all(|c| c.is_ascii_alphanumeric())
                || text == "Self"
            {
                self.report(
                    name.place,
                    format!("{} cannot name a server", name.value),
                    "write a name in upper camel case, such as `Global`; it becomes an enum variant",
                );
            } else if !seen.insert(text) {
                self.report(
                    name.place,
                    format!("two servers are named `{text}`"),
                    "give each server a name of its own",
                );
            }
        }
    }
}

fn members<'a>(node: &'a Node, key: &str) -> impl Iterator<Item = (&'a str, &'a Member)> {
    node.get(key).into_iter().flat_map(Node::members)
}
