//! What the generator cannot carry, said before it is generated.
//!
//! The document follows the grammar of OpenAPI 3.0.3 by now; the rules here
//! are those of progenitor 0.15, which meets such documents with a panic or an
//! error without a place. Each rule is one function over the tree; circles of
//! schemas are found in [`schemas`].

mod schemas;

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use heck::ToSnakeCase;

use crate::client::SERVER_NAME;
use crate::document::{Document, Member, Node, Place, Value};
use crate::error::Diagnostic;

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
    check.found.sort_by_key(|problem| problem.place);
    check.found
}

struct Check<'a> {
    document: &'a Document,
    found: Vec<Diagnostic>,
}

struct Operation<'a> {
    path: &'a str,
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
        match methods.entry(text.to_snake_case()) {
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

    fn parameters(&mut self, operation: &Operation<'a>) {
        // An operation's parameter overrides the path's of the same name and place.
        let mut parameters: HashMap<(&str, &str), Place> = HashMap::new();
        for list in [
            operation.node().get("parameters"),
            operation.item.get("parameters"),
        ] {
            let mut own: HashMap<(&str, &str), Place> = HashMap::new();
            for node in list.map(Node::items).unwrap_or_default() {
                let Some(parameter) = self.document.resolve(node) else {
                    continue;
                };
                let text = |key| {
                    parameter
                        .get(key)
                        .and_then(Node::as_str)
                        .unwrap_or_default()
                };
                let (name, location) = (text("name"), text("in"));
                if own.insert((location, name), node.place).is_some() {
                    self.report(
                        node.place,
                        format!("the {location} parameter `{name}` stands here a second time"),
                        "keep one of the two",
                    );
                }
                self.parameter(node.place, parameter, name, location);
            }
            for (key, place) in own {
                parameters.entry(key).or_insert(place);
            }
        }

        let names = template_names(operation.path);
        let place = operation.member.key;
        for name in &names {
            if !parameters.contains_key(&("path", name.as_str())) {
                self.report(
                    place,
                    format!(
                        "the path of {} names `{{{name}}}`, which is no parameter of it",
                        operation.name()
                    ),
                    format!("add a parameter with `in: path`, `name: {name}` and `required: true`"),
                );
            }
        }
        for ((location, name), place) in parameters {
            if location == "path" && !names.iter().any(|known| known == name) {
                self.report(
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

    fn parameter(&mut self, place: Place, parameter: &'a Node, name: &str, location: &str) {
        let required = matches!(
            parameter.get("required").map(|node| &node.value),
            Some(Value::Bool(true))
        );
        if location == "path" && !required {
            self.report(
                place,
                format!("the path parameter `{name}` is not required"),
                "add `required: true`; a path cannot do without it",
            );
        }
        if location == "cookie" {
            self.report(
                place,
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
                style.place,
                format!("the style of the {location} parameter `{name}` cannot be carried"),
                format!("remove `style`, which leaves `{default_style}`"),
            );
        }
        if parameter.get("schema").is_none() {
            self.report(
                parameter
                    .member("content")
                    .map_or(place, |member| member.key),
                format!("the parameter `{name}` has no `schema`"),
                "describe its value with `schema`; `content` cannot be carried",
            );
        }
    }

    fn request_body(&mut self, operation: &Operation<'a>) {
        const CARRIED: [&str; 5] = [
            "application/json",
            "application/x-www-form-urlencoded",
            "application/octet-stream",
            "text/plain",
            "text/x-markdown",
        ];
        let Some(body) = operation
            .node()
            .get("requestBody")
            .and_then(|node| self.document.resolve(node))
        else {
            return;
        };
        for (position, (media_type, member)) in members(body, "content").enumerate() {
            let essence = media_type.split(';').next().unwrap_or_default();
            if position > 0 {
                self.report(
                    member.key,
                    format!(
                        "the request body of {} has a second media type, `{media_type}`",
                        operation.name()
                    ),
                    "keep one; the generator carries a single media type",
                );
            } else if !CARRIED.contains(&essence) {
                self.report(
                    member.key,
                    format!(
                        "the request body of {} is `{media_type}`, which cannot be carried",
                        operation.name()
                    ),
                    format!("use one of {}", CARRIED.join(", ")),
                );
            } else if member.value.get("schema").is_none() {
                self.report(
                    member.key,
                    format!("the request body of {} has no schema", operation.name()),
                    "add a `schema`",
                );
            }
            self.no_encoding(&member.value);
        }
    }

    fn no_encoding(&mut self, media_type: &Node) {
        if let Some(encoding) = media_type.member("encoding") {
            self.report(
                encoding.key,
                "`encoding` cannot be carried",
                "remove it; the generator encodes by the media type alone",
            );
        }
    }

    /// An operation has one type of success and one type of error; `default`
    /// counts as both.
    fn responses(&mut self, operation: &Operation<'a>) {
        let mut first: [Option<(&str, Kind<'a>)>; 2] = [None, None];
        let all: Vec<_> = members(operation.node(), "responses")
            .filter(|(status, _)| !status.starts_with("x-"))
            .collect();
        let only_a_range = all.iter().any(|(status, _)| *status == "2XX")
            && all
                .iter()
                .filter(|(status, _)| status.starts_with('2'))
                .count()
                == 1;
        for (status, member) in all {
            let Some(response) = self.document.resolve(&member.value) else {
                continue;
            };
            let kind = self.kind(response);
            let is_default = status == "default";
            let counts = [
                // Beside a bare `2XX`, `default` is never reached as a success.
                status == "101" || status.starts_with('2') || (is_default && !only_a_range),
                status.starts_with(['4', '5']) || is_default,
            ];
            for (slot, _) in first.iter_mut().zip(counts).filter(|(_, counts)| *counts) {
                match slot {
                    None => *slot = Some((status, kind)),
                    Some((_, known)) if *known == kind => {}
                    Some((other, known)) => {
                        let message = format!(
                            "{}: the response `{status}` has {kind}, `{other}` has {known}",
                            operation.name()
                        );
                        let help = if is_default || *other == "default" {
                            "`default` stands for successes and errors alike: describe errors as `4XX` and `5XX` instead"
                        } else {
                            "give all successes one body, and all errors one body; the generator carries a single type of each"
                        };
                        self.report(member.key, message, help);
                        break;
                    }
                }
            }
        }
    }

    fn kind(&mut self, response: &'a Node) -> Kind<'a> {
        let json = members(response, "content").find(|(media_type, _)| {
            *media_type == "application/json" || media_type.starts_with("application/json;")
        });
        match json {
            Some((media_type, member)) => {
                self.no_encoding(&member.value);
                match member.value.get("schema") {
                    Some(schema) => Kind::Typed(schema),
                    None => {
                        self.report(
                            member.key,
                            format!("`{media_type}` has no schema"),
                            "add a `schema`",
                        );
                        Kind::Raw
                    }
                }
            }
            None if response.get("content").is_none_or(Node::is_empty) => Kind::Empty,
            None => Kind::Raw,
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

    fn schemas(&mut self) {
        for (name, place) in schemas::endless(self.document) {
            self.report(
                place,
                format!("the schema `{name}` is composed of itself"),
                "end the circle of `$ref`, `allOf`, `oneOf`, `anyOf` or `not`; a property may refer back",
            );
        }
    }
}

/// What the body of a response becomes.
#[derive(Clone, Copy, PartialEq)]
enum Kind<'a> {
    Empty,
    Raw,
    Typed(&'a Node),
}

impl std::fmt::Display for Kind<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Kind::Empty => f.write_str("no body"),
            Kind::Raw => f.write_str("a body other than JSON"),
            Kind::Typed(schema) => match schema.reference() {
                Some(reference) => write!(f, "the body `{reference}`"),
                None => f.write_str("a body of its own"),
            },
        }
    }
}

/// The names between braces in a path template.
fn template_names(path: &str) -> Vec<String> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

fn members<'a>(node: &'a Node, key: &str) -> impl Iterator<Item = (&'a str, &'a Member)> {
    node.get(key).into_iter().flat_map(Node::members)
}
