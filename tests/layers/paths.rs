//! The paths in code, as they are written.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Meta, UseTree};

/// What a `use` brings in: each path, and its name here; none if it is all that the
/// path has.
pub(super) fn brought(tree: &UseTree, mut path: Vec<String>) -> Vec<(Vec<String>, Option<String>)> {
    let name = match tree {
        UseTree::Path(tree) => {
            path.push(tree.ident.to_string());
            return brought(&tree.tree, path);
        }
        UseTree::Group(group) => {
            let trees = group.items.iter();
            return trees.flat_map(|tree| brought(tree, path.clone())).collect();
        }
        UseTree::Name(name) => {
            let owner = path.last().cloned();
            path.push(name.ident.to_string());
            match name.ident == "self" {
                true => owner,
                false => path.last().cloned(),
            }
        }
        UseTree::Rename(rename) => {
            path.push(rename.ident.to_string());
            Some(rename.rename.to_string())
        }
        _ => None,
    };
    vec![(path, name)]
}

/// The paths in code.
pub(super) struct Paths<'a> {
    pub(super) found: &'a mut Vec<Vec<String>>,
    /// What `Self` is.
    pub(super) own_type: Vec<String>,
}

impl VisitMut for Paths<'_> {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        // A single name is one of this module, or brought in by a `use`.
        if path.leading_colon.is_none() && path.segments.len() > 1 {
            self.add(segments(path).collect());
        }
        visit_mut::visit_path_mut(self, path);
    }

    /// One within a function.
    fn visit_item_use_mut(&mut self, item: &mut syn::ItemUse) {
        let brought = brought(&item.tree, Vec::new()).into_iter();
        self.found.extend(brought.map(|(path, _)| path));
    }

    fn visit_macro_mut(&mut self, invocation: &mut syn::Macro) {
        // What is quoted is generated code.
        let name = invocation.path.segments.last();
        if !name.is_some_and(|name| QUOTES.iter().any(|quote| name.ident == quote)) {
            self.tokens(invocation.tokens.clone());
        }
    }

    /// Derived traits, and functions that are named in a text: `"crate::f"`.
    fn visit_attribute_mut(&mut self, attribute: &mut Attribute) {
        if let Meta::List(list) = &attribute.meta {
            self.tokens(list.tokens.clone());
        }
    }

    /// Nobody is used by being allowed to see something.
    fn visit_visibility_mut(&mut self, _: &mut syn::Visibility) {}
}

const QUOTES: [&str; 4] = [
    "parse_quote",
    "parse_quote_spanned",
    "quote",
    "quote_spanned",
];

impl Paths<'_> {
    fn add(&mut self, path: Vec<String>) {
        match path.split_first() {
            Some((first, rest)) if first == "Self" => {
                self.found.push([&self.own_type, rest].concat());
            }
            _ => self.found.push(path),
        }
    }

    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        let is_colon = |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(first) => {
                    let is_absolute = at > 2 && is_colon(at - 2) && is_colon(at - 3);
                    let mut path = vec![first.to_string()];
                    while is_colon(at)
                        && is_colon(at + 1)
                        && let Some(TokenTree::Ident(next)) = tokens.get(at + 2)
                    {
                        path.push(next.to_string());
                        at += 3;
                    }
                    if !is_absolute && path.len() > 1 {
                        self.add(path);
                    }
                }
                TokenTree::Literal(literal) => {
                    let text = literal.to_string();
                    let path = text.trim_matches('"').split("::").map(str::to_owned);
                    let path: Vec<_> = path.collect();
                    if path.len() > 1 && ["crate", "self", "super"].contains(&path[0].as_str()) {
                        self.add(path);
                    }
                }
                TokenTree::Punct(_) => {}
            }
        }
    }
}

pub(super) fn segments(path: &syn::Path) -> impl Iterator<Item = String> {
    path.segments
        .iter()
        .map(|segment| segment.ident.to_string())
}

/// The line on which a path ends, from 1. Its segments follow one another within a
/// statement; between them may be others of a group.
pub(super) fn line_of(text: &str, path: &str) -> usize {
    let words = text.lines().enumerate().flat_map(|(index, line)| {
        let code = line.split("//").next().unwrap_or_default();
        let words = code.split_inclusive(|c: char| !c.is_alphanumeric() && c != '_');
        words.map(move |word| (index + 1, word))
    });
    let words: Vec<_> = words.collect();
    let ends = (0..words.len()).filter_map(|start| {
        let mut segments = path.split("::").peekable();
        for (index, (line, word)) in words.iter().enumerate().skip(start) {
            let name = word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '_');
            if segments.peek() == Some(&name) {
                segments.next();
            } else if index == start {
                return None;
            }
            if segments.peek().is_none() {
                return Some(*line);
            }
            if word.ends_with(';') {
                return None;
            }
        }
        None
    });
    ends.min().unwrap_or_default()
}
