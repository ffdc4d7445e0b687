//! One model of a Schema Object for all versions of OpenAPI: 3.0 ("Schema Object") and
//! 3.1 (JSON Schema 2020-12).

use super::number::{Bound, Number};
use crate::tree::{Node, Value};

/// The schema vocabulary of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// OpenAPI 3.0: a subset of an early JSON Schema, with `nullable`; fields next to
    /// `$ref` have no effect.
    V3_0,
    /// OpenAPI 3.1 and later: JSON Schema 2020-12.
    V3_1,
}

impl Dialect {
    /// The vocabulary for the field `openapi` of a document.
    pub(crate) fn of(root: &Node) -> Self {
        match root.text("openapi") {
            Some(version) if !version.starts_with("3.0") => Self::V3_1,
            _ => Self::V3_0,
        }
    }
}

/// A kind of JSON value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    String,
    Number,
    Object,
    Array,
    Boolean,
    Null,
}

impl Kind {
    pub(crate) fn of(value: &serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(_) => Self::Boolean,
            serde_json::Value::Number(_) => Self::Number,
            serde_json::Value::String(_) => Self::String,
            serde_json::Value::Array(_) => Self::Array,
            serde_json::Value::Object(_) => Self::Object,
        }
    }
}

/// Which kinds of values a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Types {
    kinds: u8,
    /// Whether numbers must be whole numbers.
    pub(crate) only_integers: bool,
}

impl Types {
    const NONE: Self = Self {
        kinds: 0,
        only_integers: false,
    };
    pub(crate) const ALL: Self = Self {
        kinds: u8::MAX,
        only_integers: false,
    };

    pub(crate) fn has(self, kind: Kind) -> bool {
        self.kinds & (1 << kind as u8) != 0
    }

    pub(crate) fn is_all(self) -> bool {
        self == Self::ALL
    }

    fn with(self, kind: Kind) -> Self {
        Self {
            kinds: self.kinds | (1 << kind as u8),
            ..self
        }
    }

    /// The same kinds without null.
    pub(crate) fn without_null(self) -> Self {
        Self {
            kinds: self.kinds & !(1 << Kind::Null as u8),
            ..self
        }
    }

    /// One type, or a list of them; `None` if one of them is unknown.
    fn read(node: &Node) -> Option<Self> {
        let names = match &node.value {
            Value::List(names) => names.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let mut types = Self::NONE;
        let mut has_number = false;
        for name in names {
            types = match name.as_str() {
                Some("string") => types.with(Kind::String),
                Some("object") => types.with(Kind::Object),
                Some("array") => types.with(Kind::Array),
                Some("boolean") => types.with(Kind::Boolean),
                Some("integer") => types.with(Kind::Number),
                Some("number") => {
                    has_number = true;
                    types.with(Kind::Number)
                }
                Some("null") => types.with(Kind::Null),
                None if name.is_null() => types.with(Kind::Null),
                _ => return None,
            };
        }
        types.only_integers = types.has(Kind::Number) && !has_number;
        Some(types)
    }
}

/// The properties that an object may have besides those that are described.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Others<'a> {
    /// Any properties.
    Open,
    /// No properties.
    Closed,
    /// Properties whose values match this schema.
    Described(&'a Node),
}

/// A Schema Object, read once. Every field except `reference` is a condition for values.
/// A keyword has no effect on values of the kinds that it does not apply to.
#[derive(Debug, Clone)]
pub(crate) struct Schema<'a> {
    pub(crate) node: &'a Node,
    /// The only keyword that is read; none if all are read.
    pub(crate) keyword: Option<Keyword<'a>>,
    pub(crate) reference: Option<&'a str>,
    /// The types, without null if only `nullable` allows it.
    pub(crate) types: Types,
    /// Whether null is allowed by `nullable`, regardless of the other keywords (OpenAPI
    /// 3.0).
    pub(crate) is_nullable: bool,
    /// The only allowed values, from `enum` or `const`.
    pub(crate) listed: Option<&'a [Node]>,
    pub(crate) format: Option<&'a str>,
    pub(crate) minimum: Option<Bound>,
    pub(crate) maximum: Option<Bound>,
    pub(crate) multiple_of: Option<Number>,
    pub(crate) min_length: Option<u64>,
    pub(crate) max_length: Option<u64>,
    pub(crate) pattern: Option<&'a str>,
    pub(crate) items: Option<&'a Node>,
    pub(crate) min_items: Option<u64>,
    pub(crate) max_items: Option<u64>,
    pub(crate) has_unique_items: bool,
    pub(crate) properties: Option<&'a Node>,
    pub(crate) required: Vec<&'a str>,
    pub(crate) others: Others<'a>,
    pub(crate) min_properties: Option<u64>,
    pub(crate) max_properties: Option<u64>,
    pub(crate) all_of: &'a [Node],
    pub(crate) any_of: &'a [Node],
    pub(crate) one_of: &'a [Node],
    pub(crate) not: Option<&'a Node>,
    /// Whether it has keywords that are not in this model, so that no value is known to
    /// match.
    pub(crate) is_beyond: bool,
}

