//! Request bodies and responses that progenitor refuses or meets with a panic,
//! and those that are rewritten for it.

use super::{Check, Operation, error_body, members};
use crate::document::{Member, Node, Place, Source};

/// The media types of request bodies that progenitor carries.
const CARRIED: [&str; 5] = [
    "application/json",
    "application/x-www-form-urlencoded",
    "application/octet-stream",
    "text/plain",
    "text/x-markdown",
];

/// Media types that leave the choice to the client.
const ANY: [&str; 2] = ["*/*", "application/*"];

/// The media type of a request body that is carried, as the document writes it:
/// JSON, or else the first that can be, or else any.
pub(crate) fn carried_media_type(content: &Node) -> Option<&str> {
    let all = || content.members().map(|(media_type, _)| media_type);
    let is_json = |media_type: &&str| essence(media_type) == CARRIED[0];
    let is_carried = |media_type: &&str| CARRIED.contains(&essence(media_type));
    all()
        .find(is_json)
        .or_else(|| all().find(is_carried))
        .or_else(|| all().find(|media_type| is_any(media_type)))
}

/// Whether a media type leaves the choice to the client, which sends JSON.
pub(crate) fn is_any(media_type: &str) -> bool {
    ANY.contains(&essence(media_type))
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
            if is_any(carried) {
                self.report(
                    "any-media-type",
                    member.key,
                    format!("the request body of {} is sent as JSON", operation.name()),
                    format!("name the media type: one of {}", CARRIED.join(", ")),
                );
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
        let successes = operation.successes();
        let kinds: Vec<_> = kinds(self.source, &successes).collect();
        let differing = kinds.iter().find(|(.., kind)| *kind != kinds[0].2);
        if let (Some((status, place, kind)), [(other, _, known), ..]) = (differing, &kinds[..]) {
            self.report(
                "several-success-bodies",
                *place,
                format!(
                    "{}: the response `{status}` has {kind}, `{other}` has {known}; the client gives the body as it came",
                    operation.name()
                ),
                "give all successes one body, so that it becomes a type",
            );
        } else if let Some((_, place, kind)) = kinds.iter().find(|(.., kind)| *kind == Kind::Json) {
            self.report(
                "untyped-body",
                *place,
                format!(
                    "{} answers with {kind}; the client gives it as it came",
                    operation.name()
                ),
                "add a `schema`, so that it becomes a type",
            );
        }
        for (_, member) in &successes {
            let response = self.source.resolve(&member.value);
            if let Some((_, media)) = response.and_then(json) {
                self.no_encoding(&media.value);
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
}

/// Whether callers get the body of a success as it came: its statuses differ in
/// what they carry, or there is JSON without a schema.
pub(crate) fn comes_as_it_is(source: &Source, operation: &Operation<'_>) -> bool {
    let successes = operation.successes();
    let mut kinds = kinds(source, &successes).map(|(.., kind)| kind);
    let first = kinds.next();
    first == Some(Kind::Json) || kinds.any(|kind| Some(kind) != first)
}

fn kinds<'a>(
    source: &'a Source,
    successes: &[(&'a str, &'a Member)],
) -> impl Iterator<Item = (&'a str, Place, Kind<'a>)> {
    successes.iter().filter_map(|(status, member)| {
        let response = source.resolve(&member.value)?;
        Some((*status, member.key, Kind::of(response)))
    })
}

/// What the body of a response becomes.
#[derive(Clone, Copy, PartialEq)]
enum Kind<'a> {
    Empty,
    Raw,
    /// Without a schema.
    Json,
    Typed(&'a Node),
}

impl<'a> Kind<'a> {
    fn of(response: &'a Node) -> Self {
        match json(response) {
            Some((_, media)) => media.value.get("schema").map_or(Kind::Json, Kind::Typed),
            None if response.get("content").is_none_or(Node::is_empty) => Kind::Empty,
            None => Kind::Raw,
        }
    }
}

impl std::fmt::Display for Kind<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Kind::Empty => f.write_str("no body"),
            Kind::Raw => f.write_str("a body other than JSON"),
            Kind::Json => f.write_str("JSON without a schema"),
            Kind::Typed(schema) => match schema.reference() {
                Some(reference) => write!(f, "the body `{reference}`"),
                None => f.write_str("a body of its own"),
            },
        }
    }
}
