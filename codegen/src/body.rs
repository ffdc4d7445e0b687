//! Request bodies and responses: their media types, and what they become in the client.

use std::collections::BTreeMap;
use std::fmt;

use crate::media_type::{
    JSON, canonical, essence, is_any, is_form, is_json, is_multipart, is_one_of, is_text,
};
use crate::operation::{Operation, operations};
use crate::schema;
use crate::source::Source;
use crate::tree::{Member, Node};

/// How a request body is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Json,
    Form,
    /// A string, or the text of a number or boolean.
    Text,
    Bytes,
}

/// How a request body with a media type is sent; none if the client cannot send it.
pub(crate) fn encoding(source: &Source, media_type: &str, content: &Node) -> Option<Encoding> {
    let schema = content.get("schema");
    let schema = schema.and_then(|schema| source.resolve(schema));
    let ty = schema.map(schema::type_of);
    let is_raw = matches!(ty, None | Some(Some("string")));
    let is_held = matches!(ty, Some(Some("object" | "array")));
    match media_type {
        json if is_json(json) => Some(Encoding::Json),
        form if is_form(form) => {
            let is_object = matches!(ty, None | Some(None | Some("object")));
            is_object.then_some(Encoding::Form)
        }
        any if is_any(any) => Some(match schema {
            None => Encoding::Bytes,
            Some(schema) if schema.text("format") == Some("binary") => Encoding::Bytes,
            Some(_) => Encoding::Json,
        }),
        text if is_text(text) => (!is_held).then_some(Encoding::Text),
        parts if is_multipart(parts) => None,
        _ => is_raw.then_some(Encoding::Bytes),
    }
}

/// The content of a request body that the client sends: JSON, or else the first that it
/// can send, or else any.
pub(crate) fn carried_content<'a>(
    source: &'a Source,
    content: &'a Node,
) -> Option<(&'a str, &'a Member, Encoding)> {
    let can_be = |media_type: &str, member: &Member| {
        let encoding = encoding(source, media_type, &member.value)?;
        let is_last = is_any(media_type);
        let is_usual = is_one_of(media_type, &[JSON]);
        Some((is_last, encoding != Encoding::Json, !is_usual, encoding))
    };
    let all = content.members().filter_map(|(media_type, member)| {
        let (is_last, is_other, is_unusual, encoding) = can_be(media_type, member)?;
        Some((
            (is_last, is_other, is_unusual),
            media_type,
            member,
            encoding,
        ))
    });
    let (_, media_type, member, encoding) = all.min_by_key(|(rank, ..)| *rank)?;
    let (media_type, member) = usually_spelled(content, media_type, member);
    Some((media_type, member, encoding))
}

/// The schema of a request body that becomes a type; other bodies are sent as text or
/// bytes.
pub(crate) fn request_schema<'a>(source: &'a Source, body: &'a Node) -> Option<&'a Node> {
    let content = source.resolve(body)?.get("content")?;
    let (_, member, encoding) = carried_content(source, content)?;
    let schema = member.value.get("schema")?;
    match encoding {
        Encoding::Json | Encoding::Form => Some(schema),
        Encoding::Text => (!is_any_text(source, schema)).then_some(schema),
        Encoding::Bytes => None,
    }
}

/// Whether a schema allows any string, except for limits.
fn is_any_text(source: &Source, schema: &Node) -> bool {
    let schema = source.resolve(schema);
    schema.is_some_and(|schema| {
        schema::type_of(schema) == Some("string") && schema::listed(schema).is_empty()
    })
}

/// The `Content-Type` of a request.
pub(crate) fn content_type(source: &Source, operation: &Operation<'_>) -> Option<String> {
    let (body, _) = operation.request_body(source)?;
    let content = source.resolve(body)?.get("content")?;
    let (media_type, _, encoding) = carried_content(source, content)?;
    Some(named(media_type, encoding))
}