/// One keyword, or a small group of keywords, of a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Keyword<'a> {
    /// `type` and `nullable`.
    Types,
    /// These and the listed values: everything that decides whether null is allowed.
    Null,
    Listed,
    Format,
    Minimum,
    Maximum,
    MultipleOf,
    MinLength,
    MaxLength,
    Pattern,
    Items,
    MinItems,
    MaxItems,
    UniqueItems,
    /// One name in `required`.
    Required(&'a str),
    /// `additionalProperties`, with the described properties.
    Others,
    MinProperties,
    MaxProperties,
}

/// Keywords of JSON Schema that restrict values and are not in the model.
const BEYOND: [&str; 16] = [
    "$dynamicRef",
    "$recursiveRef",
    "contains",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "maxContains",
    "minContains",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];

impl<'a> Schema<'a> {
    /// A schema that every value matches.
    fn any(node: &'a Node) -> Self {
        Self {
            node,
            keyword: None,
            reference: None,
            types: Types::ALL,
            is_nullable: false,
            listed: None,
            format: None,
            minimum: None,
            maximum: None,
            multiple_of: None,
            min_length: None,
            max_length: None,
            pattern: None,
            items: None,
            min_items: None,
            max_items: None,
            has_unique_items: false,
            properties: None,
            required: Vec::new(),
            others: Others::Open,
            min_properties: None,
            max_properties: None,
            all_of: &[],
            any_of: &[],
            one_of: &[],
            not: None,
            is_beyond: false,
        }
    }

    pub(crate) fn read(node: &'a Node, dialect: Dialect) -> Self {
        let any = Self::any(node);
        match &node.value {
            // In JSON Schema, `true` and `false` are schemas.
            Value::Bool(false) => {
                return Self {
                    types: Types::NONE,
                    ..any
                };
            }
            Value::Map(_) => {}
            _ => return any,
        }
        let reference = node.reference();
        if dialect == Dialect::V3_0 && reference.is_some() {
            // Most authors intend this, and the client reads it like this.
            return Self {
                reference,
                is_nullable: node.flag("nullable"),
                ..any
            };
        }
        let types = node.get("type").map(Types::read);
        let count = |key: &str| match node.get(key)?.value {
            Value::Integer(count) => u64::try_from(count).ok(),
            Value::Float(count) if count >= 0.0 && count.fract() == 0.0 => Some(count as u64),
            _ => None,
        };
        let only = match (dialect, node.get("const")) {
            (Dialect::V3_1, Some(only)) => Some(std::slice::from_ref(only)),
            _ => None,
        };
        let listed = node.get("enum").map(Node::items);
        Self {
            reference,
            types: types.flatten().unwrap_or(Types::ALL),
            is_nullable: dialect == Dialect::V3_0 && node.flag("nullable"),
            listed: only.or(listed),
            format: node.text("format"),
            minimum: Bound::read(node, "minimum", "exclusiveMinimum", |one, other| {
                one > other
            }),
            maximum: Bound::read(node, "maximum", "exclusiveMaximum", |one, other| {
                one < other
            }),
            multiple_of: node.get("multipleOf").and_then(Number::of_node),
            min_length: count("minLength"),
            max_length: count("maxLength"),
            pattern: node.text("pattern"),
            items: node.get("items"),
            min_items: count("minItems"),
            max_items: count("maxItems"),
            has_unique_items: node.flag("uniqueItems"),
            properties: node.get("properties"),
            required: node
                .items_of("required")
                .iter()
                .filter_map(Node::as_str)
                .collect(),
            others: match node.get("additionalProperties") {
                None => Others::Open,
                Some(others) => match &others.value {
                    Value::Bool(false) => Others::Closed,
                    Value::Map(members) if !members.is_empty() => Others::Described(others),
                    _ => Others::Open,
                },
            },
            min_properties: count("minProperties"),
            max_properties: count("maxProperties"),
            all_of: node.items_of("allOf"),
            any_of: node.items_of("anyOf"),
            one_of: node.items_of("oneOf"),
            not: node.get("not"),
            is_beyond: matches!(types, Some(None))
                || only.is_some() && listed.is_some()
                || dialect == Dialect::V3_1 && BEYOND.iter().any(|key| node.get(key).is_some()),
            ..any
        }
    }

