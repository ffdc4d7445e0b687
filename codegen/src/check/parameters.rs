//! Parameters that progenitor refuses or meets with a panic.

use std::collections::BTreeMap;

use heck::ToSnakeCase;

use super::Check;
use crate::document::{Node, Place, Value};
use crate::operation::{Operation, is_ignored_header, is_joined};

/// What makes a type of its own of a schema.
const CONSTRAINTS: [&str; 5] = ["enum", "pattern", "minLength", "maxLength", "properties"];

impl<'a> Check<'a> {
    pub(super) fn parameters(&mut self, operation: &Operation<'a>) {
        let effective = self.effective_parameters(operation);
        self.arguments(operation, &effective);

        let Some(names) = template_names(operation.path) else {
            return self.report(
                "malformed-path",
                operation.item.key,
                format!("the braces of the path `{}` do not match", operation.path),
                "write each parameter as `{name}`, within one segment",
            );
        };
        for name in &names {
            if !effective.contains_key(&("path", name)) {
                self.report(
                    "undeclared-path-parameter",
                    operation.place(),
                    format!(
                        "the path of {} names `{{{name}}}`, which is no parameter of it",
                        operation.name()
                    ),
                    format!("add a parameter with `in: path`, `name: {name}` and `required: true`"),
                );
            }
        }
        for ((location, name), place) in effective {
            if location == "path" && !names.contains(&name) {
                self.report(
                    "unused-path-parameter",
                    place,
                    format!(
                        "the path of {} does not name `{{{name}}}`",
                        operation.name()
                    ),
                    "correct the parameter's name, or put it in the path",
                );
            }
        }
    }

    /// The operation's parameters and those of its path, by location and name.
    /// An operation's parameter overrides its path's.
    fn effective_parameters(
        &mut self,
        operation: &Operation<'a>,
    ) -> BTreeMap<(&'a str, &'a str), Place> {
        let mut effective = BTreeMap::new();
        for owner in [operation.node(), &operation.item.value] {
            let mut own = BTreeMap::new();
            for node in owner.get("parameters").map(Node::items).unwrap_or_default() {
                let Some(parameter) = self.source.resolve(node) else {
                    continue;
                };
                let text = |key| parameter.get(key).and_then(Node::as_str);
                if is_ignored_header(parameter) {
                    self.report(
                        "ignored-header",
                        parameter.get("name").unwrap_or(node).place,
                        format!(
                            "the header `{}` of {} is no parameter",
                            text("name").unwrap_or_default(),
                            operation.name()
                        ),
                        "remove it; OpenAPI ignores it, and the client sends it by itself",
                    );
                    continue;
                }
                let name = text("name").unwrap_or_default();
                let location = text("in").unwrap_or_default();
                if own.insert((location, name), node.place).is_some() {
                    self.report(
                        "duplicate-parameter",
                        node.place,
                        format!("the {location} parameter `{name}` stands here a second time"),
                        "keep one of the two",
                    );
                }
                self.parameter(parameter, name, location);
            }
            for (key, place) in own {
                effective.entry(key).or_insert(place);
            }
        }
        effective
    }

    /// Each parameter becomes an argument of the method, named in snake case.
    fn arguments(
        &mut self,
        operation: &Operation<'a>,
        effective: &BTreeMap<(&'a str, &'a str), Place>,
    ) {
        let mut arguments = BTreeMap::new();
        if operation.node().get("requestBody").is_some() {
            arguments.insert("body".to_owned(), "the request body");
        }
        for ((_, name), place) in effective {
            if let Some(other) = arguments.insert(name.to_snake_case(), name) {
                self.report(
                    "colliding-parameters",
                    *place,
                    format!(
                        "the parameter `{name}` of {} becomes the argument `{}`, as does `{other}`",
                        operation.name(),
                        name.to_snake_case()
                    ),
                    "rename one of the two",
                );
            }
        }
    }

    fn parameter(&mut self, parameter: &'a Node, name: &str, location: &str) {
        let place = parameter.get("name").unwrap_or(parameter).place;
        let required = matches!(
            parameter.get("required").map(|node| &node.value),
            Some(Value::Bool(true))
        );
        if location == "path" && !required {
            self.report(
                "optional-path-parameter",
                place,
                format!("the path parameter `{name}` is not required"),
                "add `required: true`; a path cannot do without it",
            );
        }
        if location == "cookie" {
            self.report(
                "cookie-parameter",
                parameter.get("in").unwrap_or(parameter).place,
                format!("`{name}` is a cookie parameter, which the generator cannot carry"),
                "remove it, or send it as a header",
            );
        }
        let default_style = if location == "query" {
            "form"
        } else {
            "simple"
        };
        if let Some(style) = parameter.get("style")
            && location != "cookie"
            && style.as_str() != Some(default_style)
        {
            self.report(
                "parameter-style",
                style.place,
                format!("the style of the {location} parameter `{name}` cannot be carried"),
                format!("remove `style`, which leaves `{default_style}`"),
            );
        }
        if is_joined(parameter)
            && let Some(explode) = parameter.member("explode")
        {
            self.report(
                "joined-items",
                explode.key,
                format!("the items of the query parameter `{name}` are one text, joined by commas"),
                "remove `explode: false` for a list, which repeats the name for each item",
            );
        }
        if let Some(schema) = parameter.get("schema")
            && let Some(constraint) = CONSTRAINTS.into_iter().find_map(|key| schema.member(key))
        {
            self.report(
                "anonymous-type",
                constraint.key,
                format!("the constrained schema of `{name}` has no name, and becomes a type for each operation"),
                "put it under `components/schemas`, and refer to it",
            );
        }
        if parameter.get("schema").is_none() {
            self.report(
                "parameter-content",
                parameter
                    .member("content")
                    .map_or(place, |member| member.key),
                format!("the parameter `{name}` has no `schema`"),
                "describe its value with `schema`; `content` cannot be carried",
            );
        }
    }
}

/// The names between braces in a path template; `None` if the braces do not
/// match or a name does not stand within one segment.
fn template_names(path: &str) -> Option<Vec<&str>> {
    let mut parts = path.split('{');
    let before = parts.next().filter(|text| !text.contains('}'));
    before.and_then(|_| {
        parts
            .map(|part| {
                let (name, after) = part.split_once('}')?;
                let well_formed = !name.is_empty() && !name.contains('/') && !after.contains('}');
                well_formed.then_some(name)
            })
            .collect()
    })
}
