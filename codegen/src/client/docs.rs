//! Documentation as `///` lines, which differences show one by one.

use proc_macro2::Span;
use syn::visit_mut::VisitMut;
use syn::{
    AttrStyle, Attribute, Expr, ExprLit, Ident, Lit, LitStr, Meta, MetaNameValue, Token, token,
};

/// Splits all documentation into lines.
pub(super) fn as_lines(file: &mut syn::File) {
    Lines.visit_file_mut(file);
}

/// A line of documentation, or several.
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
                lit: Lit::Str(LitStr::new(text, span)),
            }),
        }),
    }
}

struct Lines;

impl VisitMut for Lines {
    /// There is no documentation in the body of a function.
    fn visit_block_mut(&mut self, _: &mut syn::Block) {}

    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        if attributes.iter().all(|attribute| text(attribute).is_none()) {
            return;
        }
        *attributes = std::mem::take(attributes)
            .into_iter()
            .flat_map(|attribute| match text(&attribute) {
                Some(text) => lines(&text, attribute),
                None => vec![attribute],
            })
            .collect();
    }
}

fn text(attribute: &Attribute) -> Option<String> {
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

fn lines(text: &str, attribute: Attribute) -> Vec<Attribute> {
    let text = text.trim_end();
    // Text from a `///` comment brings the space that follows the slashes.
    let is_spaced = |line: &str| line.is_empty() || line.starts_with(' ');
    let spaced = text.lines().all(is_spaced);
    if spaced && !text.contains('\n') {
        return vec![attribute];
    }
    let lines = text.lines().map(|line| match line {
        line if spaced || line.is_empty() => doc(line),
        line => doc(&format!(" {line}")),
    });
    lines.collect()
}
