//! The document for the generator: the operations in the client, rewritten to what
//! progenitor accepts, and the types that they use.
//!
//! | in the document | for the generator |
//! |---|---|
//! | a schema that becomes a type | a component under the type's name, without a `title` |
//! | `allOf` | one schema with the content of all branches |
//! | two properties whose fields would have the same name | properties with different names; the client restores the original names |
//! | parameters whose arguments would have the same name | parameters with different names; the client restores the original names |
//! | no `operationId`, or one that cannot be the name of a method | the method's name |
//! | parameters of a path, references to parameters | parameters of each operation |
//! | error responses, `default` next to success responses | nothing: the client around the generated code reads errors |
//! | `default` alone | `2XX` |
//! | success responses with different bodies, JSON without a schema | a raw body |
//! | a request body with several media types | JSON, or else the first that the client can send |
//! | a request body that becomes a type, with any media type | JSON, which the client converts to the media type |
//! | header parameters that OpenAPI or HTTP ignores | nothing |
//! | a parameter that is part of a path segment | a separate segment between marks |
//! | how a parameter is written (`style`, `explode`, `content`) | nothing: the client around the generated code writes queries, lists and objects |
//! | `format: date-time` and other dates | a string: some services send dates that RFC 3339 does not allow |
//! | `format` of an object, an array or a boolean, keywords for another type | nothing |
//! | limits of numbers (`minimum`, …) | nothing: the type of a number is that of its `format` |
//! | a `pattern` that the client cannot check | nothing |
//! | a `default` | a sentence in the property's documentation |
//! | `nullable` of a component schema | `nullable` where it is used |
//! | `summary` and `description` of operations and parameters | nothing: the client around the generated code documents its methods |
//! | only redirects | `2XX`: the client passes redirects to progenitor as `2XX` |
//! | `additionalProperties: false` | nothing: the service may add properties later |
//! | `callbacks`, `servers` and `externalDocs` of operations | nothing |
//! | a media type with capital letters | lower case |
//! | extensions (`x-…`) | nothing |
//!
//! [`crate::check`] reports the rewrites that callers may notice, at their places.

mod deserialize;
mod schemas;
mod value;

use std::borrow::Cow;
use std::collections::HashSet;

use openapiv3::OpenAPI;

use crate::body::{
    self, Encoding, carried_content, comes_as_it_is, has_no_content, is_without_content,
    success_schema,
};
use crate::diagnostic::Diagnostic;
use crate::media_type::JSON;
use crate::names::{Argument, Method, Names};
use crate::operation::{Operation, Parameter, operations};
use crate::reach::{Component, Reach};
use crate::schema::{self, Reader};
use crate::shape::{Inventory, Side};
use crate::source::Source;
use crate::template::split;
use crate::tree::{Member, Node, NodeId};
use schemas::Schemas;
use value::{Lowered, Members};

/// Lowers a document, as a whole or in parts.
pub(crate) struct Lower<'a> {
    source: &'a Source,
    names: &'a Names,
    unchecked: &'a HashSet<NodeId>,
    reach: Reach<'a>,
    inventory: Inventory<'a>,
    reader: Reader<'a>,
}

impl<'a> Lower<'a> {
    /// `unchecked` are the patterns that the client cannot check.
    pub(crate) fn of(source: &'a Source, names: &'a Names, unchecked: &'a HashSet<NodeId>) -> Self {
        let (inventory, reach) = (names.inventory(source), Reach::of(source));
        Self::with(source, names, unchecked, inventory, reach)
    }

    /// Uses what was already read from the document.
    pub(crate) fn with(
        source: &'a Source,
        names: &'a Names,
        unchecked: &'a HashSet<NodeId>,
        inventory: Inventory<'a>,
        reach: Reach<'a>,
    ) -> Self {
        Self {
            source,
            names,
            unchecked,
            inventory,
            reach,
            reader: Reader::of(source.root()),
        }
    }

