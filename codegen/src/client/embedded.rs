//! The data of the embedded server in the surrounding crate (feature `fake`): the
//! requests of each operation, and their responses.
//!
//! The source is next to the client's source and uses its types. It also uses the module
//! `fake::known` of the surrounding crate.

use quote::{format_ident, quote};
use syn::{Expr, Type, parse_quote};

use super::example_calls::ExampleCall;
use super::rust_types::RustTypes;
use crate::body::{self, Encoding};
use crate::document::Document;
use crate::example::{Body, Examples};
use crate::operation::{Operation, Parameter};
use crate::paging::paging;
use crate::shape::{Form, Inventory, Side, Writing};
use crate::template;

/// The data about all operations of a document, as formatted Rust source: a table in the
/// order of `OPERATIONS`.
pub(super) fn embedded(document: &Document, examples: &[Option<ExampleCall>]) -> String {
    let inventory = document.names().inventory(document);
    let known = Known {
        document,
        inventory: &inventory,
        types: RustTypes::new(&inventory, document.names()),
        examples: Examples::of(document),
    };
    let operations = document.operations().zip(examples);
    let rows = operations.map(|(operation, example)| known.row(&operation, example.as_ref()));
    let file: syn::File = parse_quote! {
        #[allow(unused_imports)]
        use crate::generated::types;
        #[allow(unused_imports)]
        use super::known::{Body, Encoding, Known, Location, Parameter, Shape, Success, reads};
        #[allow(unused_imports)]
        use crate::style::Style;

        /// In the order of `OPERATIONS`.
        #[allow(deprecated)]
        pub(super) static KNOWN: &[Known] = &[#(#rows),*];
    };
    prettyplease::unparse(&file)
}

struct Known<'d> {
    document: &'d Document,
    inventory: &'d Inventory<'d>,
    types: RustTypes<'d, 'd>,
    examples: Examples<'d>,
}

impl<'d> Known<'d> {
    fn row(&self, operation: &Operation<'d>, example: Option<&ExampleCall>) -> Expr {
        let parameters = operation.parameters(self.document).into_iter();
        let parameters = parameters.filter(|parameter| !parameter.is_ignored());
        let parameters = parameters.map(|parameter| self.parameter(operation, &parameter));
        let body = self.body(operation);
        let success = self.success(operation);
        let example = example.and_then(|example| syn::parse_str::<Expr>(&example.full()).ok());
        let example: Expr = match example {
            Some(call) => parse_quote! {
                Some(|client| ::std::boxed::Box::pin(async move { Ok(#call.status()) }))
            },
            None => parse_quote!(None),
        };
        parse_quote! {
            Known {
                parameters: &[#(#parameters),*],
                body: #body,
                success: #success,
                example: #example,
            }
        }
    }

    fn parameter(&self, operation: &Operation<'d>, parameter: &Parameter<'d>) -> Expr {
        let schemas = &self.inventory.schemas;
        let used = parameter.schema();
        let used = used.map(|schema| schemas.used_on(schema, Side::Sent));
        let used = used.unwrap_or_default();
        let is_quoted = parameter.location == "path"
            && template::quoted(operation.path).any(|name| name == parameter.name);
        let written = schemas.writing(parameter).ok().flatten();
        let written = written.filter(|_| !is_quoted);
        let form = schemas.settled(&used);
        let shape = match &form {
            Form::List(_) => "List",
            Form::Object(_) | Form::Map(_) => "Object",
            _ => "Scalar",
        };
        let usual = match (parameter.location, &form) {
            ("query", _) => ("Form", true),
            _ => ("Simple", false),
        };
        let (style, is_exploded) = written.map_or(
            (usual.0.to_owned(), usual.1),
            |Writing { style, is_exploded }| (format!("{style:?}"), is_exploded),
        );
        let location = match parameter.location {
            "path" => "Path",
            "query" => "Query",
            "header" => "Header",
            _ => "Cookie",
        };
        let (location, style, shape) = (
            format_ident!("{location}"),
            format_ident!("{style}"),
            format_ident!("{shape}"),
        );
        let (name, is_required) = (parameter.name, parameter.is_required());
        let reads = self.reads(&used);
        parse_quote! {
            Parameter {
                name: #name,
                location: Location::#location,
                is_required: #is_required,
                style: Style::#style,
                is_exploded: #is_exploded,
                shape: Shape::#shape,
                reads: #reads,
            }
        }
    }

    /// The function that checks whether a value has the type that schemas become.
    fn reads(&self, used: &[crate::shape::Part<'d>]) -> Expr {
        let is_uuid = matches!(
            self.inventory.schemas.settled(used),
            Form::Scalar(scalar) if scalar.kind == "string" && scalar.format() == Some("uuid")
        );
        let mut ty: Type = match is_uuid {
            true => parse_quote!(::uuid::Uuid),
            false => self.types.seen_from_outside(used),
        };
        if self.inventory.schemas.is_nullable(used) {
            ty = parse_quote!(::std::option::Option<#ty>);
        }
        parse_quote!(reads::<#ty>)
    }

    fn body(&self, operation: &Operation<'d>) -> Expr {
        let Some((body, is_required)) = operation.request_body(self.document) else {
            return parse_quote!(None);
        };
        let content = self.document.resolve(body);
        let content = content.and_then(|body| body.get("content"));
        let carried = content.and_then(|content| body::carried_content(self.document, content));
        let encoding = carried.map_or(Encoding::Bytes, |(.., encoding)| encoding);
        let schema = body::request_schema(self.document, body);
        let encoding = match (encoding, schema) {
            (Encoding::Json, _) => "Json",
            (Encoding::Form, _) => "Form",
            (Encoding::Text, _) => "Text",
            (Encoding::Bytes, _) => "Bytes",
        };
        let encoding = format_ident!("{encoding}");
        let reads = match schema {
            Some(schema) => self.reads(&self.inventory.schemas.used_on(schema, Side::Sent)),
            None => parse_quote!(reads::<::serde_json::Value>),
        };
        parse_quote! {
            Some(Body { is_required: #is_required, encoding: Encoding::#encoding, reads: #reads })
        }
    }

    fn success(&self, operation: &Operation<'d>) -> Expr {
        let Some(success) = self.examples.success(operation) else {
            return parse_quote!(None);
        };
        let status = success.status;
        let body = success.body.map(|mut body| {
            // The embedded server has only one page.
            if let Some(Ok(paging)) = paging(self.document, self.inventory, operation)
                && let Some(members) = body.value.as_object_mut()
            {
                match paging.is_required {
                    true => members.insert(paging.next_link.to_owned(), "".into()),
                    false => members.remove(paging.next_link),
                };
            }
            let (media_type, text) = (&body.media_type, text_of(&body));
            quote!((#media_type, #text))
        });
        let body = body.map_or(quote!(None), |body| quote!(Some(#body)));
        parse_quote!(Some(Success { status: #status, body: #body }))
    }
}

/// A body as the text that is sent.
fn text_of(body: &Body) -> String {
    match (&body.value, body.encoding) {
        (serde_json::Value::String(text), Encoding::Text | Encoding::Bytes) => text.clone(),
        (value, _) => value.to_string(),
    }
}
