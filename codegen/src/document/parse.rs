//! Events → tree.
//!
//! The tree is built without recursion and no deeper than [`MAX_DEPTH`], so
//! nothing after this can overflow the stack.

use std::collections::HashMap;

use indexmap::map::Entry;
use saphyr::Scalar;
use saphyr_parser::Event;

use super::events::{self, MAX_DEPTH, too_deep};
use super::node::{Member, Members, Node, Place, Value};
use crate::diagnostic::Diagnostic;

/// How many values all aliases of a document may repeat, against documents
/// that grow without end when their aliases are written out.
const MAX_REPEATED: usize = 100_000;

/// What a text holds, and what is wrong with it. There is no tree if the text
/// cannot be read to its end.
pub(super) struct Parsed {
    pub(super) root: Option<Node>,
    pub(super) problems: Vec<Diagnostic>,
}

/// Reads exactly one YAML or JSON document.
pub(super) fn parse(text: &str) -> Parsed {
    let (tree, read) = events::read(text, |tree: &mut Tree, event, span| {
        tree.take(event, span.start)
    });
    let mut problems = tree.problems;
    let root = read.and_then(|()| tree.root.ok_or_else(empty));
    let root = root.map_err(|problem| problems.push(problem)).ok();
    Parsed { root, problems }
}

/// A tree under construction.
#[derive(Default)]
struct Tree {
    root: Option<Node>,
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    repeated: usize,
    documents: usize,
    /// What is wrong and yet leaves a tree.
    problems: Vec<Diagnostic>,
}

/// A mapping or sequence whose end has not come yet.
struct Open {
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
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(Diagnostic::new(
                        "second-document",
                        place,
                        "a second YAML document starts here",
                        "keep one document in a file; remove the `---`",
                    ));
                }
                Ok(())
            }
            Event::SequenceStart(anchor, _) => self.open(place, anchor, Content::List(Vec::new())),
            Event::MappingStart(anchor, _) => {
                let members = Members::default();
                self.open(place, anchor, Content::Map { members, key: None })
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open {
                    place,
                    anchor,
                    content,
                }) => {
                    let value = match content {
                        Content::List(items) => Value::List(items),
                        Content::Map { members, .. } => Value::Map(members),
                    };
                    self.place_node(Node { place, value }, anchor)
                }
                None => Ok(()),
            },
            Event::Scalar(text, style, anchor, tag) => {
                // A key is text, whatever it looks like: `204:` is a status.
                if let Some(Open {
                    content:
                        Content::Map {
                            key: key @ None, ..
                        },
                    ..
                }) = self.open.last_mut()
                {
                    *key = Some((text.into_owned(), place));
                    return Ok(());
                }
                let tag_text = tag.as_ref().map(ToString::to_string).unwrap_or_default();
                let value = match Scalar::parse_from_cow_and_metadata(text, style, tag.as_ref()) {
                    Some(Scalar::Null) => Value::Null,
                    Some(Scalar::Boolean(value)) => Value::Bool(value),
                    Some(Scalar::Integer(value)) => Value::Integer(value),
                    Some(Scalar::FloatingPoint(value)) => Value::Float(value.into_inner()),
                    Some(Scalar::String(text)) => Value::String(text.into_owned()),
                    None => {
                        self.problems.push(Diagnostic::new(
                            "tag-mismatch",
                            place,
                            format!("the value does not fit its tag {tag_text}"),
                            "remove the tag, or write a value of its kind",
                        ));
                        Value::Null
                    }
                };
                self.place_node(Node { place, value }, anchor)
            }
            Event::Alias(anchor) => {
                let Some(node) = self.anchors.get(&anchor).cloned() else {
                    return Err(Diagnostic::new(
                        "recursive-alias",
                        place,
                        "this alias stands inside the value it repeats",
                        "use a `$ref` to a component instead",
                    ));
                };
                let (nodes, depth) = measure(&node);
                self.repeated += nodes;
                if self.repeated > MAX_REPEATED {
                    return Err(Diagnostic::new(
                        "too-many-aliases",
                        place,
                        format!("the aliases up to here repeat more than {MAX_REPEATED} values"),
                        "use a `$ref` to a component instead",
                    ));
                }
                if self.open.len() + depth > MAX_DEPTH {
                    return Err(too_deep(place));
                }
                self.place_node(node, 0)
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
        }
    }

    fn open(&mut self, place: Place, anchor: usize, content: Content) -> Result<(), Diagnostic> {
        if self.open.len() >= MAX_DEPTH {
            return Err(too_deep(place));
        }
        if let Some(Open {
            content: Content::Map { key: None, .. },
            ..
        }) = self.open.last()
        {
            return Err(not_a_key(place));
        }
        self.open.push(Open {
            place,
            anchor,
            content,
        });
        Ok(())
    }

    fn place_node(&mut self, node: Node, anchor: usize) -> Result<(), Diagnostic> {
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
                        self.problems.push(Diagnostic::new(
                            "duplicate-key",
                            key_place,
                            format!("the key `{}` stands here a second time", entry.key()),
                            format!("the first is at line {}; keep one", entry.get().key.line),
                        ));
                    }
                }
            }
        }
        Ok(())
    }
}

/// How many values a tree holds, and how many levels. Recursion is safe here:
/// the tree was built within [`MAX_DEPTH`].
fn measure(node: &Node) -> (usize, usize) {
    let children: Vec<&Node> = match &node.value {
        Value::List(items) => items.iter().collect(),
        Value::Map(members) => members.values().map(|member| &member.value).collect(),
        _ => return (1, 0),
    };
    let (nodes, depth) = children
        .into_iter()
        .map(measure)
        .fold((0, 0), |(nodes, depth), (n, d)| (nodes + n, depth.max(d)));
    (nodes + 1, depth + 1)
}

fn empty() -> Diagnostic {
    Diagnostic::new(
        "empty-document",
        Place { line: 1, column: 1 },
        "the document is empty",
        "start with `openapi: 3.0.3`",
    )
}

fn not_a_key(place: Place) -> Diagnostic {
    Diagnostic::new(
        "key-not-text",
        place,
        "a key must be a plain scalar, not an alias, a mapping or a sequence",
        "write the key as text",
    )
}
