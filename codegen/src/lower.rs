//! What of a document the generator is given: the operations that are carried,
//! rewritten to what progenitor takes, and the components that they reach.
//!
//! | in the document | for the generator |
//! |---|---|
//! | no `operationId` | one made of method and path |
//! | answers that are errors, `default` beside successes | nothing: the client around the generated code reads errors |
//! | `default` alone | `2XX` |
//! | successes that differ in their bodies, JSON without a schema | a body of any kind, handed on as it came |
//! | a request body in several media types | the first that can be carried, JSON before others |
//! | a request body of any media type | JSON |
//! | header parameters that OpenAPI says to ignore | nothing |
//! | a parameter within a segment of a path | a segment of its own, set apart by marks |
//! | a list in the query with `explode: false` | text, its items joined by commas |
//! | `format: date-time` and other dates | text: services write dates that RFC 3339 does not allow |
//! | `format` of an object, an array or a boolean, keywords of another type | nothing |
//! | a `pattern` that the client cannot check, a `default` that the schema does not allow | nothing |
//! | `nullable` of a component schema | `nullable` where it is used |
//! | a `title` that is the name of another schema | nothing |
//! | `callbacks`, `servers` and `externalDocs` of operations | nothing |
//! | a media type with capital letters | lower case |
//! | extensions (`x-…`) | nothing |
//!
//! [`crate::check`] reports each of these at its place.

mod deserialize;
mod schemas;
mod value;

use std::borrow::Cow;
use std::collections::HashSet;

use openapiv3::OpenAPI;

use crate::body::{JSON, canonical, carried_media_type, comes_as_it_is, is_any};
use crate::diagnostic::Diagnostic;
use crate::operation::{Operation, is_ignored_header, is_joined, operations};
use crate::reach::{Component, Reach};
use crate::source::Source;
use crate::template::split;
use crate::tree::{Member, Node, NodeId};
use schemas::Schemas;
use value::{Lowered, Members};

/// A document that is lowered, as a whole or in parts.
pub(crate) struct Lower<'a> {
    source: &'a Source,
    schemas: Schemas<'a>,
    reach: Reach<'a>,
}

impl<'a> Lower<'a> {
    /// `unchecked` are the patterns that the client cannot check.
    pub(crate) fn of(source: &'a Source, unchecked: &'a HashSet<NodeId>) -> Self {
        Self {
            source,
            schemas: Schemas::of(source.root(), unchecked),
            reach: Reach::of(source),
        }
    }

