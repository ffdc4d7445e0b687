//! Functions that set one thing and return the rest: of structures, and of options.
//!
//! There may be thousands, so what they are alike in is parsed once.

use quote::format_ident;
use syn::visit_mut::VisitMut;
use syn::{Attribute, FnArg, Ident, ImplItem, ImplItemFn, Type, parse_quote};

use super::syntax::{InPlace, Named};
use crate::names::setter;

/// What all of them are alike in.
pub(super) struct Setters {
    optional: ImplItemFn,
    optional_text: ImplItemFn,
    plain: ImplItemFn,
    plain_text: ImplItemFn,
    /// The text of Rust's library.
    pub(super) text: Type,
    /// What is taken for one.
    pub(super) taken_for_text: Type,
}

impl Setters {
    pub(super) fn new() -> Self {
        Self {
            optional: parse_quote! {
                #[must_use]
                pub fn setter(mut self, field: ()) -> Self {
                    self.field = ::std::option::Option::Some(field);
                    self
                }
            },
            optional_text: parse_quote! {
                #[must_use]
                pub fn setter(mut self, field: ()) -> Self {
                    self.field = ::std::option::Option::Some(::std::convert::Into::into(field));
                    self
                }
            },
            plain: parse_quote! {
                #[must_use]
                pub fn setter(mut self, field: ()) -> Self {
                    self.field = field;
                    self
                }
            },
            plain_text: parse_quote! {
                #[must_use]
                pub fn setter(mut self, field: ()) -> Self {
                    self.field = ::std::convert::Into::into(field);
                    self
                }
            },
            text: parse_quote!(::std::string::String),
            taken_for_text: parse_quote!(impl ::std::convert::Into<::std::string::String>),
        }
    }

    /// Sets a field to a value of a type, or to `Some` of it.
    pub(super) fn set(
        &self,
        field: &Ident,
        value: &Type,
        is_optional: bool,
        about: &[Attribute],
    ) -> ImplItem {
        let is_text = *value == self.text;
        let like = match (is_optional, is_text) {
            (true, true) => &self.optional_text,
            (true, false) => &self.optional,
            (false, true) => &self.plain_text,
            (false, false) => &self.plain,
        };
        let mut function = like.clone();
        let name = format_ident!("{}", setter(&field.to_string()));
        Named(&[("setter", &name), ("field", field)]).visit_impl_item_fn_mut(&mut function);
        let taken = match is_text {
            true => &self.taken_for_text,
            false => value,
        };
        if let Some(FnArg::Typed(argument)) = function.sig.inputs.last_mut() {
            InPlace(taken.clone()).visit_type_mut(&mut argument.ty);
        }
        function.attrs.splice(0..0, about.iter().cloned());
        ImplItem::Fn(function)
    }
}
