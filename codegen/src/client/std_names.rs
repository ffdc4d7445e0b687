//! Paths for the names `String` and `Default`: typify writes them without a path in some
//! places, where they would be the schemas with these names.

use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{ExprPath, Item, ItemImpl, Path, parse_quote};

use super::syntax::types;
use crate::names::Names;

/// Writes the paths, if a schema has such a name.
pub(super) fn in_full(wire: &mut syn::File, names: &Names) {
    let is_hidden = |name: &str| names.types().any(|ty| ty.name == name);
    let (hides_string, hides_default) = (is_hidden("String"), is_hidden("Default"));
    let types = types(wire).filter(|_| hides_string || hides_default);
    for item in types.into_iter().flatten() {
        if hides_default {
            StdDefault.visit_item_mut(item);
        }
        let Item::Impl(block) = item else { continue };
        if hides_string && is_try_from_string(block) {
            // Do not change the type that the block is for: it may be the schema.
            if let Some((path, _)) = &mut block.trait_ {
                StdString.visit_path_mut(path);
            }
            for item in &mut block.items {
                StdString.visit_impl_item_mut(item);
            }
        }
    }
}

/// Typify writes this one without a path for `String`, which may be the name of a schema.
fn is_try_from_string(block: &ItemImpl) -> bool {
    let implemented = block
        .trait_
        .as_ref()
        .and_then(|(path, _)| path.segments.last());
    implemented.is_some_and(|implemented| {
        let arguments = implemented.arguments.to_token_stream().to_string();
        implemented.ident == "TryFrom" && arguments == "< String >"
    })
}

/// `String` → `::std::string::String`
struct StdString;

impl VisitMut for StdString {
    fn visit_path_mut(&mut self, path: &mut Path) {
        if path.is_ident("String") {
            *path = parse_quote!(::std::string::String);
        }
        visit_mut::visit_path_mut(self, path);
    }
}

/// `Default::default()` → `::std::default::Default::default()`
struct StdDefault;

impl VisitMut for StdDefault {
    fn visit_expr_path_mut(&mut self, path: &mut ExprPath) {
        let mut segments = path.path.segments.iter();
        if path.path.leading_colon.is_none()
            && segments
                .next()
                .is_some_and(|first| first.ident == "Default")
            && segments
                .next()
                .is_some_and(|second| second.ident == "default")
        {
            path.path = parse_quote!(::std::default::Default::default);
        }
    }
}