/// The properties of a form that have their own style (OpenAPI 3.0.3, "Encoding Object"):
/// the property, the style (also `json`), and whether it is exploded.
pub(crate) fn form_encodings<'a>(
    source: &'a Source,
    operation: &Operation<'a>,
) -> Vec<(&'a str, &'a str, bool)> {
    let body = operation.request_body(source);
    let content = body.and_then(|(body, _)| source.resolve(body)?.get("content"));
    let carried = content.and_then(|content| carried_content(source, content));
    let Some((_, media, Encoding::Form)) = carried else {
        return Vec::new();
    };
    let encodings = media.value.members_of("encoding");
    let encodings = encodings.filter(|(_, one)| {
        let mut keys = ["style", "explode", "contentType"].into_iter();
        keys.any(|key| one.value.get(key).is_some())
    });
    let encodings = encodings.map(|(property, member)| {
        let is_json = member.value.text("contentType").is_some_and(is_json);
        let style = match member.value.text("style") {
            Some(style) => style,
            None if is_json => "json",
            None => "form",
        };
        let is_exploded = match member.value.get("explode") {
            Some(explode) => explode.is_true(),
            None => matches!(style, "form" | "deepObject"),
        };
        (property, style, is_exploded)
    });
    encodings.collect()
}

/// The media type without wildcards.
pub(crate) fn named(media_type: &str, encoding: Encoding) -> String {
    match (media_type.contains('*'), encoding) {
        (false, _) => canonical(media_type).into_owned(),
        (true, Encoding::Json) => JSON.to_owned(),
        (true, Encoding::Form) => "application/x-www-form-urlencoded".to_owned(),
        (true, Encoding::Text) => "text/plain".to_owned(),
        (true, Encoding::Bytes) => "application/octet-stream".to_owned(),
    }
}

/// The schema of an operation's success that becomes a type, and the listed response that
/// has it. If several are equal, the first one.
pub(crate) fn success_schema<'a>(
    source: &'a Source,
    operation: &Operation<'a>,
) -> Option<(&'a Node, &'a Node)> {
    if has_no_content(operation) || comes_as_it_is(source, operation) {
        return None;
    }
    let successes = operation.successes();
    let mut kinds = kinds(source, &successes);
    kinds.find_map(|(_, member, kind)| match kind {
        Kind::Typed(schema) | Kind::Text(schema) => Some((&member.value, schema)),
        Kind::Empty | Kind::Raw | Kind::Json => None,
    })
}

/// Whether the success of an operation is text, not JSON, that is read as a type.
pub(crate) fn is_read_as_text(source: &Source, operation: &Operation<'_>) -> bool {
    let is_number = |schema: &Node| {
        let schema = source.resolve(schema);
        let ty = schema.and_then(schema::type_of);
        matches!(ty, Some("integer" | "number" | "boolean"))
    };
    let successes = operation.successes();
    let mut kinds = kinds(source, &successes);
    success_schema(source, operation).is_some()
        && kinds.any(|(.., kind)| matches!(kind, Kind::Text(schema) if !is_number(schema)))
}

/// The redirects that count as success, if no other success has a body.
pub(crate) fn redirections<'a>(
    source: &'a Source,
    operation: &Operation<'a>,
) -> Vec<(&'a str, &'a Member)> {
    let successes = operation.successes();
    let mut kinds = kinds(source, &successes);
    match kinds.any(|(.., kind)| kind != Kind::Empty) && !has_no_content(operation) {
        true => Vec::new(),
        false => operation.redirections().collect(),
    }
}

/// The media types in the `Accept` header of an operation: those of its successes, or
/// else those of its errors.
pub(crate) fn accepted(source: &Source, operation: &Operation<'_>) -> Vec<String> {
    let successes = operation.successes();
    let read = match success_schema(source, operation) {
        Some(_) => successes.iter(),
        None => [].iter(),
    };
    let mut accepted: Vec<String> = Vec::new();
    for (_, member) in read {
        let response = source.resolve(&member.value);
        let content = response.and_then(|response| read_content(source, response));
        if let Some((media_type, _, encoding)) = content {
            let media_type = asked_for(&named(media_type, encoding));
            if !accepted.contains(&media_type) {
                accepted.push(media_type);
            }
        }
    }
    if !accepted.is_empty() {
        return accepted;
    }
    let media_types = |answers: Vec<(&str, &Member)>| {
        let mut media_types = Vec::new();
        for (_, member) in answers {
            let response = source.resolve(&member.value);
            let content = response.and_then(|response| response.get("content"));
            for (media_type, _) in content.into_iter().flat_map(Node::members) {
                let media_type = asked_for(media_type);
                if !media_types.contains(&media_type) {
                    media_types.push(media_type);
                }
            }
        }
        media_types
    };
    let of_successes = media_types(successes);
    match of_successes.is_empty() {
        true => media_types(operation.errors()),
        false => of_successes,
    }
}

