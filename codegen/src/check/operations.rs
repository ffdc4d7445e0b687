//! Paths, and the names of operations, which become methods.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::context::Check;
use crate::diagnostic::Rule;
use crate::operation::Operation;
use crate::tree::{Member, Spot};

/// Methods of the client that no operation can be named after.
const TAKEN: [&str; 3] = ["builder", "service_root", "wire"];

impl<'a> Check<'a> {
    pub(super) fn path_item(&mut self, path: &str, item: &Member) {
        if let Some(reference) = item.value.member("$ref") {
            self.report(
                Rule::PathReference,
                reference,
                format!("the path `{path}` is kept elsewhere, behind a `$ref`"),
                "write the operations of the path here",
            );
        }
    }

    pub(super) fn operation_id(
        &mut self,
        operation: &Operation<'a>,
        methods: &mut HashMap<String, (String, Spot)>,
    ) {
        let method = operation.method_name();
        let at = match operation.declared_id() {
            Some(id) => id.into(),
            None => {
                self.derived_id(operation, &method);
                operation.member.into()
            }
        };
        self.reserved_id(operation, &method, at);
        self.colliding_ids(operation, method, at, methods);
    }

    fn derived_id(&mut self, operation: &Operation<'a>, method: &str) {
        self.report(
            Rule::DerivedOperationId,
            operation.member,
            format!(
                "{} has no `operationId`; its method is `{method}`",
                operation.name()
            ),
            "add one; it becomes the method's name, so choose it for the call site",
        );
    }

    fn reserved_id(&mut self, operation: &Operation<'a>, method: &str, at: Spot) {
        if TAKEN.contains(&method) || method.is_empty() {
            let id = operation.id();
            self.report(
                Rule::ReservedOperationId,
                at,
                format!(
                    "the operationId `{id}` becomes the method `{method}`, which every client has"
                ),
                "rename it",
            );
        }
    }

    fn colliding_ids(
        &mut self,
        operation: &Operation<'a>,
        method: String,
        at: Spot,
        methods: &mut HashMap<String, (String, Spot)>,
    ) {
        let id = operation.id();
        match methods.entry(method) {
            Entry::Vacant(entry) => {
                entry.insert((id, at));
            }
            Entry::Occupied(entry) => {
                let (other, first) = entry.get();
                let message = format!(
                    "the operationId `{id}` becomes the method `{}`, as does `{other}` at line {}",
                    entry.key(),
                    first.place.line
                );
                self.report(
                    Rule::CollidingOperationIds,
                    at,
                    message,
                    "rename one of the two",
                );
            }
        }
    }
}