    /// The references between parts of the document.
    pub(crate) fn reach(&self) -> &Reach<'a> {
        &self.reach
    }

    /// The name of the type that a component becomes.
    pub(crate) fn type_of(&self, component: &Node) -> Option<&'a str> {
        let index = self.inventory.index_of_component(component)?;
        Some(&self.names.ty(index)?.name)
    }

    /// The document for the generator with some operations and components.
    pub(crate) fn part(
        &self,
        is_carried: impl Fn(&Operation<'a>) -> bool,
        components: impl IntoIterator<Item = Component<'a>>,
    ) -> Result<OpenAPI, Diagnostic> {
        let mut part = Part {
            lower: self,
            schemas: Schemas::new(&self.inventory, &self.reader, self.names, self.unchecked),
        };
        let paths = part.paths(is_carried, components);
        let schemas = part.schemas.components();
        let root = self.source.root();
        let mut paths = Some(paths);
        let members = root.members().filter_map(|(key, member)| {
            let value = match key {
                "paths" => Lowered::map(&member.value, paths.take()?),
                "info" => Lowered::map(&member.value, fields(&member.value).collect()),
                "openapi" => Lowered::As(&member.value),
                _ => return None,
            };
            Some((key.into(), value))
        });
        let mut members: Members<'a> = members.collect();
        if !schemas.is_empty() {
            let schemas = ("schemas".into(), Lowered::map(root, schemas));
            members.push(("components".into(), Lowered::map(root, vec![schemas])));
        }
        deserialize::from_lowered(Lowered::map(root, members))
    }
}

/// Some operations for the generator.
struct Part<'l, 'a> {
    lower: &'l Lower<'a>,
    schemas: Schemas<'a, 'l>,
}