/// A media type in `Accept`: with its parameters, except for the charset, which only says
/// how a text is encoded.
fn asked_for(media_type: &str) -> String {
    let canonical = canonical(media_type);
    let is_charset = |parameter: &str| {
        let name = parameter.split('=').next().unwrap_or_default();
        name.trim().eq_ignore_ascii_case("charset")
    };
    match canonical.split(';').skip(1).any(|one| !is_charset(one)) {
        true => canonical.into_owned(),
        false => essence(&canonical).to_ascii_lowercase(),
    }
}

/// The content of a response that is read as a type: JSON, any media type whose schema is
/// not a string, or else text that is a scalar.
fn read_content<'a>(
    source: &Source,
    response: &'a Node,
) -> Option<(&'a str, &'a Member, Encoding)> {
    let content = response.get("content")?;
    let rank = |media_type: &str, member: &Member| {
        let schema = member.value.get("schema");
        let schema = schema.and_then(|schema| source.resolve(schema));
        let ty = schema.and_then(schema::type_of);
        let is_binary = schema.is_some_and(|schema| schema.text("format") == Some("binary"));
        match media_type {
            usual if is_one_of(usual, &[JSON]) => Some((0, Encoding::Json)),
            json if is_json(json) => Some((1, Encoding::Json)),
            any if is_any(any) && schema.is_some() && ty != Some("string") => {
                Some((2, Encoding::Json))
            }
            text if is_text(text) && schema.is_some() && !is_binary => {
                let is_held = matches!(ty, Some("object" | "array"));
                (!is_held).then_some((3, Encoding::Text))
            }
            _ => None,
        }
    };
    let all = content.members().filter_map(|(media_type, member)| {
        let (rank, encoding) = rank(media_type, member)?;
        Some((rank, media_type, member, encoding))
    });
    let (_, media_type, member, encoding) = all.min_by_key(|(rank, ..)| *rank)?;
    let (media_type, member) = usually_spelled(content, media_type, member);
    Some((media_type, member, encoding))
}

/// The content of a response that is read as a type, or else the first.
pub(crate) fn answered_content<'a>(
    source: &Source,
    response: &'a Node,
) -> Option<(&'a str, &'a Member, Encoding)> {
    let first = || {
        let (media_type, member) = response.members_of("content").next()?;
        let is_as_it_comes = match media_type {
            json if is_json(json) => Encoding::Json,
            text if is_text(text) => Encoding::Text,
            _ => Encoding::Bytes,
        };
        Some((media_type, member, is_as_it_comes))
    };
    read_content(source, response).or_else(first)
}

/// The JSON content of a response.
pub(crate) fn json<'a>(source: &Source, response: &'a Node) -> Option<&'a Node> {
    let (_, member, encoding) = read_content(source, response)?;
    (encoding == Encoding::Json).then_some(&member.value)
}

/// Chooses the usual spelling among several spellings of a media type.
fn usually_spelled<'a>(
    content: &'a Node,
    media_type: &'a str,
    member: &'a Member,
) -> (&'a str, &'a Member) {
    match content.len() {
        1 => (media_type, member),
        _ => content
            .entry(&canonical(media_type))
            .unwrap_or((media_type, member)),
    }
}

