//! Schemas made of schemas: `allOf`, `oneOf`, `anyOf`, `not`.

use super::super::finding::Direction;
use super::super::side::{At, Both, Fate};
use super::{Context, DOCUMENTATION, Walk};

impl<'a> Walk<'a> {
    pub(super) fn composition(&mut self, both: &Both<'a>, context: &Context) {
        for key in ["allOf", "oneOf", "anyOf"] {
            let fates = self.members_of(both, key);
            let is_new = both.old.node.get(key).is_none();
            for fate in fates {
                let rule = match &fate {
                    Fate::Kept(member) => {
                        self.schema(member.clone(), context);
                        continue;
                    }
                    Fate::Added(_) => added(key, is_new, context),
                    Fate::Removed(_) => removed(key, context),
                };
                self.report_field(rule, context, key, &fate);
            }
        }
        match both.field("not") {
            Some(Fate::Kept(not)) if !self.same(&not) => {
                let rule = context.either("request-exclusion-added", "response-exclusion-changed");
                self.report_field(rule, context, "not", &Fate::Kept(not));
            }
            Some(fate @ Fate::Added(_)) => {
                let rule = context.either("request-exclusion-added", "response-exclusion-changed");
                self.report_field(rule, context, "not", &fate);
            }
            Some(fate @ Fate::Removed(_)) => {
                let rule =
                    context.either("request-exclusion-removed", "response-exclusion-changed");
                self.report_field(rule, context, "not", &fate);
            }
            _ => {}
        }
    }

    /// `allOf` around a single schema says what the schema says: OpenAPI 3.0
    /// has no other way to describe a reference. Looks through it where only
    /// one of the two sides has it.
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

    /// What became of each member. Members have no names: those that say the
    /// same belong together, then those of the same type in their order.
    fn members_of(&mut self, both: &Both<'a>, key: &str) -> Vec<Fate<'a>> {
        let list = |at: &At<'a>| at.get(key).map_or_else(Vec::new, |list| list.items());
        let (mut old, mut new) = (list(&both.old), list(&both.new));
        let mut fates = Vec::new();
        let (old_source, new_source) = (self.old, self.new);

        let mut pair = |old: &mut Vec<At<'a>>,
                        new: &mut Vec<At<'a>>,
                        belong: &mut dyn FnMut(&At<'a>, &At<'a>) -> bool| {
            old.retain(|one| {
                let Some(index) = new.iter().position(|other| belong(one, other)) else {
                    return true;
                };
                fates.push(Fate::Kept(Both {
                    old: one.clone(),
                    new: new.remove(index),
                }));
                false
            });
        };
        pair(&mut old, &mut new, &mut |one, other| one.node == other.node);
        pair(&mut old, &mut new, &mut |one, other| {
            let one = self.target(old_source, one.clone());
            let other = self.target(new_source, other.clone());
            self.same(&Both {
                old: one,
                new: other,
            })
        });
        pair(&mut old, &mut new, &mut |one, other| {
            let is_inline = |at: &At<'_>| at.node.reference().is_none();
            is_inline(one) && is_inline(other) && one.text("type") == other.text("type")
        });
        fates.extend(old.into_iter().map(Fate::Removed));
        fates.extend(new.into_iter().map(Fate::Added));
        fates
    }
}

fn added(key: &str, is_new: bool, context: &Context) -> &'static str {
    match (context.direction, key) {
        (Direction::Request, "allOf") => "request-all-of-added",
        (Direction::Request, _) if is_new => "request-constraint-added",
        (Direction::Request, _) => "request-alternative-added",
        (_, "allOf") => "response-all-of-added",
        (_, "oneOf") => "response-one-of-added",
        _ => "response-any-of-added",
    }
}

fn removed(key: &str, context: &Context) -> &'static str {
    match (context.direction, key) {
        (Direction::Request, "allOf") => "request-all-of-removed",
        (Direction::Request, _) => "request-alternative-removed",
        (_, "allOf") => "response-all-of-removed",
        _ => "response-alternative-removed",
    }
}

/// The only schema of `allOf`, if there is nothing else but documentation.
fn only_part<'a>(schema: &At<'a>) -> Option<At<'a>> {
    let is_beside = |key: &str| key != "allOf" && !DOCUMENTATION.contains(&key);
    let parts = schema.get("allOf")?.items();
    let is_alone = parts.len() == 1 && !schema.node.members().any(|(key, _)| is_beside(key));
    parts.into_iter().next().filter(|_| is_alone)
}
