//! Lowered document → typed value: a serde deserializer for [`Lowered`], so that nothing
//! is parsed twice and little is copied. An error has the innermost value that serde was
//! reading.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, Deserialize, Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::value::Lowered;
use crate::diagnostic::{Diagnostic, Rule};
use crate::tree::{Member, Spot, Value};

/// The error of serde, and its place.
#[derive(Debug)]
struct Error {
    message: String,
    at: Option<Spot>,
}

impl Error {
    fn at(mut self, at: Spot) -> Self {
        self.at.get_or_insert(at);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self {
            message: message.to_string(),
            at: None,
        }
    }
}

/// Makes a typed value from a lowered document.
///
/// The document has passed the grammar, so errors are rare: the types of `openapiv3`
/// cannot hold some combination.
pub(super) fn from_lowered<'de, T: Deserialize<'de>>(
    lowered: Lowered<'de>,
) -> Result<T, Diagnostic> {
    let reader = Reader(lowered);
    let whole = reader.at();
    T::deserialize(reader).map_err(|error| {
        Diagnostic::new(
            Rule::UnreadableValue,
            error.at.unwrap_or(whole),
            format!("cannot be read as OpenAPI 3.0: {}", error.message),
            "compare this value with the OpenAPI 3.0.3 specification",
        )
    })
}

struct Reader<'de>(Lowered<'de>);

impl<'de> Reader<'de> {
    /// A key is read as a string.
    fn key(key: &'de str, member: &Member) -> Self {
        Self(Lowered::Text(member.into(), key.into()))
    }

    fn at(&self) -> Spot {
        match &self.0 {
            Lowered::As(node) => (*node).into(),
            Lowered::Bool(at, _)
            | Lowered::Text(at, _)
            | Lowered::List(at, _)
            | Lowered::Map(at, _) => *at,
        }
    }
}

impl<'de> IntoDeserializer<'de, Error> for Reader<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let at = self.at();
        match self.0 {
            Lowered::As(node) => match &node.value {
                Value::Null => visitor.visit_unit(),
                Value::Bool(value) => visitor.visit_bool(*value),
                Value::Integer(value) => visitor.visit_i64(*value),
                Value::Float(value) => visitor.visit_f64(*value),
                Value::String(text) => visitor.visit_borrowed_str(text),
                Value::List(items) => {
                    let items = items.iter().map(|item| Reader(Lowered::As(item)));
                    visitor.visit_seq(SeqDeserializer::new(items))
                }
                Value::Map(members) => {
                    let members = members.iter().map(|(key, member)| {
                        (Reader::key(key, member), Reader(Lowered::As(&member.value)))
                    });
                    visitor.visit_map(MapDeserializer::new(members))
                }
            },
            Lowered::Bool(_, value) => visitor.visit_bool(value),
            Lowered::Text(_, Cow::Borrowed(text)) => visitor.visit_borrowed_str(text),
            Lowered::Text(_, Cow::Owned(text)) => visitor.visit_string(text),
            Lowered::List(_, items) => {
                visitor.visit_seq(SeqDeserializer::new(items.into_iter().map(Reader)))
            }
            Lowered::Map(_, members) => {
                let members = members
                    .into_iter()
                    .map(|(key, value)| (Reader(Lowered::Text(at, key)), Reader(value)));
                visitor.visit_map(MapDeserializer::new(members))
            }
        }
        .map_err(|error: Error| error.at(at))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Lowered::As(node) if node.value == Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let at = self.at();
        let read = match &self.0 {
            Lowered::Text(_, text) => visitor.visit_enum(text.as_ref().into_deserializer()),
            Lowered::As(node) => match &node.value {
                Value::String(text) => visitor.visit_enum(text.as_str().into_deserializer()),
                other => Err(Error::custom(format!("expected a string, found {other}"))),
            },
            _ => Err(Error::custom("expected a string")),
        };
        read.map_err(|error: Error| error.at(at))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string
        bytes byte_buf unit unit_struct seq tuple tuple_struct map struct
        identifier ignored_any
    }
}
