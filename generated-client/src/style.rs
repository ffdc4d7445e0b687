//! Values as texts: the parameters of a query, and others that are not scalars (OpenAPI
//! 3.0.3, "Style Values"), and request bodies that are not JSON.

#![allow(dead_code, reason = "not every document has all of this")]

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Url;
use serde::Serialize;
use serde_json::Value;

/// All characters except the unreserved ones (RFC 3986, section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// How a parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// `a,b` and `k,v,l,w`; exploded `a,b` and `k=v,l=w`.
    Simple,
    /// `.a.b` and `.k.v`; exploded `.a.b` and `.k=v`.
    Label,
    /// `;name=a,b` and `;name=k,v`; exploded `;name=a;name=b` and `;k=v`.
    Matrix,
    /// `name=a,b` and `name=k,v`; exploded `name=a&name=b` and `k=v`.
    Form,
    /// `name=a%20b`; exploded as `Form`.
    SpaceDelimited,
    /// `name=a%7Cb`; exploded as `Form`.
    PipeDelimited,
    /// `name[k]=v`.
    DeepObject,
    /// As JSON.
    Json,
}

/// A path parameter, percent-encoded.
pub(crate) fn in_path<T: Serialize>(
    style: Style,
    is_exploded: bool,
    name: &str,
    value: &T,
) -> String {
    let name = encoded(name);
    let parts = Parts::of(value, is_exploded, |text| encoded(text).into());
    let (first, separator, is_named) = match (style, is_exploded) {
        (Style::Label, true) => (".", ".", false),
        (Style::Label, false) => (".", ",", false),
        (Style::Matrix, true) => (";", ";", true),
        (Style::Matrix, false) => (";", ",", true),
        (Style::Json, _) => return encoded(&json(value)).into(),
        _ => ("", ",", false),
    };
    // `matrix` has no `=` before an empty value (RFC 6570, section 3.2.7).
    let pair = |name: &str, value: &str| match is_named && value.is_empty() {
        true => name.to_owned(),
        false => format!("{name}={value}"),
    };
    let all = match parts {
        // A list without items is written as if it were left out (RFC 6570, section 2.3).
        Parts::Items(items) if items.is_empty() => return String::new(),
        Parts::Pairs(pairs) if pairs.0.is_empty() => return String::new(),
        // The keys of an exploded object replace the name of the parameter.
        Parts::Pairs(pairs) => pairs.map_each(|key, value| pair(&key, &value)),
        Parts::Items(items) if is_named && is_exploded => {
            items.iter().map(|item| pair(&name, item)).collect()
        }
        Parts::Items(items) if is_named => vec![pair(&name, &items.join(separator))],
        Parts::Items(items) => items,
    };
    format!("{first}{}", all.join(separator))
}

/// A text that is between quotes in a path, percent-encoded. A quote in the text is doubled,
/// so that it does not end the text.
pub(crate) fn quoted(text: &str) -> String {
    encoded(&text.replace('\'', "''")).into()
}

/// A header parameter.
pub(crate) fn in_header<T: Serialize>(style: Style, is_exploded: bool, value: &T) -> String {
    if style == Style::Json {
        return json(value);
    }
    match Parts::of(value, is_exploded, str::to_owned) {
        Parts::Items(items) => items.join(","),
        Parts::Pairs(pairs) => pairs
            .map_each(|key, value| format!("{key}={value}"))
            .join(","),
    }
}

/// Adds a query parameter to a URL. A value that is left out adds nothing.
pub(crate) fn in_query<T: Serialize>(
    url: &mut Url,
    style: Style,
    is_exploded: bool,
    name: &str,
    value: &T,
) {
    let value = value_of(value);
    for (name, value) in pairs(style, is_exploded, name, &value) {
        let query = match url.query() {
            None | Some("") => format!("{name}={value}"),
            Some(others) => format!("{others}&{name}={value}"),
        };
        url.set_query(Some(&query));
    }
}

/// The names and values that a value becomes in a query or a form, percent-encoded.
fn pairs(style: Style, is_exploded: bool, name: &str, value: &Value) -> Vec<(String, String)> {
    if value.is_null() {
        return Vec::new();
    }
    let encode = |text: &str| encoded(text).into_owned();
    let parts = match style {
        Style::Json => return vec![(encode(name), encode(&json(value)))],
        Style::DeepObject => {
            let mut pairs = Vec::new();
            deep(name, value, &mut pairs);
            return pairs;
        }
        _ => Parts::of(value, is_exploded, encode),
    };
    let separator = match style {
        Style::SpaceDelimited => "%20",
        Style::PipeDelimited => "%7C",
        _ => ",",
    };
    match parts {
        Parts::Pairs(pairs) => pairs.0,
        Parts::Items(items) if is_exploded => {
            let items = items.into_iter();
            items.map(|item| (encode(name), item)).collect()
        }
        // A list without items is written as if it were left out (RFC 6570, section 2.3).
        Parts::Items(items) if items.is_empty() => Vec::new(),
        Parts::Items(items) => vec![(encode(name), items.join(separator))],
    }
}

