//! One thin method per operation over progenitor's.
//!
//! Progenitor's hooks can fail only with text or with an error of reqwest, and
//! its error type loses bodies that are not JSON. A thin method gives the call
//! a state of its own (`Client::wire`), in which the hook leaves what really
//! happened, and asks that state for the result (`Call::finish`).

use proc_macro2::Span;
use quote::format_ident;
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Expr, ExprArray, ExprIndex, ExprMethodCall, FnArg, GenericArgument, Ident, ImplItem,
    ImplItemFn, Item, Pat, PathArguments, ReturnType, Token, Type, parse_quote, token,
};

use super::docs::{self, doc};
use super::syntax::{InPlace, number, variable};
use super::wire_names;
use crate::document::Document;
use crate::names::Method;
use crate::operation::Operation;
use crate::template;
use crate::tree::Node;

/// What the answers say in their headers, as documentation of a method.
fn headers(document: &Document, operation: &Operation<'_>) -> Vec<Attribute> {
    let mut known: Vec<(&str, Option<&str>, Vec<&str>)> = Vec::new();
    for (status, member) in operation.responses() {
        let response = document.resolve(&member.value);
        let headers = response.and_then(|response| response.get("headers"));
        for (name, member) in headers.into_iter().flat_map(Node::members) {
            let header = document.resolve(&member.value);
            let text = header.and_then(|header| header.text("description"));
            let same = known
                .iter_mut()
                .find(|(other, said, _)| *other == name && *said == text);
            match same {
                Some((.., statuses)) => statuses.push(status),
                None => known.push((name, text, vec![status])),
            }
        }
    }
    if known.is_empty() {
        return Vec::new();
    }
    let rows = known.into_iter().map(|(name, text, statuses)| {
        let mut row = format!(" - `{name}` (`{}`)", statuses.join("`, `"));
        let mut separator = ": ";
        for word in text.unwrap_or_default().split_whitespace() {
            row.push_str(separator);
            row.push_str(word);
            separator = " ";
        }
        doc(&row)
    });
    let title = ["", " # Response headers", ""].into_iter().map(doc);
    title.chain(rows).collect()
}

/// The methods for the surrounding crate's `Client`. They take the documentation
/// of progenitor's, which nobody else reads.
pub(super) fn thin(wire: &mut syn::File, document: &Document) -> Result<Vec<ImplItem>, String> {
    let methods = wire.items.iter_mut().filter_map(|item| match item {
        Item::Impl(block) if block.trait_.is_none() && is_client(&block.self_ty) => Some(block),
        _ => None,
    });
    let methods = methods.flat_map(|block| &mut block.items);
    let methods: Vec<_> = methods
        .filter_map(|item| match item {
            ImplItem::Fn(method) if method.sig.asyncness.is_some() => Some(method),
            _ => None,
        })
        .collect();
    let names = document.names();
    let operations = document.operations();
    let operations: Vec<_> = operations
        .filter_map(|operation| Some((operation, names.method(operation.node_id())?)))
        .collect();
    if methods.len() != operations.len() {
        return Err(format!(
            "{} operations became {} methods",
            operations.len(),
            methods.len()
        ));
    }
    // Parsed once: all are alike but for what `InPlace` and `Filled` put in.
    // Progenitor's future is large, and callers move theirs, so it goes to the heap.
    let like = parse_quote! {
        ///
        /// # Errors
        ///
        /// [`Error`](crate::Error) for everything but a declared success.
        async fn operation(&self) -> Result<crate::Response<()>, crate::Error> {
            let wire = self.wire(&OPERATIONS[0], &[])?;
            let result = Box::pin(wire.operation()).await;
            wire.inner.finish(result)
        }
    };
    let numbered = methods.into_iter().zip(&operations).enumerate();
    numbered
        .map(|(index, (method, (operation, names)))| {
            thin_method(document, method, (operation, names), index, &like)
        })
        .collect()
}