impl<'a> Part<'_, 'a> {
    fn paths(
        &mut self,
        is_carried: impl Fn(&Operation<'a>) -> bool,
        components: impl IntoIterator<Item = Component<'a>>,
    ) -> Members<'a> {
        let Lower {
            source,
            names,
            reach,
            ..
        } = self.lower;
        let root = source.root();
        let mut used: HashSet<_> = components.into_iter().collect();
        let mut paths: Vec<(Cow<'a, str>, &Node, Members<'a>)> = Vec::new();
        for operation in operations(root).filter(is_carried) {
            let item = &operation.item.value;
            // The client around the generated code reads error bodies.
            used.extend(reach.direct(operation.node()));
            used.extend(
                item.get("parameters")
                    .into_iter()
                    .flat_map(|node| reach.direct(node)),
            );
            let Some(method) = names.method(operation.node_id()) else {
                continue;
            };
            let path = split(&method.handed_path(operation.path)).into();
            if paths.last().is_none_or(|(last, ..)| *last != path) {
                paths.push((path, item, Members::new()));
            }
            if let Some((.., members)) = paths.last_mut() {
                members.push((operation.method.into(), self.operation(&operation, method)));
            }
        }
        let reached = reach.closure(used);
        for (name, member) in schema::components(root) {
            if reached.contains(&("schemas", name)) {
                self.schemas.want(&member.value);
            }
        }
        let paths = paths
            .into_iter()
            .map(|(path, item, members)| (path, Lowered::map(item, members)));
        paths.collect()
    }

    fn operation(&mut self, operation: &Operation<'a>, method: &Method) -> Lowered<'a> {
        let node = operation.node();
        let kept = own_fields(node).filter_map(|(key, member)| {
            let value = match key {
                // The client around the generated code documents the methods.
                "operationId" | "callbacks" | "servers" | "externalDocs" | "parameters"
                | "summary" | "description" | "tags" | "security" => return None,
                "requestBody" => self.request_body(&member.value),
                "responses" => self.responses(operation, &member.value),
                _ => Lowered::As(&member.value),
            };
            Some((key.into(), value))
        });
        let mut members: Members<'a> = kept.collect();
        let id = Lowered::text(node, method.handed.clone());
        members.push(("operationId".into(), id));
        let parameters = self.parameters(operation, method);
        if !parameters.is_empty() {
            members.push(("parameters".into(), Lowered::list(node, parameters)));
        }
        Lowered::map(node, members)
    }

    fn parameters(&mut self, operation: &Operation<'a>, method: &Method) -> Vec<Lowered<'a>> {
        let parameters = operation.parameters(self.lower.source).into_iter();
        let carried = parameters.filter(|parameter| !parameter.is_ignored());
        carried
            .zip(&method.arguments)
            .map(|(parameter, argument)| self.parameter(&parameter, argument))
            .collect()
    }

    fn parameter(&mut self, parameter: &Parameter<'a>, argument: &Argument) -> Lowered<'a> {
        let node = parameter.node;
        let kept = own_fields(node).filter_map(|(key, member)| {
            let value = match key {
                "name" => Lowered::text(node, argument.handed.clone()),
                // The client around the generated code decides how a parameter is written.
                "schema" | "content" | "style" | "explode" => return None,
                "example" | "examples" | "description" => return None,
                _ => Lowered::As(&member.value),
            };
            Some((key.into(), value))
        });
        let schema = parameter
            .schema()
            .map(|schema| self.schemas.parameter(schema));
        let schema = schema.map(|schema| ("schema".into(), schema));
        let kept = kept.chain(schema);
        Lowered::map(node, kept.collect())
    }

    fn request_body(&mut self, member: &'a Node) -> Lowered<'a> {
        let source = self.lower.source;
        let body = source.resolve(member).unwrap_or(member);
        let content = body.get("content");
        let carried = content.and_then(|content| carried_content(source, content));
        let others = fields(body).filter(|(key, _)| key != "content");
        let Some((_, member_of, encoding)) = carried else {
            return Lowered::map(body, others.collect());
        };
        let content = &member_of.value;
        let typed = body::request_schema(source, member);
        // A body with a type is passed as JSON; the client around the generated code
        // converts it to the media type.
        let (media_type, schema) = match (typed, encoding) {
            (Some(schema), _) => (JSON, Some(self.schemas.body(schema, Side::Sent))),
            (None, Encoding::Text) => ("text/plain", Some(untyped(content, None))),
            (None, Encoding::Bytes) => {
                let bytes = untyped(content, Some("binary"));
                ("application/octet-stream", Some(bytes))
            }
            (None, _) => (JSON, None),
        };
        let schema = schema.map(|schema| ("schema".into(), schema));
        let content = Lowered::map(content, schema.into_iter().collect());
        let content = Lowered::map(body, vec![(media_type.into(), content)]);
        Lowered::map(body, others.chain([("content".into(), content)]).collect())
    }

    /// The success responses: the client around the generated code reads errors.
    fn responses(&mut self, operation: &Operation<'a>, all: &'a Node) -> Lowered<'a> {
        let source = self.lower.source;
        let comes_as_it_is = comes_as_it_is(source, operation);
        // If there are several, they are equal.
        let typed = success_schema(source, operation);
        let successes = operation.successes().into_iter();
        let successes = successes.map(|(status, response)| {
            let status = match status {
                "default" => "2XX",
                status => status,
            };
            let response = &response.value;
            let response = source.resolve(response).unwrap_or(response);
            let content = match typed {
                _ if comes_as_it_is => Some(("*/*".into(), Lowered::map(response, Vec::new()))),
                Some((_, schema)) => {
                    let schema = ("schema".into(), self.schemas.body(schema, Side::Received));
                    Some((JSON.into(), Lowered::map(response, vec![schema])))
                }
                None => {
                    let is_empty = has_no_content(operation)
                        || is_without_content(status)
                        || response.get("content").is_none_or(Node::is_empty);
                    let any = ("*/*".into(), Lowered::map(response, Vec::new()));
                    (!is_empty).then_some(any)
                }
            };
            let description = response.get("description").into_iter();
            let mut members: Members<'a> = description
                .map(|text| ("description".into(), Lowered::As(text)))
                .collect();
            if let Some(content) = content {
                members.push(("content".into(), Lowered::map(response, vec![content])));
            }
            (status.into(), Lowered::map(response, members))
        });
        let mut successes: Members<'a> = successes.collect();
        // Progenitor has no redirects; the call passes it a `2xx` instead.
        if successes.is_empty()
            && let Some((_, redirection)) = operation.redirections().next()
        {
            let description = ("description".into(), Lowered::text(all, ""));
            successes.push((
                "2XX".into(),
                Lowered::map(&redirection.value, vec![description]),
            ));
        }
        Lowered::map(all, successes)
    }
}

/// The schema that progenitor needs to send text or bytes.
fn untyped<'a>(at: &'a Node, format: Option<&'static str>) -> Lowered<'a> {
    let mut members = vec![("type".into(), Lowered::text(at, "string"))];
    members.extend(format.map(|format| ("format".into(), Lowered::text(at, format))));
    Lowered::map(at, members)
}

/// The fields of an object without its extensions: progenitor uses some
/// (`x-dropshot-websocket`), but not in the way that this crate needs.
fn fields(object: &Node) -> impl Iterator<Item = (Cow<'_, str>, Lowered<'_>)> {
    own_fields(object).map(|(key, member)| (key.into(), Lowered::As(&member.value)))
}

fn own_fields(object: &Node) -> impl Iterator<Item = (&str, &Member)> {
    object.members().filter(|(key, _)| !key.starts_with("x-"))
}
