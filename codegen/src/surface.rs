//! The public items of Rust source: everything that callers can name.
//!
//! This reads source with `syn` instead of compiling a crate, and takes milliseconds. It
//! works because generated source has no globs among its public items, and only simple
//! [`macros`], which implement traits. [`names`] resolves names; items of private modules
//! count if `pub use` exports them.

mod macros;
mod names;
mod signature;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use syn::{
    Attribute, Fields, GenericArgument, ImplItem, Item, ItemEnum, ItemImpl, ItemStruct, Meta,
    PathArguments, PathSegment, Signature, Token, TraitItem, Type,
};

use names::{Names, is_pub};

/// The public items of a source file, by path. `Display` writes one line for each item,
/// and the traits of a type on the line after it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Surface {
    /// The items; fields, variants and methods are below their type.
    pub items: BTreeMap<String, PublicItem>,
}

/// One public item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublicItem {
    /// The item without body and documentation, in one line.
    pub signature: String,
    /// The signature without the names of arguments, which callers never write.
    pub call: String,
    /// The kind of item, which decides what can be below it.
    pub kind: ItemKind,
    /// The traits that a type derives or implements.
    pub traits: BTreeSet<String>,
}

/// The kind of a public item, as far as it matters for the items below it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ItemKind {
    /// A struct; its fields and methods are below it.
    Struct {
        /// Whether callers can write all of its fields, so that another field breaks
        /// them.
        is_exhaustive: bool,
    },
    /// An enum; its variants and methods are below it.
    Enum {
        /// Whether callers can match all of its variants, so that another variant breaks
        /// them.
        is_exhaustive: bool,
    },
    /// A field of a struct.
    Field,
    /// A variant of an enum.
    Variant,
    /// A module, which matters only for the items below it.
    Module,
    /// Anything else: functions, constants, aliases.
    #[default]
    Other,
}

impl Surface {
    /// Reads the surface of a crate, or of a module, from one source text.
    ///
    /// # Errors
    /// An error if the text is not Rust.
    pub fn of(source: &str) -> syn::Result<Self> {
        Ok(Self::of_items(&syn::parse_file(source)?.items))
    }

    /// Reads the surface of a crate, or of a module, from its syntax.
    pub(crate) fn of_items(items: &[Item]) -> Self {
        let names = Names::of(items);
        let mut surface = Self::default();
        let mut public_names: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (public, definition) in names.public() {
            match names.item(&definition) {
                Some(item) => surface.item(&public, item),
                None => surface.add(&public, format!("pub use {definition}")),
            }
            public_names.entry(definition).or_default().push(public);
        }
        let written = names.written_by_macros();
        let written = written.iter().filter_map(|(module, item)| match item {
            Item::Impl(block) => Some((*module, block)),
            _ => None,
        });
        for (module, block) in names.impls().chain(written) {
            let public = |ty: &Type| -> &[String] {
                let definition = names.definition(module, ty);
                let public = definition.and_then(|definition| public_names.get(&definition));
                public.map_or(&[], Vec::as_slice)
            };
            for name in public(&block.self_ty) {
                surface.block(name, block);
            }
            // `impl From<Name> for String` belongs to `Name`.
            for name in arguments(block).flat_map(public) {
                surface.conversion(name, block);
            }
        }
        surface
    }

    fn add(&mut self, path: &str, signature: String) {
        self.add_kind(path, signature, ItemKind::Other);
    }

    fn add_kind(&mut self, path: &str, signature: String, kind: ItemKind) {
        let item = self.items.entry(path.to_owned()).or_default();
        item.call.clone_from(&signature);
        item.signature = signature;
        item.kind = kind;
    }

    fn add_function(&mut self, path: &str, sig: &Signature) {
        self.add(path, signature::function(path, sig));
        if let Some(item) = self.items.get_mut(path) {
            item.call = signature::call(path, sig);
        }
    }