    /// The same schema with only one of its keywords.
    pub(crate) fn only(&self, keyword: Keyword<'a>) -> Self {
        let mut only = Self {
            keyword: Some(keyword),
            ..Self::any(self.node)
        };
        match keyword {
            Keyword::Types => (only.types, only.is_nullable) = (self.types, self.is_nullable),
            Keyword::Null => {
                (only.types, only.listed) = (self.types, self.listed);
                only.is_nullable = self.is_nullable;
            }
            Keyword::Listed => (only.listed, only.is_nullable) = (self.listed, self.is_nullable),
            Keyword::Format => only.format = self.format,
            Keyword::Minimum => only.minimum = self.minimum,
            Keyword::Maximum => only.maximum = self.maximum,
            Keyword::MultipleOf => only.multiple_of = self.multiple_of,
            Keyword::MinLength => only.min_length = self.min_length,
            Keyword::MaxLength => only.max_length = self.max_length,
            Keyword::Pattern => only.pattern = self.pattern,
            Keyword::Items => only.items = self.items,
            Keyword::MinItems => only.min_items = self.min_items,
            Keyword::MaxItems => only.max_items = self.max_items,
            Keyword::UniqueItems => only.has_unique_items = self.has_unique_items,
            Keyword::Required(name) => {
                only.required = vec![name];
                // The properties say which of them are sent at all.
                only.properties = self.properties;
            }
            Keyword::Others => (only.properties, only.others) = (self.properties, self.others),
            Keyword::MinProperties => only.min_properties = self.min_properties,
            Keyword::MaxProperties => only.max_properties = self.max_properties,
        }
        only
    }

    /// Whether a value of the document has a declared type.
    pub(crate) fn is_of_type(&self, value: &Node) -> bool {
        let kind = match &value.value {
            Value::Null => Kind::Null,
            Value::Bool(_) => Kind::Boolean,
            Value::Integer(_) => Kind::Number,
            Value::Float(number) if self.types.only_integers && number.fract() != 0.0 => {
                return false;
            }
            Value::Float(_) => Kind::Number,
            Value::String(_) => Kind::String,
            Value::List(_) => Kind::Array,
            Value::Map(_) => Kind::Object,
        };
        self.types.has(kind) || self.is_nullable && kind == Kind::Null
    }

    pub(crate) fn property(&self, name: &str) -> Option<&'a Node> {
        self.properties?.get(name)
    }

    /// The names of the properties that are described.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'a str> {
        let properties = self.properties.into_iter().flat_map(Node::members);
        properties.map(|(name, _)| name)
    }

    /// Whether the client has an enum for it, because it has several alternatives.
    pub(crate) fn is_union(&self) -> bool {
        self.one_of.len() > 1 || self.any_of.len() > 1
    }

    /// Whether it is composed of other schemas.
    pub(crate) fn is_composed(&self) -> bool {
        !self.all_of.is_empty()
            || !self.any_of.is_empty()
            || !self.one_of.is_empty()
            || self.not.is_some()
    }

    /// The schemas that it is composed of, without the one under `not`.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &'a Node> {
        let lists = [self.all_of, self.any_of, self.one_of];
        lists.into_iter().flatten()
    }
}
