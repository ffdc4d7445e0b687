//! Reads the values of a request's parameters and body from their texts (OpenAPI 3.0.3,
//! "Style Values"). This is the reverse of [`crate::style`].

use percent_encoding::percent_decode_str;

use super::known::{Location, Parameter, Shape};
use super::request::Request;
use super::written::Written;
use crate::style::{Encoding, Style};

/// The value of a parameter. `None` if it is left out.
pub(super) fn parameter(
    parameter: &Parameter,
    all: &[Parameter],
    request: &Request,
) -> Option<Written> {
    match parameter.location {
        Location::Path => {
            let raw = request.raw_argument(parameter.name)?;
            Some(in_path(parameter, raw, request.argument(parameter.name)?))
        }
        Location::Query => in_query(parameter, all, request.query_string()),
        Location::Header => Some(in_header(parameter, request.header(parameter.name)?)),
        Location::Cookie => {
            let cookies = request.header("cookie")?.split(';');
            let pairs = cookies.filter_map(|pair| pair.trim().split_once('='));
            let mut found = pairs.filter(|(name, _)| *name == parameter.name);
            found.next().map(|(_, value)| Written::Text(decoded(value)))
        }
    }
}

/// Reads a form (`application/x-www-form-urlencoded`). A name that occurs several times is a
/// list.
pub(super) fn form(body: &[u8], encodings: &[Encoding]) -> Written {
    let body = String::from_utf8_lossy(body);
    let mut members: Vec<(String, Written)> = Vec::new();
    for (name, value) in pairs(&body) {
        let name = plus_decoded(name);
        let path = keys(&name);
        let mut encodings = encodings.iter();
        let encoding = encodings.find(|encoding| encoding.property == name);
        match (encoding, path.as_slice()) {
            (Some(encoding), [name]) if encoding.style == Style::Json => {
                members.push((name.clone(), json(&plus_decoded(value))));
            }
            (Some(encoding), [name]) if !encoding.is_exploded => {
                let pieces = pieces(encoding.style, value).map(plus_decoded);
                members.push((name.clone(), Written::texts(pieces)));
            }
            (_, [name]) => add(&mut members, name, Written::Text(plus_decoded(value))),
            (_, path) => put(&mut members, path, plus_decoded(value)),
        }
    }
    let members = members.into_iter();
    Written::Map(
        members
            .map(|(name, value)| (name, of_numbers(value)))
            .collect(),
    )
}

/// The names and values of a query or a form, still encoded.
fn pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// The parts of a value in a query or a form, split at the separator of the style.
fn pieces(style: Style, value: &str) -> impl Iterator<Item = &str> {
    let separators: &[&str] = match style {
        Style::SpaceDelimited => &["%20", "+"],
        Style::PipeDelimited => &["%7C", "%7c", "|"],
        _ => &[","],
    };
    let mut separators = separators.iter().copied();
    let separator = separators.find(|separator| value.contains(separator));
    value.split(separator.unwrap_or(","))
}

fn in_path(parameter: &Parameter, raw: &str, argument: &str) -> Written {
    let (begin, separator) = match (parameter.style, parameter.is_exploded) {
        (Style::Label, true) => (".", "."),
        (Style::Label, false) => (".", ","),
        (Style::Matrix, true) => (";", ";"),
        (Style::Matrix, false) => (";", ","),
        _ => ("", ","),
    };
    match (parameter.style, parameter.shape) {
        (Style::Json, _) => return json(&decoded(raw)),
        (Style::Simple, Shape::Scalar) => return Written::Text(argument.to_owned()),
        _ => {}
    }
    let rest = raw.strip_prefix(begin).unwrap_or(raw);
    let name = format!("{}=", parameter.name);
    let is_named = parameter.style == Style::Matrix;
    let pieces: Vec<String> = rest
        .split(separator)
        .map(|piece| match is_named {
            // An empty value has no `=`.
            true if piece == parameter.name => "",
            true => piece.strip_prefix(&name).unwrap_or(piece),
            false => piece,
        })
        .map(str::to_owned)
        .collect();
    made_of(parameter, pieces)
}

fn in_header(parameter: &Parameter, value: &str) -> Written {
    match (parameter.style, parameter.shape) {
        (Style::Json, _) => json(value),
        (_, Shape::Scalar) => Written::Text(value.to_owned()),
        _ => {
            let pieces = value.split(',').map(|piece| piece.trim().to_owned());
            made_of(parameter, pieces.collect())
        }
    }
}

