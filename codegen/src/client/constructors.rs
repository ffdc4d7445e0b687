//! The functions that make a structure which is sent: `new`, with the required
//! properties, and the setters.
//!
//! There may be many structures, so the common parts are parsed once.

use proc_macro2::Span;
use syn::visit_mut::VisitMut;
use syn::{Expr, FieldValue, FnArg, Ident, ImplItem, ItemImpl, Stmt, Token, Type, parse_quote};

use super::setters::Setters;
use super::syntax::{InPlace, Named};

/// The common parts of constructors, parsed once.
pub(super) struct Sent {
    block: ItemImpl,
    argument: FnArg,
    value: FieldValue,
    text: FieldValue,
    absent: Expr,
}

impl Sent {
    pub(super) fn new() -> Self {
        Self {
            block: parse_quote! {
                impl Like {
                    /// Makes it with the required properties.
                    #[must_use]
                    pub fn new() -> Self {
                        Self {}
                    }
                }
            },
            argument: parse_quote!(field: ()),
            value: parse_quote!(field),
            text: parse_quote!(field: ::std::convert::Into::into(field)),
            absent: parse_quote!(::std::default::Default::default()),
        }
    }

    /// `new`, with the required properties in the order of their names, and the setters.
    pub(super) fn functions(
        &self,
        setters: &Setters,
        name: &Ident,
        mut sets: Vec<(&str, Ident, Set)>,
        functions: Vec<ImplItem>,
    ) -> ItemImpl {
        sets.sort_by_key(|(wire, ..)| *wire);
        let mut block = self.block.clone();
        Named(&[("Like", name)]).visit_type_mut(&mut block.self_ty);
        if let Some(ImplItem::Fn(new)) = block.items.first_mut()
            && let Some(Stmt::Expr(Expr::Struct(made), _)) = new.block.stmts.first_mut()
        {
            for (_, field, set) in sets {
                let is_text = matches!(&set, Set::Argument(ty) if **ty == setters.text);
                let mut value = match is_text {
                    true => self.text.clone(),
                    false => self.value.clone(),
                };
                Named(&[("field", &field)]).visit_field_value_mut(&mut value);
                match set {
                    Set::Argument(ty) => {
                        let mut argument = self.argument.clone();
                        Named(&[("field", &field)]).visit_fn_arg_mut(&mut argument);
                        let taken = match is_text {
                            true => setters.taken_for_text.clone(),
                            false => *ty,
                        };
                        InPlace(taken).visit_fn_arg_mut(&mut argument);
                        new.sig.inputs.push(argument);
                    }
                    Set::Absent => {
                        value.colon_token = Some(Token![:](Span::call_site()));
                        value.expr = self.absent.clone();
                    }
                }
                made.fields.push(value);
            }
        }
        block.items.extend(functions);
        block
    }
}

/// How a field is set when a structure is made.
pub(super) enum Set {
    Argument(Box<Type>),
    /// Left out.
    Absent,
}
