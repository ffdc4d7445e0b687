//! Values, their ids, and how to walk them.

use std::borrow::Cow;
use std::fmt;

use indexmap::IndexMap;
use serde::{Serialize, Serializer};

use super::place::Place;

/// The id of a value: its number, in the order in which values start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NodeId(pub(crate) u32);

/// What a diagnostic is about: a value or its key, and its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Spot {
    pub(crate) place: Place,
    /// The value, or the value of the key; none if there is no tree.
    pub(crate) node: Option<NodeId>,
}

impl From<Place> for Spot {
    fn from(place: Place) -> Self {
        Self { place, node: None }
    }
}

impl From<&Node> for Spot {
    fn from(node: &Node) -> Self {
        Self {
            place: node.place,
            node: Some(node.id),
        }
    }
}

/// The spot of the member's key.
impl From<&Member> for Spot {
    fn from(member: &Member) -> Self {
        Self {
            place: member.key,
            node: Some(member.value.id),
        }
    }
}

/// A value and its place.
#[derive(Debug, Clone)]
pub struct Node {
    /// The id of the value.
    pub(crate) id: NodeId,
    /// Where the value starts.
    pub place: Place,
    /// The value.
    pub value: Value,
}

/// The content of a [`Node`]: the data model that YAML's core schema shares with JSON.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`, `~`, or nothing at all.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    String(String),
    /// A sequence; an array in JSON.
    List(Vec<Node>),
    /// A mapping; an object in JSON. In document order, without duplicate keys.
    Map(Members),
}

/// The members of a mapping, by their keys.
pub type Members = IndexMap<String, Member, foldhash::fast::RandomState>;

/// A member of a mapping; the mapping has its key.
#[derive(Debug, Clone)]
pub struct Member {
    /// Where the key starts.
    pub key: Place,
    /// The value under the key.
    pub value: Node,
}

/// Two nodes are equal if their values are equal; their places do not matter.
impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl PartialEq for Member {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Node {
    /// The value under `key`, if this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.member(key).map(|member| &member.value)
    }

    /// The member under `key`, if this is a mapping that has it.
    pub fn member(&self, key: &str) -> Option<&Member> {
        match &self.value {
            Value::Map(members) => members.get(key),
            _ => None,
        }
    }

    /// The member under `key`, and the key with the lifetime of this node.
    pub(crate) fn entry(&self, key: &str) -> Option<(&str, &Member)> {
        match &self.value {
            Value::Map(members) => {
                let (key, member) = members.get_key_value(key)?;
                Some((key, member))
            }
            _ => None,
        }
    }

    /// The members of a mapping in document order; none for anything else.
    pub fn members(&self) -> impl Iterator<Item = (&str, &Member)> {
        let members = match &self.value {
            Value::Map(members) => Some(members),
            _ => None,
        };
        members
            .into_iter()
            .flatten()
            .map(|(key, member)| (key.as_str(), member))
    }

    /// The items of a sequence; none for anything else.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// How many members or items this holds directly.
    pub fn len(&self) -> usize {
        match &self.value {
            Value::Map(members) => members.len(),
            Value::List(items) => items.len(),
            _ => 0,
        }
    }

    /// Whether this holds no members and no items.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many values this contains, including itself.
    pub fn count(&self) -> usize {
        self.walk().count()
    }

    /// This value and all values inside it, without recursion.
    pub(crate) fn walk(&self) -> impl Iterator<Item = &Node> {
        let mut nodes = vec![self];
        std::iter::from_fn(move || {
            let node = nodes.pop()?;
            match &node.value {
                Value::List(items) => nodes.extend(items),
                Value::Map(members) => nodes.extend(members.values().map(|member| &member.value)),
                _ => {}
            }
            Some(node)
        })
    }

    /// The text, if this is text.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// Whether this is `null`.
    pub(crate) fn is_null(&self) -> bool {
        self.value == Value::Null
    }

    /// Whether this is `true`.
    pub(crate) fn is_true(&self) -> bool {
        self.value == Value::Bool(true)
    }

    /// The text under `key`, if there is any.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Node::as_str)
    }

    /// Whether the value under `key` is `true`; a missing value counts as `false`.
    pub(crate) fn flag(&self, key: &str) -> bool {
        self.get(key).is_some_and(Node::is_true)
    }

    /// The members of the mapping under `key`; none if there is no such mapping.
    pub(crate) fn members_of(&self, key: &str) -> impl Iterator<Item = (&str, &Member)> {
        self.get(key).into_iter().flat_map(Node::members)
    }

    /// The items of the sequence under `key`; none if there is no such sequence.
    pub(crate) fn items_of(&self, key: &str) -> &[Node] {
        self.get(key).map(Node::items).unwrap_or_default()
    }

    /// The target of a Reference Object (OpenAPI 3.0.3, "Reference Object").
    pub fn reference(&self) -> Option<&str> {
        self.text("$ref")
    }

    /// The value that a reference within the document leads to: a JSON pointer as the
    /// fragment of a URI (RFC 6901, section 6).
    pub(crate) fn fragment(&self, reference: &str) -> Option<&Node> {
        self.pointer(&decoded(reference.strip_prefix('#')?))
    }

    /// The value at a JSON pointer (RFC 6901) below this one.
    pub fn pointer(&self, pointer: &str) -> Option<&Node> {
        if pointer.is_empty() {
            return Some(self);
        }
        pointer
            .strip_prefix('/')?
            .split('/')
            .map(unescape)
            .try_fold(self, |node, token| match &node.value {
                Value::List(items) => items.get(token.parse::<usize>().ok()?),
                _ => node.get(&token),
            })
    }
}

/// A text without percent-encoding (RFC 3986, section 2.1).
pub(crate) fn decoded(text: &str) -> Cow<'_, str> {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy()
}

/// A key as a reference token of a JSON pointer (RFC 6901, section 3).
#[cfg(feature = "review")]
pub(crate) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The key that a reference token of a JSON pointer stands for (RFC 6901, section
/// 4).
pub(crate) fn unescape(token: &str) -> Cow<'_, str> {
    match token.contains('~') {
        true => token.replace("~1", "/").replace("~0", "~").into(),
        false => token.into(),
    }
}

/// The value as JSON.
impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Integer(value) => serializer.serialize_i64(*value),
            Value::Float(value) => serializer.serialize_f64(*value),
            Value::String(text) => serializer.serialize_str(text),
            Value::List(items) => serializer.collect_seq(items),
            Value::Map(members) => {
                let members = members.iter();
                serializer.collect_map(members.map(|(key, member)| (key, &member.value)))
            }
        }
    }
}

impl fmt::Display for Value {
    /// The value in a message: its type, and the value itself if it is short.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null => f.write_str("nothing (null)"),
            Value::Bool(value) => write!(f, "the boolean {value}"),
            Value::Integer(value) => write!(f, "the number {value}"),
            Value::Float(value) => write!(f, "the number {value:?}"),
            Value::String(text) if text.chars().count() <= 40 => write!(f, "the string {text:?}"),
            Value::String(_) => f.write_str("a string"),
            Value::List(_) => f.write_str("a list"),
            Value::Map(_) => f.write_str("a mapping"),
        }
    }
}
