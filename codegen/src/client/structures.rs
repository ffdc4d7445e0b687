//! Structures to which properties can be added later: callers cannot list all fields,
//! structures that are sent are made by `new` and setters, and an absent property is
//! different from a null property.
//!
//! | property | field |
//! |---|---|
//! | required | `T` |
//! | required, may be null | `Option<T>` |
//! | optional | `Option<T>` |
//! | optional, may be null | `Option<Option<T>>`: absent, null, a value |
//! | optional, any value | `Option<Value>`, where null is one of the values |
//!
//! This is a pass over typify's structures.

use std::cell::LazyCell;
use std::collections::HashMap;

use proc_macro2::{Span, TokenTree};
use quote::quote;
use syn::punctuated::Punctuated;
use syn::visit_mut::VisitMut;
use syn::{
    Attribute, Fields, Ident, Item, ItemImpl, ItemStruct, LitStr, Meta, Token, Type, parse_quote,
};

use super::constructors::{Sent, Set};
use super::options::{argument, inner};
use super::setters::Setters;
use super::syntax::{Within, types as types_of};
use crate::names::{Field, Names, TypeNames};
use crate::shape::{Form, Inventory, Object, Schemas};

/// What is known about the structures.
struct Known<'n, 'a> {
    names: &'n TypeNames,
    object: &'n Object<'a>,
    is_sent: bool,
}

/// Completes the structures of `types`. Returns whether they need the function
/// `open::present`.
pub(super) fn complete(
    wire: &mut syn::File,
    names: &Names,
    inventory: &Inventory<'_>,
    setters: &LazyCell<Setters>,
) -> bool {
    let known: HashMap<&str, Known<'_, '_>> = inventory
        .types
        .iter()
        .enumerate()
        .filter_map(|(index, ty)| match &ty.form {
            Form::Object(object) => {
                let names = names.ty(index)?;
                let is_sent = ty.is_sent;
                Some((
                    names.name.as_str(),
                    Known {
                        names,
                        object,
                        is_sent,
                    },
                ))
            }
            _ => None,
        })
        .collect();
    let Some(items) = types_of(wire) else {
        return false;
    };
    let mut pass = Pass {
        schemas: &inventory.schemas,
        like: Like::new(),
        setters,
        needs_present: false,
    };
    let mut completed = Vec::with_capacity(items.len());
    for mut item in items.drain(..) {
        let block = match &mut item {
            Item::Struct(item) => known
                .get(item.ident.to_string().as_str())
                .and_then(|known| pass.structure(item, known)),
            Item::Impl(block) if is_default_of(block, &known) => continue,
            _ => None,
        };
        completed.push(item);
        completed.extend(block.map(Item::Impl));
    }
    *items = completed;
    pass.needs_present
}

fn is_default_of(block: &ItemImpl, known: &HashMap<&str, Known<'_, '_>>) -> bool {
    let is_default = block.trait_.as_ref().is_some_and(|(path, _)| {
        path.segments
            .last()
            .is_some_and(|last| last.ident == "Default")
    });
    is_default
        && matches!(&*block.self_ty, Type::Path(path) if path
            .path
            .get_ident()
            .is_some_and(|name| known.contains_key(name.to_string().as_str())))
}

struct Pass<'n, 'a> {
    schemas: &'n Schemas<'a>,
    like: Like,
    setters: &'n LazyCell<Setters>,
    needs_present: bool,
}

/// The parts that are put into structures, parsed once.
struct Like {
    open: Attribute,
    json: Type,
    /// For structures that are sent.
    sent: LazyCell<Sent>,
}

