//! Events → tree.
//!
//! The tree is built without recursion and no deeper than [`MAX_DEPTH`], so
//! nothing after this can overflow the stack.

use std::borrow::Cow;
use std::collections::HashMap;

use indexmap::map::Entry;
use saphyr::Scalar;
use saphyr_parser::{Event, Tag};

use super::events;
use super::limits::{MAX_DEPTH, too_deep};
use crate::diagnostic::{Diagnostic, Rule};
use crate::tree::{FileId, Member, Members, Node, NodeId, Place, Spot, Value};

/// How many values all aliases of a document may repeat. Without this limit, a document
/// could grow without end when its aliases are expanded.
const MAX_REPEATED: usize = 100_000;

/// The content of a text, and its diagnostics. There is no tree if the text cannot be
/// read to its end.
pub(super) struct Parsed {
    pub(super) root: Option<Node>,
    pub(super) found: Vec<Diagnostic>,
}

/// Reads exactly one YAML or JSON document.
pub(super) fn parse(file: FileId, text: &str) -> Parsed {
    let (tree, read) = events::read(file, text, |tree: &mut Tree, event, span| {
        tree.take(event, span.start)
    });
    let mut found = tree.found;
    let root = read.and_then(|()| tree.root.ok_or_else(|| empty(file)));
    let root = root.map_err(|diagnostic| found.push(diagnostic)).ok();
    Parsed { root, found }
}

/// A tree under construction.
#[derive(Default)]
struct Tree {
    root: Option<Node>,
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    /// How many values have begun, including those that aliases repeat.
    begun: u32,
    repeated: usize,
    documents: usize,
    /// Errors that still leave a tree.
    found: Vec<Diagnostic>,
}

/// A mapping or sequence that has not ended yet.
struct Open {
    id: NodeId,
    place: Place,
    anchor: usize,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Map {
        members: Members,
        key: Option<(String, Place)>,
    },
}

