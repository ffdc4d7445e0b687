//! Each rule lists the functions that decide about it; this test compares the lists with
//! the code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{ImplItemFn, Item, ItemFn, ItemUse, Macro};

/// The functions that name each rule, by module and name.
type Deciders = BTreeMap<String, BTreeSet<String>>;

/// The functions of a folder's files that name a rule.
fn deciders(folder: &str, is_wanted: impl Fn(&str) -> bool) -> Deciders {
    let root = tests::workspace().join("codegen/src").join(folder);
    let mut found = Deciders::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the sources").flatten() {
            let file = entry.path();
            if file.is_dir() {
                folders.push(file);
                continue;
            }
            let module = module(&root, &file);
            if is_wanted(&module) {
                let text = fs::read_to_string(&file).expect("the source");
                let mut parsed = syn::parse_file(&text).expect("the source is Rust");
                let mut named = Named {
                    function: module,
                    found: &mut found,
                };
                named.visit_file_mut(&mut parsed);
            }
        }
    }
    found
}

fn module(root: &Path, file: &Path) -> String {
    let below = file.strip_prefix(root).expect("below the root");
    let names = below.with_extension("");
    let names: Vec<_> = names.iter().map(|name| name.to_string_lossy()).collect();
    names.join("::")
}

struct Named<'a> {
    /// The current function, or the module if there is none.
    function: String,
    found: &'a mut Deciders,
}

impl Named<'_> {
    fn within(&mut self, function: &str, visit: impl FnOnce(&mut Self)) {
        let outer = self.function.clone();
        self.function = format!("{outer}::{function}");
        visit(self);
        self.function = outer;
    }

    fn rule(&mut self, name: &str) {
        let functions = self.found.entry(name.to_owned()).or_default();
        functions.insert(self.function.clone());
    }

    fn tokens(&mut self, tokens: TokenStream) {
        let words = tokens.into_iter().flat_map(|token| match token {
            TokenTree::Group(group) => {
                self.tokens(group.stream());
                None
            }
            TokenTree::Ident(word) => Some(word.to_string()),
            _ => None,
        });
        let words: Vec<_> = words.collect();
        for pair in words.windows(2).filter(|pair| pair[0] == "Rule") {
            self.rule(&pair[1]);
        }
    }
}

impl VisitMut for Named<'_> {
    fn visit_item_mut(&mut self, item: &mut Item) {
        let is_test = matches!(item, Item::Mod(module) if module.ident == "tests");
        if !is_test {
            visit_mut::visit_item_mut(self, item);
        }
    }

    fn visit_item_fn_mut(&mut self, function: &mut ItemFn) {
        let name = function.sig.ident.to_string();
        self.within(&name, |named| visit_mut::visit_item_fn_mut(named, function));
    }

    fn visit_impl_item_fn_mut(&mut self, function: &mut ImplItemFn) {
        let name = function.sig.ident.to_string();
        self.within(&name, |named| {
            visit_mut::visit_impl_item_fn_mut(named, function);
        });
    }

    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        let names: Vec<_> = path.segments.iter().map(|name| &name.ident).collect();
        if let [.., owner, name] = names.as_slice()
            && *owner == "Rule"
        {
            self.rule(&name.to_string());
        }
        visit_mut::visit_path_mut(self, path);
    }

    /// Code must name a rule by `Rule::`, and not by an import.
    fn visit_item_use_mut(&mut self, item: &mut ItemUse) {
        let text = item.tree.to_token_stream().to_string();
        if text.contains("Rule ::") || text.contains("Rule as") {
            self.rule(&text);
        }
    }

    fn visit_macro_mut(&mut self, invocation: &mut Macro) {
        self.tokens(invocation.tokens.clone());
    }
}

/// The functions that the rules list.
fn declared(rules: impl Iterator<Item = (String, &'static str)>) -> Deciders {
    let functions = |text: &str| text.split(", ").map(str::to_owned).collect();
    rules
        .map(|(rule, deciders)| (rule, functions(deciders)))
        .collect()
}

#[test]
fn each_rule_of_check_is_decided_where_it_says() {
    let rules = codegen::Rule::ALL.iter();
    let declared = declared(rules.map(|rule| (format!("{rule:?}"), rule.deciders())));
    // The code that explains the rules decides about none.
    let others = ["explain", "main", "review"];
    let is_of_check = |module: &str| !others.iter().any(|other| module.starts_with(other));
    let found = deciders("", |module| {
        is_of_check(module) && module != "diagnostic::rule"
    });
    assert_eq!(found, declared);
}

#[test]
fn each_rule_of_the_review_is_decided_where_it_says() {
    let rules = codegen::review::Rule::ALL.iter();
    let declared = declared(rules.map(|rule| (format!("{rule:?}"), rule.deciders())));
    assert_eq!(deciders("review", |module| module != "rule"), declared);
}
