//! Documentation as `///` lines, which a diff shows line by line.

use std::borrow::Cow;

use proc_macro2::Span;
use syn::visit_mut::VisitMut;
use syn::{
    AttrStyle, Attribute, Expr, ExprLit, Ident, Lit, LitStr, Meta, MetaNameValue, Token, token,
};

/// Splits all documentation into lines.
pub(super) fn as_lines(file: &mut syn::File) {
    Lines.visit_file_mut(file);
}

/// A text as documentation, in lines.
pub(super) fn docs(text: &str) -> Vec<Attribute> {
    // In documentation, Rust allows a carriage return only at the end of a line.
    let text = match text.contains('\r') {
        true => text.replace("\r\n", "\n").replace('\r', "\n").into(),
        false => Cow::Borrowed(text),
    };
    lines(text.trim_end()).map(|line| doc(&line)).collect()
}

/// A line of documentation, with the space after the slashes.
pub(super) fn doc(text: &str) -> Attribute {
    let span = Span::call_site();
    Attribute {
        pound_token: Token![#](span),
        style: AttrStyle::Outer,
        bracket_token: token::Bracket(span),
        meta: Meta::NameValue(MetaNameValue {
            path: Ident::new("doc", span).into(),
            eq_token: Token![=](span),
            value: Expr::Lit(ExprLit {
                attrs: Vec::new(),
                lit: raw(text).unwrap_or_else(|| Lit::Str(LitStr::new(text, span))),
            }),
        }),
    }
}

/// A raw literal, which is fast to make and to read, because its characters need no
/// escapes. None for the few texts that it cannot contain.
fn raw(text: &str) -> Option<Lit> {
    format!("r#\"{text}\"#").parse().ok().map(Lit::new)
}

struct Lines;

impl VisitMut for Lines {
    /// The bodies of functions and constants have no documentation.
    fn visit_block_mut(&mut self, _: &mut syn::Block) {}
    fn visit_expr_mut(&mut self, _: &mut Expr) {}
    fn visit_signature_mut(&mut self, _: &mut syn::Signature) {}
    fn visit_type_mut(&mut self, _: &mut syn::Type) {}

    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        if !attributes
            .iter()
            .any(|attribute| literal(attribute).is_some())
        {
            return;
        }
        let mut split = Vec::with_capacity(attributes.len());
        for attribute in attributes.drain(..) {
            match literal(&attribute).map(LitStr::value) {
                Some(text) if !is_a_line(&text) => {
                    split.extend(docs(&text));
                }
                _ => split.push(attribute),
            }
        }
        *attributes = split;
    }
}

/// The text of an attribute that is documentation.
fn literal(attribute: &Attribute) -> Option<&LitStr> {
    match &attribute.meta {
        Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// Text from a `///` comment already has the space after the slashes.
fn is_spaced(line: &str) -> bool {
    line.is_empty() || line.starts_with(' ')
}

fn is_a_line(text: &str) -> bool {
    is_spaced(text) && !text.contains('\n') && !text.contains('\r')
}

/// The lines of a text, each with the space after the slashes.
fn lines(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let spaced = text.lines().all(is_spaced);
    text.lines().map(move |line| match line {
        line if spaced || line.is_empty() => line.into(),
        line => format!(" {line}").into(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_line_of_documentation_is_the_text_it_was_made_of(text in r##"["#\\n\r\x00 é]{0,6}"##) {
            let attribute = doc(&text);
            prop_assert_eq!(literal(&attribute).map(LitStr::value), Some(text));
        }
    }
}
