//! The Rust type that a schema becomes, before it has a name: a structure, an enum of
//! strings, a union, a list, a map, or a scalar.
//!
//! `allOf` is merged here: a value matches all branches, so it becomes one structure with
//! the properties of all branches. If a value must match several schemas, the result is a
//! [`Use`] of several [`Part`]s; this also happens when two branches have the same
//! property.
//!
//! - `part`: schemas as they are used, and their parts;
//! - `kind`: what the keywords of schemas say together;
//! - `form`: the kinds of Rust types;
//! - `style`: how parameters are written;
//! - `tags`: how a property tells the alternatives of a union apart;
//! - `sides`: schemas that differ between requests and responses;
//! - `visit`: the schemas inside others;
//! - `inventory`: all schemas of a document that become their own types.

mod form;
mod inventory;
mod kind;
mod part;
mod sides;
mod style;
mod tags;
mod visit;

pub(crate) use form::{Form, Object, Others, Property, Scalar, Union};
pub(crate) use inventory::{Inventory, Origin, Type};
pub(crate) use part::{Key, Part, Schemas, Side, Use};
pub(crate) use sides::Sides;
pub(crate) use style::{Style, Writing};
pub(crate) use visit::{Base, Step};