fn in_query(parameter: &Parameter, all: &[Parameter], query: &str) -> Option<Written> {
    let named = || {
        let named = pairs(query).filter(|(name, _)| plus_decoded(name) == parameter.name);
        named.map(|(_, value)| value)
    };
    if parameter.style == Style::DeepObject {
        let mut members = Vec::new();
        for (name, value) in pairs(query) {
            let path = keys(&plus_decoded(name));
            if let Some((first, rest)) = path.split_first()
                && first == parameter.name
                && !rest.is_empty()
            {
                put(&mut members, rest, plus_decoded(value));
            }
        }
        return (!members.is_empty()).then(|| of_numbers(Written::Map(members)));
    }
    match (parameter.style, parameter.shape, parameter.is_exploded) {
        (Style::Json, ..) => Some(json(&plus_decoded(named().next()?))),
        (_, Shape::Scalar, _) => Some(Written::Text(plus_decoded(named().next()?))),
        (_, Shape::List, true) => {
            let items: Vec<_> = named().map(plus_decoded).collect();
            (!items.is_empty()).then(|| Written::texts(items))
        }
        // Each property of the object is a separate parameter in the query.
        (_, Shape::Object, true) => {
            let is_other = |name: &str| all.iter().any(|one| one.name == name);
            let members =
                pairs(query).map(|(name, value)| (plus_decoded(name), plus_decoded(value)));
            let members: Vec<_> = members.filter(|(name, _)| !is_other(name)).collect();
            (!members.is_empty()).then(|| Written::pairs(members))
        }
        (style, _, false) => {
            let value = named().next()?;
            let pieces = pieces(style, value).map(str::to_owned);
            Some(made_of(parameter, pieces.collect()))
        }
    }
}

/// Makes a value from these pieces, which are still encoded.
fn made_of(parameter: &Parameter, pieces: Vec<String>) -> Written {
    let mut pieces = pieces.into_iter();
    match (parameter.shape, parameter.is_exploded) {
        (Shape::Scalar, _) => Written::Text(decoded(&pieces.next().unwrap_or_default())),
        (Shape::List, _) => Written::texts(pieces.map(|piece| decoded(&piece))),
        (Shape::Object, true) => Written::pairs(pieces.map(|piece| {
            let (name, value) = piece.split_once('=').unwrap_or((&piece, ""));
            (decoded(name), decoded(value))
        })),
        (Shape::Object, false) => {
            let mut pairs = Vec::new();
            while let Some(name) = pieces.next() {
                pairs.push((decoded(&name), decoded(&pieces.next().unwrap_or_default())));
            }
            Written::pairs(pairs)
        }
    }
}

/// Reads a text as JSON. A text that is not JSON stays a text.
fn json(text: &str) -> Written {
    fn written(value: serde_json::Value) -> Written {
        match value {
            serde_json::Value::Array(items) => {
                Written::List(items.into_iter().map(written).collect())
            }
            serde_json::Value::Object(members) => Written::Map(
                members
                    .into_iter()
                    .map(|(name, value)| (name, written(value)))
                    .collect(),
            ),
            serde_json::Value::String(text) => Written::Text(text),
            other => Written::Text(other.to_string()),
        }
    }
    serde_json::from_str(text).map_or_else(|_| Written::Text(text.to_owned()), written)
}

/// `a[b][0]` → `a`, `b`, `0`.
fn keys(name: &str) -> Vec<String> {
    let mut pieces = name.split('[');
    let first = pieces.next().unwrap_or_default().to_owned();
    let rest = pieces.map(|piece| piece.trim_end_matches(']').to_owned());
    [first].into_iter().chain(rest).collect()
}

/// Adds a value under a name. A second value with the same name makes a list.
fn add(members: &mut Vec<(String, Written)>, name: &str, value: Written) {
    match members.iter_mut().find(|(other, _)| other == name) {
        None => members.push((name.to_owned(), value)),
        Some((_, Written::List(items))) => items.push(value),
        Some((_, known)) => *known = Written::List(vec![known.clone(), value]),
    }
}

fn put(members: &mut Vec<(String, Written)>, path: &[String], value: String) {
    match path {
        [] => {}
        [name] => add(members, name, Written::Text(value)),
        [name, rest @ ..] => {
            let at = match members.iter().position(|(other, _)| other == name) {
                Some(at) => at,
                None => {
                    members.push((name.clone(), Written::Map(Vec::new())));
                    members.len() - 1
                }
            };
            if let Some((_, Written::Map(inner))) = members.get_mut(at) {
                put(inner, rest, value);
            }
        }
    }
}

/// Turns maps with the names `0`, `1`, … into lists, at all depths.
fn of_numbers(written: Written) -> Written {
    let Written::Map(members) = written else {
        return written;
    };
    let mut numbered = members.iter().enumerate();
    let are_numbers = numbered.all(|(index, (name, _))| *name == index.to_string());
    let members = members.into_iter();
    match are_numbers {
        true => Written::List(members.map(|(_, value)| of_numbers(value)).collect()),
        false => Written::Map(
            members
                .map(|(name, value)| (name, of_numbers(value)))
                .collect(),
        ),
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Decodes like a query: `+` is a space.
fn plus_decoded(text: &str) -> String {
    decoded(&text.replace('+', " "))
}
