//! Enums of strings that keep values which the document does not list.
//!
//! ```text
//! pub enum Sort { Asc, Desc, Unknown(super::open::UnknownText) }
//! ```
//!
//! `as_str` and `From<&str>` list the values; everything else is one macro for all enums
//! ([`super::open`]). There may be many enums, so the common parts are parsed once.

use quote::{ToTokens, format_ident};
use syn::{
    Arm, Attribute, Block, Expr, ExprMatch, Fields, Ident, ImplItem, Item, ItemEnum, ItemImpl,
    ItemMacro, Pat, Stmt, Type, Variant, parse_quote,
};

use super::docs::doc;
use super::syntax::text;
use crate::markdown::code;
use crate::names::{TypeNames, UNKNOWN};
use crate::tree::Node;

/// The common parts of all enums.
pub(super) struct Enums {
    item: ItemEnum,
    writes: ItemImpl,
    reads: ItemImpl,
    /// `Self::Like => "like"`
    written: Arm,
    /// `"like" => Self::Like`
    read: Arm,
    rest: ItemMacro,
}

impl Enums {
    pub(super) fn new() -> Self {
        let unknown = format_ident!("{UNKNOWN}");
        Self {
            item: parse_quote! {
                #[derive(Clone, Debug, PartialEq, Eq, Hash)]
                #[non_exhaustive]
                pub enum Like {
                    /// A value that the document does not list; `as_str` returns it.
                    #unknown(super::open::UnknownText),
                }
            },
            writes: parse_quote! {
                impl Like {
                    /// The value as it travels.
                    #[must_use]
                    pub fn as_str(&self) -> &str {
                        match self {
                            Self::#unknown(text) => text.as_str(),
                        }
                    }
                }
            },
            reads: parse_quote! {
                impl ::std::convert::From<&str> for Like {
                    fn from(text: &str) -> Self {
                        match text {
                            text => Self::#unknown(super::open::UnknownText::new(text)),
                        }
                    }
                }
            },
            written: parse_quote!(Self::Like => "like",),
            read: parse_quote!("like" => Self::Like,),
            rest: parse_quote!(super::open::text!(Like);),
        }
    }

    /// The enum of these values.
    pub(super) fn items(
        &self,
        names: &TypeNames,
        values: &[&Node],
        about: &[Attribute],
    ) -> [Item; 4] {
        let name = format_ident!("{}", names.name);
        let texts = values.iter().filter_map(|value| value.as_str());
        let variants = names.variants.iter();
        let variants = variants.map(|variant| format_ident!("{}", variant.name));
        let variants: Vec<(Ident, &str)> = variants.zip(texts).collect();

        let mut item = self.item.clone();
        item.ident.clone_from(&name);
        item.attrs.splice(0..0, about.iter().cloned());
        let unknown = std::mem::take(&mut item.variants);
        let listed = variants.iter().map(|(variant, text)| Variant {
            attrs: vec![doc(&format!(" {}", code(&text.escape_debug().to_string())))],
            ident: variant.clone(),
            fields: Fields::Unit,
            discriminant: None,
        });
        item.variants = listed.chain(unknown).collect();

        let mut rest = self.rest.clone();
        rest.mac.tokens = name.clone().into_token_stream();
        let written = variants.iter().map(|variant| self.written(variant));
        let read = variants.iter().map(|variant| self.read(variant));
        [
            Item::Enum(item),
            Item::Impl(matching(&self.writes, &name, written)),
            Item::Impl(matching(&self.reads, &name, read)),
            Item::Macro(rest),
        ]
    }

    fn written(&self, (variant, value): &(Ident, &str)) -> Arm {
        let mut arm = self.written.clone();
        if let Pat::Path(path) = &mut arm.pat {
            name_last(&mut path.path, variant);
        }
        *arm.body = text(value);
        arm
    }

    fn read(&self, (variant, value): &(Ident, &str)) -> Arm {
        let mut arm = self.read.clone();
        if let (Pat::Lit(literal), Expr::Lit(text)) = (&mut arm.pat, text(value)) {
            *literal = text;
        }
        if let Expr::Path(path) = &mut *arm.body {
            name_last(&mut path.path, variant);
        }
        arm
    }
}

/// A copy of a block for another type, with these arms first.
fn matching(like: &ItemImpl, name: &Ident, arms: impl Iterator<Item = Arm>) -> ItemImpl {
    let mut block = like.clone();
    if let Type::Path(ty) = &mut *block.self_ty {
        name_last(&mut ty.path, name);
    }
    if let Some(ImplItem::Fn(function)) = block.items.first_mut()
        && let Some(all) = arms_of(&mut function.block)
    {
        all.splice(0..0, arms);
    }
    block
}

fn arms_of(block: &mut Block) -> Option<&mut Vec<Arm>> {
    match block.stmts.first_mut() {
        Some(Stmt::Expr(Expr::Match(ExprMatch { arms, .. }), _)) => Some(arms),
        _ => None,
    }
}

fn name_last(path: &mut syn::Path, name: &Ident) {
    if let Some(last) = path.segments.last_mut() {
        last.ident.clone_from(name);
    }
}
