//! Tree → typed value: serde's view of a [`Node`], so that nothing is parsed
//! twice. An error knows the innermost value serde was looking at.

use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, Deserialize, Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::node::{Node, Place, Value};
use crate::diagnostic::Diagnostic;

/// What serde refused, and where.
#[derive(Debug)]
struct Error {
    message: String,
    place: Option<Place>,
}

impl Error {
    fn at(mut self, place: Place) -> Self {
        self.place.get_or_insert(place);
        self
    }
}

impl From<Error> for Diagnostic {
    /// The grammar has passed the document, so this is rare: a combination
    /// that `openapiv3`'s types do not know.
    fn from(error: Error) -> Self {
        Diagnostic::new(
            "unreadable-value",
            error.place.unwrap_or(Place { line: 1, column: 1 }),
            format!("cannot be read as OpenAPI 3.0: {}", error.message),
            "compare this value with the OpenAPI 3.0.3 specification",
        )
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
            place: None,
        }
    }
}

/// Reads a typed value from a tree.
pub(super) fn from_node<'de, T: Deserialize<'de>>(node: &'de Node) -> Result<T, Diagnostic> {
    T::deserialize(Reader(node)).map_err(Diagnostic::from)
}

#[derive(Clone, Copy)]
struct Reader<'de>(&'de Node);

impl<'de> IntoDeserializer<'de, Error> for Reader<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.0.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Integer(value) => visitor.visit_i64(*value),
            Value::Float(value) => visitor.visit_f64(*value),
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::List(items) => visitor.visit_seq(SeqDeserializer::new(items.iter().map(Reader))),
            Value::Map(members) => visitor.visit_map(MapDeserializer::new(
                members
                    .iter()
                    .map(|(key, member)| (key.as_str(), Reader(&member.value))),
            )),
        }
        .map_err(|error| error.at(self.0.place))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0.value {
            Value::Null => visitor.visit_none(),
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
        match self.0.as_str() {
            Some(variant) => visitor
                .visit_enum(variant.into_deserializer())
                .map_err(|error: Error| error.at(self.0.place)),
            None => Err(
                Error::custom(format!("expected a string, found {}", self.0.value))
                    .at(self.0.place),
            ),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string
        bytes byte_buf unit unit_struct seq tuple tuple_struct map struct
        identifier ignored_any
    }
}