    /// What refers to what in the document.
    pub(crate) fn reach(&self) -> &Reach<'a> {
        &self.reach
    }

    /// What the generator is given of some operations and components.
    pub(crate) fn part(
        &self,
        is_carried: impl Fn(&Operation<'a>) -> bool,
        components: impl IntoIterator<Item = Component<'a>>,
    ) -> Result<OpenAPI, Diagnostic> {
        deserialize::from_lowered(self.lowered(is_carried, components))
    }

    fn lowered(
        &self,
        is_carried: impl Fn(&Operation<'a>) -> bool,
        components: impl IntoIterator<Item = Component<'a>>,
    ) -> Lowered<'a> {
        let root = self.source.root();
        let mut used: HashSet<_> = components.into_iter().collect();
        let mut paths: Vec<(&str, &Node, Members<'a>)> = Vec::new();
        for operation in operations(root).filter(is_carried) {
            let item = &operation.item.value;
            let shared = item.get("parameters");
            // Error bodies are read by the client around the generated code.
            used.extend(self.reach.direct(operation.node()));
            used.extend(shared.into_iter().flat_map(|node| self.reach.direct(node)));
            if paths
                .last()
                .is_none_or(|(path, ..)| *path != operation.path)
            {
                let shared = shared.map(|shared| ("parameters".into(), self.parameters(shared)));
                paths.push((operation.path, item, shared.into_iter().collect()));
            }
            if let Some((.., members)) = paths.last_mut() {
                members.push((operation.method.into(), self.operation(&operation)));
            }
        }
        let paths = paths
            .into_iter()
            .map(|(path, item, members)| (split(path).into(), Lowered::map(item, members)));
        let mut paths = Some(paths.collect());
        let reached = self.reach.closure(used);
        let members = root.members().filter_map(|(key, member)| {
            let value = match key {
                "paths" => Lowered::map(&member.value, paths.take()?),
                "components" => self.components(&member.value, &reached),
                "info" => Lowered::map(&member.value, fields(&member.value).collect()),
                "openapi" => Lowered::As(&member.value),
                _ => return None,
            };
            Some((key.into(), value))
        });
        Lowered::map(root, members.collect())
    }

    fn components(&self, all: &'a Node, reached: &HashSet<Component<'a>>) -> Lowered<'a> {
        let sections = all.members().filter_map(|(section, members)| {
            let named = members.value.members();
            let kept: Members<'a> = named
                .filter(|(name, _)| reached.contains(&(section, *name)))
                .map(|(name, member)| (name.into(), self.schemas.lower(&member.value)))
                .collect();
            let is_used = !kept.is_empty();
            is_used.then(|| (section.into(), Lowered::map(&members.value, kept)))
        });
        Lowered::map(all, sections.collect())
    }

    fn operation(&self, operation: &Operation<'a>) -> Lowered<'a> {
        let node = operation.node();
        let kept = own_fields(node).filter_map(|(key, member)| {
            let value = match key {
                "operationId" | "callbacks" | "servers" | "externalDocs" => return None,
                "parameters" => self.parameters(&member.value),
                "requestBody" => self.request_body(&member.value),
                "responses" => self.responses(operation, &member.value),
                _ => Lowered::As(&member.value),
            };
            Some((key.into(), value))
        });
        let id = Lowered::text(node, operation.id());
        let members = [("operationId".into(), id)].into_iter().chain(kept);
        Lowered::map(node, members.collect())
    }

    fn parameters(&self, all: &'a Node) -> Lowered<'a> {
        let lowered = all
            .items()
            .iter()
            .filter_map(|node| match self.source.resolve(node) {
                Some(parameter) if is_ignored_header(parameter) => None,
                Some(parameter) if is_joined(parameter) => Some(joined(parameter)),
                _ => Some(self.schemas.lower(node)),
            });
        Lowered::list(all, lowered.collect())
    }

    fn request_body(&self, member: &'a Node) -> Lowered<'a> {
        let body = self.source.resolve(member).unwrap_or(member);
        let content = body.get("content");
        let carried = content.and_then(carried_media_type);
        let (Some(content), Some(carried)) = (content, carried) else {
            return self.schemas.lower(member);
        };
        if content.len() == 1 && !is_any(carried) {
            return self.schemas.lower(member);
        }
        let media_type = match is_any(carried) {
            true => JSON.into(),
            false => canonical(carried),
        };
        let single = content
            .get(carried)
            .map(|media| (media_type, self.schemas.lower(media)));
        let content = Lowered::map(content, single.into_iter().collect());
        let others = fields(body).filter(|(key, _)| key != "content");
        let members = others.chain([("content".into(), content)]);
        Lowered::map(body, members.collect())
    }

    /// The successes: the client around the generated code reads errors.
    fn responses(&self, operation: &Operation<'a>, all: &'a Node) -> Lowered<'a> {
        let comes_as_it_is = comes_as_it_is(self.source, operation);
        let successes = operation.successes().into_iter();
        let successes = successes.map(|(status, response)| {
            let status = match status {
                "default" => "2XX",
                status => status,
            };
            let response = match comes_as_it_is {
                true => self.untyped(&response.value),
                false => self.schemas.lower(&response.value),
            };
            (status.into(), response)
        });
        Lowered::map(all, successes.collect())
    }

    /// An answer whose body progenitor hands on.
    fn untyped(&self, response: &'a Node) -> Lowered<'a> {
        let response = self.source.resolve(response).unwrap_or(response);
        let any = ("*/*".into(), Lowered::map(response, Vec::new()));
        let content = ("content".into(), Lowered::map(response, vec![any]));
        let description = response.get("description").into_iter();
        let description = description.map(|text| ("description".into(), Lowered::As(text)));
        Lowered::map(response, description.chain([content]).collect())
    }
}

/// A list that is written as one value → the value.
fn joined(parameter: &Node) -> Lowered<'_> {
    let text = Lowered::text(parameter, "string");
    let schema = Lowered::map(parameter, vec![(Cow::Borrowed("type"), text)]);
    let kept = fields(parameter).filter(|(key, _)| !matches!(&**key, "explode" | "schema"));
    Lowered::map(parameter, kept.chain([("schema".into(), schema)]).collect())
}

/// The fields of an object as they are, without its extensions: progenitor acts on
/// some (`x-dropshot-websocket`), and on none as we would.
fn fields(object: &Node) -> impl Iterator<Item = (Cow<'_, str>, Lowered<'_>)> {
    own_fields(object).map(|(key, member)| (key.into(), Lowered::As(&member.value)))
}

fn own_fields(object: &Node) -> impl Iterator<Item = (&str, &Member)> {
    object.members().filter(|(key, _)| !key.starts_with("x-"))
}
