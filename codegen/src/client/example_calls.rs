//! Example calls: the arguments of a method as Rust expressions, made from the document's
//! examples.

use std::collections::HashSet;
use std::fmt::Write;

use quote::ToTokens;
use serde_json::Value as Json;
use syn::{Ident, Type};

use super::options::inner;
use crate::names::{Names, setter};
use crate::shape::{Form, Inventory};

/// A call of an operation with the document's examples as its arguments.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ExampleCall {
    /// The document's `operationId`.
    pub operation: String,
    /// The method of the client.
    pub method: String,
    /// The required arguments, in the order of the signature.
    pub required: Vec<ExampleArgument>,
    /// The method that takes options, the type of the options, and the options that have
    /// an example.
    pub options: Option<(String, String, Vec<ExampleArgument>)>,
}

/// An argument of an [`ExampleCall`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ExampleArgument {
    /// The name of the argument in Rust.
    pub name: String,
    /// Its location in the request (`path`, `query`, `header`, `cookie`, `body`), and its
    /// name there.
    pub travels: (String, String),
    /// The value.
    pub value: serde_json::Value,
    /// The type of the argument in the signature.
    pub taken: String,
    /// A Rust expression for it. It may end early with `?`.
    pub expression: String,
}

impl ExampleCall {
    /// The call with the required arguments, as an expression on `client`.
    #[must_use]
    pub fn plain(&self) -> String {
        let arguments: Vec<_> = self.required.iter().map(|one| &*one.expression).collect();
        call(&self.method, &arguments)
    }

    /// The call with all arguments that have an example, as an expression on `client`.
    #[must_use]
    pub fn full(&self) -> String {
        let Some((method, ty, set)) = &self.options else {
            return self.plain();
        };
        let mut options = format!("types::{ty}::default()");
        for one in set {
            // Writing to a string does not fail.
            let _ = write!(options, ".{}({})", setter(&one.name), one.expression);
        }
        let required = self.required.iter().map(|one| &*one.expression);
        call(method, &required.chain([&*options]).collect::<Vec<_>>())
    }
}

/// The names of the types that are made from a string.
pub(super) type Texts<'n> = HashSet<&'n str>;

/// The names of a document's types that are made from a string.
pub(super) fn texts<'n>(inventory: &Inventory<'_>, names: &'n Names) -> Texts<'n> {
    let types = inventory.types.iter().enumerate();
    let texts = types.filter(|(_, ty)| match &ty.form {
        Form::Enum(_) => true,
        Form::Scalar(scalar) => scalar.is_constrained_text(),
        _ => false,
    });
    texts
        .filter_map(|(index, _)| Some(&*names.ty(index)?.name))
        .collect()
}

fn call(method: &str, arguments: &[&str]) -> String {
    const LINE: usize = 72;
    let line = format!("client.{method}({}).await?", arguments.join(", "));
    if line.len() <= LINE && !line.contains('\n') {
        return line;
    }
    let mut lines = format!("client\n    .{method}(\n");
    for argument in arguments {
        let indented = argument.replace('\n', "\n        ");
        let _ = writeln!(lines, "        {indented},");
    }
    lines + "    )\n    .await?"
}

/// An example value for an argument, and its location in the request.
pub(super) struct Shown {
    pub(super) location: String,
    pub(super) wire: String,
    pub(super) value: Json,
}

/// An argument of this type with this value.
pub(super) fn argument(
    name: &Ident,
    taken: &Type,
    shown: Shown,
    texts: &Texts<'_>,
) -> ExampleArgument {
    ExampleArgument {
        name: name.to_string(),
        taken: taken.to_token_stream().to_string(),
        expression: expression(taken, &shown.value, texts),
        travels: (shown.location, shown.wire),
        value: shown.value,
    }
}

/// An option of this type with this value; options are owned values.
pub(super) fn option(
    name: &Ident,
    taken: &Type,
    shown: Shown,
    texts: &Texts<'_>,
) -> ExampleArgument {
    let taken = inner(taken).unwrap_or(taken);
    let owned = match taken {
        Type::Reference(reference) if !is_named(&reference.elem, "str") => &*reference.elem,
        other => other,
    };
    let mut argument = argument(name, owned, shown, texts);
    // Setters of strings accept everything that can become a string.
    if is_named(owned, "String") {
        argument.expression = literal(&argument.value);
    }
    argument
}

fn expression(taken: &Type, value: &Json, texts: &Texts<'_>) -> String {
    if let Some(inner) = inner(taken) {
        return format!("Some({})", expression(inner, value, texts));
    }
    match taken {
        Type::Reference(reference) if is_named(&reference.elem, "str") => literal(value),
        Type::Reference(reference) => format!("&{}", expression(&reference.elem, value, texts)),
        ty if is_named(ty, "String") => format!("{}.to_owned()", literal(value)),
        Type::Path(path) => {
            let segments = &path.path.segments;
            let last = segments.last().map(|last| last.ident.to_string());
            let name = last.unwrap_or_default();
            let is_own = segments.first().is_some_and(|first| first.ident == "types");
            match (name.as_str(), value) {
                ("i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64", Json::Number(_))
                | ("bool", Json::Bool(_)) => value.to_string(),
                ("f32" | "f64", Json::Number(number)) => {
                    let number = number.as_f64().unwrap_or_default();
                    format!("{number:?}")
                }
                (_, Json::String(text)) if is_own && texts.contains(&*name) => {
                    format!("{text:?}.parse()?")
                }
                ("Uuid", Json::String(text)) => format!("{text:?}.parse()?"),
                // The type is generic: anything that can become a body.
                (_, value) if !is_own && segments.len() == 1 && is_parameter(&name) => {
                    literal(value)
                }
                _ => read(value),
            }
        }
        _ => read(value),
    }
}

/// Whether a type is a type parameter of the method: these have one letter.
fn is_parameter(name: &str) -> bool {
    name.len() == 1
}

fn is_named(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(path)
        if path.path.segments.last().is_some_and(|last| last.ident == name)
            && path.path.segments.first().is_some_and(|first| first.ident != "types"))
}

/// The string of a value as a literal.
fn literal(value: &Json) -> String {
    match value {
        Json::String(text) => format!("{text:?}"),
        other => format!("{:?}", other.to_string()),
    }
}

/// JSON in which invisible characters, and those that change the display of others, are
/// escaped.
fn printable(json: &str) -> String {
    let mut printable = String::with_capacity(json.len());
    for character in json.chars() {
        if character.is_ascii() || character.is_alphanumeric() {
            printable.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            // Writing to a string does not fail.
            let _ = write!(printable, "\\u{unit:04x}");
        }
    }
    printable
}

/// An expression that reads a value from JSON.
fn read(value: &Json) -> String {
    const SHORT: usize = 48;
    let short = value.to_string();
    let json = match short.len() <= SHORT {
        true => short,
        false => serde_json::to_string_pretty(value).unwrap_or(short),
    };
    let json = printable(&json);
    let mut hashes = "#".to_owned();
    while json.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("serde_json::from_str(r{hashes}\"{json}\"{hashes})?")
}
