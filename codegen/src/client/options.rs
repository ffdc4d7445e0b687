//! The optional arguments of an operation: a structure whose values are set one by one,
//! so that adding an argument breaks no caller.
//!
//! ```text
//! pub struct ListPetsOptions { limit: Option<i64> }
//! impl ListPetsOptions { pub fn with_limit(mut self, limit: i64) -> Self { … } }
//! ```

use quote::format_ident;
use syn::visit_mut::VisitMut;
use syn::{
    Attribute, Expr, Field, Fields, GenericArgument, Ident, Item, ItemImpl, ItemStruct,
    PathArguments, Type, parse_quote,
};

use super::docs::doc;
use super::setters::Setters;
use super::syntax::{InPlace, Named, Within};

/// An optional argument.
pub(super) struct Optional {
    pub(super) name: Ident,
    /// The type that progenitor's method takes.
    pub(super) taken: Type,
    pub(super) about: Vec<Attribute>,
}

/// The common parts of all options, parsed once.
pub(super) struct Options {
    structure: ItemStruct,
    field: Field,
    block: ItemImpl,
    value: Expr,
    value_by_reference: Expr,
    text: Expr,
    value_or_empty: Expr,
}

impl Options {
    pub(super) fn new() -> Self {
        let like: ItemStruct = parse_quote! {
            #[derive(Clone, Debug, Default)]
            #[non_exhaustive]
            pub struct Like {
                pub(crate) field: ::std::option::Option<()>,
            }
        };
        let mut structure = like.clone();
        let mut fields = structure.fields.iter().cloned();
        let field = fields.next();
        structure.fields = Fields::Named(parse_quote!({}));
        Self {
            structure,
            field: field.unwrap_or_else(|| parse_quote!(pub(crate) ())),
            block: parse_quote!(
                impl Like {}
            ),
            value: parse_quote!(options.field),
            value_by_reference: parse_quote!(options.field.as_ref()),
            text: parse_quote!(options.field.as_deref()),
            value_or_empty: parse_quote!(options.field.unwrap_or_default()),
        }
    }

    /// The value of an optional argument for progenitor's method.
    pub(super) fn value(&self, optional: &Optional) -> Expr {
        let like = match inner(&optional.taken) {
            None => &self.value_or_empty,
            Some(Type::Reference(reference)) if is_str(&reference.elem) => &self.text,
            Some(Type::Reference(_)) => &self.value_by_reference,
            Some(_) => &self.value,
        };
        let mut value = like.clone();
        Named(&[("field", &optional.name)]).visit_expr_mut(&mut value);
        value
    }

    /// The structure of the optional arguments of an operation.
    pub(super) fn items(
        &self,
        setters: &Setters,
        name: &str,
        method: &str,
        optional: &[Optional],
    ) -> [Item; 2] {
        let name = format_ident!("{name}");
        let about = format!(" The optional arguments of [`{method}`](crate::Client::{method}).");
        let mut structure = self.structure.clone();
        structure.ident.clone_from(&name);
        structure.attrs.insert(0, doc(&about));
        let mut block = self.block.clone();
        Named(&[("Like", &name)]).visit_type_mut(&mut block.self_ty);
        for one in optional {
            let owned = owned(setters, &one.taken);
            block
                .items
                .push(setters.set(&one.name, &owned, true, &one.about));
            let mut field = self.field.clone();
            field.ident = Some(one.name.clone());
            InPlace(owned).visit_type_mut(&mut field.ty);
            if let Fields::Named(fields) = &mut structure.fields {
                fields.named.push(field);
            }
        }
        [Item::Struct(structure), Item::Impl(block)]
    }
}

/// The owned type of a value.
fn owned(setters: &Setters, taken: &Type) -> Type {
    let mut owned = match inner(taken).unwrap_or(taken) {
        Type::Reference(reference) if is_str(&reference.elem) => setters.text.clone(),
        Type::Reference(reference) => (*reference.elem).clone(),
        other if is_string(other) => setters.text.clone(),
        other => other.clone(),
    };
    Within.visit_type_mut(&mut owned);
    owned
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

/// Whether it is `String` of the standard library, which may be written without a path; a
/// schema may be named `String` too.
fn is_string(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.qself.is_none()
        && path.path.segments.last().is_some_and(|last| last.ident == "String")
        && path.path.segments.first().is_some_and(|first| first.ident != "types"))
}
