//! Progenitor's methods, as thin methods call them.

use syn::visit_mut::{self, VisitMut};
use syn::{
    FnArg, GenericArgument, GenericParam, Generics, ImplItemFn, Pat, PathArguments, ReturnType,
    Type, parse_quote,
};

use crate::names::BODY;

/// `body: &'a T` → `body: Option<&'a T>`: for none, the call removes the body from the
/// request.
pub(super) fn body_may_be_left_out(method: &mut ImplItemFn) {
    for input in &mut method.sig.inputs {
        if let FnArg::Typed(typed) = input
            && matches!(&*typed.pat, Pat::Ident(pat) if pat.ident == BODY)
            && let Type::Reference(taken) = &*typed.ty
        {
            *typed.ty = parse_quote!(Option<#taken>);
        }
    }
}

/// The `T` of `Result<ResponseValue<T>, …>`, as seen from outside `wire`.
pub(super) fn success_type(output: &ReturnType) -> Option<Type> {
    let ReturnType::Type(_, result) = output else {
        return None;
    };
    let value = first_argument(result)?;
    let success = first_argument(value)?;
    Some(match success {
        Type::Path(path) if path.path.is_ident("ByteStream") => {
            parse_quote!(crate::Body)
        }
        other => other.clone(),
    })
}

fn first_argument(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else {
        return None;
    };
    match arguments.args.first()? {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}

/// `&'a T` → `&T`: progenitor writes lifetimes that Rust can infer.
pub(super) struct ElideLifetimes;

impl VisitMut for ElideLifetimes {
    fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
        reference.lifetime = None;
        visit_mut::visit_type_reference_mut(self, reference);
    }

    fn visit_generics_mut(&mut self, generics: &mut Generics) {
        generics.params = std::mem::take(&mut generics.params)
            .into_iter()
            .filter(|param| !matches!(param, GenericParam::Lifetime(_)))
            .collect();
        visit_mut::visit_generics_mut(self, generics);
    }
}
