//! Reads JSON that may have been cut, as far as it arrived.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// A JSON value that was read up to the end of the bytes, or up to the first error. A
/// string that was cut ends with `…`.
pub(crate) struct Read {
    pub(crate) value: Value,
    /// Whether all bytes were read as JSON.
    pub(crate) is_whole: bool,
}

/// Reads JSON. `None` if no value could be read. A byte order mark at the start is ignored
/// (RFC 8259, section 8.1).
pub(crate) fn read(bytes: &[u8]) -> Option<Read> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    if let Ok(value) = text.parse() {
        return Some(Read {
            value,
            is_whole: true,
        });
    }
    let mut value = Value::Null;
    let completed = with_string_closed(text);
    let mut reader = serde_json::Deserializer::from_str(&completed);
    // The value keeps what was read before the error.
    let _ = Partial(&mut value).deserialize(&mut reader);
    (!value.is_null()).then_some(Read {
        value,
        is_whole: false,
    })
}

/// Closes a string that was cut. If an escape was cut too, the string ends before the escape.
fn with_string_closed(text: &str) -> String {
    let mut is_open = false;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => is_open = !is_open,
            b'\\' if is_open => {
                let (before, escape) = text.split_at(at);
                // A character above U+FFFF is a pair of escapes.
                let length = match escape.as_bytes() {
                    [
                        _,
                        b'u',
                        b'd' | b'D',
                        b'8'..=b'9' | b'a'..=b'b' | b'A'..=b'B',
                        ..,
                    ] => 12,
                    [_, b'u', ..] => 6,
                    _ => 2,
                };
                if escape.len() < length {
                    return format!("{before}…\"");
                }
                bytes.nth(length - 2);
            }
            _ => {}
        }
    }
    match is_open {
        // A text within a text that was cut says so already.
        true => format!("{}…\"", text.trim_end_matches('…')),
        false => text.to_owned(),
    }
}

/// A value that keeps what was read before an error.
struct Partial<'v>(&'v mut Value);

impl<'de> DeserializeSeed<'de> for Partial<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Partial<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        *self.0 = Value::Object(Map::new());
        let Value::Object(object) = self.0 else {
            return Ok(());
        };
        while let Some(name) = members.next_key::<String>()? {
            let mut member = Value::Null;
            let read = members.next_value_seed(Partial(&mut member));
            if read.is_ok() || !member.is_null() {
                object.insert(name, member);
            }
            read?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        *self.0 = Value::Array(Vec::new());
        let Value::Array(array) = self.0 else {
            return Ok(());
        };
        loop {
            let mut item = Value::Null;
            let read = items.next_element_seed(Partial(&mut item));
            if !item.is_null() || matches!(read, Ok(Some(()))) {
                array.push(item);
            }
            if read?.is_none() {
                return Ok(());
            }
        }
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        *self.0 = text.into();
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        *self.0 = value.into();
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        *self.0 = number.into();
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        *self.0 = number.into();
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        *self.0 = number.into();
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn what_arrived_is_read() {
        for (text, expected) in [
            (r#"{"a":{"b":1,"c":"te"#, json!({"a": {"b": 1, "c": "te…"}})),
            (r#"{"a":"x\"y"#, json!({"a": "x\"y…"})),
            (r#"{"a":"x\"#, json!({"a": "x…"})),
            (r#"{"a":"x\\"#, json!({"a": "x\\…"})),
            (r#"{"a":"x\u00"#, json!({"a": "x…"})),
            (r#"{"a":"x\ud83d\ude"#, json!({"a": "x…"})),
            (r#"{"a":"\ud83d\ude00y"#, json!({"a": "\u{1f600}y…"})),
            (r#"{"a":[1,"b",{"c":"#, json!({"a": [1, "b", {}]})),
            (r#"{"a":1,"b"#, json!({"a": 1})),
            (r#"{"a":1,"b":tr"#, json!({"a": 1})),
            (r#"{"a":1} and more"#, json!({"a": 1})),
            ("\u{feff}{\"a\":1}", json!({"a": 1})),
        ] {
            let read = read(text.as_bytes()).map(|read| read.value);
            assert_eq!(read, Some(expected), "{text}");
        }
        assert!(read(b"<html>").is_none());
        assert!(read(b"").is_none());
    }

    proptest! {
        /// Wherever a text is cut, the members before the cut are read.
        #[test]
        fn a_cut_costs_only_what_comes_after_it(message in any::<String>(), keep in 0.0..1.0) {
            let whole = json!({"code": "Forbidden", "message": message}).to_string();
            let begin = r#"{"code":"Forbidden","#.len();
            let at = begin + ((whole.len() - begin) as f64 * keep) as usize;
            let read = read(&whole.as_bytes()[..at]).expect("an object").value;
            prop_assert_eq!(&read["code"], &json!("Forbidden"));
            let kept = read["message"].as_str().unwrap_or_default();
            let kept = kept.trim_end_matches(['…', '\u{fffd}']);
            prop_assert!(message.starts_with(kept), "{message} {kept}");
        }
    }
}
