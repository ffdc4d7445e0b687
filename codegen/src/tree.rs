//! The tree of a YAML or JSON document: values, which they are, where they stand.
//! How text becomes a tree is [`crate::source`]'s concern.

mod node;
mod place;

pub use node::{Member, Members, Node, Value};
pub(crate) use node::{NodeId, Spot, unescape};
#[cfg(feature = "review")]
pub(crate) use node::{decoded, escape};
pub use place::{FileId, Files, Place};