    fn item(&mut self, path: &str, item: &Item) {
        match item {
            Item::Struct(item) => self.structure(path, item),
            Item::Enum(item) => self.enumeration(path, item),
            Item::Fn(item) => self.add_function(path, &item.sig),
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
                let generics = signature::of(&item.generics);
                let ty = signature::of(&item.ty);
                self.add(path, format!("pub type {path}{generics} = {ty}"));
            }
            Item::Trait(item) => {
                let generics = signature::of(&item.generics);
                let bounds = signature::of(&item.supertraits);
                self.add(path, format!("pub trait {path}{generics}: {bounds}"));
                for item in &item.items {
                    if let TraitItem::Fn(method) = item {
                        self.add_function(&format!("{path}::{}", method.sig.ident), &method.sig);
                    }
                }
            }
            Item::Mod(_) => self.add_kind(path, format!("pub mod {path}"), ItemKind::Module),
            other => self.add(path, signature::of(other)),
        }
    }

    fn structure(&mut self, path: &str, item: &ItemStruct) {
        let tuple = matches!(item.fields, Fields::Unnamed(_));
        let hidden = item.fields.iter().any(|field| !is_pub(&field.vis));
        let rest = match (tuple, hidden) {
            (true, _) => "(..)",
            (false, true) => " { .. }",
            (false, false) => "",
        };
        let marker = non_exhaustive(&item.attrs);
        let generics = signature::of(&item.generics);
        let is_exhaustive = marker.is_empty() && !hidden;
        self.add_kind(
            path,
            format!("{marker}pub struct {path}{generics}{rest}"),
            ItemKind::Struct { is_exhaustive },
        );
        self.derives(path, &item.attrs);
        for (index, field) in item.fields.iter().enumerate() {
            if is_pub(&field.vis) {
                let name = match &field.ident {
                    Some(name) => name.to_string(),
                    None => index.to_string(),
                };
                let path = format!("{path}::{name}");
                let ty = signature::of(&field.ty);
                self.add_kind(&path, format!("pub {path}: {ty}"), ItemKind::Field);
            }
        }
    }

    fn enumeration(&mut self, path: &str, item: &ItemEnum) {
        let marker = non_exhaustive(&item.attrs);
        let generics = signature::of(&item.generics);
        let is_exhaustive = marker.is_empty();
        self.add_kind(
            path,
            format!("{marker}pub enum {path}{generics}"),
            ItemKind::Enum { is_exhaustive },
        );
        self.derives(path, &item.attrs);
        for variant in &item.variants {
            let path = format!("{path}::{}", variant.ident);
            let fields = signature::fields(&variant.fields);
            self.add_kind(&path, format!("{path}{fields}"), ItemKind::Variant);
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
            let name = implemented.segments.last().map(name_of_trait);
            if let (Some(name), Some(item)) = (name, self.items.get_mut(path)) {
                item.traits.insert(name);
            }
            return;
        }
        for item in &block.items {
            match item {
                ImplItem::Fn(method) if is_pub(&method.vis) => {
                    let mut path = format!("{path}::{}", method.sig.ident);
                    // A field may have the same name.
                    if self
                        .items
                        .get(&path)
                        .is_some_and(|item| item.kind == ItemKind::Field)
                    {
                        path.push_str("()");
                    }
                    self.add_function(&path, &method.sig);
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

    /// A trait that a foreign type implements for the type at `path`.
    fn conversion(&mut self, path: &str, block: &ItemImpl) {
        let implemented = block
            .trait_
            .as_ref()
            .and_then(|(path, _)| path.segments.last());
        if let (Some(implemented), Some(item)) = (implemented, self.items.get_mut(path)) {
            let foreign = signature::of(&block.self_ty);
            item.traits
                .insert(format!("{} for {foreign}", name_of_trait(implemented)));
        }
    }
}

/// A trait with its types. A derived trait has no lifetimes, so they are left out.
fn name_of_trait(implemented: &PathSegment) -> String {
    match &implemented.arguments {
        PathArguments::AngleBracketed(arguments)
            if !arguments
                .args
                .iter()
                .all(|argument| matches!(argument, GenericArgument::Lifetime(_))) =>
        {
            signature::of(implemented)
        }
        _ => implemented.ident.to_string(),
    }
}

/// The types in the angle brackets of an implemented trait, if the trait is implemented
/// for a type that is not among them.
fn arguments(block: &ItemImpl) -> impl Iterator<Item = &Type> {
    let implemented = block
        .trait_
        .as_ref()
        .and_then(|(path, _)| path.segments.last());
    let arguments = match implemented.map(|segment| &segment.arguments) {
        Some(PathArguments::AngleBracketed(arguments)) => Some(&arguments.args),
        _ => None,
    };
    let types = arguments
        .into_iter()
        .flatten()
        .filter_map(|argument| match argument {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        });
    types.filter(|ty| **ty != *block.self_ty)
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

fn non_exhaustive(attributes: &[Attribute]) -> &'static str {
    let is_marked = attributes
        .iter()
        .any(|one| matches!(&one.meta, Meta::Path(path) if path.is_ident("non_exhaustive")));
    if is_marked { "#[non_exhaustive] " } else { "" }
}