/// What differs between the bodies of methods.
struct Filled<'a> {
    index: usize,
    name: &'a Ident,
    arguments: &'a [Ident],
    in_path: usize,
}

impl VisitMut for Filled<'_> {
    fn visit_expr_index_mut(&mut self, row: &mut ExprIndex) {
        *row.index = number(self.index);
    }

    fn visit_expr_array_mut(&mut self, texts: &mut ExprArray) {
        let in_path = self.arguments.iter().take(self.in_path);
        texts.elems = in_path
            .map(|argument| {
                Expr::MethodCall(ExprMethodCall {
                    attrs: Vec::new(),
                    receiver: Box::new(variable(argument)),
                    dot_token: Token![.](Span::call_site()),
                    method: Ident::new("to_string", Span::call_site()),
                    turbofish: None,
                    paren_token: token::Paren(Span::call_site()),
                    args: Punctuated::new(),
                })
            })
            .collect();
    }

    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        if call.method == "operation" {
            call.method = self.name.clone();
            call.args = self.arguments.iter().map(variable).collect();
        }
        visit_mut::visit_expr_method_call_mut(self, call);
    }
}

pub(super) fn is_client(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("Client"))
}

fn thin_method(
    document: &Document,
    method: &mut ImplItemFn,
    (operation, names): (&Operation<'_>, &Method),
    index: usize,
    like: &ImplItemFn,
) -> Result<ImplItem, String> {
    wire_names::of_parameters(method, &names.arguments);
    let success = success_type(&method.sig.output)
        .ok_or_else(|| format!("the method of {} returns an unknown type", operation.name()))?;
    let mut attrs = std::mem::take(&mut method.attrs);
    let handed = names.handed_path(operation.path);
    if handed != operation.path {
        docs::replace(&mut attrs, &handed, operation.path);
    }
    attrs.extend(headers(document, operation));
    attrs.extend_from_slice(&like.attrs);
    if operation.is_deprecated() {
        attrs.push(parse_quote!(#[deprecated]));
    }

    let mut sig = method.sig.clone();
    ElideLifetimes.visit_signature_mut(&mut sig);
    if let (Some(own), Some(receiver)) = (sig.inputs.first_mut(), like.sig.inputs.first()) {
        own.clone_from(receiver);
    }
    sig.output = like.sig.output.clone();
    InPlace(success).visit_return_type_mut(&mut sig.output);
    let arguments: Vec<_> = sig
        .inputs
        .iter()
        .filter_map(|input| match input {
            FnArg::Typed(typed) => match &*typed.pat {
                Pat::Ident(pat) => Some(pat.ident.clone()),
                _ => None,
            },
            FnArg::Receiver(_) => None,
        })
        .collect();
    let known = names
        .arguments
        .iter()
        .map(|argument| argument.name.as_str());
    if let Some(stranger) = arguments
        .iter()
        .find(|ident| **ident != "body" && known.clone().all(|name| **ident != name))
    {
        return Err(format!("{} has an argument `{stranger}`", operation.name()));
    }
    let mut block = like.block.clone();
    let wire = std::mem::replace(&mut sig.ident, format_ident!("{}", names.name));
    Filled {
        index,
        name: &wire,
        arguments: &arguments,
        // Progenitor puts path parameters first, in the order of the path.
        in_path: template::parameters(operation.path).count(),
    }
    .visit_block_mut(&mut block);
    Ok(ImplItem::Fn(ImplItemFn {
        attrs,
        vis: method.vis.clone(),
        modifiers: method.modifiers.clone(),
        sig,
        block,
    }))
}

/// The `T` of `Result<ResponseValue<T>, …>`, as seen from outside `wire`.
fn success_type(output: &ReturnType) -> Option<Type> {
    let ReturnType::Type(_, result) = output else {
        return None;
    };
    let value = first_argument(result)?;
    let success = first_argument(value)?;
    Some(match success {
        Type::Path(path) if path.path.is_ident("ByteStream") => {
            parse_quote!(progenitor_client::ByteStream)
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
