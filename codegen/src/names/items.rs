//! All named items, by their paths in Rust.

use super::operations::{BODY, Method, setter};
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
    /// The place of its description in the document.
    pub(crate) at: Spot,
    /// The part of the name that does not come from the item that contains it.
    pub(crate) own: String,
    /// The type or method that it belongs to.
    pub(crate) owner: Option<Spot>,
    /// Its name in the document.
    pub(crate) wire: String,
    /// Whether it belongs to a type that is only sent, while another type is received.
    pub(crate) is_input: bool,
}

/// What a method that follows pages has for a name in the document.
pub(crate) const PAGES: &str = "pages";

/// The kind of a named item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    Method,
    Argument,
    /// The setter of an optional value.
    Setter,
    Type,
    Field,
    Variant,
}

pub(super) fn of_method(method: &Method) -> Vec<Item> {
    let path = format!("Client::{}", method.name);
    let required = method.arguments.iter().filter(|one| one.is_required);
    let arguments = required.map(|argument| Item {
        kind: Kind::Argument,
        path: format!("{path}({})", argument.name),
        at: argument.at,
        own: argument.name.clone(),
        owner: Some(method.at),
        wire: format!("{} {}", argument.location, argument.wire),
        is_input: false,
    });
    let pages = method.pages.iter().map(|name| Item {
        kind: Kind::Method,
        path: format!("Client::{name}"),
        at: method.at,
        own: name.clone(),
        owner: None,
        wire: PAGES.to_owned(),
        is_input: false,
    });
    let mut items: Vec<_> = arguments.chain(of_options(method)).chain(pages).collect();
    items.push(Item {
        kind: Kind::Method,
        path,
        at: method.at,
        own: method.name.clone(),
        owner: None,
        wire: String::new(),
        is_input: false,
    });
    items
}

/// The method that takes options, the type of the options, and its setters.
fn of_options(method: &Method) -> Vec<Item> {
    let Some(with) = &method.with else {
        return Vec::new();
    };
    let path = format!("types::{}", with.options);
    let optional = method.arguments.iter().filter(|one| !one.is_required);
    let optional = optional.map(|argument| {
        let wire = format!("{} {}", argument.location, argument.wire);
        (argument.name.as_str(), argument.at, wire)
    });
    let body = method.body.as_ref().filter(|body| !body.is_required);
    let body = body.map(|body| (BODY, body.at, BODY.to_owned()));
    let setters = optional.chain(body).map(|(name, at, wire)| Item {
        kind: Kind::Setter,
        path: format!("{path}::{}", setter(name)),
        at,
        own: setter(name),
        owner: Some(method.at),
        wire,
        is_input: false,
    });
    let mut items: Vec<_> = setters.collect();
    let own = |kind, path, own: &str, wire: &str| Item {
        kind,
        path,
        at: method.at,
        own: own.to_owned(),
        owner: None,
        wire: wire.to_owned(),
        is_input: false,
    };
    let (name, wire) = (&with.name, "with options");
    items.push(own(Kind::Method, format!("Client::{name}"), name, wire));
    items.push(own(Kind::Type, path, &with.options, wire));
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
        is_input: ty.is_input,
    };
    let fields = ty.fields.iter();
    let fields = fields.map(|field| inner(Kind::Field, &field.name, field.at, &field.wire));
    let others = ty
        .others
        .iter()
        .map(|name| inner(Kind::Field, name, ty.at, "*"));
    // Required properties are arguments of `new`.
    let optional = ty.fields.iter().filter(|field| !field.is_required);
    let optional = optional.map(|field| (&field.name, field.at, field.wire.as_str()));
    let set = optional.chain(ty.others.iter().map(|name| (name, ty.at, "*")));
    let set = set.filter(|_| ty.is_sent);
    let setters = set.map(|(name, at, wire)| inner(Kind::Setter, &setter(name), at, wire));
    let variants = ty.variants.iter();
    let variants =
        variants.map(|variant| inner(Kind::Variant, &variant.name, variant.at, &variant.wire));
    let mut items: Vec<_> = fields
        .chain(others)
        .chain(setters)
        .chain(variants)
        .collect();
    items.push(Item {
        kind: Kind::Type,
        path,
        at: ty.at,
        own: ty.own_name().to_owned(),
        owner: None,
        wire: String::new(),
        is_input: ty.is_input,
    });
    items
}
