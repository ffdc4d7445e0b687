//! The files of a crate, the names in each of its modules, and the paths that lead
//! from one to another.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit_mut::VisitMut;
use syn::{ImplItem, Item, Meta, Type};

use super::paths::{Paths, brought, line_of, segments};

/// How many names may lead from one to the next: `pub use` can run in circles.
const MAX_HOPS: usize = 16;

/// The modules of a crate, by their paths; the root's is empty.
pub(crate) struct Sources {
    modules: BTreeMap<String, Module>,
    /// Type and associated item → the modules of the `impl`s that have it.
    associated: BTreeMap<(String, String), Vec<String>>,
    texts: BTreeMap<String, String>,
    uses: Vec<Use>,
}

#[derive(Default)]
struct Module {
    file: String,
    /// A module and a function may share a name.
    names: BTreeMap<String, Vec<Name>>,
    globs: Vec<Vec<String>>,
    paths: Vec<Vec<String>>,
}

#[derive(Clone)]
enum Name {
    Item,
    Module(String),
    /// Of generated code, which has no file.
    Generated,
    Import(Vec<String>),
}

/// A path in a module that leads to something of another one.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Use {
    pub(crate) from: String,
    pub(crate) to: String,
    /// As it is written, without groups.
    pub(crate) path: String,
}

/// What a path leads to.
#[derive(Clone, PartialEq)]
enum Target {
    Module(String),
    Item { module: String, name: String },
}

impl Sources {
    pub(crate) fn read(folder: &Path, root: &str) -> Self {
        let mut sources = Self {
            modules: BTreeMap::new(),
            associated: BTreeMap::new(),
            texts: BTreeMap::new(),
            uses: Vec::new(),
        };
        let mut impls = Vec::new();
        sources.file_of_module(folder, Path::new(root), "", &mut impls);
        for (module, ty, item) in impls {
            for target in sources.resolve(&module, &ty, MAX_HOPS) {
                if let Target::Item { module: of, name } = target {
                    let key = (join(&of, &name), item.clone());
                    let modules = sources.associated.entry(key).or_default();
                    modules.push(module.clone());
                }
            }
        }
        sources.uses = sources.all_uses();
        sources
    }

    pub(crate) fn modules(&self) -> impl Iterator<Item = &str> {
        self.modules.keys().map(String::as_str)
    }

    pub(crate) fn children(&self, owner: &str) -> impl Iterator<Item = &str> {
        let depth = |path: &str| path.matches("::").count() + usize::from(!path.is_empty());
        let is_child = move |path: &&String| match owner {
            "" => depth(path) == 1,
            owner => depth(path) == depth(owner) + 1 && path.starts_with(&format!("{owner}::")),
        };
        let children = self.modules.keys().filter(is_child);
        children.filter_map(|path| path.rsplit("::").next())
    }

    pub(crate) fn uses(&self) -> &[Use] {
        &self.uses
    }

    /// The file that holds a module, relative to the root's folder.
    pub(crate) fn file(&self, module: &str) -> &str {
        self.modules
            .get(module)
            .map_or("", |module| module.file.as_str())
    }

    /// The comments of a file, documentation too, without their slashes.
    pub(crate) fn comments(&self, module: &str) -> impl Iterator<Item = &str> {
        let text = self.texts.get(self.file(module)).map_or("", String::as_str);
        let comments = text
            .lines()
            .filter_map(|line| line.trim().strip_prefix("//"));
        comments.map(|comment| comment.trim_start_matches(['/', '!']).trim())
    }

