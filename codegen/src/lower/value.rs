//! What a lowered document is made of: mostly what the document says itself.

use std::borrow::Cow;

use crate::tree::{Node, Spot};

/// A value for the generator.
#[derive(Debug)]
pub(crate) enum Lowered<'a> {
    /// As the document has it.
    As(&'a Node),
    /// Made here, for what stands there.
    Bool(Spot, bool),
    /// Made here, for what stands there.
    Text(Spot, Cow<'a, str>),
    /// Made here, for what stands there.
    List(Spot, Vec<Self>),
    /// Made here, for what stands there.
    Map(Spot, Members<'a>),
}

/// The members of a mapping, without duplicate keys.
pub(crate) type Members<'a> = Vec<(Cow<'a, str>, Lowered<'a>)>;

impl<'a> Lowered<'a> {
    pub(super) fn text(at: &Node, text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(at.into(), text.into())
    }

    pub(super) fn list(at: &Node, items: Vec<Self>) -> Self {
        Self::List(at.into(), items)
    }

    pub(super) fn map(at: &Node, members: Members<'a>) -> Self {
        Self::Map(at.into(), members)
    }
}
