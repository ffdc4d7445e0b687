//! The operations of a document.

use heck::ToLowerCamelCase;

use crate::media_type::is_json;
use crate::source::Source;
use crate::template;
use crate::tree::{Member, Node, NodeId};

/// The methods that a path may have, in the order of progenitor.
pub(crate) const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Header parameters that OpenAPI 3.0.3 ignores ("Parameter Object").
pub(crate) const IGNORED_HEADERS: [&str; 3] = ["Accept", "Authorization", "Content-Type"];

/// Headers that HTTP itself decides about (RFC 9110, sections 7.2, 7.6.1, 8.6 and 12.5.3).
pub(crate) const HEADERS_OF_HTTP: [&str; 9] = [
    "Accept-Encoding",
    "Connection",
    "Content-Length",
    "Host",
    "Keep-Alive",
    "TE",
    "Trailer",
    "Transfer-Encoding",
    "Upgrade",
];

/// On an operation: what callers should do if it is unknown whether a call took effect.
pub(crate) const WHEN_UNKNOWN: &str = "x-when-unknown";

/// An operation with its place in the document.
#[derive(Clone, Copy)]
pub(crate) struct Operation<'a> {
    pub(crate) path: &'a str,
    /// The path and its Path Item Object.
    pub(crate) item: &'a Member,
    /// The method in lower case, as in the document.
    pub(crate) method: &'a str,
    /// The method and its Operation Object.
    pub(crate) member: &'a Member,
}

/// All operations, in document order of their paths.
pub(crate) fn operations(root: &Node) -> impl Iterator<Item = Operation<'_>> {
    paths(root).flat_map(|(path, item)| {
        METHODS.into_iter().filter_map(move |method| {
            Some(Operation {
                path,
                item,
                method,
                member: item.value.member(method)?,
            })
        })
    })
}

/// The paths and their Path Item Objects.
pub(crate) fn paths(root: &Node) -> impl Iterator<Item = (&str, &Member)> {
    let paths = root.members_of("paths");
    paths.filter(|(path, _)| !path.starts_with("x-"))
}

impl<'a> Operation<'a> {
    /// The name in messages: `POST /pets`.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path)
    }

    pub(crate) fn node(&self) -> &'a Node {
        &self.member.value
    }

    /// The id of the operation.
    pub(crate) fn node_id(&self) -> NodeId {
        self.node().id
    }

    /// The `operationId` that the document gives it.
    pub(crate) fn declared_id(&self) -> Option<&'a Node> {
        self.node().get("operationId")
    }

    /// Its `operationId`, or else one made of method and path:
    /// `GET /pets/{petId}` → `getPetsByPetId`.
    pub(crate) fn id(&self) -> String {
        let declared = self.declared_id().and_then(Node::as_str);
        declared.map_or_else(|| self.derived_id(), str::to_owned)
    }

    fn derived_id(&self) -> String {
        format!("{} {}", self.method, template::in_words(self.path)).to_lower_camel_case()
    }

    /// Its parameters and those of its path that it does not override. References that
    /// lead nowhere are left out.
    pub(crate) fn parameters(&self, source: &'a Source) -> Vec<Parameter<'a>> {
        let mut parameters: Vec<Parameter<'a>> = Vec::new();
        for (owner, is_shared) in [(self.node(), false), (&self.item.value, true)] {
            for listed in owner.items_of("parameters") {
                let Some(node) = source.resolve(listed) else {
                    continue;
                };
                let parameter = Parameter {
                    is_shared,
                    ..Parameter::listed(listed, node)
                };
                let is_new = |other: &Parameter<'_>| {
                    (other.location, other.name) != (parameter.location, parameter.name)
                };
                if parameters.iter().all(is_new) {
                    parameters.push(parameter);
                }
            }
        }
        parameters
    }

    /// Its request body, and whether callers must give one.
    pub(crate) fn request_body(&self, source: &'a Source) -> Option<(&'a Node, bool)> {
        let body = self.node().get("requestBody")?;
        let is_required = source
            .resolve(body)
            .is_some_and(|body| body.flag("required"));
        Some((body, is_required))
    }

    pub(crate) fn is_deprecated(&self) -> bool {
        self.node().flag("deprecated")
    }

    /// The strings in a list.
    pub(crate) fn texts(&self, key: &str) -> Vec<&'a str> {
        let items = self.node().items_of(key).iter();
        items.filter_map(Node::as_str).collect()
    }

    /// Its responses, without extensions.
    pub(crate) fn responses(&self) -> impl Iterator<Item = (&'a str, &'a Member)> + use<'a> {
        let all = self.node().members_of("responses");
        all.filter(|(status, _)| !status.starts_with("x-"))
    }

    /// What to do if it is unknown whether a call took effect.
    pub(crate) fn when_unknown(&self) -> Option<String> {
        let text = self.node().text(WHEN_UNKNOWN)?;
        let words: Vec<_> = text.split_whitespace().collect();
        (!words.is_empty()).then(|| words.join(" "))
    }

    /// Its responses that are redirects.
    pub(crate) fn redirections(&self) -> impl Iterator<Item = (&'a str, &'a Member)> + use<'a> {
        self.responses()
            .filter(|(status, _)| status.starts_with('3'))
    }

    /// The success responses: those that are declared, or `default` if there are no
    /// declared successes and no redirects.
    pub(crate) fn successes(&self) -> Vec<(&'a str, &'a Member)> {
        let is_success = |status: &str| status == "101" || status.starts_with('2');
        let mut declared: Vec<_> = self
            .responses()
            .filter(|(status, _)| is_success(status))
            .collect();
        // A call cannot return a connection that speaks another protocol from now on.
        if declared.iter().all(|(status, _)| *status == "101") {
            declared.clear();
        }
        let is_default = declared.is_empty() && self.redirections().next().is_none();
        match is_default {
            true => self.default_response().into_iter().collect(),
            false => declared,
        }
    }

    /// The error responses.
    pub(crate) fn errors(&self) -> Vec<(&'a str, &'a Member)> {
        let successes = self.successes();
        let is_error = |status: &str| status.starts_with(['4', '5']) || status == "default";
        self.responses()
            .filter(|(status, _)| is_error(status) && !successes.iter().any(|(s, _)| s == status))
            .collect()
    }

    pub(crate) fn default_response(&self) -> Option<(&'a str, &'a Member)> {
        self.responses().find(|(status, _)| *status == "default")
    }
}

