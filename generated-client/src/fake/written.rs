//! Values that arrived as texts. They are read as the type that the reader expects: `3` can
//! become a number or a text.

use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;

/// A value in which the types of the scalars are not known.
#[derive(Debug, Clone)]
pub(super) enum Written {
    Text(String),
    List(Vec<Written>),
    Map(Vec<(String, Written)>),
}

impl Written {
    pub(super) fn texts(texts: impl IntoIterator<Item = String>) -> Self {
        Self::List(texts.into_iter().map(Self::Text).collect())
    }

    pub(super) fn pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let pairs = pairs.into_iter();
        Self::Map(
            pairs
                .map(|(name, value)| (name, Self::Text(value)))
                .collect(),
        )
    }

    /// Reads a text that is a JSON array or object.
    fn json(text: &str) -> Option<Value> {
        let value: Value = serde_json::from_str(text).ok()?;
        (value.is_array() || value.is_object()).then_some(value)
    }
}

/// Reads a scalar from its text.
macro_rules! parsed {
    ($($method:ident $visit:ident $kind:literal,)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self {
                Self::Text(text) => match text.parse() {
                    Ok(value) => visitor.$visit(value),
                    Err(_) => Err(Error::custom(format_args!("{text:?} is no {}", $kind))),
                },
                other => other.deserialize_any(visitor),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Written {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Text(text) => visitor.visit_string(text),
            Self::List(items) => visitor.visit_seq(SeqDeserializer::new(items.into_iter())),
            Self::Map(members) => visitor.visit_map(MapDeserializer::new(members.into_iter())),
        }
    }

    parsed! {
        deserialize_bool visit_bool "boolean",
        deserialize_i8 visit_i8 "whole number of 8 bits",
        deserialize_i16 visit_i16 "whole number of 16 bits",
        deserialize_i32 visit_i32 "whole number of 32 bits",
        deserialize_i64 visit_i64 "whole number of 64 bits",
        deserialize_u8 visit_u8 "whole number of 8 bits without a sign",
        deserialize_u16 visit_u16 "whole number of 16 bits without a sign",
        deserialize_u32 visit_u32 "whole number of 32 bits without a sign",
        deserialize_u64 visit_u64 "whole number of 64 bits without a sign",
        deserialize_f32 visit_f32 "number",
        deserialize_f64 visit_f64 "number",
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self {
            Self::Text(text) => visitor.visit_enum(text.into_deserializer()),
            other => other.deserialize_any(visitor),
        }
    }

    /// A list with one item may be written as the item alone. Inside a form, a list may be
    /// JSON.
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Text(text) => match Self::json(&text).filter(Value::is_array) {
                Some(value) => value.deserialize_seq(visitor).map_err(Error::custom),
                None => Self::List(vec![Self::Text(text)]).deserialize_any(visitor),
            },
            other => other.deserialize_any(visitor),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Text(text) => match Self::json(&text) {
                Some(value) => value.deserialize_map(visitor).map_err(Error::custom),
                None => visitor.visit_string(text),
            },
            other => other.deserialize_any(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    forward_to_deserialize_any! {
        i128 u128 char str string bytes byte_buf unit unit_struct tuple tuple_struct
        identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Error> for Written {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde::Deserialize;

    use super::*;

    fn text(text: &str) -> Written {
        Written::Text(text.to_owned())
    }

    #[test]
    fn a_text_is_what_its_reader_wants() {
        assert_eq!(i32::deserialize(text("3")), Ok(3));
        assert_eq!(String::deserialize(text("3")), Ok("3".to_owned()));
        assert_eq!(Option::<bool>::deserialize(text("true")), Ok(Some(true)));
        assert!(i32::deserialize(text("2147483648")).is_err());
        assert_eq!(Vec::<u8>::deserialize(text("3")), Ok(vec![3]));
        assert_eq!(Vec::<u8>::deserialize(text("[3,4]")), Ok(vec![3, 4]));
        let pairs = [("a", "1"), ("b", "2")].map(|(key, value)| (key.into(), value.into()));
        let expected = HashMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]);
        assert_eq!(HashMap::deserialize(Written::pairs(pairs)), Ok(expected));
    }
}
