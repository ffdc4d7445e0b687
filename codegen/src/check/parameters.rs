//! Parameters that progenitor rejects or panics on.

use std::collections::BTreeMap;

use super::context::Check;
use crate::diagnostic::Rule;
use crate::operation::{Operation, Parameter, is_ignored_header};
use crate::shape::{Form, Style};
use crate::template;
use crate::tree::{Node, Spot};

/// Keywords that make a schema become its own Rust type.
const CONSTRAINTS: [&str; 5] = ["enum", "pattern", "minLength", "maxLength", "properties"];

/// The parameters of an operation, by location and name.
type Effective<'a> = BTreeMap<(&'a str, &'a str), Spot>;

impl<'a> Check<'a> {
    pub(super) fn parameters(&mut self, operation: &Operation<'a>) {
        let effective = self.effective_parameters(operation);
        self.path(operation, &effective);
    }

    /// The path and the list of parameters must name the same parameters.
    fn path(&mut self, operation: &Operation<'a>, effective: &Effective<'a>) {
        if operation.path.contains('#') {
            self.report(
                Rule::PathFragment,
                operation.item,
                format!("the path `{}` has a `#`, and what follows it is never sent", operation.path),
                "write `%23` if the service must see it, which changes the request; keep it if it only tells operations apart",
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
                        "the path of {} contains `{{{name}}}`, but the operation has no such path parameter",
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
                        "the path of {} does not contain `{{{name}}}`",
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
                            "the header parameter `{name}` of {} has no effect",
                            operation.name()
                        ),
                        "remove it; OpenAPI or HTTP ignores it, and the client decides about this header itself",
                    );
                    continue;
                }
                if own.insert((location, name), node.into()).is_some() {
                    self.report(
                        Rule::DuplicateParameter,
                        node,
                        format!("the {location} parameter `{name}` is listed here a second time"),
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
                "add `required: true`; a path parameter cannot be left out",
            );
        }
        if location == "header" && !is_token(name) {
            self.report(
                Rule::HeaderName,
                at,
                format!("`{name}` cannot be the name of a header"),
                "write a name of letters, digits and hyphens",
            );
        }
        if location == "cookie" {
            self.report(
                Rule::CookieParameter,
                parameter.get("in").unwrap_or(parameter),
                format!("`{name}` is a cookie parameter, which the client does not support"),
                "remove it from the document; callers can send the header `Cookie` with the `default_headers` of their HTTP settings (`ClientBuilder::http`)",
            );
        }
        // Another location is an error of the grammar.
        if ["path", "query", "header", "cookie"].contains(&location) {
            self.writing(listed, name, location);
        }
        match listed.schema() {
            Some(schema) => self.anonymous_type(schema, name),
            None => self.report(
                Rule::ParameterContent,
                parameter.member("content").map_or(at.into(), Spot::from),
                format!("the parameter `{name}` has neither a `schema` nor JSON as its `content`"),
                "describe its value with a `schema`, if the service accepts that",
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
                    format!("OpenAPI does not define how `deepObject` writes a list; `{name}` is sent as `{name}[0]=…`"),
                    "find out how the service reads lists; `form` repeats the name, which changes the request",
                );
            }
            Ok(_) => return,
            Err(()) => {}
        }
        let said = style.and_then(Node::as_str).unwrap_or_default();
        let help = match (location, said) {
            ("query", "deepObject") => {
                "use `form`, which changes the request; `deepObject` is for objects only"
            }
            ("query", _) => "use `form`, or `deepObject` for objects, which changes the request",
            ("header", _) => "use `simple`, the style of headers, which changes the request",
            _ => {
                "use `simple`, `label` or `matrix`, the styles of paths, which changes the request"
            }
        };
        self.report(
            Rule::ParameterStyle,
            style.unwrap_or(parameter.node),
            format!(
                "OpenAPI does not define the style `{said}` for the {location} parameter `{name}`"
            ),
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
                format!("the constrained schema of `{name}` has no name, so it becomes a separate type for each operation"),
                "put it under `components/schemas`, and refer to it",
            );
        }
    }
}

/// Whether a name is a token, as the names of headers are (RFC 9110, section 5.6.2).
fn is_token(name: &str) -> bool {
    let is_mark = |c: char| "!#$%&'*+-.^_`|~".contains(c);
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || is_mark(c))
}
