//! All Rust names of a document: methods, arguments, types, fields and variants. They are
//! decided from the document before anything is generated. This map is the only source of
//! names and of the places behind them.
//!
//! A name is the first of these that exists: a name that the document chooses for Rust
//! (`x-rust-name`, `x-enum-varnames`), the name of a component or the `operationId`, a
//! name derived from the place. If two things would have the same name, the one that
//! comes first in this list keeps it, or else the one that comes first in the document.
//! The other one gets a different name, and [`crate::check`] reports that.
//!
//! - `identifier`: strings as identifiers;
//! - `chosen`: the names that a document chooses;
//! - `scope`: collisions between names;
//! - `operations`: methods and arguments;
//! - `types`: types; `members`: their fields and variants;
//! - `items`: all of them as a list.
//!
//! [`crate::shape`] decides what a schema becomes.

mod chosen;
mod identifier;
mod items;
mod members;
mod operations;
mod scope;
mod types;

pub(crate) use chosen::{ENUM_VARNAMES, RUST_NAME, Unusable};
pub(crate) use identifier::Case;
pub(crate) use items::Item;
#[cfg(feature = "review")]
pub(crate) use items::{Kind, PAGES};
pub(crate) use members::{Field, OTHERS, UNKNOWN};
pub(crate) use operations::{Argument, BODY, Method, setter};
pub(crate) use scope::{Collision, Collisions};
pub(crate) use types::TypeNames;

use std::sync::Arc;

use foldhash::{HashMap, HashSet};

use crate::shape::{Inventory, Sides};
use crate::source::Source;
use crate::tree::NodeId;

/// All Rust names of a document.
#[derive(Debug, Default)]
pub(crate) struct Names {
    methods: Vec<Method>,
    by_operation: HashMap<NodeId, usize>,
    /// In the order of the inventory.
    types: Vec<TypeNames>,
    pub(crate) collisions: Collisions,
    /// Chosen names that cannot be used.
    pub(crate) unusable: Vec<Unusable>,
    /// The component schemas that operations lead to.
    components: HashSet<NodeId>,
    sides: Arc<Sides>,
}

impl Names {
    /// Decides all names of a document, which has this inventory.
    pub(crate) fn of<'a>(source: &'a Source, inventory: &Inventory<'a>) -> Self {
        let mut chosen = chosen::Chosen::default();
        let mut collisions = Collisions::default();
        let mut methods = operations::methods(source, inventory, &mut chosen, &mut collisions);
        let types = types::types(inventory, &mut methods, &mut chosen, &mut collisions);
        let by_operation = methods.iter().enumerate();
        Self {
            by_operation: by_operation
                .map(|(index, method)| (method.operation, index))
                .collect(),
            methods,
            types,
            collisions,
            unusable: chosen.unusable,
            components: inventory.components().map(|node| node.id).collect(),
            sides: inventory.schemas.sides(),
        }
    }

    /// Makes the inventory of the document again.
    pub(crate) fn inventory<'a>(&self, source: &'a Source) -> Inventory<'a> {
        let sides = Arc::clone(&self.sides);
        Inventory::with(source, sides, |_, node| self.components.contains(&node.id))
    }

    /// The names of an operation.
    pub(crate) fn method(&self, operation: NodeId) -> Option<&Method> {
        let index = self.by_operation.get(&operation)?;
        self.methods.get(*index)
    }

    /// The names of a type, by its index in the inventory.
    pub(crate) fn ty(&self, index: usize) -> Option<&TypeNames> {
        self.types.get(index)
    }

    /// Everything that has a name.
    pub(crate) fn items(&self) -> Vec<Item> {
        let methods = self.methods.iter().flat_map(items::of_method);
        methods
            .chain(self.types.iter().flat_map(items::of_type))
            .collect()
    }

    /// The names of all types.
    pub(crate) fn types(&self) -> impl Iterator<Item = &TypeNames> {
        self.types.iter()
    }

    /// The names of the types that are generated here and not by typify.
    pub(crate) fn own_types(&self) -> impl Iterator<Item = &TypeNames> {
        self.types.iter().filter(|names| names.is_own)
    }
}
