//! Paths and operations.

use std::collections::{BTreeMap, BTreeSet};

use super::super::rule::Rule;
use super::super::side::{At, Both, Fate};
use super::context::Context;
use super::lifecycle::{is_unstable, removal};
use super::walk::Walk;
use crate::operation::METHODS;
use crate::template;

/// An operation in both documents, with its path items.
pub(super) struct Operation<'a> {
    pub(super) both: Both<'a>,
    pub(super) item: Both<'a>,
    pub(super) old_path: &'a str,
    pub(super) new_path: &'a str,
}

impl<'a> Walk<'a> {
    pub(super) fn document(&mut self) {
        let root = Both {
            old: At::root(self.old.root()),
            new: At::root(self.new.root()),
        };
        let context = Context::document();
        self.info(&root, &context);
        self.servers(&root, &context);
        self.tags(&root, &context);
        self.paths(&root);
        self.components(&root);
        let seen = [
            "openapi",
            "info",
            "servers",
            "tags",
            "paths",
            "components",
            "security",
        ];
        self.rest(&root, &seen, &context);
    }

    fn info(&mut self, root: &Both<'a>, context: &Context<'a>) {
        if let Some(fate) = root.changed("openapi") {
            self.report_field(Rule::DocumentVersionChanged, context, "openapi", &fate);
        }
        match root.changed("info") {
            Some(Fate::Kept(info)) => {
                if let Some(fate) = info.changed("version") {
                    self.report_field(Rule::DocumentVersionChanged, context, "version", &fate);
                }
                for key in ["contact", "license"] {
                    if let Some(fate) = info.changed(key) {
                        self.report_field(Rule::DocumentationChanged, context, key, &fate);
                    }
                }
                self.rest(&info, &["version", "contact", "license"], context);
            }
            Some(fate) => self.report_field(Rule::DocumentationChanged, context, "info", &fate),
            None => {}
        }
    }

    /// The descriptions of tags.
    fn tags(&mut self, root: &Both<'a>, context: &Context<'a>) {
        if let Some(fate) = root.changed("tags") {
            self.report_field(Rule::DocumentationChanged, context, "tags", &fate);
        }
    }

    /// Two paths that differ only in the names of their parameters are the same path.
    fn paths(&mut self, root: &Both<'a>) {
        let mut renamed: BTreeMap<String, [Vec<(&'a str, At<'a>)>; 2]> = BTreeMap::new();
        for (path, fate) in root.entries("paths") {
            match fate {
                _ if path.starts_with("x-") => {}
                Fate::Kept(item) => self.path(item, path, path),
                Fate::Removed(old) => {
                    renamed.entry(template::shape(path)).or_default()[0].push((path, old))
                }
                Fate::Added(new) => {
                    renamed.entry(template::shape(path)).or_default()[1].push((path, new))
                }
            }
        }
        for [old, new] in renamed.into_values() {
            let (mut old, mut new) = (old.into_iter(), new.into_iter());
            loop {
                match (old.next(), new.next()) {
                    (None, None) => break,
                    (Some((old_path, old)), Some((new_path, new))) => {
                        self.path(Both { old, new }, old_path, new_path);
                    }
                    (Some((path, old)), None) => self.removed_path(path, &old),
                    (None, Some((path, new))) => {
                        self.whole_path(Rule::PathAdded, path, (None, Some(&new)));
                    }
                }
            }
        }
        if let Some(Fate::Kept(paths)) = root.field("paths") {
            let names: BTreeSet<_> = [paths.old.node, paths.new.node]
                .into_iter()
                .flat_map(|node| node.members())
                .map(|(key, _)| key)
                .filter(|key| !key.starts_with("x-"))
                .collect();
            let seen: Vec<_> = names.into_iter().collect();
            self.rest(&paths, &seen, &Context::document());
        }
    }

