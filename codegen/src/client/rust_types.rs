//! The Rust types of values in generated code.

use quote::format_ident;
use syn::{Type, parse_quote};

use super::syntax::ty;
use crate::names::Names;
use crate::shape::{Form, Inventory, Part, Scalar};

/// The Rust types of a document's values.
pub(super) struct RustTypes<'n, 'a> {
    pub(super) inventory: &'n Inventory<'a>,
    names: &'n Names,
}

impl<'n, 'a> RustTypes<'n, 'a> {
    pub(super) fn new(inventory: &'n Inventory<'a>, names: &'n Names) -> Self {
        Self { inventory, names }
    }

    /// The type of a value that matches these schemas, without null.
    pub(super) fn of(&self, used: &[Part<'a>]) -> Type {
        self.named(used, &|name| ty(&format_ident!("{name}")))
    }

    /// The same type, as it is written outside of the module `types`.
    pub(super) fn seen_from_outside(&self, used: &[Part<'a>]) -> Type {
        self.named(used, &|name| {
            let name = format_ident!("{name}");
            parse_quote!(types::#name)
        })
    }

    fn named(&self, used: &[Part<'a>], name: &dyn Fn(&str) -> Type) -> Type {
        let index = self.inventory.index_of(used);
        if let Some(names) = index.and_then(|index| self.names.ty(index)) {
            return name(&names.name);
        }
        match self.inventory.schemas.form(used) {
            Form::List(items) => {
                let item = self.within(&items, name);
                parse_quote!(::std::vec::Vec<#item>)
            }
            Form::Map(values) => {
                let value = self.within(&values, name);
                parse_quote!(::std::collections::HashMap<::std::string::String, #value>)
            }
            Form::Scalar(scalar) => scalar_type(&scalar),
            _ => parse_quote!(::serde_json::Value),
        }
    }

    fn within(&self, used: &[Part<'a>], name: &dyn Fn(&str) -> Type) -> Type {
        let plain = self.named(used, name);
        match self.inventory.schemas.is_nullable(used) {
            true => parse_quote!(::std::option::Option<#plain>),
            false => plain,
        }
    }
}

fn scalar_type(scalar: &Scalar<'_>) -> Type {
    match scalar.kind {
        "integer" if scalar.format() == Some("uint64") => parse_quote!(u64),
        "integer" => parse_quote!(i64),
        "number" => parse_quote!(f64),
        "boolean" => parse_quote!(bool),
        _ => parse_quote!(::std::string::String),
    }
}
