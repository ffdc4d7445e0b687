//! The tree of a YAML or JSON document.

use std::borrow::Cow;
use std::fmt;

use indexmap::IndexMap;

/// Where a value starts: line and column, both counted from 1, the column in
/// characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// A value and its place.
#[derive(Debug, Clone)]
pub struct Node {
    /// Where the value starts.
    pub place: Place,
    /// The value.
    pub value: Value,
}

/// What a [`Node`] holds: the data model that YAML's core schema shares with
/// JSON.
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
    /// A sequence; JSON's array.
    List(Vec<Node>),
    /// A mapping; JSON's object. In document order, without duplicate keys.
    Map(Members),
}

/// The members of a mapping, by their keys.
pub type Members = IndexMap<String, Member, foldhash::fast::RandomState>;

/// A member of a mapping; the mapping knows its key.
#[derive(Debug, Clone)]
pub struct Member {
    /// Where the key starts.
    pub key: Place,
    /// The value under the key.
    pub value: Node,
}

/// Two nodes are equal when they say the same, wherever they stand.
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

    /// The member under `key`, and the key as it stands here.
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

    /// How many values this holds, itself among them.
    pub fn count(&self) -> usize {
        let mut count = 0;
        let mut nodes = vec![self];
        while let Some(node) = nodes.pop() {
            count += 1;
            match &node.value {
                Value::List(items) => nodes.extend(items),
                Value::Map(members) => nodes.extend(members.values().map(|member| &member.value)),
                _ => {}
            }
        }
        count
    }

    /// The text, if this is text.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The target of a Reference Object (OpenAPI 3.0.3, "Reference Object").
    pub fn reference(&self) -> Option<&str> {
        self.get("$ref").and_then(Node::as_str)
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

/// A reference token of a JSON pointer as the key that it stands for (RFC 6901,
/// section 4).
pub(crate) fn unescape(token: &str) -> Cow<'_, str> {
    match token.contains('~') {
        true => token.replace("~1", "/").replace("~0", "~").into(),
        false => token.into(),
    }
}

impl fmt::Display for Value {
    /// How a message names the value: its kind, and the value if it is short.
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
