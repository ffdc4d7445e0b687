//! The definition behind a name, and the names under which callers see it.

use std::collections::BTreeMap;

use syn::{Attribute, Item, ItemImpl, ItemMacro, Meta, Type, UseTree, Visibility};

use super::macros;

/// How long a chain of `use` declarations may be, and how deep public modules may be
/// nested: `pub use` can form cycles.
const MAX_HOPS: usize = 16;

/// The names of one source text. A definition is identified by its path from the root,
/// such as `wire::types::UserId`.
#[derive(Default)]
pub(super) struct Names<'a> {
    items: BTreeMap<String, &'a Item>,
    impls: Vec<(String, &'a ItemImpl)>,
    /// Macros by name; generated source has no two with the same name.
    macros: BTreeMap<String, &'a ItemMacro>,
    /// Module → the macros that are called in it.
    calls: Vec<(String, &'a ItemMacro)>,
    /// Module and name → the path that a `use` in the module imports under that name.
    uses: BTreeMap<(String, String), Vec<String>>,
    /// Module → its public names.
    exports: BTreeMap<String, Vec<String>>,
}

impl<'a> Names<'a> {
    pub(super) fn of(items: &'a [Item]) -> Self {
        let mut names = Self::default();
        names.module("", items);
        names
    }

    pub(super) fn item(&self, definition: &str) -> Option<&'a Item> {
        self.items.get(definition).copied()
    }

    pub(super) fn impls(&self) -> impl Iterator<Item = (&str, &'a ItemImpl)> {
        self.impls
            .iter()
            .map(|(module, block)| (module.as_str(), *block))
    }

    /// The items that macros write, each with its module.
    pub(super) fn written_by_macros(&self) -> Vec<(&str, Item)> {
        let mut written = Vec::new();
        for (module, call) in &self.calls {
            let path = &call.mac.path;
            let name = path.segments.last().map(|last| last.ident.to_string());
            let definition = name.and_then(|name| self.macros.get(&name));
            let items = definition.map(|definition| macros::written(definition, call));
            let items = items.into_iter().flatten();
            written.extend(items.map(|item| (module.as_str(), item)));
        }
        written
    }

    /// Every public path, with the definition behind it. For items outside of the source,
    /// this is the path by which they are imported.
    pub(super) fn public(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let mut modules = vec![(String::new(), String::new())];
        while let Some((public, module)) = modules.pop() {
            for name in self.exports.get(&module).into_iter().flatten() {
                let public = join(&public, name);
                let definition = self
                    .resolve(&module, std::slice::from_ref(name), MAX_HOPS)
                    .unwrap_or_else(|| join(&module, name));
                let depth = public.matches("::").count();
                if depth < MAX_HOPS && matches!(self.item(&definition), Some(Item::Mod(_))) {
                    modules.push((public.clone(), definition.clone()));
                }
                found.push((public, definition));
            }
        }
        found.sort();
        found
    }

    /// The definition of the type that an `impl` in `module` is for.
    pub(super) fn definition(&self, module: &str, ty: &Type) -> Option<String> {
        let Type::Path(path) = ty else { return None };
        let segments = path.path.segments.iter();
        let path: Vec<_> = segments.map(|segment| segment.ident.to_string()).collect();
        self.resolve(module, &path, MAX_HOPS)
    }

    fn module(&mut self, path: &str, items: &'a [Item]) {
        for item in items {
            match item {
                Item::Use(item) => self.tree(path, is_pub(&item.vis), &item.tree, Vec::new()),
                Item::Impl(block) => self.impls.push((path.to_owned(), block)),
                Item::Macro(item) => match &item.ident {
                    Some(name) => drop(self.macros.insert(name.to_string(), item)),
                    None => self.calls.push((path.to_owned(), item)),
                },
                _ => {
                    let Some((name, visibility, attributes)) = named(item) else {
                        continue;
                    };
                    if is_hidden(attributes) {
                        continue;
                    }
                    if is_pub(visibility) {
                        self.exports
                            .entry(path.to_owned())
                            .or_default()
                            .push(name.clone());
                    }
                    let definition = join(path, &name);
                    if let Item::Mod(module) = item
                        && let Some((_, items)) = &module.content
                    {
                        self.module(&definition, items);
                    }
                    self.items.insert(definition, item);
                }
            }
        }
    }

    fn tree(&mut self, module: &str, public: bool, tree: &UseTree, mut path: Vec<String>) {
        let (name, last) = match tree {
            UseTree::Path(tree) => {
                path.push(tree.ident.to_string());
                return self.tree(module, public, &tree.tree, path);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.tree(module, public, tree, path.clone());
                }
                return;
            }
            UseTree::Name(name) => (name.ident.to_string(), name.ident.to_string()),
            UseTree::Rename(rename) => (rename.rename.to_string(), rename.ident.to_string()),
            _ => return,
        };
        path.push(last);
        if public {
            self.exports
                .entry(module.to_owned())
                .or_default()
                .push(name.clone());
        }
        self.uses.insert((module.to_owned(), name), path);
    }

    /// The definition that `path` means in `module`.
    fn resolve(&self, module: &str, path: &[String], hops: usize) -> Option<String> {
        let (first, rest) = path.split_first()?;
        let mut definition = match first.as_str() {
            "crate" => String::new(),
            "self" => module.to_owned(),
            "super" => parent(module),
            name => self.step(module, name, hops)?,
        };
        for name in rest {
            definition = match name.as_str() {
                "super" => parent(&definition),
                name => self.step(&definition, name, hops)?,
            };
        }
        Some(definition)
    }

    fn step(&self, module: &str, name: &str, hops: usize) -> Option<String> {
        let defined = join(module, name);
        if self.items.contains_key(&defined) {
            return Some(defined);
        }
        let brought = self.uses.get(&(module.to_owned(), name.to_owned()))?;
        let outside = || brought.join("::");
        match hops.checked_sub(1) {
            Some(hops) => Some(self.resolve(module, brought, hops).unwrap_or_else(outside)),
            None => Some(outside()),
        }
    }
}

fn named(item: &Item) -> Option<(String, &Visibility, &[Attribute])> {
    let (name, visibility, attributes) = match item {
        Item::Struct(item) => (&item.ident, &item.vis, &item.attrs),
        Item::Enum(item) => (&item.ident, &item.vis, &item.attrs),
        Item::Union(item) => (&item.ident, &item.vis, &item.attrs),
        Item::Trait(item) => (&item.ident, &item.vis, &item.attrs),
        Item::Type(item) => (&item.ident, &item.vis, &item.attrs),
        Item::Const(item) => (&item.ident, &item.vis, &item.attrs),
        Item::Static(item) => (&item.ident, &item.vis, &item.attrs),
        Item::Fn(item) => (&item.sig.ident, &item.vis, &item.attrs),
        Item::Mod(item) => (&item.ident, &item.vis, &item.attrs),
        _ => return None,
    };
    Some((name.to_string(), visibility, attributes))
}

/// Tests, and what documentation hides.
fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) => {
            let tokens = list.tokens.to_string();
            list.path.is_ident("doc") && tokens == "hidden"
                || list.path.is_ident("cfg") && tokens == "test"
        }
        _ => false,
    })
}

pub(super) fn is_pub(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn join(module: &str, name: &str) -> String {
    match module {
        "" => name.to_owned(),
        _ => format!("{module}::{name}"),
    }
}

fn parent(module: &str) -> String {
    module
        .rsplit_once("::")
        .map_or_else(String::new, |(parent, _)| parent.to_owned())
}
