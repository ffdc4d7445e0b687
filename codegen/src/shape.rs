//! What a schema becomes in Rust, before anything has a name: a structure, an enum
//! of texts, a union, a list, a map, a scalar.
//!
//! `allOf` is merged here: a value follows all of its branches, so it becomes one
//! structure with the properties of all. A value that must follow several schemas
//! is a [`Use`] of several [`Part`]s, also where two branches share a property.
//!
//! - `part`: schemas as they are used, and what they are made of;
//! - `form`: the kinds of Rust types;
//! - `style`: how those of parameters are written;
//! - `sides`: whether they differ by the way that values travel;
//! - `visit`: what stands in them, and what it is part of;
//! - `inventory`: all schemas of a document that become types of their own.

mod form;
mod inventory;
mod part;
mod sides;
mod style;
mod visit;

pub(crate) use form::{Form, Object, Others, Property, Scalar, Union};
pub(crate) use inventory::{Inventory, Origin, Type};
pub(crate) use part::{Part, Schemas, Side, Use};
pub(crate) use sides::Sides;
pub(crate) use style::{Style, Writing};
pub(crate) use visit::{Base, Step};
