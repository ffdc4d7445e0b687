//! Media types (RFC 9110, section 8.3.1): what they mean, and how they are spelled.

use std::borrow::Cow;

pub(crate) const JSON: &str = "application/json";

/// Media types that leave the choice to the client.
const ANY: [&str; 2] = ["*/*", "application/*"];

/// Whether it is JSON: by name, or by its suffix (RFC 6839, section 3.1).
pub(crate) fn is_json(media_type: &str) -> bool {
    is_one_of(media_type, &[JSON, "text/json"]) || {
        let essence = essence(media_type);
        let suffix = essence.len().checked_sub("+json".len());
        let suffix = suffix.and_then(|start| essence.get(start..));
        suffix.is_some_and(|suffix| suffix.eq_ignore_ascii_case("+json"))
    }
}

/// Whether it is a form.
pub(crate) fn is_form(media_type: &str) -> bool {
    is_one_of(media_type, &["application/x-www-form-urlencoded"])
}

/// Whether it is text, but not JSON.
pub(crate) fn is_text(media_type: &str) -> bool {
    is_of("text", media_type) && !is_json(media_type)
}

/// Whether it is `multipart`.
pub(crate) fn is_multipart(media_type: &str) -> bool {
    is_of("multipart", media_type)
}

/// Whether it leaves the choice to the client.
pub(crate) fn is_any(media_type: &str) -> bool {
    is_one_of(media_type, &ANY)
}

fn is_of(kind: &str, media_type: &str) -> bool {
    let named = media_type.split('/').next().unwrap_or_default();
    named.trim().eq_ignore_ascii_case(kind)
}

/// The usual spelling of a media type: in lower case except for its parameters, without
/// space around it.
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

/// Type and subtype are case-insensitive (RFC 9110, section 8.3.1).
pub(crate) fn is_one_of(media_type: &str, known: &[&str]) -> bool {
    let essence = essence(media_type);
    known
        .iter()
        .any(|known| essence.eq_ignore_ascii_case(known))
}

/// Type and subtype, without the parameters.
pub(crate) fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// Whether two media types differ only in spelling. The names of parameters and of
/// character sets are case-insensitive (RFC 9110, sections 5.6.6 and 8.3.2), and space
/// around parameters has no meaning.
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