/// The media types that are listed twice under `content`, in the spelling that is
/// ignored: the usual spelling is used, or else the first.
pub(crate) fn respelled(content: &Node) -> impl Iterator<Item = (&str, &Member)> {
    let is_alone = content.len() == 1;
    let counts = move |media_type: &str| {
        let usual = canonical(media_type);
        match content.get(&usual) {
            Some(_) => usual == media_type,
            None => {
                let mut all = content.members().map(|(other, _)| other);
                all.find(|other| canonical(other) == usual) == Some(media_type)
            }
        }
    };
    let all = content.members();
    all.filter(move |(media_type, _)| !is_alone && !counts(media_type))
}

/// The name of the schema for the bodies of errors: the one that most error responses
/// have, among the operations that `is_carried` accepts.
pub(crate) fn error_body<'a>(
    source: &'a Source,
    is_carried: impl Fn(&Operation<'a>) -> bool,
) -> Option<&'a str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for operation in operations(source.root()).filter(is_carried) {
        for (_, member) in operation.errors() {
            if let Some(name) = error_schema(source, &member.value) {
                *counts.entry(name).or_default() += 1;
            }
        }
    }
    // If several are equally frequent, the first by name.
    let most = counts.iter().rev().max_by_key(|(_, count)| **count);
    most.map(|(name, _)| *name)
}

/// The component that the JSON body of a response refers to.
fn error_schema<'a>(source: &'a Source, response: &'a Node) -> Option<&'a str> {
    let response = source.resolve(response)?;
    let media = json(source, response)?;
    schema::component_name(media.get("schema")?.reference()?)
}

/// Whether callers get the raw body of a success: its responses have different bodies, or
/// JSON without a schema.
pub(crate) fn comes_as_it_is(source: &Source, operation: &Operation<'_>) -> bool {
    if has_no_content(operation) {
        return false;
    }
    let successes = operation.successes();
    let mut kinds = kinds(source, &successes).map(|(.., kind)| kind);
    let first = kinds.next();
    first == Some(Kind::Json) || kinds.any(|kind| Some(kind) != first)
}

/// Whether responses have no content, whatever the document says: they are to `HEAD` (RFC
/// 9110, section 9.3.2).
pub(crate) fn has_no_content(operation: &Operation<'_>) -> bool {
    operation.method == "head"
}

/// Whether a response with this status has no content, whatever the document says (RFC 9110,
/// sections 15.3.5 and 15.3.6).
pub(crate) fn is_without_content(status: &str) -> bool {
    matches!(status, "204" | "205")
}

pub(crate) fn kinds<'a>(
    source: &'a Source,
    successes: &[(&'a str, &'a Member)],
) -> impl Iterator<Item = (&'a str, &'a Member, Kind<'a>)> {
    successes.iter().filter_map(|(status, member)| {
        let response = source.resolve(&member.value)?;
        let kind = match is_without_content(status) {
            true => Kind::Empty,
            false => Kind::of(source, response),
        };
        Some((*status, *member, kind))
    })
}

/// What the body of a response becomes.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind<'a> {
    Empty,
    Raw,
    /// JSON without a schema.
    Json,
    Typed(&'a Node),
    /// Text that is a scalar.
    Text(&'a Node),
}

impl<'a> Kind<'a> {
    fn of(source: &Source, response: &'a Node) -> Self {
        match read_content(source, response) {
            Some((_, media, encoding)) => match (media.value.get("schema"), encoding) {
                (None, _) => Kind::Json,
                (Some(schema), Encoding::Text) => Kind::Text(schema),
                (Some(schema), _) => Kind::Typed(schema),
            },
            None if response.get("content").is_none_or(Node::is_empty) => Kind::Empty,
            None => Kind::Raw,
        }
    }
}

impl fmt::Display for Kind<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Kind::Empty => f.write_str("no body"),
            Kind::Raw => f.write_str("a body other than JSON"),
            Kind::Json => f.write_str("JSON without a schema"),
            Kind::Text(_) => f.write_str("a text"),
            Kind::Typed(schema) => match schema.reference() {
                Some(reference) => write!(f, "the body `{reference}`"),
                None => f.write_str("a body with an inline schema"),
            },
        }
    }
}
