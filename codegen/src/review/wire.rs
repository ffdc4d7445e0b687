//! The wire layer: two documents compared as what travels between callers and
//! the service.
//!
//! Both trees are walked together, operation by operation and along `$ref`, so
//! that every change is met where it matters and in the direction in which the
//! value travels. What differs and meets no rule becomes `unclassified`.
//!
//! - [`operations`]: paths, operations, and what they have directly;
//! - [`parameters`], [`bodies`]: what a request and a response are made of;
//! - [`schemas`], [`constraints`], [`objects`], [`composition`]: values;
//! - [`security`]: credentials and servers; [`lifecycle`]: what is to go;
//! - [`components`], which references lead to.

mod bodies;
mod components;
mod composition;
mod constraints;
mod context;
mod lifecycle;
mod objects;
mod operations;
mod parameters;
mod schemas;
mod security;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ptr;

use super::finding::{Direction, Finding, Findings, brief};
use super::side::{At, Both, Fate};
use crate::document::{Node, Source};
use components::Changed;
use context::Context;

/// Everything that differs between two documents, the weightiest first.
pub(super) fn compare(old: Option<&Source>, new: Option<&Source>) -> Vec<Finding> {
    let (old, new) = match (old, new) {
        (Some(old), Some(new)) => (old, new),
        (old, new) => return appearance(old, new),
    };
    let mut walk = Walk {
        old,
        new,
        changed: Changed::between(old.root(), new.root()),
        findings: Findings::default(),
        pending: Vec::new(),
        visited: HashSet::new(),
        reached: BTreeSet::new(),
        unstable: BTreeSet::new(),
        known_same: HashMap::new(),
    };
    walk.document();
    if walk.findings.is_empty() && old.root() != new.root() {
        let sides = (&At::root(old.root()), &At::root(new.root()));
        let message = || "the documents are written differently and say the same".to_owned();
        let sides = (Some(sides.0), Some(sides.1));
        walk.report("spelling-changed", &Context::document(), sides, message);
    }
    let Walk {
        findings, unstable, ..
    } = walk;
    findings.sorted(&unstable)
}

/// A document that came, or went.
fn appearance(old: Option<&Source>, new: Option<&Source>) -> Vec<Finding> {
    let [old, new] = [old, new].map(|source| source.map(|source| At::root(source.root())));
    let mut findings = Findings::default();
    let (rule, message) = match (&old, &new) {
        (Some(_), _) => ("document-removed", "the document is gone"),
        (None, Some(_)) => ("document-added", "the document is new"),
        (None, None) => return Vec::new(),
    };
    findings.add(
        rule,
        Direction::None,
        None,
        (old.as_ref(), new.as_ref()),
        || message.to_owned(),
    );
    findings.sorted(&BTreeSet::new())
}

struct Walk<'a> {
    old: &'a Source,
    new: &'a Source,
    changed: Changed<'a>,
    findings: Findings,
    /// Schemas behind references, still to be compared for the present
    /// operation: a chain of references may be longer than any stack.
    pending: Vec<(Both<'a>, Context)>,
    /// The pairs of schemas that the present operation has met.
    visited: HashSet<(*const Node, *const Node, Direction)>,
    /// The components that any operation reaches.
    reached: BTreeSet<String>,
    /// The operations that promised nothing yet.
    unstable: BTreeSet<String>,
    known_same: HashMap<(*const Node, *const Node), bool>,
}

type Sides<'s, 'a> = (Option<&'s At<'a>>, Option<&'s At<'a>>);

/// Fields for people, of any object.
const DOCUMENTATION: [&str; 7] = [
    "description",
    "example",
    "examples",
    "externalDocs",
    "summary",
    "title",
    "termsOfService",
];

impl<'a> Walk<'a> {
    fn report(
        &mut self,
        rule: &'static str,
        context: &Context,
        sides: Sides<'_, 'a>,
        message: impl FnOnce() -> String,
    ) {
        let operation = context.operation.as_deref();
        self.findings
            .add(rule, context.direction, operation, sides, message);
    }

