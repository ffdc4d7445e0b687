//! A document → the formatted source of its client.
//!
//! All settings of progenitor are in this module. Its client is in a private module `wire`.
//! The code that callers see is generated next to it. It uses these items of the
//! surrounding crate: `Client` (with `Client::wire`), `Operation`, `Response` and `Error`;
//! `call::Call`, the state of one call; and the modules `runtime`, which progenitor's code
//! calls, `style` and `text`.
//!
//! - [`trim`]: removes unwanted parts of progenitor's code;
//! - [`methods`]: thin methods for each operation, with [`bodies`] that call
//!   [`wire_methods`]; [`about`]: their documentation; [`options`]: their optional
//!   arguments, with [`setters`];
//! - [`table`]: the operations as data;
//! - [`example_calls`]: calls with the document's examples; [`embedded`]: the data of the
//!   embedded server;
//! - [`docs`]: documentation as lines;
//! - [`own_types`]: the types that are generated here, [`enums`], [`unions`] and
//!   [`constrained`] strings, and their common code ([`open`]);
//! - [`styles`]: the parameters of a query, and others that are not scalars;
//! - [`structures`]: structures to which properties can be added; [`constructors`]: their
//!   constructors;
//! - [`wire_names`]: the names on the wire, if progenitor was given others;
//! - [`std_names`]: paths for names of the standard library that schemas have too;
//! - [`paths`]: parameters that are part of a path segment;
//! - [`servers`]: the enum `Cloud`;
//! - [`syntax`]: expressions that are made without parsing;
//! - [`verbs`]: HTTP methods that have no function in reqwest.
//!
//! A failure here is a message without a place; [`crate::carry`] finds the part of the
//! document that causes it.

mod about;
mod bodies;
mod constrained;
mod constructors;
mod docs;
mod embedded;
mod enums;
mod example_calls;
mod methods;
mod open;
mod options;
mod own_types;
mod paths;
mod rust_types;
mod servers;
mod setters;
mod std_names;
mod structures;
mod styles;
mod syntax;
mod table;
mod trim;
mod unions;
mod verbs;
mod wire_methods;
mod wire_names;

use std::cell::LazyCell;
use std::thread;

use openapiv3::OpenAPI;
use progenitor::{GenerationSettings, Generator, HooksMode, InterfaceStyle, TagStyle, TypeImpl};
use quote::{format_ident, quote};
use syn::{Item, ItemImpl, ItemMod, ItemType, parse_quote, token};

use crate::body;
use crate::document::Document;
use crate::markdown::harmless;
use crate::names::Names;
use crate::schema;
use crate::shape::Inventory;
use crate::template;
pub use example_calls::{ExampleArgument, ExampleCall};
#[cfg(feature = "review")]
pub(crate) use servers::deployments;
use setters::Setters;

/// Why no client could be generated: a message without a place.
pub(crate) enum Failure {
    /// Progenitor returned an error or panicked.
    Progenitor(String),
    /// The code from progenitor is not what the passes over it expect.
    Passes(String),
}

/// Everything that is generated from a document, as formatted Rust source.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Generated {
    /// The client.
    pub client: String,
    /// The data of the embedded server in the surrounding crate (feature `fake`).
    pub embedded: String,
    /// A call of each operation, except those for which no example could be made.
    pub examples: Vec<ExampleCall>,
}

/// The client of a document, as formatted Rust source. The same document gives the
/// same bytes.
pub(crate) fn source(document: &Document) -> Result<String, Failure> {
    syntax(document, |file| text(document, &file))
}

/// The client, the data of the embedded server, and example calls.
pub(crate) fn generated(document: &Document) -> Result<Generated, Failure> {
    apart(|| {
        let wire = wire(document.openapi(), document.names()).map_err(Failure::Progenitor)?;
        let (file, examples) = file(document, wire).map_err(Failure::Passes)?;
        Ok(Generated {
            client: text(document, &file),
            embedded: embedded::embedded(document, &examples),
            examples: examples.into_iter().flatten().collect(),
        })
    })
}

fn text(document: &Document, file: &syn::File) -> String {
    let name = document
        .file()
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    let name = name.replace(char::is_control, " ");
    format!(
        "// Generated from {name} by codegen. Change the document, not this text.\n\n{}",
        prettyplease::unparse(file)
    )
}

/// Generates the client of a document, and passes its syntax to a function.
pub(crate) fn syntax<T: Send>(
    document: &Document,
    make: impl FnOnce(syn::File) -> T + Send,
) -> Result<T, Failure> {
    apart(|| {
        let wire = wire(document.openapi(), document.names()).map_err(Failure::Progenitor)?;
        let (file, _) = file(document, wire).map_err(Failure::Passes)?;
        Ok(make(file))
    })
}

/// The message of progenitor's failure on this document, if it fails.
pub(crate) fn failure(openapi: &OpenAPI, names: &Names) -> Option<String> {
    match apart(|| wire(openapi, names).map(drop).map_err(Failure::Progenitor)) {
        Ok(()) => None,
        Err(Failure::Progenitor(message) | Failure::Passes(message)) => Some(message),
    }
}

