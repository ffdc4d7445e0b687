//! The optional arguments of an operation: a structure whose values are set one by
//! one, so that another argument is an addition.
//!
//! ```text
//! pub struct ListPetsOptions { limit: Option<i64> }
//! impl ListPetsOptions { pub fn with_limit(mut self, limit: i64) -> Self { … } }
//! ```

use quote::{format_ident, quote};
use syn::visit_mut::VisitMut;
use syn::{Attribute, Expr, GenericArgument, Ident, Item, PathArguments, Type, parse_quote};

use super::syntax::Within;
use crate::names::setter;

/// An optional argument.
pub(super) struct Optional {
    pub(super) name: Ident,
    /// The type that progenitor's method takes.
    pub(super) taken: Type,
    pub(super) about: Vec<Attribute>,
}

impl Optional {
    /// Its value for progenitor's method.
    pub(super) fn value(&self) -> Expr {
        let name = &self.name;
        match &self.taken {
            taken if inner(taken).is_none() => parse_quote!(options.#name.unwrap_or_default()),
            taken => match inner(taken) {
                Some(Type::Reference(reference)) if is_str(&reference.elem) => {
                    parse_quote!(options.#name.as_deref())
                }
                Some(Type::Reference(_)) => parse_quote!(options.#name.as_ref()),
                _ => parse_quote!(options.#name),
            },
        }
    }

    /// The type of a value that is kept.
    fn owned(&self) -> Type {
        let mut owned = match inner(&self.taken).unwrap_or(&self.taken) {
            Type::Reference(reference) if is_str(&reference.elem) => string(),
            Type::Reference(reference) => (*reference.elem).clone(),
            other if is_string(other) => string(),
            other => other.clone(),
        };
        Within.visit_type_mut(&mut owned);
        owned
    }
}

/// The structure of the optional arguments of an operation.
pub(super) fn items(name: &str, method: &str, optional: &[Optional]) -> [Item; 2] {
    let name = format_ident!("{name}");
    let about = format!(" The optional arguments of [`{method}`](crate::Client::{method}).");
    let names = optional.iter().map(|one| &one.name);
    let types = optional.iter().map(Optional::owned);
    let setters = optional.iter().map(|one| {
        let (value, about, owned) = (&one.name, &one.about, one.owned());
        let setter = format_ident!("{}", setter(&value.to_string()));
        // A schema may be named `String` too.
        let (taken, kept) = match owned == string() {
            true => (
                quote!(impl ::std::convert::Into<::std::string::String>),
                quote!(::std::convert::Into::into(#value)),
            ),
            false => (quote!(#owned), quote!(#value)),
        };
        quote! {
            #(#about)*
            #[must_use]
            pub fn #setter(mut self, #value: #taken) -> Self {
                self.#value = ::std::option::Option::Some(#kept);
                self
            }
        }
    });
    [
        parse_quote! {
            #[doc = #about]
            #[derive(Clone, Debug, Default)]
            #[non_exhaustive]
            pub struct #name {
                #(pub(crate) #names: ::std::option::Option<#types>,)*
            }
        },
        parse_quote! {
            impl #name {
                #(#setters)*
            }
        },
    ]
}

/// The `T` of `Option<T>`.
pub(super) fn inner(ty: &Type) -> Option<&Type> {
    argument(ty, "Option")
}

/// The `T` of `Holder<T>`.
pub(super) fn argument<'t>(ty: &'t Type, holder: &str) -> Option<&'t Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    match &last.arguments {
        PathArguments::AngleBracketed(arguments) if last.ident == holder => {
            match arguments.args.first()? {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            }
        }
        _ => None,
    }
}

fn is_str(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("str"))
}

/// Whether it is the text of Rust's library, which may be written without a path.
fn is_string(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.qself.is_none()
        && path.path.segments.last().is_some_and(|last| last.ident == "String")
        && path.path.segments.first().is_some_and(|first| first.ident != "types"))
}

pub(super) fn string() -> Type {
    parse_quote!(::std::string::String)
}
