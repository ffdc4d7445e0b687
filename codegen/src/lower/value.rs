//! The values of a lowered document: most are values of the document itself.

use std::borrow::Cow;

use crate::tree::{Node, Spot};

/// A value for the generator.
#[derive(Debug)]
pub(crate) enum Lowered<'a> {
    /// A value of the document.
    As(&'a Node),
    /// Made by the lowering, for the value at this spot.
    Bool(Spot, bool),
    /// Made by the lowering, for the value at this spot.
    Text(Spot, Cow<'a, str>),
    /// Made by the lowering, for the value at this spot.
    List(Spot, Vec<Self>),
    /// Made by the lowering, for the value at this spot.
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
