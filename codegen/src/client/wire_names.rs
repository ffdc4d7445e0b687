//! The names on the wire, if the generator was given others: for properties whose fields
//! would have the same name, and for parameters whose arguments would have the same name.

use std::collections::HashMap;

use proc_macro2::Span;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Expr, ExprCall, ExprMethodCall, Ident, ImplItemFn, Item, Lit, LitStr, parse_quote,
};

use super::syntax::types as types_of;
use crate::names::{Argument, Field, OTHERS, TypeNames};

/// Sets the names of fields and properties in the structures of `types`.
pub(super) fn of_fields<'n>(wire: &mut syn::File, types: impl Iterator<Item = &'n TypeNames>) {
    let renamed = types.filter(|names| {
        let others = names.others.as_deref();
        others.is_some_and(|others| others != OTHERS)
            || names.fields.iter().any(|field| field.handed != field.wire)
    });
    let renamed: HashMap<&str, &TypeNames> =
        renamed.map(|names| (names.name.as_str(), names)).collect();
    if renamed.is_empty() {
        return;
    }
    let Some(items) = types_of(wire) else { return };
    for item in items {
        if let Item::Struct(item) = item
            && let Some(names) = renamed.get(item.ident.to_string().as_str())
        {
            for field in &mut item.fields {
                if let Some(ident) = &mut field.ident {
                    rename(ident, &mut field.attrs, names);
                }
            }
        }
    }
}

/// The name of a field, and that of its property.
fn rename(ident: &mut Ident, attributes: &mut Vec<Attribute>, names: &TypeNames) {
    if is_flat(attributes) {
        if let Some(others) = &names.others {
            *ident = Ident::new(others, ident.span());
        }
        return;
    }
    let Some(field) = field(names, ident) else {
        return;
    };
    *ident = Ident::new(&field.name, ident.span());
    // A property that the generator knows under its own name needs no change.
    if field.handed != field.wire && field.name != field.wire {
        let wire = LitStr::new(&field.wire, Span::call_site());
        attributes.push(parse_quote!(#[serde(rename = #wire)]));
    }
}

fn field<'n>(names: &'n TypeNames, ident: &Ident) -> Option<&'n Field> {
    names
        .fields
        .iter()
        .find(|field| *ident == field.generated())
}

/// Whether a field takes all properties that no other field takes.
fn is_flat(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let mut is_flat = false;
        let read = attribute.parse_nested_meta(|meta| {
            is_flat |= meta.path.is_ident("flatten");
            // Other keys are ignored.
            if let Ok(value) = meta.value() {
                let _: Expr = value.parse()?;
            }
            Ok(())
        });
        attribute.path().is_ident("serde") && read.is_ok() && is_flat
    })
}

/// Sets the names under which a method sends its parameters.
pub(super) fn of_parameters(method: &mut ImplItemFn, arguments: &[Argument]) {
    let renamed: HashMap<&str, &str> = arguments
        .iter()
        .filter(|argument| argument.location != "path" && argument.handed != argument.wire)
        .map(|argument| (argument.handed.as_str(), argument.wire.as_str()))
        .collect();
    if !renamed.is_empty() {
        Sent { renamed }.visit_block_mut(&mut method.block);
    }
}

/// `QueryParam::new("name", …)`, `header_map.append("name", …)`
struct Sent<'n> {
    renamed: HashMap<&'n str, &'n str>,
}

impl Sent<'_> {
    fn rename(&self, name: Option<&mut Expr>) {
        if let Some(Expr::Lit(literal)) = name
            && let Lit::Str(text) = &mut literal.lit
            && let Some(wire) = self.renamed.get(text.value().as_str())
        {
            *text = LitStr::new(wire, text.span());
        }
    }
}

impl VisitMut for Sent<'_> {
    fn visit_expr_call_mut(&mut self, call: &mut ExprCall) {
        let is_parameter = matches!(&*call.func, Expr::Path(function)
            if function.path.segments.iter().any(|segment| segment.ident == "QueryParam"));
        if is_parameter {
            self.rename(call.args.first_mut());
        }
        visit_mut::visit_expr_call_mut(self, call);
    }

    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        if call.method == "append" {
            self.rename(call.args.first_mut());
        }
        visit_mut::visit_expr_method_call_mut(self, call);
    }
}
