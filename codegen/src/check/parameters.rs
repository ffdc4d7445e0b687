//! Parameters that progenitor refuses or meets with a panic.

use std::collections::BTreeMap;

use super::context::Check;
use crate::diagnostic::Rule;
use crate::operation::{Operation, Parameter, is_ignored_header};
use crate::shape::{Form, Style};
use crate::template;
use crate::tree::{Node, Spot};

/// What makes a type of its own of a schema.
const CONSTRAINTS: [&str; 5] = ["enum", "pattern", "minLength", "maxLength", "properties"];

/// The parameters of an operation, by location and name.
type Effective<'a> = BTreeMap<(&'a str, &'a str), Spot>;

impl<'a> Check<'a> {
    pub(super) fn parameters(&mut self, operation: &Operation<'a>) {
        let effective = self.effective_parameters(operation);
        self.path(operation, &effective);
    }

    /// The path names its parameters, and has no others.
    fn path(&mut self, operation: &Operation<'a>, effective: &Effective<'a>) {
        if operation.path.contains('#') {
            self.report(
                Rule::PathFragment,
                operation.item,
                format!("the path `{}` has a `#`, and what follows it is never sent", operation.path),
                "write `%23` if the service is to see it, which changes what is sent; leave it if it only tells operations apart",
            );
        }
        let Some(names) = template::names(operation.path) else {
            return self.report(
                Rule::MalformedPath,
                operation.item,
                format!("the braces of the path `{}` do not match", operation.path),
                "write each parameter as `{name}`, within one segment",
            );
        };
        for name in &names {
            if !effective.contains_key(&("path", *name)) {
                self.report(
                    Rule::UndeclaredPathParameter,
                    operation.member,
                    format!(
                        "the path of {} names `{{{name}}}`, which is no parameter of it",
                        operation.name()
                    ),
                    format!("add a parameter with `in: path`, `name: {name}` and `required: true`"),
                );
            }
        }
        for ((location, name), at) in effective {
            if *location == "path" && !names.contains(name) {
                self.report(
                    Rule::UnusedPathParameter,
                    *at,
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
    fn effective_parameters(&mut self, operation: &Operation<'a>) -> Effective<'a> {
        let mut effective = BTreeMap::new();
        for owner in [operation.node(), &operation.item.value] {
            let mut own = BTreeMap::new();
            for node in owner.items_of("parameters") {
                let Some(parameter) = self.source.resolve(node) else {
                    continue;
                };
                let name = parameter.text("name").unwrap_or_default();
                let location = parameter.text("in").unwrap_or_default();
                if is_ignored_header(parameter) {
                    self.report(
                        Rule::IgnoredHeader,
                        parameter.get("name").unwrap_or(node),
                        format!(
                            "the header `{name}` of {} is no parameter",
                            operation.name()
                        ),
                        "remove it; OpenAPI ignores it, and the client sends it by itself",
                    );
                    continue;
                }
                if own.insert((location, name), node.into()).is_some() {
                    self.report(
                        Rule::DuplicateParameter,
                        node,
                        format!("the {location} parameter `{name}` stands here a second time"),
                        "keep one of the two",
                    );
                }
                self.parameter(&Parameter::listed(node, parameter));
            }
            for (key, at) in own {
                effective.entry(key).or_insert(at);
            }
        }
        effective
    }

    fn parameter(&mut self, listed: &Parameter<'a>) {
        let Parameter {
            node: parameter,
            location,
            name,
            ..
        } = *listed;
        let at = parameter.get("name").unwrap_or(parameter);
        if location == "path" && !parameter.flag("required") {
            self.report(
                Rule::OptionalPathParameter,
                at,
                format!("the path parameter `{name}` is not required"),
                "add `required: true`; a path cannot do without it",
            );
        }
        if location == "cookie" {
            self.report(
                Rule::CookieParameter,
                parameter.get("in").unwrap_or(parameter),
                format!("`{name}` is a cookie parameter, which the generator cannot carry"),
                "remove it from the document; callers send the header `Cookie` by the `default_headers` of their HTTP settings (`ClientBuilder::http`)",
            );
        }
        self.writing(listed, name, location);
        match listed.schema() {
            Some(schema) => self.anonymous_type(schema, name),
            None => self.report(
                Rule::ParameterContent,
                parameter.member("content").map_or(at.into(), Spot::from),
                format!("the parameter `{name}` has neither a `schema` nor JSON as its `content`"),
                "describe its value with `schema`, if the service takes it so",
            ),
        }
    }

    fn writing(&mut self, parameter: &Parameter<'a>, name: &str, location: &str) {
        let style = parameter.node.get("style");
        match self.inventory.schemas.writing(parameter) {
            Ok(Some(writing)) if writing.style == Style::DeepObject && self.is_list(parameter) => {
                return self.report(
                    Rule::UndefinedStyle,
                    style.unwrap_or(parameter.node),
                    format!("OpenAPI does not say how `deepObject` writes a list; `{name}` is sent as `{name}[0]=…`"),
                    "ask the service how it reads lists; `form` repeats the name, which changes what is sent",
                );
            }
            Ok(_) => return,
            Err(()) => {}
        }
        let said = style.and_then(Node::as_str).unwrap_or_default();
        let help = match (location, said) {
            ("query", "deepObject") => {
                "it is for objects; others are written by `form`, which changes what is sent"
            }
            ("query", _) => "`form` and `deepObject` are for objects, which changes what is sent",
            ("header", _) => "`simple` is the style of headers, which changes what is sent",
            _ => {
                "`simple`, `label` and `matrix` are the styles of paths, which changes what is sent"
            }
        };
        self.report(
            Rule::ParameterStyle,
            style.unwrap_or(parameter.node),
            format!("OpenAPI does not say how `{said}` writes the {location} parameter `{name}`"),
            help,
        );
    }

    fn is_list(&self, parameter: &Parameter<'a>) -> bool {
        let schemas = &self.inventory.schemas;
        let used = parameter.schema().map(|schema| schemas.used_at(schema));
        used.is_some_and(|used| matches!(schemas.settled(&used), Form::List(_)))
    }

    fn anonymous_type(&mut self, schema: &Node, name: &str) {
        if let Some(constraint) = CONSTRAINTS.into_iter().find_map(|key| schema.member(key)) {
            self.report(
                Rule::AnonymousType,
                constraint,
                format!("the constrained schema of `{name}` has no name, and becomes a type for each operation"),
                "put it under `components/schemas`, and refer to it",
            );
        }
    }
}