    /// "`maxLength` of … went from 20 to 10".
    fn report_field(&mut self, rule: &'static str, context: &Context, key: &str, fate: &Fate<'a>) {
        const MAX_CHARS: usize = 60;
        self.report(rule, context, fate.sides(), || {
            let short =
                |at: &At<'_>| brief(at.node).filter(|text| text.chars().count() <= MAX_CHARS);
            let what = match fate {
                Fate::Kept(both) => match (short(&both.old), short(&both.new)) {
                    (Some(old), Some(new)) => format!("went from `{old}` to `{new}`"),
                    _ => "changed".to_owned(),
                },
                Fate::Added(new) => {
                    short(new).map_or_else(|| "is new".to_owned(), |new| format!("is new: `{new}`"))
                }
                Fate::Removed(old) => short(old)
                    .map_or_else(|| "is gone".to_owned(), |old| format!("is gone: `{old}`")),
            };
            format!("{}: `{key}` {what}", context.subject())
        });
    }

    /// "`enum` of … has `bird` too".
    fn report_member(&mut self, rule: &'static str, context: &Context, key: &str, fate: &Fate<'a>) {
        self.report(rule, context, fate.sides(), || {
            let subject = context.subject();
            let member = |at: &At<'_>| {
                brief(at.node).map_or("a value".to_owned(), |text| format!("`{text}`"))
            };
            match fate {
                Fate::Added(new) => format!("{subject}: `{key}` has {} too", member(new)),
                Fate::Removed(old) => format!("{subject}: `{key}` no longer has {}", member(old)),
                Fate::Kept(_) => format!("{subject}: a member of `{key}` changed"),
            }
        });
    }

    /// Reports that a flag, which is false when left out, is set now, or no longer.
    fn report_flag(
        &mut self,
        both: &Both<'a>,
        key: &str,
        context: &Context,
        [set, cleared]: [&'static str; 2],
    ) {
        let rule = match (both.old.flag(key), both.new.flag(key)) {
            (false, true) => set,
            (true, false) => cleared,
            _ => return,
        };
        let sides = (both.old.get(key), both.new.get(key));
        let sides = (
            sides.0.as_ref().unwrap_or(&both.old),
            sides.1.as_ref().unwrap_or(&both.new),
        );
        self.report(
            rule,
            context,
            (Some(sides.0), Some(sides.1)),
            || match both.new.flag(key) {
                true => format!("{} is `{key}` now", context.subject()),
                false => format!("{} is no longer `{key}`", context.subject()),
            },
        );
    }

    /// Whether two values say the same, along their references.
    fn same(&mut self, both: &Both<'a>) -> bool {
        let key = (ptr::from_ref(both.old.node), ptr::from_ref(both.new.node));
        let changed = &self.changed;
        *self
            .known_same
            .entry(key)
            .or_insert_with(|| both.old.node == both.new.node && !changed.touched_by(both.old.node))
    }

    /// The fields of an object that nothing else has looked at.
    fn rest(&mut self, both: &Both<'a>, seen: &[&str], context: &Context) {
        let keys: BTreeSet<&str> = [both.old.node, both.new.node]
            .into_iter()
            .flat_map(|node| node.members())
            .map(|(key, _)| key)
            .filter(|key| !seen.contains(key))
            .collect();
        for key in keys {
            let Some(fate) = both.changed(key) else {
                continue;
            };
            let rule = match key {
                key if DOCUMENTATION.contains(&key) => "documentation-changed",
                "deprecated" => {
                    self.report_flag(both, key, context, ["deprecated", "reactivated"]);
                    continue;
                }
                "x-sunset" => lifecycle::sunset(&fate, both.new.flag("deprecated")),
                "x-stability-level" => lifecycle::stability(&fate),
                key if key.starts_with("x-") => "extension-changed",
                _ => "unclassified",
            };
            self.report_field(rule, context, key, &fate);
        }
    }
}
