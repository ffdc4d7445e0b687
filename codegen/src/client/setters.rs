//! Setters of structures and options: functions that set one value and return the whole.
//!
//! There may be thousands, so the common parts are parsed once.

use quote::format_ident;
use syn::visit_mut::VisitMut;
use syn::{Attribute, Expr, FnArg, Ident, ImplItem, ImplItemFn, Stmt, Type, parse_quote};

use super::syntax::{InPlace, Named};
use crate::names::setter;

/// The common parts of all setters.
pub(super) struct Setters {
    like: ImplItemFn,
    some: Expr,
    some_text: Expr,
    converted: Expr,
    /// `String` of the standard library.
    pub(super) text: Type,
    /// The type of an argument for a string.
    pub(super) taken_for_text: Type,
}

impl Setters {
    pub(super) fn new() -> Self {
        Self {
            like: parse_quote! {
                #[must_use]
                pub fn setter(mut self, field: ()) -> Self {
                    self.field = field;
                    self
                }
            },
            some: parse_quote!(::std::option::Option::Some(field)),
            some_text: parse_quote!(::std::option::Option::Some(::std::convert::Into::into(
                field
            ))),
            converted: parse_quote!(::std::convert::Into::into(field)),
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
        let mut function = self.like.clone();
        let kept = match (is_optional, is_text) {
            (true, true) => Some(&self.some_text),
            (true, false) => Some(&self.some),
            (false, true) => Some(&self.converted),
            (false, false) => None,
        };
        if let Some(kept) = kept
            && let Some(Stmt::Expr(Expr::Assign(assigned), _)) = function.block.stmts.first_mut()
        {
            *assigned.right = kept.clone();
        }
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
