//! Parameters within a segment of a path, as OData's functions have them:
//! `/reports/getDevices(period='{period}')`.
//!
//! Progenitor knows parameters only as whole segments. So [`crate::lower`] sets
//! each apart with marked slashes ([`split`]), and a pass over the syntax tree
//! takes these away again ([`join`]).

use syn::LitStr;
use syn::visit_mut::{self, VisitMut};

/// A private character of Unicode, which no URL holds.
const MARK: char = '\u{E000}';

/// A path in which every parameter is a segment: `f(x={x})` → `f(x=M/{x}/M)`.
pub(crate) fn split(path: &str) -> String {
    let mut split = String::with_capacity(path.len());
    let mut characters = path.chars().peekable();
    while let Some(character) = characters.next() {
        if character == '{' && !split.ends_with('/') {
            split.extend([MARK, '/']);
        }
        split.push(character);
        if character == '}' && !matches!(characters.peek(), None | Some('/')) {
            split.extend(['/', MARK]);
        }
    }
    split
}

/// Takes the marked slashes out of all texts.
pub(super) fn join(wire: &mut syn::File) {
    Joined.visit_file_mut(wire);
}

struct Joined;

impl VisitMut for Joined {
    fn visit_lit_str_mut(&mut self, text: &mut LitStr) {
        let value = text.value();
        if value.contains(MARK) {
            let value = value
                .replace(&format!("{MARK}/"), "")
                .replace(&format!("/{MARK}"), "");
            *text = LitStr::new(&value, text.span());
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
