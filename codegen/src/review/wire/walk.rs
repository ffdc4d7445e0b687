//! The walk through both documents: its state, and how it reports findings.

use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;

use super::super::finding::{Evidence, Findings, brief};
use super::super::level::{Direction, Level};
use super::super::rule::Rule;
use super::super::same::Sameness;
use super::super::side::{At, Both, Fate};
use super::super::values::Judge;
use super::context::Context;
use super::lifecycle;
use super::whole::Whole;
use crate::source::Source;
use crate::tree::NodeId;

pub(super) struct Walk<'a> {
    pub(super) old: &'a Source,
    pub(super) new: &'a Source,
    pub(super) same: Rc<Sameness<'a>>,
    pub(super) judge: Rc<Judge<'a>>,
    /// The judgements of whole bodies and of composed schemas.
    pub(super) wholes: Vec<Whole<'a>>,
    pub(super) findings: Findings,
    /// Schemas behind references that still have to be compared for the current
    /// operation. They wait in a list, because a chain of references may be too long for
    /// the stack.
    pub(super) pending: Vec<(Both<'a>, Context<'a>)>,
    /// The pairs of schemas that were visited in the current operation, each with the
    /// whole around it.
    pub(super) visited: HashSet<(NodeId, NodeId, Direction, Option<usize>)>,
    /// The pairs of schemas to which discriminators of the current operation lead.
    pub(super) mapped: HashSet<(NodeId, NodeId, Direction)>,
    /// The components that an operation reaches.
    pub(super) reached: BTreeSet<String>,
    /// The unstable operations (`draft` or `alpha`).
    pub(super) unstable: BTreeSet<String>,
}

pub(super) type Sides<'s, 'a> = (Option<&'s At<'a>>, Option<&'s At<'a>>);

/// The documentation fields of any object.
pub(super) const DOCUMENTATION: [&str; 7] = [
    "description",
    "example",
    "examples",
    "externalDocs",
    "summary",
    "title",
    "termsOfService",
];

impl<'a> Walk<'a> {
    pub(super) fn new(old: &'a Source, new: &'a Source) -> Self {
        let same = Rc::new(Sameness::between(old.root(), new.root()));
        Self {
            old,
            new,
            judge: Judge::between(old, new, same.clone()),
            same,
            wholes: Vec::new(),
            findings: Findings::default(),
            pending: Vec::new(),
            visited: HashSet::new(),
            mapped: HashSet::new(),
            reached: BTreeSet::new(),
            unstable: BTreeSet::new(),
        }
    }

    pub(super) fn report(
        &mut self,
        rule: Rule,
        context: &Context<'a>,
        sides: Sides<'_, 'a>,
        message: impl FnOnce() -> String,
    ) {
        let (level, evidence) = self.evidence(rule, context, sides);
        self.weigh(context.judged.whole, level);
        self.add((rule, level, evidence), context, sides, message);
    }

    /// Reports a finding whose level and evidence are already known.
    pub(super) fn add(
        &mut self,
        judged: (Rule, Level, Evidence),
        context: &Context<'a>,
        sides: Sides<'_, 'a>,
        message: impl FnOnce() -> String,
    ) {
        let operation = context.operation.as_deref();
        self.findings
            .add(judged, context.direction, operation, sides, message);
    }

    /// "…: `maxLength` changed from `20` to `10`".
    pub(super) fn report_field(
        &mut self,
        rule: Rule,
        context: &Context<'a>,
        key: &str,
        fate: &Fate<'a>,
    ) {
        const MAX_CHARS: usize = 60;
        self.report(rule, context, fate.sides(), || {
            let short =
                |at: &At<'_>| brief(at.node).filter(|text| text.chars().count() <= MAX_CHARS);
            let what = match fate {
                Fate::Kept(both) => match (short(&both.old), short(&both.new)) {
                    (Some(old), Some(new)) => format!("changed from `{old}` to `{new}`"),
                    _ => "changed".to_owned(),
                },
                Fate::Added(new) => short(new).map_or_else(
                    || "was added".to_owned(),
                    |new| format!("was added: `{new}`"),
                ),
                Fate::Removed(old) => short(old).map_or_else(
                    || "was removed".to_owned(),
                    |old| format!("was removed: `{old}`"),
                ),
            };
            format!("{}: `{key}` {what}", context.subject())
        });
    }

    /// "…: `enum` now has `bird`".
    pub(super) fn report_member(
        &mut self,
        rule: Rule,
        context: &Context<'a>,
        key: &str,
        fate: &Fate<'a>,
    ) {
        self.report(rule, context, fate.sides(), || {
            let subject = context.subject();
            let member = |at: &At<'_>| {
                brief(at.node).map_or("a value".to_owned(), |text| format!("`{text}`"))
            };
            match fate {
                Fate::Added(new) => format!("{subject}: `{key}` now has {}", member(new)),
                Fate::Removed(old) => format!("{subject}: `{key}` no longer has {}", member(old)),
                Fate::Kept(_) => format!("{subject}: a member of `{key}` changed"),
            }
        });
    }

    /// Reports that a flag was set or cleared. A missing flag is false.
    pub(super) fn report_flag(
        &mut self,
        both: &Both<'a>,
        key: &str,
        context: &Context<'a>,
        [set, cleared]: [Rule; 2],
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
                true => format!("{} is now `{key}`", context.subject()),
                false => format!("{} is no longer `{key}`", context.subject()),
            },
        );
    }

    /// Whether two values mean the same, with their references resolved.
    pub(super) fn same(&self, both: &Both<'a>) -> bool {
        self.same.holds(both.old.node, both.new.node)
    }

    /// The same, also if a reference was replaced by what it refers to.
    pub(super) fn same_in_place(&self, both: &Both<'a>) -> bool {
        self.same.holds_in_place(both.old.node, both.new.node)
    }

    /// Compares the fields of an object that were not compared elsewhere.
    pub(super) fn rest(&mut self, both: &Both<'a>, seen: &[&str], context: &Context<'a>) {
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
                key if DOCUMENTATION.contains(&key) => Rule::DocumentationChanged,
                "deprecated" => {
                    self.report_flag(both, key, context, [Rule::Deprecated, Rule::Reactivated]);
                    continue;
                }
                "x-sunset" => lifecycle::sunset(&fate, both.new.flag("deprecated")),
                "x-stability-level" => lifecycle::stability(&fate),
                key if key.starts_with("x-") => Rule::ExtensionChanged,
                _ => Rule::Unclassified,
            };
            self.report_field(rule, context, key, &fate);
        }
    }
}
