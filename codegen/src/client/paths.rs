//! Parameters that are part of a path segment, like in OData functions:
//! `/reports/getDevices(period='{period}')`.
//!
//! Progenitor supports parameters only as whole segments. So [`crate::lower`] separates
//! each of these parameters with marked slashes ([`crate::template`]), and a pass over
//! the syntax tree removes the slashes again.

use syn::LitStr;
use syn::visit_mut::{self, VisitMut};

use crate::template;

/// Removes the marked slashes from all strings.
pub(super) fn join(wire: &mut syn::File) {
    Joined.visit_file_mut(wire);
}

struct Joined;

impl VisitMut for Joined {
    fn visit_lit_str_mut(&mut self, text: &mut LitStr) {
        if let Some(joined) = template::joined(&text.value()) {
            *text = LitStr::new(&joined, text.span());
        }
    }

    fn visit_macro_mut(&mut self, invocation: &mut syn::Macro) {
        // The template of `format!` is still a token.
        invocation.tokens = std::mem::take(&mut invocation.tokens)
            .into_iter()
            .map(|token| match token {
                proc_macro2::TokenTree::Literal(literal) => {
                    let text: Result<LitStr, _> = syn::parse_str(&literal.to_string());
                    match text {
                        Ok(mut text) => {
                            self.visit_lit_str_mut(&mut text);
                            proc_macro2::TokenTree::Literal(text.token())
                        }
                        Err(_) => proc_macro2::TokenTree::Literal(literal),
                    }
                }
                token => token,
            })
            .collect();
        visit_mut::visit_macro_mut(self, invocation);
    }
}
