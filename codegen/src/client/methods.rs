//! One thin method per operation over progenitor's, and the table of
//! operations.
//!
//! Progenitor's hooks can fail only with text or with an error of reqwest, and
//! its error type loses bodies that are not JSON. A thin method gives the call
//! a state of its own (`Client::wire`), in which the hook leaves what really
//! happened, and asks that state for the result (`Call::finish`).

use openapiv3::{OpenAPI, Responses, StatusCode};
use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{
    FnArg, GenericArgument, ImplItem, ImplItemFn, Item, Pat, PathArguments, ReturnType, Type,
};

/// An operation as the document has it.
pub(super) struct Operation<'a> {
    id: &'a str,
    method: String,
    path: &'a str,
    /// The statuses of success, as inclusive ranges.
    success: Vec<(u16, u16)>,
}

/// All operations, in the order in which progenitor generates their methods.
pub(super) fn operations(openapi: &OpenAPI) -> Vec<Operation<'_>> {
    openapi
        .paths
        .iter()
        .filter_map(|(path, item)| Some((path.as_str(), item.as_item()?)))
        .flat_map(|(path, item)| {
            item.iter().map(move |(method, operation)| Operation {
                id: operation.operation_id.as_deref().unwrap_or_default(),
                method: method.to_ascii_uppercase(),
                path,
                success: successes(&operation.responses),
            })
        })
        .collect()
}

/// What progenitor takes for success: the statuses declared, or any `2xx`
/// where only `default` could mean one or none is declared.
fn successes(responses: &Responses) -> Vec<(u16, u16)> {
    let declared: Vec<_> = responses
        .responses
        .keys()
        .filter_map(|status| match status {
            StatusCode::Code(code @ (101 | 200..=299)) => Some((*code, *code)),
            StatusCode::Range(2) => Some((200, 299)),
            _ => None,
        })
        .collect();
    if declared.is_empty() || responses.default.is_some() {
        vec![(200, 299)]
    } else {
        declared
    }
}

/// The table of operations that the client exposes.
pub(super) fn table(operations: &[Operation<'_>]) -> TokenStream {
    let rows = operations.iter().map(|operation| {
        let Operation { id, path, .. } = operation;
        let method = format_ident!("{}", operation.method);
        let success = operation
            .success
            .iter()
            .map(|(first, last)| quote!(#first..=#last));
        quote! {
            crate::Operation {
                id: #id,
                method: reqwest::Method::#method,
                path: #path,
                success: &[#(#success),*],
            }
        }
    });
    quote! {
        /// The operations of the document, in its order.
        pub static OPERATIONS: &[crate::Operation] = &[#(#rows),*];
    }
}

/// Removes the constructor that makes HTTP settings of its own, which follow
/// redirects; `new_with_client` stays.
pub(super) fn close_constructor(wire: &mut syn::File) {
    for item in &mut wire.items {
        if let Item::Impl(block) = item
            && block.trait_.is_none()
            && is_client(&block.self_ty)
        {
            block
                .items
                .retain(|item| !matches!(item, ImplItem::Fn(method) if is_constructor(method)));
        }
    }
}

fn is_constructor(method: &ImplItemFn) -> bool {
    method.sig.ident == "new" && method.sig.receiver().is_none()
}

/// The methods for the surrounding crate's `Client`.
pub(super) fn thin(
    wire: &syn::File,
    operations: &[Operation<'_>],
) -> Result<Vec<TokenStream>, String> {
    let methods: Vec<_> = wire
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Impl(block) if block.trait_.is_none() && is_client(&block.self_ty) => Some(block),
            _ => None,
        })
        .flat_map(|block| &block.items)
        .filter_map(|item| match item {
            ImplItem::Fn(method) if method.sig.asyncness.is_some() => Some(method),
            _ => None,
        })
        .collect();
    if methods.len() != operations.len() {
        return Err(format!(
            "{} operations became {} methods",
            operations.len(),
            methods.len()
        ));
    }
    let numbered = methods.into_iter().zip(operations).enumerate();
    numbered
        .map(|(index, (method, operation))| thin_method(method, operation, index))
        .collect()
}

fn is_client(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("Client"))
}

fn thin_method(
    method: &ImplItemFn,
    operation: &Operation<'_>,
    index: usize,
) -> Result<TokenStream, String> {
    let success = success_type(&method.sig.output)
        .ok_or_else(|| format!("the method of {} returns an unknown type", operation.id))?;
    let mut sig = method.sig.clone();
    ElideLifetimes.visit_signature_mut(&mut sig);

    let name = &sig.ident;
    let generics = &sig.generics;
    let inputs = sig.inputs.iter().skip(1);
    let arguments: Vec<_> = inputs
        .clone()
        .filter_map(|input| match input {
            FnArg::Typed(typed) => match &*typed.pat {
                Pat::Ident(pat) => Some(&pat.ident),
                _ => None,
            },
            FnArg::Receiver(_) => None,
        })
        .collect();
    // Progenitor puts path parameters first, in the order of the path.
    let in_path = arguments.iter().take(operation.path.matches('{').count());
    let docs = &method.attrs;
    // Progenitor's future is large, and callers move theirs: it goes to the heap.
    Ok(quote! {
        #(#docs)*
        #[doc = "\n# Errors\n\n[`Error`](crate::Error) for everything but a declared success."]
        pub async fn #name #generics (
            &self,
            #(#inputs),*
        ) -> Result<crate::Response<#success>, crate::Error> {
            let wire = self.wire(&OPERATIONS[#index], &[#(#in_path.to_string()),*])?;
            let result = Box::pin(wire.#name(#(#arguments),*)).await;
            wire.inner.finish(result)
        }
    })
}

/// The `T` of `Result<ResponseValue<T>, …>`, as seen from outside `wire`.
fn success_type(output: &ReturnType) -> Option<TokenStream> {
    let ReturnType::Type(_, result) = output else {
        return None;
    };
    let value = first_argument(result)?;
    let success = first_argument(value)?;
    Some(match success {
        Type::Path(path) if path.path.is_ident("ByteStream") => {
            quote!(progenitor_client::ByteStream)
        }
        other => other.to_token_stream(),
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

/// `&'a T` → `&T`: progenitor names lifetimes that Rust infers.
struct ElideLifetimes;

impl VisitMut for ElideLifetimes {
    fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
        reference.lifetime = None;
        visit_mut::visit_type_reference_mut(self, reference);
    }

    fn visit_generics_mut(&mut self, generics: &mut syn::Generics) {
        generics.params = std::mem::take(&mut generics.params)
            .into_iter()
            .filter(|param| !matches!(param, syn::GenericParam::Lifetime(_)))
            .collect();
        visit_mut::visit_generics_mut(self, generics);
    }
}
