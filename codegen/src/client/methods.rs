//! Thin methods that call progenitor's methods: one for each operation, and a second one
//! for operations with options.
//!
//! Progenitor's methods know one response only. So a thin method gives each call its own
//! state (`Client::wire`). `exec` stores the real result there, and the thin method takes it
//! from there (`Call::finish`).
//!
//! Required arguments are in the signature: path parameters in the order of the path,
//! then the others by name, then the body. Optional arguments are in a structure
//! ([`options`]), which a second method takes.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::collections::HashMap;

use quote::format_ident;
use syn::visit_mut::VisitMut;
use syn::{
    Attribute, Block, Expr, FnArg, GenericParam, Generics, Ident, ImplItem, ImplItemFn, Item, Pat,
    Type, parse_quote,
};

use super::about::{About, Header};
use super::bodies::{Filled, Like};
use super::example_calls::{self, ExampleCall, Shown, Texts};
use super::options::Optional;
use super::setters::Setters;
use super::styles::{self, How, Written};
use super::syntax::{InPlace, Named, number, text_of, variable};
use super::wire_methods::{ElideLifetimes, body_may_be_left_out, success_type};
use super::wire_names;
use crate::document::Document;
use crate::example::Examples;
use crate::names::{BODY, Method};
use crate::operation::Operation;
use crate::paging::paging;
use crate::shape::{Inventory, Writing};
use crate::template;

/// The code that is added to the surrounding crate's client.
pub(super) struct Thin {
    /// The methods of its `Client`.
    pub(super) methods: Vec<ImplItem>,
    /// The types of options, by their names.
    pub(super) options: Vec<(String, [Item; 2])>,
    /// A call of each operation; none if an example of a required argument could not be
    /// made.
    pub(super) examples: Vec<Option<ExampleCall>>,
}

/// The methods for the surrounding crate's `Client`.
pub(super) fn thin<'a>(
    wire: &mut syn::File,
    document: &'a Document,
    inventory: &Inventory<'a>,
    setters: &LazyCell<Setters>,
    shared: &[Header<'a>],
) -> Result<Thin, String> {
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
    let like = Like::new();
    let mut thin = Thin {
        methods: Vec::with_capacity(methods.len()),
        options: Vec::new(),
        examples: Vec::with_capacity(operations.len()),
    };
    let examples = Examples::of(document);
    let texts = example_calls::texts(inventory, names);
    let numbered = methods.into_iter().zip(&operations).enumerate();
    for (index, (method, (operation, names))) in numbered {
        let about = About::of(document, operation, shared);
        let written = written(inventory, operation, &about, names);
        let mut made = Made::of(about, method, operation, names, written)?;
        made.next_link = next_link(document, inventory, operation);
        made.example = made.example(operation, &examples, &texts);
        thin.examples.push(made.example.clone());
        made.write(&like, setters, index, &mut thin);
    }
    Ok(thin)
}

/// The arguments that progenitor would not write as the document says.
fn written<'a>(
    inventory: &Inventory<'a>,
    operation: &Operation<'a>,
    about: &About<'a>,
    names: &'a Method,
) -> Vec<Written<'a>> {
    let parameters = about.parameters.iter();
    let carried = parameters.filter(|parameter| !parameter.is_ignored());
    let all = carried.zip(&names.arguments);
    let written = all.filter_map(|(parameter, argument)| {
        let is_quoted = parameter.location == "path"
            && template::quoted(operation.path).any(|name| name == parameter.name);
        let is_in_query = parameter.location == "path"
            && template::in_query(operation.path).any(|name| name == parameter.name);
        let how = match inventory.schemas.writing(parameter).ok()? {
            Some(writing) => How::Styled(writing),
            None if is_quoted => How::Quoted,
            None if is_in_query => How::Styled(Writing::of_a_text()),
            None => return None,
        };
        Some(Written { argument, how })
    });
    written.collect()
}

