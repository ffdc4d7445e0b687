//! Request bodies and responses that progenitor refuses or meets with a panic,
//! and those that are rewritten for it.

use super::{Check, Operation, error_body, members};
use crate::document::{Member, Node};

/// The media types of request bodies that progenitor carries.
const CARRIED: [&str; 5] = [
    "application/json",
    "application/x-www-form-urlencoded",
    "application/octet-stream",
    "text/plain",
    "text/x-markdown",
];

/// The media type of a request body that is carried: JSON, or else the first
/// that can be.
pub(crate) fn carried_media_type(content: &Node) -> Option<&str> {
    let carried = || {
        let all = content.members().map(|(media_type, _)| media_type);
        all.filter(|media_type| CARRIED.contains(&essence(media_type)))
    };
    let json = carried().find(|media_type| essence(media_type) == CARRIED[0]);
    json.or_else(|| carried().next())
}

/// The type without its parameters.
fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// The JSON content of an answer.
pub(crate) fn json(response: &Node) -> Option<(&str, &Member)> {
    members(response, "content").find(|(media_type, _)| essence(media_type) == CARRIED[0])
}

impl<'a> Check<'a> {
    pub(super) fn request_body(&mut self, operation: &Operation<'a>) {
        let body = operation.node().get("requestBody");
        let Some(body) = body.and_then(|node| self.source.resolve(node)) else {
            return;
        };
        let Some(content) = body.get("content").filter(|content| !content.is_empty()) else {
            return;
        };
        let Some(carried) = carried_media_type(content) else {
            let Some((media_type, member)) = content.members().next() else {
                return;
            };
            return self.report(
                "media-type",
                member.key,
                format!(
                    "the request body of {} is `{media_type}`, which cannot be carried",
                    operation.name()
                ),
                format!("use one of {}", CARRIED.join(", ")),
            );
        };
        for (media_type, member) in content.members() {
            if media_type != carried {
                self.report(
                    "media-type-left-out",
                    member.key,
                    format!(
                        "callers cannot send `{media_type}` to {}, only `{carried}`",
                        operation.name()
                    ),
                    "keep one; the generator carries a single media type",
                );
                continue;
            }
            if member.value.get("schema").is_none() {
                self.report(
                    "body-without-schema",
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
                "encoding",
                encoding.key,
                "`encoding` cannot be carried",
                "remove it; the generator encodes by the media type alone",
            );
        }
    }

    /// An operation has one type of success. Errors are read by the client
    /// around the generated code, whatever they are.
    pub(super) fn responses(&mut self, operation: &Operation<'a>) {
        let mut first: Option<(&str, Kind<'a>)> = None;
        let successes = operation.successes();
        for (status, member) in &successes {
            let Some(response) = self.source.resolve(&member.value) else {
                continue;
            };
            let kind = self.kind(response);
            match first {
                None => first = Some((status, kind)),
                Some((_, known)) if known == kind => {}
                Some((other, known)) => {
                    self.report(
                        "several-success-bodies",
                        member.key,
                        format!(
                            "{}: the response `{status}` has {kind}, `{other}` has {known}",
                            operation.name()
                        ),
                        "give all successes one body; the generator carries a single type",
                    );
                    break;
                }
            }
        }
        self.default_response(operation, &successes);
        self.error_bodies_differ(operation);
    }

    fn default_response(&mut self, operation: &Operation<'a>, successes: &[(&str, &Member)]) {
        let Some((_, default)) = operation.default_response() else {
            return;
        };
        let (message, help) = match successes {
            [("default", _)] => (
                format!(
                    "{} has no success but `default`, which is taken for `2XX`",
                    operation.name()
                ),
                "name the statuses of success",
            ),
            _ => (
                format!(
                    "the `default` of {} is taken for errors only",
                    operation.name()
                ),
                "describe errors as `4XX` and `5XX`",
            ),
        };
        self.report("default-response", default.key, message, help);
    }

    /// The bodies of all errors are read as one type.
    fn error_bodies_differ(&mut self, operation: &Operation<'a>) {
        let source = self.source;
        let common = *self
            .error_body
            .get_or_insert_with(|| error_body(source, |_| true));
        let Some(common) = common else {
            return;
        };
        for (status, member) in operation.errors() {
            let response = source.resolve(&member.value);
            let media = response.and_then(json);
            let schema = media.and_then(|(_, media)| media.value.get("schema"));
            let reference = schema.and_then(Node::reference);
            let name = reference.and_then(|reference| reference.rsplit('/').next());
            if name == Some(common) {
                continue;
            }
            let what = match (schema, reference) {
                (_, Some(reference)) => format!("the body `{reference}`"),
                (Some(_), None) => "a body of its own".to_owned(),
                (None, _) => "no JSON body".to_owned(),
            };
            self.report(
                "several-error-bodies",
                member.key,
                format!(
                    "the answer `{status}` of {} has {what}; errors are read as `{common}`, and kept as they came",
                    operation.name()
                ),
                format!("give all errors the body `#/components/schemas/{common}`"),
            );
        }
    }

    fn kind(&mut self, response: &'a Node) -> Kind<'a> {
        match json(response) {
            Some((media_type, member)) => {
                self.no_encoding(&member.value);
                match member.value.get("schema") {
                    Some(schema) => Kind::Typed(schema),
                    None => {
                        self.report(
                            "body-without-schema",
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