    /// Operations with an announced removal are judged one by one.
    fn removed_path(&mut self, path: &str, item: &At<'a>) {
        let rule = |operation: &At<'_>| removal(operation, Rule::PathRemoved);
        let operations = METHODS
            .iter()
            .filter_map(|method| Some((method, item.get(method)?)));
        let (expected, announced): (Vec<_>, Vec<_>) =
            operations.partition(|(_, operation)| rule(operation) == Rule::PathRemoved);
        for (method, operation) in &announced {
            let context = Context::of_operation(method, path);
            self.report(rule(operation), &context, (Some(operation), None), || {
                format!("the operation {} was removed", context.subject())
            });
        }
        if !expected.is_empty() || announced.is_empty() {
            self.whole_path(Rule::PathRemoved, path, (Some(item), None));
        }
    }

    fn whole_path(
        &mut self,
        rule: Rule,
        path: &str,
        (old, new): (Option<&At<'a>>, Option<&At<'a>>),
    ) {
        let what = if old.is_none() { "added" } else { "removed" };
        let message = || format!("the path `{path}` was {what}");
        let item = old.or(new);
        let has = |method: &&&str| item.is_some_and(|item| item.node.get(method).is_some());
        self.report(rule, &Context::document(), (old, new), message);
        for method in METHODS.iter().filter(has) {
            self.report(
                rule,
                &Context::of_operation(method, path),
                (old, new),
                message,
            );
        }
    }

    fn path(&mut self, item: Both<'a>, old_path: &'a str, new_path: &'a str) {
        let about = Context::document().about(format!("the path `{new_path}`"));
        let (item, _) = self.resolve(item, &about);
        if old_path != new_path {
            let message = || format!("the path `{old_path}` is now written `{new_path}`");
            for method in METHODS
                .iter()
                .filter(|method| item.new.node.get(method).is_some())
            {
                let context = Context::of_operation(method, new_path);
                self.report(Rule::PathParameterRenamed, &context, item.sides(), message);
            }
            self.report(Rule::PathParameterRenamed, &about, item.sides(), message);
        }
        for method in METHODS {
            let context = Context::of_operation(method, new_path);
            match item.field(method) {
                Some(Fate::Kept(both)) => {
                    self.visited.clear();
                    self.mapped.clear();
                    let operation = Operation {
                        both,
                        item: item.clone(),
                        old_path,
                        new_path,
                    };
                    self.operation(&operation, &context);
                    self.pending_schemas();
                    self.settle();
                }
                Some(Fate::Removed(old)) => {
                    let rule = removal(&old, Rule::OperationRemoved);
                    self.report(rule, &context, (Some(&old), None), || {
                        format!("the operation {} was removed", context.subject())
                    });
                }
                Some(Fate::Added(new)) => {
                    self.report(Rule::OperationAdded, &context, (None, Some(&new)), || {
                        format!("the operation {} was added", context.subject())
                    });
                }
                None => {}
            }
        }
        self.servers(&item, &about);
        let seen: Vec<&str> = METHODS
            .into_iter()
            .chain(["parameters", "servers"])
            .collect();
        self.rest(&item, &seen, &about);
    }

    fn operation(&mut self, operation: &Operation<'a>, context: &Context<'a>) {
        let both = &operation.both;
        if is_unstable(&both.old) {
            self.unstable.extend(context.operation.clone());
        }
        if let Some(fate) = both.changed("operationId") {
            self.report_field(Rule::OperationIdChanged, context, "operationId", &fate);
        }
        if let Some(fate) = both.changed("tags") {
            self.report_field(Rule::TagsChanged, context, "tags", &fate);
        }
        self.parameters(operation, context);
        self.request_body(both, context);
        self.responses(both, context);
        if let Some(fate) = both.field("callbacks")
            && !matches!(&fate, Fate::Kept(both) if self.same(both))
        {
            self.report_field(Rule::CallbacksChanged, context, "callbacks", &fate);
        }
        self.security(both, context);
        self.servers(both, context);
        let seen = [
            "operationId",
            "tags",
            "parameters",
            "requestBody",
            "responses",
            "callbacks",
            "security",
            "servers",
        ];
        self.rest(both, &seen, context);
    }
}