fn settings(names: &Names) -> GenerationSettings {
    let mut settings = GenerationSettings::new();
    settings
        // A missing path parameter is a compile error.
        .with_interface(InterfaceStyle::Positional)
        .with_tag(TagStyle::Merged)
        // The client has `exec` of its own ([`trim`]).
        .with_hooks(HooksMode::Expected)
        // The type has no public constructor, so nobody else can make a wire client.
        .with_inner_type(quote!(crate::call::Call))
        .with_derive("PartialEq");
    // These types are generated here.
    for ty in names.own_types() {
        let display = ty.is_displayed.then_some(TypeImpl::Display);
        let parse = ty.is_text.then_some(TypeImpl::FromStr);
        let name = format!("types::{}", ty.name);
        settings.with_replacement(&ty.name, name, display.into_iter().chain(parse));
    }
    settings
}

/// The name of the thread on which the generator runs. A panic there becomes an error; a
/// panic hook of a program can ignore this thread.
pub const GENERATOR_THREAD: &str = "generator";

/// Runs the generator on its own thread. The checks should prevent all panics, but a
/// panic must not stop the program. The generator also recurses along the references of
/// the document, which may be many.
fn apart<T: Send>(generate: impl FnOnce() -> Result<T, Failure> + Send) -> Result<T, Failure> {
    const STACK_BYTES: usize = 256 << 20;
    thread::scope(|scope| {
        let running = thread::Builder::new()
            .name(GENERATOR_THREAD.to_owned())
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, generate)
            .map_err(|error| Failure::Passes(format!("no thread for the generator: {error}")))?;
        running.join().unwrap_or_else(|panic| {
            let message = panic
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| panic.downcast_ref::<&str>().copied());
            let message = message.unwrap_or("a dependency panicked");
            Err(Failure::Progenitor(message.to_owned()))
        })
    })
}

/// The code that progenitor generates.
fn wire(openapi: &OpenAPI, names: &Names) -> Result<syn::File, String> {
    let tokens = Generator::new(&settings(names))
        .generate_tokens(openapi)
        .map_err(|error| error.to_string())?;
    syn::parse2(tokens).map_err(|error| error.to_string())
}

/// The whole client: progenitor's code and the code that callers see. Also an example
/// call of each operation.
fn file(
    document: &Document,
    mut wire: syn::File,
) -> Result<(syn::File, Vec<Option<ExampleCall>>), String> {
    let openapi = document.openapi();
    trim::trim(&mut wire);
    // The code that is added below already has its documentation in lines.
    docs::as_lines(&mut wire);
    if document
        .operations()
        .any(|operation| template::split(operation.path) != operation.path)
    {
        paths::join(&mut wire);
    }
    if document
        .operations()
        .any(|operation| verbs::is_unknown_to_reqwest(operation.method))
    {
        verbs::name(&mut wire);
    }
    let inventory = document.names().inventory(document);
    wire_names::of_fields(&mut wire, document.names().types());
    std_names::in_full(&mut wire, document.names());
    let setters = LazyCell::new(Setters::new as fn() -> Setters);
    let names = document.names();
    let has_present = structures::complete(&mut wire, names, &inventory, &setters);
    let shared = about::shared_headers(document);
    let thin = methods::thin(&mut wire, document, &inventory, &setters, &shared)?;
    own_types::add(&mut wire, document, &inventory, thin.options, has_present);
    let table = table::operations(document);
    let servers = servers::clouds(document.root());
    let error_body = error_body(document, &inventory);
    let about = openapi
        .info
        .description
        .as_deref()
        .unwrap_or(&openapi.info.title);

    let mut client: ItemImpl = parse_quote!(impl crate::Client {});
    client.attrs = docs::docs(&harmless(about));
    client.attrs.extend(about::of_shared_headers(&shared));
    client.items = thin.methods;
    let mut module: ItemMod = parse_quote! {
        /// The client that progenitor generates; [`crate::Client`] wraps it.
        pub(crate) mod wire {}
    };
    module.content = Some((token::Brace::default(), wire.items));

    let mut file: syn::File = parse_quote!(
        pub use self::wire::types;
    );
    file.items.push(Item::Static(table));
    file.items.extend(servers);
    file.items.push(Item::Type(error_body));
    file.items.push(Item::Impl(client));
    file.items.push(Item::Mod(module));
    Ok((file, thin.examples))
}

/// The type of error bodies.
fn error_body(document: &Document, inventory: &Inventory<'_>) -> ItemType {
    let component = body::error_body(document, |operation| document.carries(operation));
    let component = component.and_then(|name| schema::component_map(document.root())?.get(name));
    let index = component.and_then(|node| inventory.index_of_component(node));
    let body = match index.and_then(|index| document.names().ty(index)) {
        Some(names) => {
            let name = format_ident!("{}", names.name);
            quote!(self::wire::types::#name)
        }
        None => quote!(::serde_json::Value),
    };
    parse_quote! {
        /// The type of the bodies of error responses.
        pub type ErrorBody = #body;
    }
}
