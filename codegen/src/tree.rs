//! The tree of a YAML or JSON document: values, which they are, where they stand.
//! How text becomes a tree is [`crate::source`]'s concern.

mod node;
mod place;

#[cfg(feature = "review")]
pub(crate) use node::escape;
pub use node::{Member, Members, Node, Value};
pub(crate) use node::{NodeId, Spot, unescape};
pub use place::{FileId, Files, Place};
