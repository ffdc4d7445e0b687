//! Enums of texts that keep what the document does not list.
//!
//! ```text
//! pub enum Sort { Asc, Desc, Unknown(super::open::UnknownText) }
//! ```
//!
//! `as_str` and `From<&str>` list the values; the rest is one macro for all enums
//! ([`super::open`]).

use quote::format_ident;
use syn::{Attribute, Ident, Item, parse_quote};

use super::docs::doc;
use crate::names::{TypeNames, UNKNOWN};
use crate::tree::Node;

/// The enum of these values.
pub(super) fn items(names: &TypeNames, values: &[&Node], about: &[Attribute]) -> [Item; 4] {
    let name = format_ident!("{}", names.name);
    let unknown = format_ident!("{UNKNOWN}");
    let texts: Vec<&str> = values.iter().filter_map(|value| value.as_str()).collect();
    let variants = names.variants.iter();
    let variants: Vec<Ident> = variants.map(|variant| format_ident!("{variant}")).collect();
    let docs = texts.iter().map(|text| doc(&format!(" `{}`", text.escape_debug())));
    [
        parse_quote! {
            #(#about)*
            #[derive(Clone, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum #name {
                #(#docs #variants,)*
                /// A value that the document does not list; `as_str` reads it.
                #unknown(super::open::UnknownText),
            }
        },
        parse_quote! {
            impl #name {
                /// The value as it travels.
                #[must_use]
                pub fn as_str(&self) -> &str {
                    match self {
                        #(Self::#variants => #texts,)*
                        Self::#unknown(text) => text.as_str(),
                    }
                }
            }
        },
        parse_quote! {
            impl ::std::convert::From<&str> for #name {
                fn from(text: &str) -> Self {
                    match text {
                        #(#texts => Self::#variants,)*
                        text => Self::#unknown(super::open::UnknownText::new(text)),
                    }
                }
            }
        },
        parse_quote!(super::open::text!(#name);),
    ]
}
