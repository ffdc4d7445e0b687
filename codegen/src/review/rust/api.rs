//! The differences between the public items of two clients.

use serde::Serialize;

use super::super::level::RustLevel;
use super::carried::{Carried, End};
use crate::surface::{ItemKind, PublicItem, Surface};

/// The differences between the public items of two clients. Each list is sorted by item.
#[derive(Debug, Clone, Serialize)]
pub struct RustApi {
    /// The highest level of the differences.
    pub level: RustLevel,
    /// Removed items; the items below them are not listed.
    pub removed: Vec<ApiChange>,
    /// Changed items.
    pub changed: Vec<ApiChange>,
    /// Added items; the items below them are not listed.
    pub added: Vec<ApiChange>,
    /// The operations that only one client or neither can carry.
    pub carried: Carried,
}

/// One public item that changed.
#[derive(Debug, Clone, Serialize)]
pub struct ApiChange {
    /// The path of the item: `types::UserId`.
    pub item: String,
    /// Its signature in the old client.
    pub before: Option<String>,
    /// Its signature in the new client.
    pub after: Option<String>,
    /// The traits that it no longer implements.
    pub lost: Vec<String>,
    /// The traits that it now implements.
    pub gained: Vec<String>,
    /// What the change does to callers.
    pub level: RustLevel,
    /// Why it has this level.
    pub reason: String,
}

impl ApiChange {
    /// The change as lines of a diff: `- before`, `+ after`.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        let differs = self.before != self.after;
        let line = |sign: char, signature: &Option<String>| {
            let signature = signature.as_ref().filter(|_| differs);
            signature.map(|signature| format!("{sign} {signature}"))
        };
        let implemented = |sign: char, name: &String| match name.contains(" for ") {
            true => format!("{sign} impl {name}"),
            false => format!("{sign} impl {name} for {}", self.item),
        };
        let lost = self.lost.iter().map(|name| implemented('-', name));
        let gained = self.gained.iter().map(|name| implemented('+', name));
        let lines: Vec<_> = line('-', &self.before)
            .into_iter()
            .chain(line('+', &self.after))
            .chain(lost)
            .chain(gained)
            .collect();
        lines.into_iter()
    }
}

impl RustApi {
    pub(super) fn unchanged() -> Self {
        Self::of(&Surface::default(), &Surface::default())
    }

    pub(super) fn between(old: &End, new: &End) -> Self {
        Self {
            carried: Carried::by(old, new),
            ..Self::of(&old.surface, &new.surface)
        }
    }

    /// Compares the public items of two crates.
    #[must_use]
    pub fn of(old: &Surface, new: &Surface) -> Self {
        let removed = outermost(old, new)
            .map(|(path, item)| ApiChange {
                item: path.to_owned(),
                before: Some(item.signature.clone()),
                after: None,
                lost: Vec::new(),
                gained: Vec::new(),
                level: RustLevel::Breaking,
                reason: "removed".to_owned(),
            })
            .collect();
        let changed = old
            .items
            .iter()
            .filter_map(|(path, old)| change(path, old, new.items.get(path)?))
            .collect();
        let added = outermost(new, old)
            .map(|(path, item)| {
                let (level, reason) = addition(path, item, old);
                ApiChange {
                    item: path.to_owned(),
                    before: None,
                    after: Some(item.signature.clone()),
                    lost: Vec::new(),
                    gained: Vec::new(),
                    level,
                    reason: reason.to_owned(),
                }
            })
            .collect();
        let mut api = Self {
            level: RustLevel::Unchanged,
            removed,
            changed,
            added,
            carried: Carried::default(),
        };
        api.level = api
            .all()
            .map(|change| change.level)
            .max()
            .unwrap_or(RustLevel::Unchanged);
        api
    }

    /// Every difference.
    pub fn all(&self) -> impl Iterator<Item = &ApiChange> {
        self.removed.iter().chain(&self.changed).chain(&self.added)
    }
}

/// The items of one surface that are missing in another. Items below a missing type are
/// left out.
fn outermost<'a>(
    of: &'a Surface,
    without: &'a Surface,
) -> impl Iterator<Item = (&'a str, &'a PublicItem)> {
    let is_missing = |path: &str| !without.items.contains_key(path);
    let is_below_missing = move |path: &str| {
        path.rsplit_once("::").is_some_and(|(parent, _)| {
            let is_type = of.items.get(parent).is_some_and(|parent| {
                matches!(parent.kind, ItemKind::Struct { .. } | ItemKind::Enum { .. })
            });
            is_type && is_missing(parent)
        })
    };
    let missing = of.items.iter().filter(move |(path, item)| {
        item.kind != ItemKind::Module && is_missing(path) && !is_below_missing(path)
    });
    missing.map(|(path, item)| (path.as_str(), item))
}

fn change(path: &str, old: &PublicItem, new: &PublicItem) -> Option<ApiChange> {
    if (old.signature == new.signature) && (old.traits == new.traits) {
        return None;
    }
    let lost: Vec<_> = old.traits.difference(&new.traits).cloned().collect();
    let gained: Vec<_> = new.traits.difference(&old.traits).cloned().collect();
    let (level, reason) = if old.call != new.call {
        (RustLevel::Breaking, "the signature changed".to_owned())
    } else if !lost.is_empty() {
        (
            RustLevel::Breaking,
            format!("no longer implements {}", lost.join(", ")),
        )
    } else if !gained.is_empty() {
        (
            RustLevel::Additive,
            format!("implements {} too", gained.join(", ")),
        )
    } else {
        (
            RustLevel::Unchanged,
            "only names of arguments changed".to_owned(),
        )
    };
    Some(ApiChange {
        item: path.to_owned(),
        before: Some(old.signature.clone()),
        after: Some(new.signature.clone()),
        lost,
        gained,
        level,
        reason,
    })
}

/// What a new item does to callers that use its parent.
fn addition(path: &str, item: &PublicItem, old: &Surface) -> (RustLevel, &'static str) {
    let parent = path
        .rsplit_once("::")
        .and_then(|(parent, _)| old.items.get(parent));
    match (item.kind, parent.map(|parent| parent.kind)) {
        (
            ItemKind::Field,
            Some(ItemKind::Struct {
                is_exhaustive: true,
            }),
        ) => (
            RustLevel::Breaking,
            "callers that write all fields must also write this one",
        ),
        (
            ItemKind::Variant,
            Some(ItemKind::Enum {
                is_exhaustive: true,
            }),
        ) => (
            RustLevel::Breaking,
            "callers that match all variants must also match this one",
        ),
        _ => (RustLevel::Additive, "added"),
    }
}
