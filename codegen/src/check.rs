//! What of a document the generator cannot carry, would carry in a surprising
//! way, or carries rewritten; said before it is generated.
//!
//! The grammar of OpenAPI 3.0.3 is [`crate::grammar`]'s; the rules here are those
//! of progenitor 0.15, which meets such documents with a panic or an error
//! without a place, and those of the client around the generated code. Each rule
//! is one function over the tree, grouped as the document is: [`parameters`],
//! [`bodies`], [`schemas`], [`values`], [`components`].

mod bodies;
mod components;
mod parameters;
mod schemas;
mod values;

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::path::Path;

use crate::client::{self, SERVER_NAME};
use crate::diagnostic::{Diagnostic, add_excerpts};
use crate::document::{Document, Member, Node, Place, Source, lossy};
use crate::error::Error;
use crate::grammar;
use crate::operation::{Operation, operations, paths};
use crate::reach::{Component, Reach};

pub(crate) use bodies::{carried_media_type, comes_as_it_is, is_any, json};
pub(crate) use components::error_body;
pub(crate) use schemas::is_foreign;
pub(crate) use values::default_fits;

/// Methods of the client that no operation can be named after.
const TAKEN: [&str; 3] = ["builder", "service_root", "wire"];

/// Everything that is wrong with a document or would surprise, in document order.
///
/// `file` is named in the problems only.
#[must_use]
pub fn check(file: &Path, bytes: &[u8]) -> Vec<Diagnostic> {
    let (source, mut found) = Source::parse_all(file, bytes);
    if let Some(source) = &source {
        found = problems(source, found);
        if !found.iter().any(Diagnostic::is_error) {
            found.extend(failures(source));
            sort(&mut found);
        }
    }
    add_excerpts(&lossy(bytes), &mut found);
    found
}

/// What shows only when a client is made.
fn failures(source: &Source) -> Vec<Diagnostic> {
    match Document::new(source.clone()) {
        Ok(document) => client::defects(&document).err().unwrap_or_default(),
        Err(Error::Refused { diagnostics, .. }) => diagnostics,
        Err(_) => Vec::new(),
    }
}

/// What a text has against becoming a client, besides what its reader said.
pub(crate) fn problems(source: &Source, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let (grammar, schemas) = grammar::check(source.root());
    let is_another = |problem: &Diagnostic| problem.rule.id == "unsupported-version";
    let carriage = match grammar.iter().any(is_another) {
        true => Vec::new(),
        false => Check::of(source, schemas),
    };
    // What one layer says of a value is enough.
    for layer in [grammar, carriage] {
        let errors = found.iter().filter(|problem| problem.is_error());
        let said: HashSet<Place> = errors.map(|problem| problem.place).collect();
        found.extend(
            layer
                .into_iter()
                .filter(|problem| !said.contains(&problem.place)),
        );
    }
    sort(&mut found);
    found
}

/// A component that several operations share is said once.
fn sort(found: &mut Vec<Diagnostic>) {
    found.sort_by(|a, b| (a.place, &a.message).cmp(&(b.place, &b.message)));
    found.dedup();
}

struct Check<'a> {
    source: &'a Source,
    reach: Reach<'a>,
    /// The components that operations lead to.
    reached: HashSet<Component<'a>>,
    /// The schema of errors, once it is asked for.
    error_body: Option<Option<&'a str>>,
    found: Vec<Diagnostic>,
}

impl<'a> Check<'a> {
    fn of(source: &'a Source, schemas: Vec<&'a Node>) -> Vec<Diagnostic> {
        let root = source.root();
        let reach = Reach::of(source);
        let used = paths(root).flat_map(|(_, item)| reach.direct(&item.value));
        let used: Vec<_> = used.collect();
        let mut check = Self {
            source,
            reached: reach.closure(used),
            reach,
            error_body: None,
            found: Vec::new(),
        };
        for (path, item) in paths(root) {
            if let Some(reference) = item.value.member("$ref") {
                check.report(
                    "path-reference",
                    reference.key,
                    format!("the path `{path}` is kept elsewhere, behind a `$ref`"),
                    "write the operations of the path here",
                );
            }
        }
        let mut methods = HashMap::new();
        for operation in operations(root) {
            check.operation_id(&operation, &mut methods);
            check.parameters(&operation);
            check.request_body(&operation);
            check.responses(&operation);
        }
        check.servers();
        check.schemas(schemas);
        check.components();
        check.found
    }

    fn report(
        &mut self,
        rule: &str,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.found.push(Diagnostic::new(rule, place, message, help));
    }

    fn operation_id(
        &mut self,
        operation: &Operation<'a>,
        methods: &mut HashMap<String, (String, Place)>,
    ) {
        let text = operation.id();
        let method = operation.method_name();
        let place = match operation.declared_id() {
            Some(id) => id.place,
            None => {
                self.report(
                    "derived-operation-id",
                    operation.place(),
                    format!(
                        "{} has no `operationId`; its method is `{method}`",
                        operation.name()
                    ),
                    "add one; it becomes the method's name, so choose it for the call site",
                );
                operation.place()
            }
        };
        if TAKEN.contains(&method.as_str()) || method.is_empty() {
            self.report(
                "reserved-operation-id",
                place,
                format!(
                    "the operationId `{text}` becomes the method `{method}`, which every client has"
                ),
                "rename it",
            );
        }
        match methods.entry(method) {
            Entry::Vacant(entry) => {
                entry.insert((text, place));
            }
            Entry::Occupied(entry) => {
                let (other, first) = entry.get();
                let message = format!(
                    "the operationId `{text}` becomes the method `{}`, as does `{other}` at line {}",
                    entry.key(),
                    first.line
                );
                self.report(
                    "colliding-operation-ids",
                    place,
                    message,
                    "rename one of the two",
                );
            }
        }
    }

    /// The names of servers become the variants of an enum.
    fn servers(&mut self) {
        let mut seen = HashSet::new();
        let servers = self.source.root().get("servers").map(Node::items);
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
                    "server-name",
                    name.place,
                    format!("{} cannot name a server", name.value),
                    "write a name in upper camel case, such as `Global`; it becomes an enum variant",
                );
            } else if !seen.insert(text) {
                self.report(
                    "server-name",
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
