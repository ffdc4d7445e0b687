//! How the public items of two clients differ.

use serde::Serialize;

use super::super::level::RustLevel;
use crate::surface::{ItemKind, PublicItem, Surface};

/// How the public items of two clients differ, each list in order of the items.
#[derive(Debug, Clone, Serialize)]
pub struct RustApi {
    /// The weightiest of the differences.
    pub level: RustLevel,
    /// Items that are gone; what stood below them is not listed.
    pub removed: Vec<ApiChange>,
    /// Items that are there and differ.
    pub changed: Vec<ApiChange>,
    /// Items that are new; what stands below them is not listed.
    pub added: Vec<ApiChange>,
}

/// One public item that differs.
#[derive(Debug, Clone, Serialize)]
pub struct ApiChange {
    /// The path of the item: `types::UserId`.
    pub item: String,
    /// Its signature in the old client.
    pub before: Option<String>,
    /// Its signature in the new client.
    pub after: Option<String>,
    /// What that does to callers.
    pub level: RustLevel,
    /// Why.
    pub reason: String,
}

impl ApiChange {
    /// The change as the lines of a difference: `- before`, `+ after`.
    pub(in super::super) fn lines(&self) -> impl Iterator<Item = String> {
        let before = self.before.iter().map(|before| format!("- {before}"));
        before.chain(self.after.iter().map(|after| format!("+ {after}")))
    }
}

impl RustApi {
    pub(super) fn between(old: &Surface, new: &Surface) -> Self {
        let removed = outermost(old, new)
            .map(|(path, item)| ApiChange {
                item: path.to_owned(),
                before: Some(item.signature.clone()),
                after: None,
                level: RustLevel::Breaking,
                reason: "gone".to_owned(),
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
        };
        api.level = api
            .all()
            .map(|change| change.level)
            .max()
            .unwrap_or(RustLevel::Unchanged);
        api
    }

    /// Every difference.
    pub(in super::super) fn all(&self) -> impl Iterator<Item = &ApiChange> {
        self.removed.iter().chain(&self.changed).chain(&self.added)
    }
}

/// The items of one surface that another lacks, without what stands below
/// types that it lacks.
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
        (RustLevel::Breaking, "another signature".to_owned())
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
            "only names of arguments differ".to_owned(),
        )
    };
    let with_traits = |item: &PublicItem, only: &[String]| match only {
        [] => item.signature.clone(),
        only => format!("{}: {}", item.signature, only.join(", ")),
    };
    Some(ApiChange {
        item: path.to_owned(),
        before: Some(with_traits(old, &lost)),
        after: Some(with_traits(new, &gained)),
        level,
        reason,
    })
}

/// What a new item does to those who use what it stands below.
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
            "callers that write all fields must write this one too",
        ),
        (
            ItemKind::Variant,
            Some(ItemKind::Enum {
                is_exhaustive: true,
            }),
        ) => (
            RustLevel::Breaking,
            "callers that match all variants must match this one too",
        ),
        _ => (RustLevel::Additive, "new"),
    }
}
