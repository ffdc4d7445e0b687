//! Unions that keep values which match none of their alternatives.
//!
//! ```text
//! pub enum Pet { Cat(Box<Cat>), Dog(Box<Dog>), Unknown(Value) }
//! ```
//!
//! If a property tells the alternatives apart (`shape::tags`), it decides.
//! Otherwise the alternative that loses the least of a value is chosen, and if several are
//! equal, the first ([`super::open`]).

use std::collections::HashSet;

use quote::{format_ident, quote};
use syn::visit_mut::VisitMut;
use syn::{Attribute, Expr, Ident, Item, ItemImpl, Type, parse_quote};

use super::rust_types::RustTypes;
use super::syntax::InPlace;
use crate::names::{Names, TypeNames, UNKNOWN};
use crate::shape::{Form, Inventory, Others, Part, Union};

/// The union of these alternatives.
pub(super) fn items(
    ty: &TypeNames,
    union: &Union<'_>,
    payloads: &Payloads<'_, '_>,
    about: &[Attribute],
) -> Vec<Item> {
    let name = format_ident!("{}", ty.name);
    let unknown = format_ident!("{UNKNOWN}");
    let variants: Vec<Ident> = ty
        .variants
        .iter()
        .map(|variant| format_ident!("{}", variant.name))
        .collect();
    let types: Vec<Type> = union
        .variants
        .iter()
        .map(|used| payloads.boxed(used))
        .collect();
    let read = read(union, &variants, payloads);
    let mut items: Vec<Item> = vec![
        parse_quote! {
            #(#about)*
            #[derive(::serde::Serialize, Clone, Debug, PartialEq)]
            #[serde(untagged)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants(#types),)*
                /// A value that matches no alternative, unchanged.
                #unknown(::serde_json::Value),
            }
        },
        parse_quote! {
            impl<'de> ::serde::Deserialize<'de> for #name {
                fn deserialize<D>(deserializer: D) -> ::std::result::Result<Self, D::Error>
                where
                    D: ::serde::Deserializer<'de>,
                {
                    let value = <::serde_json::Value as ::serde::Deserialize>::deserialize(deserializer)?;
                    let read = #read;
                    Ok(read.unwrap_or_else(|| {
                        super::open::note_unknown();
                        Self::#unknown(value)
                    }))
                }
            }
        },
    ];
    if ty.is_displayed {
        items.push(parse_quote! {
            impl ::std::fmt::Display for #name {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    match self {
                        #(Self::#variants(value) => value.fmt(f),)*
                        Self::#unknown(value) => match value.as_str() {
                            Some(text) => f.pad(text),
                            None => value.fmt(f),
                        },
                    }
                }
            }
        });
    }
    let mut seen = HashSet::new();
    for ((used, variant), ty) in union.variants.iter().zip(&variants).zip(&types) {
        let plain = payloads.types.of(used);
        if seen.insert(plain.clone()) {
            items.push(Item::Impl(payloads.conversion(&name, variant, plain, ty)));
        }
    }
    items
}

/// The code that finds the alternative for `value`.
fn read(union: &Union<'_>, variants: &[Ident], payloads: &Payloads<'_, '_>) -> Expr {
    let schemas = &payloads.types.inventory.schemas;
    let alternatives = union.variants.iter().zip(variants).map(|(used, variant)| {
        let (required, is_closed) = match schemas.settled(used) {
            Form::Object(object) => {
                let properties = object.properties.iter();
                let required = properties.filter(|(_, property)| property.is_required);
                let required: Vec<&str> = required.map(|(name, _)| *name).collect();
                (required, matches!(object.others, Others::Forbidden))
            }
            _ => (Vec::new(), false),
        };
        quote!((&[#(#required),*], #is_closed, |value| super::open::fit(value, Self::#variant)))
    });
    let closest: Expr = parse_quote! {
        super::open::closest_of(&value, &[#(#alternatives),*])
    };
    let Some(tags) = schemas.tags(union) else {
        return closest;
    };
    let told = tags.values.iter().zip(variants);
    let arms = told
        .filter(|(values, _)| !values.is_empty())
        .map(|(values, variant)| {
            quote! {
                Some(#(#values)|*) => super::open::read(&value, Self::#variant),
            }
        });
    let shared = (!tags.shared.is_empty()).then(|| {
        let shared = &tags.shared;
        quote!(Some(#(#shared)|*) => #closest,)
    });
    // Another tag belongs to an alternative that is not known yet.
    let other = tags.is_complete.then(|| quote!(Some(_) => None,));
    let property = tags.property;
    parse_quote! {
        match value.get(#property).and_then(::serde_json::Value::as_str) {
            #(#arms)*
            #shared
            #other
            _ => #closest,
        }
    }
}

/// The types inside alternatives.
pub(super) struct Payloads<'n, 'a> {
    types: RustTypes<'n, 'a>,
    /// There may be many conversions, so the common parts are parsed once.
    conversion: ItemImpl,
    boxed_conversion: ItemImpl,
    boxed: Type,
}

/// The names of a conversion.
struct Converted<'c> {
    union: &'c Ident,
    variant: &'c Ident,
}

impl VisitMut for Converted<'_> {
    fn visit_ident_mut(&mut self, ident: &mut Ident) {
        if ident == "Union" {
            ident.clone_from(self.union);
        } else if ident == "Variant" {
            ident.clone_from(self.variant);
        }
    }
}

impl<'n, 'a> Payloads<'n, 'a> {
    pub(super) fn new(inventory: &'n Inventory<'a>, names: &'n Names) -> Self {
        Self {
            types: RustTypes::new(inventory, names),
            conversion: parse_quote! {
                impl ::std::convert::From<()> for Union {
                    fn from(value: ()) -> Self {
                        Self::Variant(value)
                    }
                }
            },
            boxed: parse_quote!(::std::boxed::Box<()>),
            boxed_conversion: parse_quote! {
                impl ::std::convert::From<()> for Union {
                    fn from(value: ()) -> Self {
                        Self::Variant(::std::boxed::Box::new(value))
                    }
                }
            },
        }
    }

    fn conversion(&self, union: &Ident, variant: &Ident, plain: Type, held: &Type) -> ItemImpl {
        let mut conversion = match plain == *held {
            true => self.conversion.clone(),
            false => self.boxed_conversion.clone(),
        };
        Converted { union, variant }.visit_item_impl_mut(&mut conversion);
        InPlace(plain).visit_item_impl_mut(&mut conversion);
        conversion
    }

    /// The type in its box: a type may contain the union that contains it.
    fn boxed(&self, used: &[Part<'a>]) -> Type {
        let plain = self.types.of(used);
        match self.types.inventory.index_of(used) {
            Some(_) => {
                let mut boxed = self.boxed.clone();
                InPlace(plain).visit_type_mut(&mut boxed);
                boxed
            }
            None => plain,
        }
    }
}
