//! Adds to typify's string types: an error that names the type,
//! [`Display`](std::fmt::Display), and patterns for a smaller engine.
//!
//! This is a pass over the syntax tree: in every `impl FromStr for X` of
//! `types`, `Err("longer than 3 characters".into())` becomes
//! `Err(crate::text::refused("X", value, "longer than 3 characters", "what X is").into())`,
//! and `::regress::Regex::new("…")` becomes `::regex_lite::Regex::new("…")` with the
//! pattern [translated](crate::pattern).

use std::collections::{HashMap, HashSet};

use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Expr, ExprCall, ExprMethodCall, ExprPath, Fields, Ident, Item, ItemImpl, Lit, LitStr, Path,
    Type, parse_quote,
};

use super::syntax::types;
use crate::names::Names;
use crate::pattern::rewrite;
use crate::shape::Inventory;
use crate::tree::Node;

/// Completes the checks and error messages of types. Returns a `Display` for types that
/// contain a string and have none.
pub(super) fn complete(
    wire: &mut syn::File,
    names: &Names,
    inventory: &Inventory<'_>,
) -> Vec<Item> {
    let Some(types) = types(wire) else {
        return Vec::new();
    };

    let schemas: HashMap<&str, &Node> = names
        .types()
        .zip(&inventory.types)
        .map(|(names, ty)| (names.name.as_str(), ty.at))
        .collect();
    let mut parsed = Vec::new();
    let mut displayed = HashSet::new();
    // A name that typify writes without a path may also be the name of a schema.
    let is_hidden = |name: &str| names.types().any(|ty| ty.name == name);
    let hides_string = is_hidden("String");
    if is_hidden("Default") {
        for item in &mut *types {
            StdDefault.visit_item_mut(item);
        }
    }
    for item in &mut *types {
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
        match (implemented(block), self_type(block)) {
            (Some("FromStr"), Some(name)) => {
                let schema = schemas.get(name.to_string().as_str()).copied();
                let name = &name;
                Checks { name, schema }.visit_item_impl_mut(block);
                let name = name.clone();
                parsed.push(name);
            }
            (Some("Display"), Some(name)) => {
                displayed.insert(name);
            }
            _ => {}
        }
    }
    let strings: HashSet<_> = types.iter().filter_map(string_newtype).collect();
    let silent = parsed
        .into_iter()
        .filter(|name| strings.contains(name) && !displayed.contains(name));
    // Parsed once: only the type differs.
    let like: ItemImpl = parse_quote! {
        impl ::std::fmt::Display for types::Type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self)
            }
        }
    };
    let display = |name| {
        let mut display = like.clone();
        if let Type::Path(own) = &mut *display.self_ty
            && let Some(last) = own.path.segments.last_mut()
        {
            last.ident = name;
        }
        Item::Impl(display)
    };
    silent.map(display).collect()
}

fn implemented(block: &ItemImpl) -> Option<&'static str> {
    let (path, _) = block.trait_.as_ref()?;
    let name = &path.segments.last()?.ident;
    ["FromStr", "Display"]
        .into_iter()
        .find(|known| name == known)
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

fn self_type(block: &ItemImpl) -> Option<Ident> {
    match &*block.self_ty {
        Type::Path(path) => path.path.get_ident().cloned(),
        _ => None,
    }
}

fn string_newtype(item: &Item) -> Option<&Ident> {
    let Item::Struct(item) = item else {
        return None;
    };
    match &item.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            let Type::Path(inner) = &fields.unnamed.first()?.ty else {
                return None;
            };
            // A schema may be named `String` too.
            let is_of_std = inner.path.leading_colon.is_some();
            let is_string = is_of_std && inner.path.segments.last()?.ident == "String";
            is_string.then_some(&item.ident)
        }
        _ => None,
    }
}

/// Rewrites what `FromStr` of a type checks and its messages.
struct Checks<'a> {
    name: &'a Ident,
    schema: Option<&'a Node>,
}

impl Checks<'_> {
    /// The message of a refusal: the value, unless it is a secret, the rule, and the first
    /// sentence of the schema's description.
    fn refusal(&self, rule: &str) -> Expr {
        let name = self.name.to_string();
        let text = |key| self.schema.and_then(|schema| schema.text(key));
        let value: Expr = match text("format") {
            Some("password") => parse_quote!(::std::option::Option::None),
            _ => parse_quote!(::std::option::Option::Some(value)),
        };
        let rule = match rule.starts_with("longer") || rule.starts_with("shorter") {
            true => format!("is {rule}"),
            false => rule.to_owned(),
        };
        let about = first_sentence(text("description").unwrap_or_default());
        parse_quote!(crate::text::refused(#name, #value, #rule, #about))
    }
}

/// The first sentence of a description, in one line.
fn first_sentence(text: &str) -> String {
    let paragraph = text.split("\n\n").next().unwrap_or_default();
    let words: Vec<_> = paragraph.split_whitespace().collect();
    let end = words.iter().position(|word| word.ends_with('.'));
    let sentence = &words[..end.map_or(words.len(), |end| end + 1)];
    sentence.join(" ").trim_end_matches('.').to_owned()
}

impl VisitMut for Checks<'_> {
    fn visit_expr_call_mut(&mut self, call: &mut ExprCall) {
        if let Expr::Path(function) = &*call.func
            && is_of_regress(&function.path)
            && let Some(Expr::Lit(literal)) = call.args.first_mut()
            && let Lit::Str(pattern) = &mut literal.lit
            // Patterns that the client cannot check do not get here.
            && let value = pattern.value()
            && let Ok(translated) = rewrite(&value)
            && translated != value
        {
            *pattern = LitStr::new(&translated, pattern.span());
        }
        visit_mut::visit_expr_call_mut(self, call);
        if let Expr::Path(function) = &*call.func
            && function.path.is_ident("Err")
            && let Some(Expr::MethodCall(ExprMethodCall { receiver, .. })) = call.args.first_mut()
            && let Expr::Lit(literal) = &**receiver
            && let Lit::Str(rule) = &literal.lit
        {
            **receiver = self.refusal(&rule.value());
        }
    }

    fn visit_path_mut(&mut self, path: &mut Path) {
        if is_of_regress(path)
            && let Some(engine) = path.segments.first_mut()
        {
            engine.ident = Ident::new("regex_lite", engine.ident.span());
        }
        visit_mut::visit_path_mut(self, path);
    }
}

fn is_of_regress(path: &Path) -> bool {
    let engine = path.segments.first();
    engine.is_some_and(|engine| engine.ident == "regress")
}