/// The field of an operation's response that has the URL of the next page.
fn next_link<'a>(
    document: &'a Document,
    inventory: &Inventory<'a>,
    operation: &Operation<'a>,
) -> Option<Ident> {
    let paging = paging(document, inventory, operation)?.ok()?;
    let names = document.names().ty(inventory.index_of(&paging.page)?)?;
    let mut fields = names.fields.iter();
    let field = fields.find(|field| field.wire == paging.next_link)?;
    Some(format_ident!("{}", field.name))
}

pub(super) fn is_client(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("Client"))
}

/// The parts of an operation's thin methods.
struct Made<'a> {
    about: About<'a>,
    names: &'a Method,
    /// Progenitor's method.
    wire: Ident,
    visibility: syn::Visibility,
    generics: Generics,
    success: Type,
    in_path: usize,
    written: Vec<Written<'a>>,
    is_deprecated: bool,
    /// In the order of the signature.
    required: Vec<(Ident, FnArg)>,
    optional: Vec<Optional>,
    /// The arguments of progenitor's method, in its order.
    handed: Vec<Ident>,
    example: Option<ExampleCall>,
    /// The field of a response that has the URL of the next page.
    next_link: Option<Ident>,
}

impl<'a> Made<'a> {
    fn of(
        about: About<'a>,
        method: &mut ImplItemFn,
        operation: &Operation<'a>,
        names: &'a Method,
        written: Vec<Written<'a>>,
    ) -> Result<Self, String> {
        wire_names::of_parameters(method, &names.arguments);
        if !styles::of_parameters(method, &written) {
            return Err(format!(
                "the method of {} makes no request",
                operation.name()
            ));
        }
        let success = success_type(&method.sig.output)
            .ok_or_else(|| format!("the method of {} returns an unknown type", operation.name()))?;
        method.attrs.clear();
        let is_body_optional = names.body.as_ref().is_some_and(|body| !body.is_required);
        if is_body_optional {
            body_may_be_left_out(method);
        }
        let mut sig = method.sig.clone();
        ElideLifetimes.visit_signature_mut(&mut sig);
        let mut made = Self {
            about,
            names,
            wire: sig.ident,
            visibility: method.vis.clone(),
            generics: sig.generics,
            success,
            in_path: template::parameters(operation.path).count(),
            written,
            is_deprecated: operation.is_deprecated(),
            required: Vec::new(),
            optional: Vec::new(),
            handed: Vec::new(),
            example: None,
            next_link: None,
        };
        for input in sig.inputs {
            let FnArg::Typed(typed) = &input else {
                continue;
            };
            let Pat::Ident(pat) = &*typed.pat else {
                continue;
            };
            let name = pat.ident.clone();
            made.handed.push(name.clone());
            let argument = names.arguments.iter().find(|one| name == one.name);
            let is_required = match argument {
                Some(argument) => argument.is_required,
                None if name == BODY => !is_body_optional,
                None => return Err(format!("{} has an argument `{name}`", operation.name())),
            };
            match is_required {
                true => made.required.push((name, input)),
                false => made.add_optional(name, (*typed.ty).clone()),
            }
        }
        made.sort();
        Ok(made)
    }