    fn file_of_module(
        &mut self,
        folder: &Path,
        file: &Path,
        path: &str,
        impls: &mut Vec<(String, Vec<String>, String)>,
    ) {
        let text = fs::read_to_string(folder.join(file)).expect("the source is there");
        let parsed = syn::parse_file(&text).expect("the source is Rust");
        let names: Vec<_> = file.iter().map(|name| name.to_string_lossy()).collect();
        let name = names.join("/");
        self.texts.insert(name.clone(), text);
        let module = Module {
            file: name,
            ..Module::default()
        };
        self.modules.insert(path.to_owned(), module);
        let children = match path {
            "" => PathBuf::new(),
            _ => file.with_extension(""),
        };
        self.items(parsed.items, folder, &children, path, impls);
    }

    fn items(
        &mut self,
        items: Vec<Item>,
        folder: &Path,
        children: &Path,
        path: &str,
        impls: &mut Vec<(String, Vec<String>, String)>,
    ) {
        for mut item in items {
            if is_test(&item) {
                continue;
            }
            if let Item::Mod(module) = item {
                let name = module.ident.to_string();
                let inner = join(path, &name);
                let known = match module.content {
                    None => {
                        let file = children.join(format!("{name}.rs"));
                        self.file_of_module(folder, &file, &inner, impls);
                        Name::Module(inner)
                    }
                    Some((_, items)) if items.iter().any(is_include) => Name::Generated,
                    Some((_, items)) => {
                        let module = Module {
                            file: self.file(path).to_owned(),
                            ..Module::default()
                        };
                        self.modules.insert(inner.clone(), module);
                        self.items(items, folder, children, &inner, impls);
                        Name::Module(inner)
                    }
                };
                self.module(path).names.entry(name).or_default().push(known);
                continue;
            }
            let mut own_type = Vec::new();
            if let Item::Impl(block) = &item
                && let Type::Path(ty) = &*block.self_ty
            {
                own_type = segments(&ty.path).collect();
                for item in block.items.iter().filter_map(associated) {
                    impls.push((path.to_owned(), own_type.clone(), item));
                }
            }
            let module = self.module(path);
            if let Item::Use(item) = &item {
                for (path, name) in brought(&item.tree, Vec::new()) {
                    match name {
                        Some(name) => {
                            let names = module.names.entry(name).or_default();
                            names.push(Name::Import(path.clone()));
                        }
                        None => module.globs.push(path.clone()),
                    }
                    module.paths.push(path);
                }
                continue;
            }
            if let Some(name) = defined(&item) {
                module.names.entry(name).or_default().push(Name::Item);
            }
            let mut paths = Paths {
                found: &mut module.paths,
                own_type,
            };
            paths.visit_item_mut(&mut item);
        }
    }

    fn module(&mut self, path: &str) -> &mut Module {
        self.modules.entry(path.to_owned()).or_default()
    }

    fn all_uses(&self) -> Vec<Use> {
        let mut uses = Vec::new();
        for (from, module) in &self.modules {
            for path in &module.paths {
                for target in self.resolve(from, path, MAX_HOPS) {
                    let to = match target {
                        Target::Module(to) | Target::Item { module: to, .. } => to,
                    };
                    if to != *from {
                        uses.push(Use {
                            from: from.clone(),
                            to,
                            path: path.join("::").trim_end_matches("::self").to_owned(),
                        });
                    }
                }
            }
        }
        uses.sort();
        uses.dedup();
        uses
    }