impl Tree {
    fn take(&mut self, event: Event<'_>, place: Place) -> Result<(), Diagnostic> {
        match event {
            Event::DocumentStart(_) => self.begin_document(place),
            Event::SequenceStart(anchor, _) => self.open(place, anchor, Content::List(Vec::new())),
            Event::MappingStart(anchor, _) => {
                let members = Members::default();
                self.open(place, anchor, Content::Map { members, key: None })
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Scalar(text, style, anchor, tag) => {
                // A key is text, whatever it looks like: `204:` is a status.
                if let Some(None) = self.key() {
                    if anchor > 0 {
                        let scalar =
                            Scalar::parse_from_cow_and_metadata(text.clone(), style, tag.as_ref());
                        let value = scalar.map_or(Value::Null, value);
                        let id = self.begin();
                        self.anchors.insert(anchor, Node { id, place, value });
                    }
                    if let Some(key) = self.key() {
                        *key = Some((text.into_owned(), place));
                    }
                    return Ok(());
                }
                let id = self.begin();
                let value = match Scalar::parse_from_cow_and_metadata(text, style, tag.as_ref()) {
                    Some(scalar) => value(scalar),
                    None => self.mismatch(id, place, tag.as_ref()),
                };
                self.put(Node { id, place, value }, anchor)
            }
            Event::Alias(anchor) => {
                if let Some(None) = self.key() {
                    return Err(not_a_key(place));
                }
                let node = self.alias(anchor, place)?;
                self.put(node, 0)
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
        }
    }

    fn begin_document(&mut self, place: Place) -> Result<(), Diagnostic> {
        self.documents += 1;
        if self.documents == 1 {
            return Ok(());
        }
        Err(Diagnostic::new(
            Rule::SecondDocument,
            place,
            "a second YAML document starts here",
            "keep one document in a file; remove the `---`",
        ))
    }

    /// Starts the next value.
    fn begin(&mut self) -> NodeId {
        let id = NodeId(self.begun);
        self.begun = self.begun.saturating_add(1);
        id
    }

    /// Where the key of the innermost mapping is kept until its value comes.
    fn key(&mut self) -> Option<&mut Option<(String, Place)>> {
        match self.open.last_mut()?.content {
            Content::Map { ref mut key, .. } => Some(key),
            Content::List(_) => None,
        }
    }

    fn open(&mut self, place: Place, anchor: usize, content: Content) -> Result<(), Diagnostic> {
        if self.open.len() >= MAX_DEPTH {
            return Err(too_deep(place));
        }
        if let Some(None) = self.key() {
            return Err(not_a_key(place));
        }
        let id = self.begin();
        self.open.push(Open {
            id,
            place,
            anchor,
            content,
        });
        Ok(())
    }

    fn close(&mut self) -> Result<(), Diagnostic> {
        let Some(Open {
            id,
            place,
            anchor,
            content,
        }) = self.open.pop()
        else {
            return Ok(());
        };
        let value = match content {
            Content::List(items) => Value::List(items),
            Content::Map { members, .. } => Value::Map(members),
        };
        self.put(Node { id, place, value }, anchor)
    }

    fn mismatch(&mut self, id: NodeId, place: Place, tag: Option<&Cow<'_, Tag>>) -> Value {
        let tag = tag.map(ToString::to_string).unwrap_or_default();
        let node = Some(id);
        self.found.push(Diagnostic::new(
            Rule::TagMismatch,
            Spot { place, node },
            format!("the value does not match its tag {tag}"),
            "remove the tag, or write a value of that type",
        ));
        Value::Null
    }

    /// The value that an alias repeats: a copy at the same places, with new ids.
    fn alias(&mut self, anchor: usize, place: Place) -> Result<Node, Diagnostic> {
        let Some(node) = self.anchors.remove(&anchor) else {
            return Err(Diagnostic::new(
                Rule::RecursiveAlias,
                place,
                "this alias is inside the value that it repeats",
                "use a `$ref` to a component instead",
            ));
        };
        let again = self.repeat(&node, self.open.len(), place);
        self.anchors.insert(anchor, node);
        again
    }

    /// Copies a value, inside `depth` others. The depth of recursion is at most
    /// [`MAX_DEPTH`].
    fn repeat(&mut self, node: &Node, depth: usize, alias: Place) -> Result<Node, Diagnostic> {
        self.repeated += 1;
        if self.repeated > MAX_REPEATED {
            return Err(Diagnostic::new(
                Rule::TooManyAliases,
                alias,
                format!("the aliases up to here repeat more than {MAX_REPEATED} values"),
                "use a `$ref` to a component instead",
            ));
        }
        let id = self.begin();
        let is_container = matches!(node.value, Value::List(_) | Value::Map(_));
        if is_container && depth >= MAX_DEPTH {
            return Err(too_deep(alias));
        }
        let value = match &node.value {
            Value::List(items) => {
                let items = items.iter().map(|item| self.repeat(item, depth + 1, alias));
                Value::List(items.collect::<Result<_, _>>()?)
            }
            Value::Map(members) => {
                let members = members.iter().map(|(key, member)| {
                    let value = self.repeat(&member.value, depth + 1, alias)?;
                    let key_place = member.key;
                    Ok((
                        key.clone(),
                        Member {
                            key: key_place,
                            value,
                        },
                    ))
                });
                Value::Map(members.collect::<Result<_, Diagnostic>>()?)
            }
            scalar => scalar.clone(),
        };
        let place = node.place;
        Ok(Node { id, place, value })
    }

    /// Adds a value to the innermost open mapping or sequence.
    fn put(&mut self, node: Node, anchor: usize) -> Result<(), Diagnostic> {
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = Some(node),
            Some(Content::List(items)) => items.push(node),
            Some(Content::Map { members, key }) => {
                let Some((key, key_place)) = key.take() else {
                    return Err(not_a_key(node.place));
                };
                match members.entry(key) {
                    Entry::Vacant(entry) => {
                        entry.insert(Member {
                            key: key_place,
                            value: node,
                        });
                    }
                    Entry::Occupied(entry) => {
                        self.found.push(Diagnostic::new(
                            Rule::DuplicateKey,
                            key_place,
                            format!("the key `{}` appears here a second time", entry.key()),
                            format!("the first is at line {}; keep one", entry.get().key.line),
                        ));
                    }
                }
            }
        }
        Ok(())
    }
}

fn value(scalar: Scalar<'_>) -> Value {
    match scalar {
        Scalar::Null => Value::Null,
        Scalar::Boolean(value) => Value::Bool(value),
        Scalar::Integer(value) => Value::Integer(value),
        Scalar::FloatingPoint(value) => Value::Float(value.into_inner()),
        Scalar::String(text) => Value::String(text.into_owned()),
    }
}

fn empty(file: FileId) -> Diagnostic {
    Diagnostic::new(
        Rule::EmptyDocument,
        Place::start_of(file),
        "the document is empty",
        "start with `openapi: 3.0.3`",
    )
}

fn not_a_key(place: Place) -> Diagnostic {
    Diagnostic::new(
        Rule::KeyNotText,
        place,
        "a key must be a plain scalar, not an alias, a mapping or a sequence",
        "write the key as text",
    )
}
