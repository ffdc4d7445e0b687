//! Two documents side by side: a value in each, or in one of them.

use std::fmt;
use std::rc::Rc;

use serde::Serialize;

use crate::tree::{Node, Place, Value, escape};

/// A JSON pointer that grows during a walk; cheap to extend and to share.
#[derive(Clone)]
pub(super) struct Path(Option<Rc<(Path, String)>>);

impl Path {
    pub(super) const ROOT: Self = Self(None);

    pub(super) fn child(&self, token: &str) -> Self {
        Self(Some(Rc::new((self.clone(), token.to_owned()))))
    }

    /// The tokens, starting at the root.
    pub(super) fn tokens(&self) -> Vec<&str> {
        let mut tokens = Vec::new();
        let mut path = self;
        while let Some(step) = &path.0 {
            tokens.push(step.1.as_str());
            path = &step.0;
        }
        tokens.reverse();
        tokens
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tokens()
            .into_iter()
            .try_for_each(|token| write!(f, "/{}", escape(token)))
    }
}

/// Where a value is in one of the two documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Location {
    /// The JSON pointer (RFC 6901) to the value. A value in a component is located in that
    /// component, not at the reference to it.
    pub pointer: String,
    /// Line and column of the value's key, both counted from 1.
    #[serde(flatten)]
    pub place: Place,
}

/// A value, its path, and the place of its key.
#[derive(Clone)]
pub(super) struct At<'a> {
    pub(super) node: &'a Node,
    pub(super) path: Path,
    pub(super) place: Place,
}

impl<'a> At<'a> {
    pub(super) fn root(node: &'a Node) -> Self {
        Self {
            node,
            path: Path::ROOT,
            place: node.place,
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<At<'a>> {
        let member = self.node.member(key)?;
        Some(At {
            node: &member.value,
            path: self.path.child(key),
            place: member.key,
        })
    }

    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.node.text(key)
    }

    pub(super) fn flag(&self, key: &str) -> bool {
        self.node.flag(key)
    }

    pub(super) fn members(&self) -> impl Iterator<Item = (&'a str, At<'a>)> {
        let path = self.path.clone();
        self.node.members().map(move |(key, member)| {
            let at = At {
                node: &member.value,
                path: path.child(key),
                place: member.key,
            };
            (key, at)
        })
    }

    pub(super) fn items(&self) -> Vec<At<'a>> {
        let items = self.node.items().iter().enumerate();
        items
            .map(|(index, node)| At {
                node,
                path: self.path.child(&index.to_string()),
                place: node.place,
            })
            .collect()
    }

    pub(super) fn location(&self) -> Location {
        Location {
            pointer: self.path.to_string(),
            place: self.place,
        }
    }
}

/// The same thing in both documents.
#[derive(Clone)]
pub(super) struct Both<'a> {
    pub(super) old: At<'a>,
    pub(super) new: At<'a>,
}

/// Whether a value was kept, removed or added.
#[derive(Clone)]
pub(super) enum Fate<'a> {
    Kept(Both<'a>),
    Removed(At<'a>),
    Added(At<'a>),
}

impl<'a> Fate<'a> {
    pub(super) fn of(old: Option<At<'a>>, new: Option<At<'a>>) -> Option<Self> {
        match (old, new) {
            (Some(old), Some(new)) => Some(Self::Kept(Both { old, new })),
            (Some(old), None) => Some(Self::Removed(old)),
            (None, Some(new)) => Some(Self::Added(new)),
            (None, None) => None,
        }
    }

    /// The value in the old and in the new document.
    pub(super) fn sides(&self) -> (Option<&At<'a>>, Option<&At<'a>>) {
        match self {
            Self::Kept(both) => (Some(&both.old), Some(&both.new)),
            Self::Removed(old) => (Some(old), None),
            Self::Added(new) => (None, Some(new)),
        }
    }
}

impl<'a> Both<'a> {
    pub(super) fn sides(&self) -> (Option<&At<'a>>, Option<&At<'a>>) {
        (Some(&self.old), Some(&self.new))
    }

    pub(super) fn nodes(&self) -> [&'a Node; 2] {
        [self.old.node, self.new.node]
    }

    /// Whether the value under `key` was kept, removed or added.
    pub(super) fn field(&self, key: &str) -> Option<Fate<'a>> {
        Fate::of(self.old.get(key), self.new.get(key))
    }

    /// Like [`field`](Self::field), but only if the value changed.
    pub(super) fn changed(&self, key: &str) -> Option<Fate<'a>> {
        self.field(key).filter(|fate| match fate {
            Fate::Kept(both) => both.old.node != both.new.node,
            _ => true,
        })
    }

    /// Compares the members of the mappings under `key`.
    pub(super) fn entries(&self, key: &str) -> Vec<(&'a str, Fate<'a>)> {
        entries(self.old.get(key), self.new.get(key))
    }
}

/// Compares the members of two mappings, in the order of the new document; removed
/// members come last.
pub(super) fn entries<'a>(old: Option<At<'a>>, new: Option<At<'a>>) -> Vec<(&'a str, Fate<'a>)> {
    let in_new = new.iter().flat_map(At::members);
    let mut fates: Vec<_> = in_new
        .filter_map(|(name, at)| {
            let before = old.as_ref().and_then(|old| old.get(name));
            Some((name, Fate::of(before, Some(at))?))
        })
        .collect();
    let in_old = old.iter().flat_map(At::members);
    fates.extend(
        in_old
            .filter(|(name, _)| new.as_ref().is_none_or(|new| new.node.get(name).is_none()))
            .map(|(name, at)| (name, Fate::Removed(at))),
    );
    fates
}

/// A canonical text of a value. Two values with the same text mean the same.
pub(super) fn canonical(node: &Node) -> String {
    let mut text = String::new();
    write_canonical(node, &mut text);
    text
}

fn write_canonical(node: &Node, text: &mut String) {
    match &node.value {
        Value::Null => text.push('~'),
        Value::Bool(value) => text.push_str(&value.to_string()),
        Value::Integer(value) => text.push_str(&value.to_string()),
        Value::Float(value) => text.push_str(&format!("{value:?}")),
        Value::String(value) => text.push_str(&format!("{value:?}")),
        Value::List(items) => {
            text.push('[');
            for item in items {
                write_canonical(item, text);
                text.push(',');
            }
            text.push(']');
        }
        Value::Map(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(key, _)| *key);
            text.push('{');
            for (key, member) in members {
                text.push_str(&format!("{key:?}:"));
                write_canonical(&member.value, text);
                text.push(',');
            }
            text.push('}');
        }
    }
}
