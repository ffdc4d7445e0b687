//! The public items of Rust source: what callers can name.
//!
//! Reads source with `syn`, not a compiled crate: generated source has no
//! macros and no globs among its public items, so nothing is missed, and it
//! takes milliseconds. Names are resolved by [`names`]; private modules count
//! as far as `pub use` opens them.

mod names;
mod signature;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use syn::{Attribute, Fields, ImplItem, Item, ItemImpl, Meta, Token, Visibility};

use names::Names;

/// The public items of a source file, by path. `Display` is a line each, with
/// the traits of a type on the line after.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Surface {
    /// The items; fields, variants and methods stand below their type.
    pub items: BTreeMap<String, PublicItem>,
}

/// One public item.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct PublicItem {
    /// The item without body and documentation, in one line.
    pub signature: String,
    /// The traits that a type derives or implements.
    pub traits: BTreeSet<String>,
}

impl Surface {
    /// Reads the surface of a crate, or of a module, from one source text.
    ///
    /// # Errors
    /// If the text is not Rust.
    pub fn of(source: &str) -> syn::Result<Self> {
        let file = syn::parse_file(source)?;
        let names = Names::of(&file.items);
        let mut surface = Self::default();
        let mut public_names: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (public, definition) in names.public() {
            match names.item(&definition) {
                Some(item) => surface.item(&public, item),
                None => surface.add(&public, format!("pub use {definition}")),
            }
            public_names.entry(definition).or_default().push(public);
        }
        for (module, block) in names.impls() {
            let definition = names.definition(module, &block.self_ty);
            let public = definition.and_then(|definition| public_names.get(&definition));
            for public in public.into_iter().flatten() {
                surface.block(public, block);
            }
        }
        Ok(surface)
    }

    fn add(&mut self, path: &str, signature: String) {
        self.items.entry(path.to_owned()).or_default().signature = signature;
    }

    fn item(&mut self, path: &str, item: &Item) {
        match item {
            Item::Struct(item) => {
                let tuple = matches!(item.fields, Fields::Unnamed(_));
                let hidden = item.fields.iter().any(|field| !is_pub(&field.vis));
                let rest = match (tuple, hidden) {
                    (true, _) => "(..)",
                    (false, true) => " { .. }",
                    (false, false) => "",
                };
                self.add(
                    path,
                    format!(
                        "{}pub struct {path}{}{rest}",
                        exhaustive(&item.attrs),
                        signature::of(&item.generics)
                    ),
                );
                self.derives(path, &item.attrs);
                for (index, field) in item.fields.iter().enumerate() {
                    if is_pub(&field.vis) {
                        let name = match &field.ident {
                            Some(name) => name.to_string(),
                            None => index.to_string(),
                        };
                        let field = format!("{path}::{name}: {}", signature::of(&field.ty));
                        self.add(&format!("{path}::{name}"), format!("pub {field}"));
                    }
                }
            }
            Item::Enum(item) => {
                self.add(
                    path,
                    format!(
                        "{}pub enum {path}{}",
                        exhaustive(&item.attrs),
                        signature::of(&item.generics)
                    ),
                );
                self.derives(path, &item.attrs);
                for variant in &item.variants {
                    let variant_path = format!("{path}::{}", variant.ident);
                    let fields = signature::fields(&variant.fields);
                    self.add(&variant_path, format!("{variant_path}{fields}"));
                }
            }
            Item::Fn(item) => self.add(path, signature::function(path, &item.sig)),
            Item::Const(item) => {
                self.add(
                    path,
                    format!("pub const {path}: {}", signature::of(&item.ty)),
                );
            }
            Item::Static(item) => {
                self.add(
                    path,
                    format!("pub static {path}: {}", signature::of(&item.ty)),
                );
            }
            Item::Type(item) => {
                self.add(
                    path,
                    format!("pub type {path} = {}", signature::of(&item.ty)),
                );
            }
            Item::Mod(_) => self.add(path, format!("pub mod {path}")),
            other => self.add(path, signature::of(other)),
        }
    }

    fn derives(&mut self, path: &str, attributes: &[Attribute]) {
        for attribute in attributes
            .iter()
            .filter(|one| one.path().is_ident("derive"))
        {
            let derived = attribute.parse_args_with(
                syn::punctuated::Punctuated::<syn::Path, Token![,]>::parse_terminated,
            );
            for path_of_trait in derived.into_iter().flatten() {
                if let (Some(name), Some(item)) =
                    (path_of_trait.segments.last(), self.items.get_mut(path))
                {
                    item.traits.insert(name.ident.to_string());
                }
            }
        }
    }

    fn block(&mut self, path: &str, block: &ItemImpl) {
        if let Some((implemented, _)) = &block.trait_ {
            let name = implemented.segments.last().map(signature::of);
            if let (Some(name), Some(item)) = (name, self.items.get_mut(path)) {
                item.traits.insert(name);
            }
            return;
        }
        for item in &block.items {
            match item {
                ImplItem::Fn(method) if is_pub(&method.vis) => {
                    let path = format!("{path}::{}", method.sig.ident);
                    self.add(&path, signature::function(&path, &method.sig));
                }
                ImplItem::Const(item) if is_pub(&item.vis) => {
                    let path = format!("{path}::{}", item.ident);
                    self.add(
                        &path,
                        format!("pub const {path}: {}", signature::of(&item.ty)),
                    );
                }
                _ => {}
            }
        }
    }
}

impl fmt::Display for Surface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for item in self.items.values() {
            writeln!(f, "{}", item.signature)?;
            if !item.traits.is_empty() {
                let traits: Vec<_> = item.traits.iter().map(String::as_str).collect();
                writeln!(f, "    impl {}", traits.join(", "))?;
            }
        }
        Ok(())
    }
}

fn is_pub(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn exhaustive(attributes: &[Attribute]) -> &'static str {
    let non_exhaustive = attributes
        .iter()
        .any(|one| matches!(&one.meta, Meta::Path(path) if path.is_ident("non_exhaustive")));
    if non_exhaustive {
        "#[non_exhaustive] "
    } else {
        ""
    }
}
