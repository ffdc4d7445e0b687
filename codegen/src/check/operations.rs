//! Paths, and operations without a name.

use super::context::Check;
use crate::diagnostic::Rule;
use crate::operation::Operation;
use crate::tree::Member;

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
            "add one; it becomes the method's name, so choose it for the call site",
        );
    }
}