    /// A call with the document's examples; none if an example of a required argument is
    /// missing.
    fn example(
        &self,
        operation: &Operation<'a>,
        examples: &Examples<'a>,
        texts: &Texts<'_>,
    ) -> Option<ExampleCall> {
        let shown = |name: &Ident| {
            if name == BODY && self.names.body.is_some() {
                return Some(Shown {
                    location: "body".to_owned(),
                    wire: String::new(),
                    value: examples.request(operation)?.value,
                });
            }
            let mut arguments = self.names.arguments.iter();
            let argument = arguments.find(|argument| name == argument.name.as_str())?;
            let mut parameters = self.about.parameters.iter();
            let parameter = parameters.find(|parameter| {
                (parameter.location, parameter.name) == (&argument.location, &argument.wire)
            })?;
            Some(Shown {
                location: argument.location.clone(),
                wire: argument.wire.clone(),
                value: examples.parameter(parameter)?,
            })
        };
        let required = self.required.iter().map(|(name, input)| match input {
            FnArg::Typed(typed) => Some(example_calls::argument(
                name,
                &typed.ty,
                shown(name)?,
                texts,
            )),
            FnArg::Receiver(_) => None,
        });
        let options = self.names.with.as_ref().map(|with| {
            let set = self.optional.iter();
            let set = set.filter_map(|one| {
                Some(example_calls::option(
                    &one.name,
                    &one.taken,
                    shown(&one.name)?,
                    texts,
                ))
            });
            (with.name.clone(), with.options.clone(), set.collect())
        });
        Some(ExampleCall {
            operation: operation.id(),
            method: self.names.name.clone(),
            required: required.collect::<Option<_>>()?,
            options,
        })
    }

    fn add_optional(&mut self, name: Ident, mut taken: Type) {
        // A method that takes bytes is generic over the caller's type.
        let is_generic = |param: &GenericParam| {
            matches!(param, GenericParam::Type(param)
            if matches!(&taken, Type::Path(path) if path.path.is_ident(&param.ident)))
        };
        if self.generics.params.iter().any(is_generic) {
            self.generics = Generics::default();
            taken = parse_quote!(::std::vec::Vec<u8>);
        }
        self.optional.push(Optional {
            about: self.about.argument(self.names, &name.to_string()),
            name,
            taken,
        });
    }

    /// Sorts the arguments into the order of the signature. Progenitor has path
    /// parameters first, in the order of the path, and the body last. Names of headers are
    /// compared without case (RFC 9110, section 5.1).
    fn sort(&mut self) {
        let arguments = self.names.arguments.iter();
        let by_name: HashMap<&str, Cow<'_, str>> = arguments
            .map(|argument| {
                let wire = match argument.location.as_str() {
                    "header" => argument.wire.to_ascii_lowercase().into(),
                    _ => argument.wire.as_str().into(),
                };
                (argument.name.as_str(), wire)
            })
            .collect();
        let wire = |name: &Ident| by_name.get(name.to_string().as_str());
        let others = self.required.get_mut(self.in_path..).unwrap_or_default();
        others.sort_by_key(|(name, _)| (wire(name).is_none(), wire(name)));
        self.optional
            .sort_by_key(|one| (wire(&one.name).is_none(), wire(&one.name)));
    }

    /// The method that follows the pages of a response.
    fn pages(&self, index: usize) -> Option<ImplItem> {
        let name = format_ident!("{}", self.names.pages.as_ref()?);
        let (page, field) = (&self.success, self.next_link.as_ref()?);
        let index = number(index);
        let about = format!(
            " The pages of the response of [`{0}`](Self::{0}), which returns the first page.",
            self.names.name
        );
        Some(parse_quote! {
            #[doc = #about]
            #[must_use]
            pub fn #name(&self, first: crate::Response<#page>) -> crate::Pages<#page> {
                crate::Pages::of(self, &OPERATIONS[#index], first, |page| {
                    crate::pages::Link::link(&page.#field)
                })
            }
        })
    }

    fn write(self, like: &Like, setters: &LazyCell<Setters>, index: usize, thin: &mut Thin) {
        self.write_calls(like, setters, index, thin);
        thin.methods.extend(self.pages(index));
    }