/// A parameter of an operation.
#[derive(Clone, Copy)]
pub(crate) struct Parameter<'a> {
    /// The item of the list: the parameter itself, or a reference.
    pub(crate) listed: &'a Node,
    pub(crate) node: &'a Node,
    pub(crate) location: &'a str,
    pub(crate) name: &'a str,
    /// Whether all operations of the path have it.
    pub(crate) is_shared: bool,
}

/// Whether a parameter is JSON, described by `content`.
pub(crate) fn is_json_content(parameter: &Node) -> bool {
    let first = parameter.members_of("content").next();
    parameter.get("schema").is_none() && first.is_some_and(|(media_type, _)| is_json(media_type))
}

impl<'a> Parameter<'a> {
    /// A parameter from a list, which has it directly or by a reference.
    pub(crate) fn listed(listed: &'a Node, node: &'a Node) -> Self {
        Self {
            listed,
            node,
            location: node.text("in").unwrap_or_default(),
            name: node.text("name").unwrap_or_default(),
            is_shared: false,
        }
    }

    /// The schema of its value, if the client can represent it: a value, or JSON.
    pub(crate) fn schema(&self) -> Option<&'a Node> {
        let content = || {
            let (_, content) = self.node.members_of("content").next()?;
            is_json_content(self.node).then(|| content.value.get("schema"))?
        };
        self.node.get("schema").or_else(content)
    }

    /// Whether callers must give it.
    pub(crate) fn is_required(&self) -> bool {
        self.location == "path" || self.node.flag("required")
    }

    /// Whether it is a header that OpenAPI or HTTP ignores.
    pub(crate) fn is_ignored(&self) -> bool {
        is_ignored_header(self.node)
    }
}

/// Whether a parameter is a header that OpenAPI or HTTP ignores.
pub(crate) fn is_ignored_header(parameter: &Node) -> bool {
    let name = parameter.text("name").unwrap_or_default();
    parameter.text("in") == Some("header")
        && IGNORED_HEADERS
            .iter()
            .chain(&HEADERS_OF_HTTP)
            .any(|header| header.eq_ignore_ascii_case(name))
}
