//! What a lowered document is made of: mostly what the document says itself.

use std::borrow::Cow;

use crate::document::{Node, Place};

/// A value for the generator.
#[derive(Debug)]
pub(crate) enum Lowered<'a> {
    /// As the document has it.
    As(&'a Node),
    /// Made here, for what stands at this place.
    Bool(Place, bool),
    /// Made here, for what stands at this place.
    Text(Place, Cow<'a, str>),
    /// Made here, for what stands at this place.
    List(Place, Vec<Self>),
    /// Made here, for what stands at this place.
    Map(Place, Members<'a>),
}

/// The members of a mapping, without duplicate keys.
pub(crate) type Members<'a> = Vec<(Cow<'a, str>, Lowered<'a>)>;

impl<'a> Lowered<'a> {
    pub(super) fn is_as_it_was(&self) -> bool {
        matches!(self, Self::As(_))
    }

    pub(super) fn text(at: &Node, text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(at.place, text.into())
    }

    pub(super) fn list(at: &Node, items: Vec<Self>) -> Self {
        Self::List(at.place, items)
    }

    pub(super) fn map(at: &Node, members: Members<'a>) -> Self {
        Self::Map(at.place, members)
    }
}
