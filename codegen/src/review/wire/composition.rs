//! Composed schemas: `allOf`, `oneOf`, `anyOf`, `not`.

use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};

use super::super::level::Direction;
use super::super::rule::Rule;
use super::super::side::{At, Both, Fate, canonical};
use super::context::Context;
use super::walk::{DOCUMENTATION, Walk};
use crate::source::Source;

impl<'a> Walk<'a> {
    pub(super) fn composition(&mut self, both: &Both<'a>, context: &Context<'a>) {
        for key in ["allOf", "oneOf", "anyOf"] {
            let fates = self.members_of(both, key);
            let is_whole = both.old.node.get(key).is_none() || both.new.node.get(key).is_none();
            for fate in fates {
                let rule = match &fate {
                    Fate::Kept(member) => {
                        self.schema(member.clone(), context);
                        continue;
                    }
                    Fate::Added(_) => added(key, is_whole, context),
                    Fate::Removed(_) => removed(key, is_whole, context),
                };
                self.report_member(rule, context, key, &fate);
            }
        }
        match both.field("not") {
            Some(Fate::Kept(not)) if !self.same(&not) => {
                let rule =
                    context.either(Rule::RequestExclusionAdded, Rule::ResponseExclusionChanged);
                self.report_field(rule, context, "not", &Fate::Kept(not));
            }
            Some(fate @ Fate::Added(_)) => {
                let rule =
                    context.either(Rule::RequestExclusionAdded, Rule::ResponseExclusionChanged);
                self.report_field(rule, context, "not", &fate);
            }
            Some(fate @ Fate::Removed(_)) => {
                let rule = context.either(
                    Rule::RequestExclusionRemoved,
                    Rule::ResponseExclusionChanged,
                );
                self.report_field(rule, context, "not", &fate);
            }
            _ => {}
        }
    }

    /// Removes an `allOf` around a single schema, if only one of the two sides has it. It
    /// means the same as the schema alone: OpenAPI 3.0 has no other way to add a
    /// description to a reference.
    pub(super) fn unwrapped(&mut self, both: &Both<'a>) -> Option<Both<'a>> {
        let is_composed = |at: &At<'_>| at.node.get("allOf").is_some();
        let (old_source, new_source) = (self.old, self.new);
        match (is_composed(&both.old), is_composed(&both.new)) {
            (true, false) => Some(Both {
                old: self.target(old_source, only_part(&both.old)?),
                new: both.new.clone(),
            }),
            (false, true) => Some(Both {
                old: both.old.clone(),
                new: self.target(new_source, only_part(&both.new)?),
            }),
            _ => None,
        }
    }

    /// Compares the members of a list of schemas. Members have no names, so first those
    /// that mean the same are paired, and then those of the same type, in their order.
    fn members_of(&mut self, both: &Both<'a>, key: &str) -> Vec<Fate<'a>> {
        let list = |at: &At<'a>| at.get(key).map_or_else(Vec::new, |list| list.items());
        let mut rest = (list(&both.old), list(&both.new));
        let mut fates = Vec::new();
        let (old_source, new_source) = (self.old, self.new);

        let as_written = |at: &At<'a>| Some(canonical(at.node));
        pair(&mut rest, &mut fates, as_written, as_written);
        let walk = RefCell::new(self);
        let as_meant = |source: &'a Source| {
            let walk = &walk;
            move |at: &At<'a>| Some(canonical(walk.borrow_mut().target(source, at.clone()).node))
        };
        pair(
            &mut rest,
            &mut fates,
            as_meant(old_source),
            as_meant(new_source),
        );
        let by_type = |at: &At<'a>| match at.node.reference() {
            Some(_) => None,
            None => Some(at.text("type").unwrap_or_default().to_owned()),
        };
        pair(&mut rest, &mut fates, by_type, by_type);
        fates.extend(rest.0.into_iter().map(Fate::Removed));
        fates.extend(rest.1.into_iter().map(Fate::Added));
        fates
    }
}

/// Pairs members of both sides that have the same name, and removes them from the lists.
fn pair<'a>(
    (old, new): &mut (Vec<At<'a>>, Vec<At<'a>>),
    fates: &mut Vec<Fate<'a>>,
    name_of_old: impl Fn(&At<'a>) -> Option<String>,
    name_of_new: impl Fn(&At<'a>) -> Option<String>,
) {
    let mut named: HashMap<String, VecDeque<At<'a>>> = HashMap::new();
    let mut nameless = Vec::new();
    for at in std::mem::take(new) {
        match name_of_new(&at) {
            Some(name) => named.entry(name).or_default().push_back(at),
            None => nameless.push(at),
        }
    }
    old.retain(|one| {
        let heirs = name_of_old(one).and_then(|name| named.get_mut(&name));
        let Some(heir) = heirs.and_then(VecDeque::pop_front) else {
            return true;
        };
        fates.push(Fate::Kept(Both {
            old: one.clone(),
            new: heir,
        }));
        false
    });
    new.extend(nameless);
    new.extend(named.into_values().flatten());
    new.sort_by_key(|at| at.node.id);
}

/// The rule for an added member. If the whole list is new, its members refuse values that
/// were accepted before.
fn added(key: &str, is_whole: bool, context: &Context<'_>) -> Rule {
    match (context.direction, key) {
        (Direction::Request, "allOf") => Rule::RequestAllOfAdded,
        (Direction::Request, _) if is_whole => Rule::RequestConstraintAdded,
        (Direction::Request, _) => Rule::RequestAlternativeAdded,
        (_, "allOf") => Rule::ResponseAllOfAdded,
        (_, "oneOf") => Rule::ResponseOneOfAdded,
        _ => Rule::ResponseAnyOfAdded,
    }
}

/// The rule for a removed member. If the whole list was removed, every value is accepted.
fn removed(key: &str, is_whole: bool, context: &Context<'_>) -> Rule {
    match (context.direction, key) {
        (Direction::Request, "allOf") => Rule::RequestAllOfRemoved,
        (Direction::Request, _) if is_whole => Rule::RequestConstraintRelaxed,
        (Direction::Request, _) => Rule::RequestAlternativeRemoved,
        (_, "allOf") => Rule::ResponseAllOfRemoved,
        _ => Rule::ResponseAlternativeRemoved,
    }
}

/// The only schema of `allOf`, if there is nothing beside it but documentation.
fn only_part<'a>(schema: &At<'a>) -> Option<At<'a>> {
    let is_beside = |key: &str| key != "allOf" && !DOCUMENTATION.contains(&key);
    let parts = schema.get("allOf")?.items();
    let is_alone = parts.len() == 1 && !schema.node.members().any(|(key, _)| is_beside(key));
    parts.into_iter().next().filter(|_| is_alone)
}
