//! A document → the formatted source of its client.
//!
//! Every setting of progenitor lives here. Its client is kept in a private
//! module `wire`; what callers see is generated beside it, in terms of four
//! items of the surrounding crate: `Client` (with `Client::wire`), `Operation`,
//! `Response` and `Error`, and `call::Call`, the state of one call.
//!
//! - [`trim`]: nothing of progenitor's that nobody asked for;
//! - [`methods`]: thin methods for each operation, of [`bodies`] over
//!   [`wire_methods`]; [`about`]: their documentation; [`options`]: their optional
//!   arguments, by [`setters`];
//! - [`table`]: the operations as data;
//! - [`example_calls`]: calls by the document's examples; [`embedded`]: what an embedded
//!   server knows;
//! - [`docs`]: documentation as lines;
//! - [`own_types`]: the types that are made here, [`enums`] and [`unions`], and what
//!   they share ([`open`]);
//! - [`styles`]: parameters that are no scalar;
//! - [`structures`]: structures that can grow; [`constructors`]: how they are made;
//! - [`wire_names`]: the names that travel, where progenitor was given others;
//! - [`identifiers`]: what typify's string types lack;
//! - [`paths`]: parameters within a segment;
//! - [`servers`]: the enum of clouds;
//! - [`syntax`]: expressions made, not parsed;
//! - [`verbs`]: methods that reqwest has no function for.
//!
//! A failure here is a text without a place; [`crate::carry`] looks for the part of
//! the document that causes it.

mod about;
mod bodies;
mod constructors;
mod docs;
mod embedded;
mod enums;
mod example_calls;
mod identifiers;
mod methods;
mod open;
mod options;
mod own_types;
mod paths;
mod rust_types;
mod servers;
mod setters;
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
use setters::Setters;

/// Why no client came out of a document, in words that name no place.
pub(crate) enum Failure {
    /// Progenitor says so, or panics.
    Progenitor(String),
    /// What progenitor made is not what the passes over it expect.
    Passes(String),
}

/// What is generated of a document, as formatted Rust source.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Generated {
    /// The client.
    pub client: String,
    /// What the embedded server of the surrounding crate (feature `fake`) knows.
    pub embedded: String,
    /// A call of each operation, but for those for which no example could be made.
    pub examples: Vec<ExampleCall>,
}

/// The client of a document, as formatted Rust source. The same document gives the
/// same bytes.
pub(crate) fn source(document: &Document) -> Result<String, Failure> {
    syntax(document, |file| text(document, &file))
}

/// The same with what stands beside it.
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

/// Generates the client of a document, and makes something of its syntax.
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

/// What progenitor says when it fails on what it is given, if it does.
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
        // One clear compile error if the surrounding crate lacks its hooks.
        .with_hooks(HooksMode::Expected)
        // Without a public constructor, so nobody else can make a wire client.
        .with_inner_type(quote!(crate::call::Call))
        .with_derive("PartialEq");
    // These are made here.
    for ty in names.own_types() {
        let display = ty.is_displayed.then_some(TypeImpl::Display);
        let parse = ty.is_text.then_some(TypeImpl::FromStr);
        let name = format!("types::{}", ty.name);
        settings.with_replacement(&ty.name, name, display.into_iter().chain(parse));
    }
    settings
}

/// The name of the thread on which the generator runs. A panic there becomes an
/// error; a program that sets a panic hook can leave it in peace.
pub const GENERATOR_THREAD: &str = "generator";

/// Runs the generator where it can do no harm: the checks are meant to leave it
/// nothing to panic about, and its recursion follows the references of the
/// document, which may be many.
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

/// What progenitor generates.
fn wire(openapi: &OpenAPI, names: &Names) -> Result<syn::File, String> {
    let tokens = Generator::new(&settings(names))
        .generate_tokens(openapi)
        .map_err(|error| error.to_string())?;
    syn::parse2(tokens).map_err(|error| error.to_string())
}

/// What callers see of progenitor's client, and that client; an example call of each
/// operation.
fn file(
    document: &Document,
    mut wire: syn::File,
) -> Result<(syn::File, Vec<Option<ExampleCall>>), String> {
    let openapi = document.openapi();
    trim::trim(&mut wire);
    // What is made below is in lines already.
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
    let displays = identifiers::complete(&mut wire, document.names(), &inventory);
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
        /// The client that progenitor generates; [`crate::Client`] is the door to it.
        pub(crate) mod wire {}
    };
    module.content = Some((token::Brace::default(), wire.items));

    let mut file: syn::File = parse_quote!(
        pub use self::wire::types;
    );
    file.items.push(Item::Static(table));
    file.items.extend(servers);
    file.items.push(Item::Type(error_body));
    file.items.extend(displays);
    file.items.push(Item::Impl(client));
    file.items.push(Item::Mod(module));
    Ok((file, thin.examples))
}

/// The type that the bodies of errors are read as.
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
        /// What the bodies of error answers are read as.
        pub type ErrorBody = #body;
    }
}