/// `name[key]=value` at all depths, and `name[0]=value` for a list.
fn deep(name: &str, value: &Value, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                deep(&format!("{name}[{key}]"), value, pairs);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                deep(&format!("{name}[{index}]"), item, pairs);
            }
        }
        Value::Null => {}
        value => pairs.push((encoded(name).into(), encoded(&text(value)).into())),
    }
}

/// A property of a form that has its own style.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Encoding {
    pub(crate) property: &'static str,
    pub(crate) style: Style,
    pub(crate) is_exploded: bool,
}

/// A JSON text as a form (`application/x-www-form-urlencoded`). The name is repeated for
/// each item of a list, and an inner object is written as JSON (OpenAPI 3.0.3, "Support for
/// x-www-form-urlencoded Request Bodies"), unless the property has its own style ("Encoding
/// Object").
pub(crate) fn form(json: &[u8], encodings: &[Encoding]) -> String {
    let members = match serde_json::from_slice(json) {
        Ok(Value::Object(members)) => members,
        // A form that the caller has written.
        Ok(value) => return text(&value).into_owned(),
        Err(_) => return String::new(),
    };
    let plain = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let mut form: Vec<String> = Vec::new();
    for (name, value) in &members {
        let mut encodings = encodings.iter();
        let encoding = encodings.find(|encoding| encoding.property == name);
        match (encoding, value) {
            (Some(encoding), value) => {
                let pairs = pairs(encoding.style, encoding.is_exploded, name, value);
                form.extend(
                    pairs
                        .into_iter()
                        .map(|(name, value)| format!("{name}={value}")),
                );
            }
            (None, Value::Null) => {}
            (None, Value::Array(items)) => {
                let items = items.iter().map(|item| plain(&text(item)));
                form.extend(items.map(|item| format!("{}={item}", plain(name))));
            }
            (None, value) => form.push(format!("{}={}", plain(name), plain(&text(value)))),
        }
    }
    form.join("&")
}

/// A JSON value as plain text: a string without its quotes.
pub(crate) fn plain(json: &[u8]) -> String {
    serde_json::from_slice(json).map_or_else(
        |_| String::from_utf8_lossy(json).into_owned(),
        |value| text(&value).into_owned(),
    )
}

/// The parts of a value.
enum Parts {
    /// The items of a list, or the keys and values of an object that is not exploded, or
    /// one scalar.
    Items(Vec<String>),
    /// The keys and values of an exploded object.
    Pairs(Pairs),
}

struct Pairs(Vec<(String, String)>);

impl Pairs {
    fn map_each(self, join: impl Fn(String, String) -> String) -> Vec<String> {
        let pairs = self.0.into_iter();
        pairs.map(|(key, value)| join(key, value)).collect()
    }
}

impl Parts {
    fn of<T: Serialize>(value: &T, is_exploded: bool, write: impl Fn(&str) -> String) -> Self {
        match value_of(value) {
            Value::Array(items) => {
                Self::Items(items.iter().map(|item| write(&text(item))).collect())
            }
            Value::Object(members) => {
                let members = members.iter().filter(|(_, value)| !value.is_null());
                let pairs = members.map(|(key, value)| (write(key), write(&text(value))));
                match is_exploded {
                    true => Self::Pairs(Pairs(pairs.collect())),
                    false => Self::Items(pairs.flat_map(|(key, value)| [key, value]).collect()),
                }
            }
            value => Self::Items(vec![write(&text(&value))]),
        }
    }
}

/// A scalar as plain text, everything else as JSON.
fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => text.into(),
        Value::Null => "".into(),
        value => value.to_string().into(),
    }
}

