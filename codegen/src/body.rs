//! Request bodies and responses: their media types, and what becomes of them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use crate::operation::{Operation, operations};
use crate::schema;
use crate::source::Source;
use crate::tree::{Member, Node};

pub(crate) const JSON: &str = "application/json";

/// The media types of request bodies that progenitor carries.
pub(crate) const CARRIED: [&str; 5] = [
    JSON,
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
    let first = |known| first_of(content, known).map(|(media_type, _)| media_type);
    first(&[JSON][..])
        .or_else(|| first(&CARRIED))
        .or_else(|| first(&ANY))
}

/// Whether a media type is sent as the bytes that it is.
pub(crate) fn is_bytes(media_type: &str) -> bool {
    is_one_of(media_type, &["application/octet-stream"])
}

/// Media types of request bodies whose schema becomes a type; of others the text or
/// the bytes are sent.
const TYPED: [&str; 4] = [JSON, "application/x-www-form-urlencoded", ANY[0], ANY[1]];

/// The schema of a request body that becomes a type.
pub(crate) fn request_schema<'a>(source: &'a Source, body: &'a Node) -> Option<&'a Node> {
    let content = source.resolve(body)?.get("content")?;
    let media_type = carried_media_type(content)?;
    let schema = content.get(media_type)?.get("schema")?;
    is_one_of(media_type, &TYPED).then_some(schema)
}

/// The schema of an operation's success that becomes a type, and the response that
/// has it, as it is listed. Of several equal ones the first.
pub(crate) fn success_schema<'a>(
    source: &'a Source,
    operation: &Operation<'a>,
) -> Option<(&'a Node, &'a Node)> {
    if comes_as_it_is(source, operation) {
        return None;
    }
    let successes = operation.successes();
    let mut kinds = kinds(source, &successes);
    kinds.find_map(|(_, member, kind)| match kind {
        Kind::Typed(schema) => Some((&member.value, schema)),
        Kind::Empty | Kind::Raw | Kind::Json => None,
    })
}

/// The redirections that are successes: where no other success has a body.
pub(crate) fn redirections<'a>(
    source: &'a Source,
    operation: &Operation<'a>,
) -> Vec<(&'a str, &'a Member)> {
    let successes = operation.successes();
    let mut kinds = kinds(source, &successes);
    match kinds.any(|(.., kind)| kind != Kind::Empty) {
        true => Vec::new(),
        false => operation.redirections().collect(),
    }
}

/// The media types that an operation asks for: those of its successes, or else those
/// of its errors.
pub(crate) fn accepted(source: &Source, operation: &Operation<'_>) -> Vec<String> {
    if success_schema(source, operation).is_some() {
        return vec![JSON.to_owned()];
    }
    let media_types = |answers: Vec<(&str, &Member)>| {
        let mut media_types = Vec::new();
        for (_, member) in answers {
            let response = source.resolve(&member.value);
            let content = response.and_then(|response| response.get("content"));
            for (media_type, _) in content.into_iter().flat_map(Node::members) {
                let media_type = essence(media_type).to_ascii_lowercase();
                if !media_types.contains(&media_type) {
                    media_types.push(media_type);
                }
            }
        }
        media_types
    };
    let of_successes = media_types(operation.successes());
    match of_successes.is_empty() {
        true => media_types(operation.errors()),
        false => of_successes,
    }
}

/// Whether a media type leaves the choice to the client, which sends JSON.
pub(crate) fn is_any(media_type: &str) -> bool {
    is_one_of(media_type, &ANY)
}

/// The JSON content of an answer.
pub(crate) fn json(response: &Node) -> Option<(&str, &Member)> {
    first_of(response.get("content")?, &[JSON])
}

/// The first content of one of these media types. Of several spellings of it, the
/// usual one.
fn first_of<'a>(content: &'a Node, known: &[&str]) -> Option<(&'a str, &'a Member)> {
    let (first, member) = content
        .members()
        .find(|(media_type, _)| is_one_of(media_type, known))?;
    match content.len() {
        1 => Some((first, member)),
        _ => Some(content.entry(&canonical(first)).unwrap_or((first, member))),
    }
}

/// The media types under `content` that stand there twice, in a spelling that does
/// not count: the usual one does, or else the first.
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

/// A media type as it is usually spelled: in lower case, but for its parameters,
/// without space around it.
pub(crate) fn canonical(media_type: &str) -> Cow<'_, str> {
    let essence = essence(media_type);
    let parameters = media_type.split_once(';').map(|(_, parameters)| parameters);
    let is_usual = media_type.starts_with(essence)
        && !essence.contains(|c: char| c.is_ascii_uppercase())
        && media_type.len() == essence.len() + parameters.map_or(0, |text| text.len() + 1);
    if is_usual {
        return media_type.into();
    }
    let essence = essence.to_ascii_lowercase();
    match parameters {
        Some(parameters) => format!("{essence};{parameters}").into(),
        None => essence.into(),
    }
}

/// Type and subtype have no case (RFC 9110, section 8.3.1).
fn is_one_of(media_type: &str, known: &[&str]) -> bool {
    let essence = essence(media_type);
    known
        .iter()
        .any(|known| essence.eq_ignore_ascii_case(known))
}

/// Type and subtype, without the parameters.
fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// Whether two media types differ in nothing but how they are spelled: neither a
/// parameter's name has a case nor the name of a character set (RFC 9110, sections
/// 5.6.6 and 8.3.2), and space around parameters means nothing.
#[cfg(feature = "review")]
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    let parameters = |media_type: &'_ str| -> Vec<(String, String)> {
        let parameters = media_type.split(';').skip(1);
        let pairs = parameters.map(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let name = name.trim().to_ascii_lowercase();
            let value = match name.as_str() {
                "charset" => value.trim().to_ascii_lowercase(),
                _ => value.trim().to_owned(),
            };
            (name, value)
        });
        pairs.collect()
    };
    is_one_of(one, &[essence(other)]) && parameters(one) == parameters(other)
}

/// Type and subtype in lower case, without the parameters.
#[cfg(feature = "review")]
pub(crate) fn kind(media_type: &str) -> String {
    essence(media_type).to_ascii_lowercase()
}

/// The name of the schema that the bodies of errors follow: the one that most
/// error answers have, of those that `is_carried`.
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
    // Of equals the first by name.
    let most = counts.iter().rev().max_by_key(|(_, count)| **count);
    most.map(|(name, _)| *name)
}

/// The component that the JSON body of an answer refers to.
fn error_schema<'a>(source: &'a Source, response: &'a Node) -> Option<&'a str> {
    let response = source.resolve(response)?;
    let (_, media) = json(response)?;
    schema::component_name(media.value.get("schema")?.reference()?)
}

/// Whether callers get the body of a success as it came: its statuses differ in
/// what they carry, or there is JSON without a schema.
pub(crate) fn comes_as_it_is(source: &Source, operation: &Operation<'_>) -> bool {
    let successes = operation.successes();
    let mut kinds = kinds(source, &successes).map(|(.., kind)| kind);
    let first = kinds.next();
    first == Some(Kind::Json) || kinds.any(|kind| Some(kind) != first)
}

pub(crate) fn kinds<'a>(
    source: &'a Source,
    successes: &[(&'a str, &'a Member)],
) -> impl Iterator<Item = (&'a str, &'a Member, Kind<'a>)> {
    successes.iter().filter_map(|(status, member)| {
        let response = source.resolve(&member.value)?;
        Some((*status, *member, Kind::of(response)))
    })
}

/// What the body of a response becomes.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind<'a> {
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

impl fmt::Display for Kind<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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