    fn write_calls(&self, like: &Like, setters: &LazyCell<Setters>, index: usize, thin: &mut Thin) {
        let Some(with) = &self.names.with else {
            let arguments = self.handed.iter().map(variable).collect();
            let filled = self.filled(index, &self.wire, arguments);
            let attributes =
                self.about
                    .method(self.names, &self.required_names(), self.example.as_ref());
            let method = self.method(
                &self.names.name,
                attributes,
                &like.calls,
                filled,
                None,
                like,
            );
            thin.methods.push(method);
            return;
        };
        let (name, options) = (
            format_ident!("{}", with.name),
            format_ident!("{}", with.options),
        );

        let mut arguments: Vec<Expr> = self
            .required
            .iter()
            .map(|(name, _)| variable(name))
            .collect();
        let mut no_options = like.with_options.no_options.clone();
        Named(&[("Like", &options)]).visit_expr_mut(&mut no_options);
        arguments.push(no_options);
        let filled = self.filled(index, &name, arguments);
        let mut attributes =
            self.about
                .method(self.names, &self.required_names(), self.example.as_ref());
        attributes.extend(super::docs::docs(&format!(
            "\nOptional arguments are left out; [`{name}`](Self::{name}) takes them."
        )));
        let method = self.method(
            &self.names.name,
            attributes,
            &like.with_options.leaves_out,
            filled,
            None,
            like,
        );
        thin.methods.push(method);

        let arguments = self.handed.iter();
        let arguments = arguments.map(|name| {
            let optional = self.optional.iter().find(|one| one.name == *name);
            optional.map_or_else(
                || variable(name),
                |one| like.with_options.options.value(one),
            )
        });
        let filled = self.filled(index, &self.wire, arguments.collect());
        let attributes = super::docs::docs(&format!(
            "[`{0}`](Self::{0}) with [optional arguments](types::{options}).",
            self.names.name
        ));
        let has_body = self.optional.iter().all(|one| one.name != BODY);
        let body = match has_body {
            true => &like.calls,
            false => &like.with_options.calls_without_body,
        };
        let mut taken = like.with_options.takes_options.clone();
        Named(&[("Like", &options)]).visit_fn_arg_mut(&mut taken);
        let method = self.method(&with.name, attributes, body, filled, Some(taken), like);
        thin.methods.push(method);
        let items =
            like.with_options
                .options
                .items(setters, &with.options, &with.name, &self.optional);
        thin.options.push((with.options.clone(), items));
    }

    fn required_names(&self) -> Vec<String> {
        self.required
            .iter()
            .map(|(name, _)| name.to_string())
            .collect()
    }

    fn filled<'f>(&'f self, index: usize, name: &'f Ident, arguments: Vec<Expr>) -> Filled<'f> {
        let in_path = self.required.get(..self.in_path).unwrap_or_default();
        Filled {
            index,
            name,
            arguments,
            in_path: in_path.iter().map(|(name, _)| self.in_path(name)).collect(),
        }
    }

    /// The text of an argument in the path.
    fn in_path(&self, name: &Ident) -> Expr {
        let written = self.written.iter();
        let written = written.filter(|one| one.argument.location == "path");
        let written = written
            .into_iter()
            .find(|one| name == one.argument.name.as_str());
        written.map_or_else(|| text_of(name), |written| written.in_path(name))
    }

    fn method(
        &self,
        name: &str,
        mut attrs: Vec<Attribute>,
        body: &ImplItemFn,
        mut filled: Filled<'_>,
        options: Option<FnArg>,
        like: &Like,
    ) -> ImplItem {
        attrs.extend_from_slice(&like.calls.attrs);
        if self.is_deprecated {
            attrs.push(like.deprecated.clone());
            if self.names.with.is_some() {
                attrs.push(like.with_options.allows_deprecated.clone());
            }
        }
        let mut sig = body.sig.clone();
        sig.ident = format_ident!("{name}");
        sig.generics = self.generics.clone();
        sig.inputs
            .extend(self.required.iter().map(|(_, input)| input.clone()));
        sig.inputs.extend(options);
        InPlace(self.success.clone()).visit_return_type_mut(&mut sig.output);
        let mut block: Block = body.block.clone();
        filled.visit_block_mut(&mut block);
        ImplItem::Fn(ImplItemFn {
            attrs,
            vis: self.visibility.clone(),
            modifiers: body.modifiers.clone(),
            sig,
            block,
        })
    }
}
