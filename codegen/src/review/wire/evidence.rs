//! The evidence that a change of values matters.
//!
//! In a simple schema, each changed keyword is judged alone. A composed schema is judged
//! only as a whole, and so is a simple schema if the other side accepts all its values. At
//! the end, the judgement of each whole is compared with the findings in it, so that every
//! change that breaks callers has a finding.

use super::super::finding::{Evidence, Party, Witness};
use super::super::level::{Direction, Level};
use super::super::rule::Rule;
use super::super::side::Both;
use super::super::values::{Judgement, Side};
use super::context::Context;
use super::walk::{Sides, Walk};
use super::whole::Whole;

impl<'a> Walk<'a> {
    /// The context inside two schemas. They are a new whole if there is none around them
    /// yet, or if they are composed and not inside a composed whole.
    pub(super) fn within(&mut self, both: &Both<'a>, context: &Context<'a>) -> Context<'a> {
        let nodes = both.nodes();
        let judged = &context.judged;
        let is_composed = || {
            let schemas = self.judge.schemas(nodes);
            schemas.iter().any(|schema| schema.is_composed())
        };
        let is_whole = !judged.is_composed && (judged.whole.is_none() || is_composed());
        if !is_whole || self.same(both) {
            return context.clone();
        }
        let is_composed = is_composed();
        let judgement = self.judge.judge(nodes, context.travel());
        let mut within = context.clone();
        within.judged.whole = Some(self.wholes.len());
        within.judged.is_composed = is_composed;
        within.judged.is_of_whole = is_composed || judgement == Judgement::Contained;
        self.wholes.push(Whole {
            both: both.clone(),
            context: context.clone(),
            judgement,
            around: judged.whole,
            heaviest: Level::Docs,
        });
        within
    }

    /// The level of a change, and the evidence for it.
    pub(super) fn evidence(
        &self,
        rule: Rule,
        context: &Context<'a>,
        sides: Sides<'_, 'a>,
    ) -> (Level, Evidence) {
        let level = rule.level();
        if !rule.is_about_values() || level < Level::Warning {
            return (level, Evidence::None);
        }
        let judged = &context.judged;
        let whole = judged.whole.and_then(|index| self.wholes.get(index));
        let (schemas, judgement) = match (whole, &judged.keyword) {
            (Some(whole), _) if judged.is_of_whole => {
                let is_lost = !judged.is_composed && rule.is_about_description()
                    || judged.is_composed && self.is_lost(rule, whole, context, sides);
                if whole.judgement == Judgement::Contained && is_lost {
                    return (level.min(Level::Warning), Evidence::None);
                }
                (&whole.both, whole.judgement.clone())
            }
            (_, Some((schemas, keyword))) => {
                let nodes = schemas.nodes();
                let travel = context.travel();
                (schemas, self.judge.judge_keyword(nodes, *keyword, travel))
            }
            _ => return (level, Evidence::None),
        };
        let witness = |value| Evidence::Witness(witness(value, schemas, context));
        match judgement {
            Judgement::Contained => (Level::Compatible, Evidence::Contained),
            Judgement::Policy(value) => (level.min(Level::Warning), witness(value)),
            Judgement::Refused(value) => (level, witness(value)),
            Judgement::Broken(value) if judged.is_of_whole => (level, witness(value)),
            Judgement::Broken(value) => (Level::Breaking, witness(value)),
            Judgement::Undecided => (level, Evidence::Undecided),
        }
    }

    /// Whether something that was removed is described nowhere else in the whole. Then
    /// callers lose it, although no value is refused.
    fn is_lost(
        &self,
        rule: Rule,
        whole: &Whole<'a>,
        context: &Context<'a>,
        (old, _): Sides<'_, 'a>,
    ) -> bool {
        if !rule.is_about_description() {
            return false;
        }
        let new = self.judge.reader(Side::New);
        let schema = new.schema(whole.both.new.node);
        let is_described = |name: &str| new.describes(&schema, name);
        match rule {
            Rule::RequestPropertyRemoved
            | Rule::ResponseOptionalPropertyRemoved
            | Rule::ResponseRequiredPropertyRemoved => {
                let name = context.inside.rsplit('.').next().unwrap_or_default();
                !is_described(name)
            }
            Rule::RequestAdditionalPropertiesForbidden => true,
            _ => {
                let part = old.map(|old| self.judge.reader(Side::Old).schema(old.node));
                let mut is_lost = false;
                if let Some(part) = part {
                    self.judge.reader(Side::Old).each_part(&part, &mut |part| {
                        is_lost |= part.names().any(|name| !is_described(name));
                    });
                }
                is_lost
            }
        }
    }

    /// Records the level of a finding for a whole and for the wholes around it.
    pub(super) fn weigh(&mut self, whole: Option<usize>, level: Level) {
        let mut next = whole;
        while let Some(whole) = next.and_then(|index| self.wholes.get_mut(index)) {
            whole.heaviest = whole.heaviest.max(level);
            next = whole.around;
        }
    }

    /// Reports each whole of the current operation whose judgement is more severe than the
    /// findings in it.
    pub(super) fn settle(&mut self) {
        // Inner wholes come after outer ones, so this goes from the inside out.
        for index in (0..self.wholes.len()).rev() {
            let Some(whole) = self.wholes.get(index).cloned() else {
                continue;
            };
            let context = &whole.context;
            let witness = |value| Evidence::Witness(witness(value, &whole.both, context));
            let (level, evidence) = match whole.judgement {
                Judgement::Contained => continue,
                Judgement::Broken(value) => (Level::Breaking, witness(value)),
                Judgement::Policy(value) | Judgement::Refused(value) => {
                    (Level::Warning, witness(value))
                }
                Judgement::Undecided => (Level::Warning, Evidence::Undecided),
            };
            if whole.heaviest >= level {
                continue;
            }
            self.weigh(Some(index), level);
            let rule = match evidence {
                Evidence::Undecided => Rule::ValuesUndecided,
                _ => context.either(Rule::RequestValuesRefused, Rule::ResponseValuesAdded),
            };
            let message = || {
                let subject = context.subject();
                match rule {
                    Rule::ValuesUndecided => {
                        format!(
                            "{subject}: it is not known whether both documents describe the same values"
                        )
                    }
                    Rule::RequestValuesRefused => {
                        format!("{subject}: values that were described are now refused")
                    }
                    _ => format!("{subject}: values that were not described are now possible"),
                }
            };
            self.add(
                (rule, level, evidence),
                context,
                whole.both.sides(),
                message,
            );
        }
        self.wholes.clear();
    }
}

/// A value that shows a difference of two schemas.
fn witness(value: serde_json::Value, schemas: &Both<'_>, context: &Context<'_>) -> Witness {
    let [old, new] = [&schemas.old, &schemas.new].map(|at| at.path.to_string());
    match context.direction {
        Direction::Request => Witness {
            value,
            described_by: old,
            refused_by: new,
            fails_for: Party::Caller,
        },
        Direction::Response | Direction::None => Witness {
            value,
            described_by: new,
            refused_by: old,
            fails_for: Party::OldClient,
        },
    }
}