impl Like {
    fn new() -> Self {
        Self {
            open: parse_quote!(#[non_exhaustive]),
            json: parse_quote!(::serde_json::Value),
            sent: LazyCell::new(Sent::new),
        }
    }
}

impl Pass<'_, '_> {
    /// The functions that make a structure, if it is sent.
    fn structure(&mut self, item: &mut ItemStruct, known: &Known<'_, '_>) -> Option<ItemImpl> {
        let Fields::Named(fields) = &mut item.fields else {
            return None;
        };
        without_default(&mut item.attrs);
        item.attrs.push(self.like.open.clone());
        let mut sets: Vec<(&str, Ident, Set)> = Vec::new();
        let mut setters = Vec::new();
        for field in &mut fields.named {
            let Some(ident) = field.ident.clone() else {
                continue;
            };
            Within.visit_type_mut(&mut field.ty);
            let mut named = known.names.fields.iter();
            let named = named.find(|one| ident == one.name);
            let is_optional = named.is_some_and(|named| !named.is_required);
            if let Some(named) = named.filter(|_| is_optional) {
                self.optional(field, named, known.object);
            }
            if !known.is_sent {
                continue;
            }
            // The field without a name is for properties that the structure does not
            // describe.
            let wire = named.map_or("", |named| named.wire.as_str());
            if named.is_some_and(|named| named.is_required) {
                sets.push((wire, ident, Set::Argument(Box::new(field.ty.clone()))));
                continue;
            }
            let value = match is_optional {
                true => inner(&field.ty).unwrap_or(&field.ty),
                false => &field.ty,
            };
            let about = field.attrs.iter().filter(|one| is_doc(one));
            let about: Vec<Attribute> = about.cloned().collect();
            setters.push(self.setters.set(&ident, value, is_optional, &about));
            sets.push((wire, ident, Set::Absent));
        }
        known.is_sent.then(|| {
            self.like
                .sent
                .functions(self.setters, &item.ident, sets, setters)
        })
    }

    /// A property that may be left out.
    fn optional(&mut self, field: &mut syn::Field, named: &Field, object: &Object<'_>) {
        let property = object.properties.get(named.wire.as_str());
        let is_nullable =
            property.is_some_and(|property| self.schemas.is_nullable(&property.schemas));
        let is_any = property.is_some_and(|property| self.schemas.is_any_value(&property.schemas));
        let (is_option, is_value) = match inner(&field.ty) {
            Some(inner) => (true, is_any || *inner == self.like.json),
            None => (false, is_any || field.ty == self.like.json),
        };
        // This happens if a structure contains itself.
        let boxed = boxed_option(&field.ty);
        let (is_option, is_value) = match &boxed {
            Some(_) => (true, false),
            None => (is_option, is_value),
        };
        let is_boxed = boxed.is_some();
        field.ty = boxed.unwrap_or_else(|| field.ty.clone());
        let ty = &field.ty;
        let is_wrapped = !is_option || is_nullable && !is_value;
        if is_wrapped {
            field.ty = parse_quote!(::std::option::Option<#ty>);
        }
        if is_wrapped || is_value || is_boxed {
            let is_present = is_value || is_nullable;
            self.needs_present |= is_present;
            rewrite(field, named, is_present);
        }
    }
}

/// How serde treats an optional property.
fn rewrite(field: &mut syn::Field, named: &Field, is_present: bool) {
    field.attrs.retain(|one| !one.path().is_ident("serde"));
    let renamed = (named.name != named.wire).then(|| {
        let wire = LitStr::new(&named.wire, Span::call_site());
        quote!(rename = #wire,)
    });
    let read = is_present.then(|| quote!(deserialize_with = "super::open::present",));
    field.attrs.push(parse_quote! {
        #[serde(#renamed default, #read skip_serializing_if = "::std::option::Option::is_none")]
    });
}

/// Removes `Default`, which structures without required properties derive: adding a
/// required property would remove it later.
fn without_default(attributes: &mut [Attribute]) {
    for attribute in attributes
        .iter_mut()
        .filter(|one| one.path().is_ident("derive") && says(one, "Default"))
    {
        let derived = Punctuated::<syn::Path, Token![,]>::parse_terminated;
        if let Ok(derived) = attribute.parse_args_with(derived) {
            let is_default = |path: &syn::Path| {
                path.segments
                    .last()
                    .is_some_and(|last| last.ident == "Default")
            };
            let kept = derived.iter().filter(|path| !is_default(path));
            *attribute = parse_quote!(#[derive(#(#kept),*)]);
        }
    }
}

/// Whether a word is in the parentheses of an attribute.
fn says(attribute: &Attribute, word: &str) -> bool {
    matches!(&attribute.meta, Meta::List(list) if list.tokens.clone().into_iter().any(
        |token| matches!(token, TokenTree::Ident(ident) if ident == word)
    ))
}

fn is_doc(attribute: &Attribute) -> bool {
    attribute.path().is_ident("doc")
}

/// `Box<Option<T>>` → `Option<Box<T>>`
fn boxed_option(ty: &Type) -> Option<Type> {
    let held = inner(argument(ty, "Box")?)?;
    Some(parse_quote!(::std::option::Option<::std::boxed::Box<#held>>))
}