/// A value as JSON. It is read from its text, because a number of 32 bits would have more
/// digits as one of 64. A text that is nested too deeply cannot be read.
fn value_of<T: Serialize>(value: &T) -> Value {
    let read = serde_json::from_str(&json(value));
    read.or_else(|_| serde_json::to_value(value))
        .unwrap_or_default()
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn encoded(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, RESERVED).into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The table of OpenAPI 3.0.4, "Style Examples". That of 3.0.3 separates the items of
    /// `label` by dots; 3.0.4 and RFC 6570 do not.
    #[test]
    fn values_are_written_as_the_examples_of_openapi_show() {
        let text = json!("blue");
        let list = json!(["blue", "black", "brown"]);
        let object = json!({"R": 100, "G": 200, "B": 150});
        let path = |style, is_exploded, value: &Value| in_path(style, is_exploded, "color", value);
        for (style, is_exploded, expected) in [
            (
                Style::Matrix,
                false,
                [
                    ";color=blue",
                    ";color=blue,black,brown",
                    ";color=B,150,G,200,R,100",
                ],
            ),
            (
                Style::Matrix,
                true,
                [
                    ";color=blue",
                    ";color=blue;color=black;color=brown",
                    ";B=150;G=200;R=100",
                ],
            ),
            (
                Style::Label,
                false,
                [".blue", ".blue,black,brown", ".B,150,G,200,R,100"],
            ),
            (
                Style::Label,
                true,
                [".blue", ".blue.black.brown", ".B=150.G=200.R=100"],
            ),
            (
                Style::Simple,
                false,
                ["blue", "blue,black,brown", "B,150,G,200,R,100"],
            ),
            (
                Style::Simple,
                true,
                ["blue", "blue,black,brown", "B=150,G=200,R=100"],
            ),
        ] {
            let written = [&text, &list, &object].map(|value| path(style, is_exploded, value));
            assert_eq!(written, expected, "{style:?} {is_exploded}");
        }
        assert_eq!(
            in_header(Style::Simple, false, &object),
            "B,150,G,200,R,100"
        );
        assert_eq!(in_header(Style::Simple, true, &object), "B=150,G=200,R=100");
        let query = |style, is_exploded, value: &Value| {
            let mut url = Url::parse("https://a.example/?x=1").expect("a URL");
            in_query(&mut url, style, is_exploded, "color", value);
            url.query().unwrap_or_default().replacen("x=1&", "", 1)
        };
        for (style, is_exploded, value, expected) in [
            (Style::Form, false, &list, "color=blue,black,brown"),
            (
                Style::Form,
                true,
                &list,
                "color=blue&color=black&color=brown",
            ),
            (Style::Form, false, &object, "color=B,150,G,200,R,100"),
            (Style::Form, true, &object, "B=150&G=200&R=100"),
            (
                Style::SpaceDelimited,
                false,
                &list,
                "color=blue%20black%20brown",
            ),
            (
                Style::PipeDelimited,
                false,
                &list,
                "color=blue%7Cblack%7Cbrown",
            ),
            (
                Style::DeepObject,
                true,
                &object,
                "color%5BB%5D=150&color%5BG%5D=200&color%5BR%5D=100",
            ),
            (
                Style::Json,
                false,
                &list,
                "color=%5B%22blue%22%2C%22black%22%2C%22brown%22%5D",
            ),
        ] {
            assert_eq!(query(style, is_exploded, value), expected);
        }
        assert_eq!(query(Style::Form, true, &Value::Null), "x=1");
        let mut url = Url::parse("https://a.example").expect("a URL");
        in_query(&mut url, Style::Form, true, "a b", &0.1_f32);
        in_query(&mut url, Style::Form, true, "c", &"d e+f");
        assert_eq!(url.query(), Some("a%20b=0.1&c=d%20e%2Bf"));
    }

    #[test]
    fn what_separates_is_encoded_where_it_is_part_of_a_value() {
        let value = json!(["a,b", "c/d", ";=&?#%"]);
        assert_eq!(
            in_path(Style::Simple, false, "x", &value),
            "a%2Cb,c%2Fd,%3B%3D%26%3F%23%25"
        );
    }

    #[test]
    fn a_form_repeats_lists_and_writes_objects_as_json() {
        let json = json!({"a": "x & y", "b": [1, "z"], "c": {"d": null}, "e": null, "f": true});
        let written = form(json.to_string().as_bytes(), &[]);
        assert_eq!(written, "a=x+%26+y&b=1&b=z&c=%7B%22d%22%3Anull%7D&f=true");
        let styles = [("b", Style::DeepObject), ("c", Style::DeepObject)];
        let encodings = styles.map(|(property, style)| Encoding {
            property,
            style,
            is_exploded: true,
        });
        let json = json!({"b": [1, "z"], "c": {"d": {"e": "f"}}});
        let written = form(json.to_string().as_bytes(), &encodings);
        assert_eq!(written, "b%5B0%5D=1&b%5B1%5D=z&c%5Bd%5D%5Be%5D=f");
        assert_eq!(plain(b"\"a\\nb\""), "a\nb");
        assert_eq!(plain(b"3"), "3");
    }
}
