//! A document → the formatted source of its client.
//!
//! Every setting of progenitor lives here. Its client is kept in a private
//! module `wire`; what callers see is generated beside it, in terms of four
//! items of the surrounding crate: `Client` (with `Client::wire`), `Operation`,
//! `Response` and `Error`, and `call::Call`, the state of one call.
//!
//! - [`headers`]: no header that the document does not declare;
//! - [`methods`]: one thin method per operation, and the table of operations;
//! - [`identifiers`]: what typify's string types lack;
//! - [`servers`]: the enum of clouds;
//! - [`blame`]: the place of a failure of progenitor's.

mod blame;
mod headers;
mod identifiers;
mod methods;
mod servers;

use std::thread;

pub(crate) use servers::SERVER_NAME;

use openapiv3::OpenAPI;
use progenitor::{GenerationSettings, Generator, HooksMode, InterfaceStyle, TagStyle};
use quote::quote;
use syn::visit_mut::VisitMut;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, parse_quote};

use crate::check::check;
use crate::document::Document;
use crate::error::Error;

/// Generates the client of a document, as formatted Rust source.
///
/// The same document gives the same bytes.
///
/// # Errors
/// [`Error::Refused`] with all that [`check`] finds; [`Error::Defect`] if a
/// dependency fails on a document that passed.
pub fn client(document: &Document) -> Result<String, Error> {
    let name = document
        .file()
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    let name = name.replace(char::is_control, " ");
    syntax(document, |file| {
        format!(
            "// Generated from {name} by codegen. Change the document, not this text.\n\n{}",
            prettyplease::unparse(&file)
        )
    })
}

/// Generates the client of a document, and makes something of its syntax.
///
/// # Errors
/// Those of [`client`].
pub(crate) fn syntax<T: Send>(
    document: &Document,
    make: impl FnOnce(syn::File) -> T + Send,
) -> Result<T, Error> {
    let diagnostics = check(document);
    if !diagnostics.is_empty() {
        return Err(Error::Refused {
            file: document.file().to_owned(),
            diagnostics,
        });
    }
    apart(|| generate(document).map(make)).map_err(|message| {
        let fails = |part: &OpenAPI| apart(|| wire(part).map(drop)).err();
        let (place, message) =
            blame::smallest(document, fails).unwrap_or((document.root().place, message));
        Error::Defect {
            file: document.file().to_owned(),
            place,
            message,
        }
    })
}

fn settings() -> GenerationSettings {
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
    settings
}

/// The name of the thread on which the generator runs. A panic there becomes an
/// error; a program that sets a panic hook can leave it in peace.
pub const GENERATOR_THREAD: &str = "generator";

/// Runs the generator where it can do no harm: the checks are meant to leave it
/// nothing to panic about, and its recursion follows the references of the
/// document, which may be many.
fn apart<T: Send>(generate: impl FnOnce() -> Result<T, String> + Send) -> Result<T, String> {
    const STACK_BYTES: usize = 256 << 20;
    thread::scope(|scope| {
        let running = thread::Builder::new()
            .name(GENERATOR_THREAD.to_owned())
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, generate)
            .map_err(|error| format!("no thread for the generator: {error}"))?;
        running.join().unwrap_or_else(|panic| {
            let message = panic
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| panic.downcast_ref::<&str>().copied());
            Err(message.unwrap_or("a dependency panicked").to_owned())
        })
    })
}

/// What progenitor generates.
fn wire(openapi: &OpenAPI) -> Result<syn::File, String> {
    let tokens = Generator::new(&settings())
        .generate_tokens(openapi)
        .map_err(|error| error.to_string())?;
    syn::parse2(tokens).map_err(|error| error.to_string())
}

fn generate(document: &Document) -> Result<syn::File, String> {
    let openapi = document.openapi();
    let mut wire = wire(openapi)?;

    methods::close_constructor(&mut wire);
    headers::keep_declared(&mut wire);
    let identifiers = identifiers::complete(&mut wire);
    let operations = methods::operations(openapi);
    let methods = methods::thin(&wire, &operations)?;
    let table = methods::table(&operations);
    let servers = servers::clouds(openapi);
    let about = openapi
        .info
        .description
        .as_deref()
        .unwrap_or(&openapi.info.title);
    let wire = wire.items;

    let mut file: syn::File = syn::parse2(quote! {
        pub use self::wire::types;

        #table
        #servers

        #[doc = #about]
        impl crate::Client {
            #(#methods)*
        }

        #identifiers

        /// The client that progenitor generates; [`crate::Client`] is the door to it.
        pub(crate) mod wire {
            #(#wire)*
        }
    })
    .map_err(|error| error.to_string())?;
    DocLines.visit_file_mut(&mut file);
    Ok(file)
}

/// Splits documentation into `///` lines, which differences show one by one.
struct DocLines;

impl VisitMut for DocLines {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        *attributes = std::mem::take(attributes)
            .into_iter()
            .flat_map(|attribute| match doc_text(&attribute) {
                Some(text) => doc_lines(&text),
                None => vec![attribute],
            })
            .collect();
    }
}

fn doc_text(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

fn doc_lines(text: &str) -> Vec<Attribute> {
    let lines: Vec<_> = text.trim_end().lines().collect();
    // Text from a `///` comment brings the space that follows the slashes.
    let spaced = lines
        .iter()
        .all(|line| line.is_empty() || line.starts_with(' '));
    lines
        .into_iter()
        .map(|line| match line {
            "" => String::new(),
            line if spaced => line.to_owned(),
            line => format!(" {line}"),
        })
        .map(|line| parse_quote!(#[doc = #line]))
        .collect()
}
