//! Strings with constraints: `pattern`, `minLength`, `maxLength`.
//!
//! ```text
//! pub struct UserId(String);
//! ```
//!
//! `FromStr` checks the constraints; everything else is one macro for all these types
//! ([`super::open`]). There may be many of them, so the common parts are parsed once.

use std::cell::LazyCell;

use quote::{ToTokens, format_ident};
use syn::visit_mut::VisitMut;
use syn::{
    Attribute, Expr, ExprCall, ImplItem, Item, ItemImpl, ItemMacro, ItemStatic, ItemStruct, LitStr,
    Stmt, Token, Type, parse_quote,
};

use super::syntax::{method, number, text, tried, variable};
use crate::document::Document;
use crate::names::TypeNames;
use crate::pattern::rewrite;
use crate::shape::Scalar;
use crate::tree::{Node, Value};

/// The common parts of all strings with constraints.
pub(super) struct Constrained {
    item: ItemStruct,
    reads: ItemImpl,
    /// A value that is to be checked, with what an error says of it.
    candidate: ExprCall,
    /// The same for a value that no error may show.
    secret: ExprCall,
    pattern: LazyCell<ItemStatic>,
    rest: ItemMacro,
}

impl Constrained {
    pub(super) fn new() -> Self {
        Self {
            item: parse_quote! {
                #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
                pub struct Like(::std::string::String);
            },
            reads: parse_quote! {
                impl ::std::str::FromStr for Like {
                    type Err = self::error::ConversionError;
                    fn from_str(
                        value: &str,
                    ) -> ::std::result::Result<Self, self::error::ConversionError> {
                        Ok(Self(value.to_owned()))
                    }
                }
            },
            candidate: parse_quote!(crate::text::Candidate::new()),
            secret: parse_quote!(crate::text::Candidate::secret()),
            // Only patterns that compile get here (`Document::checks_pattern`).
            pattern: LazyCell::new(|| {
                parse_quote! {
                    static PATTERN: ::std::sync::LazyLock<::regex_lite::Regex> =
                        ::std::sync::LazyLock::new(|| ::regex_lite::Regex::new("like").unwrap());
                }
            }),
            rest: parse_quote!(super::open::constrained!(Like);),
        }
    }

    /// The type of these strings.
    pub(super) fn items(
        &self,
        document: &Document,
        names: &TypeNames,
        scalar: &Scalar<'_>,
        description: Option<&str>,
        about: &[Attribute],
    ) -> [Item; 3] {
        let name = format_ident!("{}", names.name);
        let mut item = self.item.clone();
        item.ident.clone_from(&name);
        item.attrs.splice(0..0, about.iter().cloned());

        let mut reads = self.reads.clone();
        if let Type::Path(ty) = &mut *reads.self_ty
            && let Some(last) = ty.path.segments.last_mut()
        {
            last.ident.clone_from(&name);
        }
        if let Some(ImplItem::Fn(function)) = reads.items.last_mut() {
            let checks = self.checks(document, names, scalar, description);
            function.block.stmts.splice(0..0, checks);
        }

        let mut rest = self.rest.clone();
        rest.mac.tokens = name.into_token_stream();
        [Item::Struct(item), Item::Impl(reads), Item::Macro(rest)]
    }

    /// The statements that check a value.
    fn checks(
        &self,
        document: &Document,
        names: &TypeNames,
        scalar: &Scalar<'_>,
        description: Option<&str>,
    ) -> Vec<Stmt> {
        let value = || variable(&format_ident!("value"));
        let chars = |key| scalar.keyword(key).and_then(count).map(number);
        let least = chars("minLength").map(|least| ("min_chars", vec![least]));
        let most = chars("maxLength").map(|most| ("max_chars", vec![most]));
        let pattern = scalar.keyword("pattern");
        let pattern = pattern.filter(|pattern| document.checks_pattern(pattern));
        let pattern = pattern.and_then(Node::as_str);
        let translated = pattern.and_then(|pattern| rewrite(pattern).ok());
        let engine = translated.map(|translated| {
            let mut engine = self.pattern.clone();
            Literal(&translated).visit_item_static_mut(&mut engine);
            engine
        });
        let matches = pattern.zip(engine.as_ref()).map(|(pattern, engine)| {
            let is_match = method(variable(&engine.ident), "is_match", [value()]);
            ("pattern", vec![text(pattern), is_match])
        });

        let checks: Vec<_> = least.into_iter().chain(most).chain(matches).collect();
        if checks.is_empty() {
            return Vec::new();
        }
        let mut candidate = match scalar.format() {
            Some("password") => self.secret.clone(),
            _ => self.candidate.clone(),
        };
        let about = first_sentence(description.unwrap_or_default());
        candidate
            .args
            .extend([text(&names.name), value(), text(&about)]);
        let checked = checks
            .into_iter()
            .fold(Expr::Call(candidate), |candidate, (name, limit)| {
                tried(method(candidate, name, limit))
            });
        let engine = engine.map(|engine| Stmt::Item(Item::Static(engine)));
        let end = Some(<Token![;]>::default());
        engine
            .into_iter()
            .chain([Stmt::Expr(checked, end)])
            .collect()
    }
}

/// A number of characters; no string has more than the largest number here.
fn count(node: &Node) -> Option<u64> {
    let count = match node.value {
        Value::Integer(count) => u64::try_from(count).ok()?,
        _ => return None,
    };
    (count > 0).then(|| count.min(u32::MAX.into()))
}

/// The first sentence of a description, in one line.
fn first_sentence(text: &str) -> String {
    let paragraph = text.split("\n\n").next().unwrap_or_default();
    let words: Vec<_> = paragraph.split_whitespace().collect();
    let end = words.iter().position(|word| word.ends_with('.'));
    let sentence = &words[..end.map_or(words.len(), |end| end + 1)];
    sentence.join(" ").trim_end_matches('.').to_owned()
}

/// Replaces a literal.
struct Literal<'t>(&'t str);

impl VisitMut for Literal<'_> {
    fn visit_lit_str_mut(&mut self, literal: &mut LitStr) {
        *literal = LitStr::new(self.0, literal.span());
    }
}
