//! Parameters within a segment of a path, as OData's functions have them:
//! `/reports/getDevices(period='{period}')`.
//!
//! Progenitor knows parameters only as whole segments. So [`crate::lower`] sets
//! each apart with marked slashes ([`crate::template`]), and a pass over the syntax
//! tree takes these away again.

use syn::LitStr;
use syn::visit_mut::{self, VisitMut};

use crate::template;

/// Takes the marked slashes out of all texts.
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
        // `format!`'s template is a token still.
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
