//! The tree of a YAML or JSON document: values, their ids and their places.
//! [`crate::source`] makes a tree from text.

mod node;
mod place;

pub use node::{Member, Members, Node, Value};
pub(crate) use node::{NodeId, Spot, unescape};
#[cfg(feature = "review")]
pub(crate) use node::{decoded, escape};
pub use place::{FileId, Files, Place};
