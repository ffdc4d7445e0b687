//! Everything that has a name, by its path in Rust.

use super::operations::Method;
use super::types::TypeNames;
use crate::tree::Spot;

/// Something that has a name in Rust.
#[derive(Debug, Clone)]
#[cfg_attr(
    not(feature = "review"),
    allow(
        dead_code,
        reason = "the review alone asks for more than path and place"
    )
)]
pub(crate) struct Item {
    pub(crate) kind: Kind,
    /// The path: `Client::list_pets`, `Client::list_pets(limit)`, `types::Pet`,
    /// `types::Pet::name`.
    pub(crate) path: String,
    /// Where it is described in the document.
    pub(crate) at: Spot,
    /// The part of the name that is its own: not that of what it is part of.
    pub(crate) own: String,
    /// The type or method that it belongs to.
    pub(crate) owner: Option<Spot>,
    /// What the document calls it there.
    pub(crate) wire: String,
}

/// What has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    Method,
    Argument,
    Type,
    Field,
    Variant,
}

pub(super) fn of_method(method: &Method) -> Vec<Item> {
    let path = format!("Client::{}", method.name);
    let arguments = method.arguments.iter().map(|argument| Item {
        kind: Kind::Argument,
        path: format!("{path}({})", argument.name),
        at: argument.at,
        own: argument.name.clone(),
        owner: Some(method.at),
        wire: format!("{} {}", argument.location, argument.wire),
    });
    let mut items: Vec<_> = arguments.collect();
    items.push(Item {
        kind: Kind::Method,
        path,
        at: method.at,
        own: method.name.clone(),
        owner: None,
        wire: String::new(),
    });
    items
}

pub(super) fn of_type(ty: &TypeNames) -> Vec<Item> {
    let path = format!("types::{}", ty.name);
    let inner = |kind, name: &str, at, wire: &str| Item {
        kind,
        path: format!("{path}::{name}"),
        at,
        own: name.to_owned(),
        owner: Some(ty.at),
        wire: wire.to_owned(),
    };
    let fields = ty.fields.iter();
    let fields = fields.map(|field| inner(Kind::Field, &field.name, field.at, &field.wire));
    let others = ty
        .others
        .iter()
        .map(|name| inner(Kind::Field, name, ty.at, "*"));
    let variants = ty.variants.iter();
    let variants =
        variants.map(|variant| inner(Kind::Variant, &variant.name, variant.at, &variant.wire));
    let mut items: Vec<_> = fields.chain(others).chain(variants).collect();
    items.push(Item {
        kind: Kind::Type,
        path,
        at: ty.at,
        own: ty.own_name().to_owned(),
        owner: None,
        wire: String::new(),
    });
    items
}