    /// What a path leads to: nothing outside of the crate.
    fn resolve(&self, module: &str, path: &[String], hops: usize) -> Vec<Target> {
        let Some((first, rest)) = path.split_first() else {
            return Vec::new();
        };
        let mut targets = match first.as_str() {
            "crate" => vec![Target::Module(String::new())],
            "self" => vec![Target::Module(module.to_owned())],
            "super" => vec![Target::Module(parent(module))],
            name => self.named(module, name, hops),
        };
        for name in rest {
            // Of a module and a function of one name, the module.
            let is_module = |target: &Target| matches!(target, Target::Module(_));
            if targets.iter().any(is_module) {
                targets.retain(is_module);
            }
            if name == "self" {
                continue;
            }
            let next = targets.iter().flat_map(|target| match target {
                Target::Module(module) if name == "super" => vec![Target::Module(parent(module))],
                Target::Module(module) => {
                    let found = self.named(module, name, hops);
                    match found.is_empty() && !self.is_generated(module, name) {
                        // A macro made it.
                        true => vec![Target::Item {
                            module: module.clone(),
                            name: name.clone(),
                        }],
                        false => found,
                    }
                }
                Target::Item { module, name: item } => {
                    let key = (join(module, item), name.clone());
                    let own = std::slice::from_ref(module);
                    let modules = self.associated.get(&key).map_or(own, Vec::as_slice);
                    let target = |module: &String| Target::Item {
                        module: module.clone(),
                        name: item.clone(),
                    };
                    modules.iter().map(target).collect()
                }
            });
            targets = next.collect();
        }
        targets
    }

    fn is_generated(&self, module: &str, name: &str) -> bool {
        let names = self
            .modules
            .get(module)
            .and_then(|module| module.names.get(name));
        names.is_some_and(|names| names.iter().any(|name| !matches!(name, Name::Item)))
    }

    fn named(&self, module: &str, name: &str, hops: usize) -> Vec<Target> {
        let (Some(known), Some(hops)) = (self.modules.get(module), hops.checked_sub(1)) else {
            return Vec::new();
        };
        if let Some(names) = known.names.get(name) {
            let targets = names.iter().flat_map(|found| match found {
                Name::Item => vec![Target::Item {
                    module: module.to_owned(),
                    name: name.to_owned(),
                }],
                Name::Module(path) => vec![Target::Module(path.clone())],
                Name::Generated => Vec::new(),
                // An import may have the name of what it imports.
                Name::Import(path) if path.len() == 1 && path[0] == name => Vec::new(),
                Name::Import(path) => self.resolve(module, path, hops),
            });
            return targets.collect();
        }
        let globs = known.globs.iter();
        let opened = globs.flat_map(|path| self.resolve(module, path, hops));
        let opened = opened.filter_map(|target| match target {
            Target::Module(opened) if opened != module => Some(opened),
            _ => None,
        });
        opened
            .flat_map(|opened| self.named(&opened, name, hops))
            .collect()
    }
}

impl Use {
    /// `file:line`
    pub(crate) fn place(&self, sources: &Sources) -> String {
        let file = sources.file(&self.from);
        let text = sources.texts.get(file).map_or("", String::as_str);
        format!("{file}:{}", line_of(text, &self.path))
    }
}

fn associated(item: &ImplItem) -> Option<String> {
    match item {
        ImplItem::Const(item) => Some(item.ident.to_string()),
        ImplItem::Fn(item) => Some(item.sig.ident.to_string()),
        ImplItem::Type(item) => Some(item.ident.to_string()),
        _ => None,
    }
}

fn defined(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}

fn is_test(item: &Item) -> bool {
    let attributes = match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => return false,
    };
    attributes.iter().any(|attribute| {
        let last = attribute.path().segments.last();
        match &attribute.meta {
            // `cfg(test)`, `cfg(all(test, …))`
            Meta::List(list) if list.path.is_ident("cfg") => {
                let words = list.tokens.to_string();
                let mut words = words.split(|c: char| !c.is_alphanumeric());
                words.clone().any(|word| word == "test") && !words.any(|word| word == "not")
            }
            // `test`, `tokio::test`
            _ => last.is_some_and(|last| last.ident == "test"),
        }
    })
}

fn is_include(item: &Item) -> bool {
    matches!(item, Item::Macro(item) if item.mac.path.is_ident("include"))
}

fn join(module: &str, name: &str) -> String {
    match module {
        "" => name.to_owned(),
        _ => format!("{module}::{name}"),
    }
}

fn parent(module: &str) -> String {
    let parent = module.rsplit_once("::").map(|(parent, _)| parent);
    parent.unwrap_or_default().to_owned()
}
