//! Paths, operations without an `operationId`, and extensions of operations.

use std::collections::{HashMap, HashSet};

use super::context::Check;
use crate::diagnostic::Rule;
use crate::operation::{Operation, WHEN_UNKNOWN, operations, paths};
use crate::paging::{NotFollowed, PAGEABLE, paging};
use crate::template;
use crate::tree::Member;

impl<'a> Check<'a> {
    pub(super) fn path_item(&mut self, path: &str, item: &Member) {
        if let Some(reference) = item.value.member("$ref") {
            self.report(
                Rule::PathReference,
                reference,
                format!("the operations of the path `{path}` are elsewhere, behind a `$ref`"),
                "write the operations of the path here",
            );
        }
    }

    /// Paths that differ in the names of their parameters only (OpenAPI 3.0.3, "Paths
    /// Object").
    pub(super) fn same_paths(&mut self) {
        let mut seen: HashMap<String, &str> = HashMap::new();
        let root = self.source.root();
        let used: HashSet<_> = operations(root).map(|operation| operation.path).collect();
        for (path, item) in paths(root).filter(|(path, _)| used.contains(path)) {
            let shape = template::shape(path);
            if let Some(other) = seen.get(&shape) {
                self.report(
                    Rule::SamePath,
                    item,
                    format!("the paths `{other}` and `{path}` are the same: only the names of their parameters differ"),
                    "describe all operations under one of the two",
                );
                continue;
            }
            seen.insert(shape, path);
        }
    }

    pub(super) fn when_unknown(&mut self, operation: &Operation<'a>) {
        let said = operation.node().get(WHEN_UNKNOWN);
        if let Some(said) = said.filter(|_| operation.when_unknown().is_none()) {
            self.report(
                Rule::WrongValue,
                said,
                format!("`{WHEN_UNKNOWN}` must be a string, found {}", said.value),
                "write what callers should do before they repeat the request",
            );
        }
    }

    pub(super) fn pageable(&mut self, operation: &Operation<'a>) {
        let paging = paging(self.source, &self.inventory, operation);
        if let Some(Err(NotFollowed { at, why })) = paging {
            self.report(
                Rule::UnusablePageable,
                at,
                format!("no method can follow the pages of {}: {why}", operation.name()),
                format!("set `nextLinkName` in `{PAGEABLE}` to the property of the response that has the URL of the next page, or to `null` if there is only one page"),
            );
        }
    }

    pub(super) fn operation_id(&mut self, operation: &Operation<'a>) {
        if operation.declared_id().is_some() {
            return;
        }
        let method = self.names.method(operation.node_id());
        let method = method.map_or_else(String::new, |method| method.name.clone());
        self.report(
            Rule::DerivedOperationId,
            operation.member,
            format!(
                "{} has no `operationId`; its method is `{method}`",
                operation.name()
            ),
            "add one; it becomes the method's name, so choose a name that reads well in Rust code",
        );
    }
}
