//! The search: takes schemas apart until what is left is about values of one kind,
//! and makes such a value.
//!
//! It is a tableau: a schema that must be met adds its parts, one that must not is a
//! choice among ways not to meet it. Where every choice ends in a contradiction, there
//! is no value; a value that is made is held against the schemas as they are written
//! before it is believed.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use serde_json::Value as Json;

use super::goal::{Against, Candidates, Find, Found, Mode, State, Strength};
use super::ground::{Claim, ClaimKey, Ground};
use super::{lists, numbers, objects, texts};
use crate::schema::{Keyword, Kind, Others, Schema, are_equal, narrows, range};
use crate::tree::Node;

/// Searches of one mode, and what they know already.
pub(super) struct Search<'a> {
    pub(super) mode: Mode,
    known: RefCell<HashMap<Vec<ClaimKey<'a>>, Found>>,
    /// What is being looked for, from the outermost value in.
    open: RefCell<HashMap<Vec<ClaimKey<'a>>, usize>>,
    /// The outermost of those that a search met again, by its depth: what is said of
    /// the values within holds only there.
    outermost: Cell<usize>,
    /// What is left of the steps of this search, and of all.
    steps: Cell<u32>,
    all_steps: Cell<u32>,
    depth: Cell<usize>,
}

/// A schema of a hundred properties takes some hundred steps.
const MAX_STEPS: u32 = 20_000;
const MAX_ALL_STEPS: u32 = 3_000_000;
/// How deep a value may nest, and how many choices may follow one another.
const MAX_DEPTH: usize = 400;

/// A search in the documents of a judge.
pub(super) struct Run<'r, 'a> {
    pub(super) search: &'r Search<'a>,
    pub(super) ground: &'r Ground<'a>,
}

impl<'a> Search<'a> {
    pub(super) fn new(mode: Mode) -> Self {
        Self {
            mode,
            known: RefCell::default(),
            open: RefCell::default(),
            outermost: Cell::new(usize::MAX),
            steps: Cell::new(0),
            all_steps: Cell::new(MAX_ALL_STEPS),
            depth: Cell::new(0),
        }
    }

    pub(super) fn run(&self, ground: &Ground<'a>, claims: &[Claim<'a>]) -> Found {
        let steps = MAX_STEPS.min(self.all_steps.get());
        self.steps.set(steps);
        let run = Run {
            search: self,
            ground,
        };
        let found = run.find(claims, &[]);
        let used = steps - self.steps.get();
        self.all_steps.set(self.all_steps.get() - used);
        found
    }
}

impl<'a> Find<'a> for Run<'_, 'a> {
    fn ground(&self) -> &Ground<'a> {
        self.ground
    }

    fn mode(&self) -> Mode {
        self.search.mode
    }

    fn find(&self, claims: &[Claim<'a>], excluded: &[Json]) -> Found {
        if self.is_contradiction(claims) {
            return Found::Nothing;
        }
        let mut key: Vec<_> = claims.iter().map(Claim::key).collect();
        key.sort_unstable();
        key.dedup();
        let search = self.search;
        if excluded.is_empty()
            && let Some(known) = search.known.borrow().get(&key)
        {
            return known.clone();
        }
        if search.depth.get() >= MAX_DEPTH {
            return Found::Unknown;
        }
        let depth = search.depth.get();
        if let Some(outer) = search.open.borrow().get(&key) {
            // The smallest value that does holds no other that does.
            search.outermost.set(search.outermost.get().min(*outer));
            return Found::Nothing;
        }
        search.open.borrow_mut().insert(key.clone(), depth);
        search.depth.set(depth + 1);
        let outermost = search.outermost.replace(usize::MAX);
        let found = self.find_any_kind(claims, excluded);
        let met = search.outermost.get();
        let beyond = if met < depth { met } else { usize::MAX };
        search.outermost.set(outermost.min(beyond));
        search.depth.set(depth);
        search.open.borrow_mut().remove(&key);
        let is_lasting = match found {
            Found::Value(_) => true,
            Found::Nothing => met >= depth,
            Found::Unknown => search.steps.get() > 0,
        };
        if excluded.is_empty() && is_lasting {
            search.known.borrow_mut().insert(key, found.clone());
        }
        found
    }
}

impl<'a> Run<'_, 'a> {
    /// Whether a schema is to be met and, as it stands in the same or in the other
    /// document, not to be met.
    fn is_contradiction(&self, claims: &[Claim<'a>]) -> bool {
        let (met, unmet): (Vec<_>, Vec<_>) = claims.iter().partition(|claim| claim.holds);
        met.iter()
            .any(|one| unmet.iter().any(|other| self.ground.are_same(one, other)))
    }

    fn find_any_kind(&self, claims: &[Claim<'a>], excluded: &[Json]) -> Found {
        let mut listed = claims
            .iter()
            .filter(|claim| claim.holds && !claim.schema.is_nullable)
            .filter_map(|claim| claim.schema.listed);
        if let Some(listed) = listed.next() {
            let values = listed.iter().filter_map(json).collect();
            let candidates = Candidates {
                values,
                are_all: true,
            };
            return self.first(claims, excluded, &candidates);
        }
        let mut is_unknown = false;
        let kinds = [
            Kind::String,
            Kind::Number,
            Kind::Object,
            Kind::Array,
            Kind::Boolean,
            Kind::Null,
        ];
        for kind in kinds {
            let found = match kind {
                Kind::Null => self.exactly(claims, excluded, vec![Json::Null]),
                Kind::Boolean => self.exactly(claims, excluded, vec![true.into(), false.into()]),
                _ => {
                    let state = State {
                        todo: claims.to_vec(),
                        ..State::default()
                    };
                    self.expand(kind, state, claims, excluded)
                }
            };
            match found {
                Found::Value(value) => return Found::Value(value),
                Found::Nothing => {}
                Found::Unknown => is_unknown = true,
            }
        }
        match is_unknown {
            true => Found::Unknown,
            false => Found::Nothing,
        }
    }

    fn exactly(&self, claims: &[Claim<'a>], excluded: &[Json], values: Vec<Json>) -> Found {
        let values = values.into_iter();
        let values = values.filter(|value| !self.is_spared(claims, value));
        let candidates = Candidates {
            values: values.collect(),
            are_all: true,
        };
        self.first(claims, excluded, &candidates)
    }

    /// The first of some values that meets all claims.
    fn first(&self, claims: &[Claim<'a>], excluded: &[Json], candidates: &Candidates) -> Found {
        let mut is_unknown = !candidates.are_all;
        for value in &candidates.values {
            if excluded.iter().any(|one| are_equal(one, value)) {
                continue;
            }
            if !self.step() {
                return Found::Unknown;
            }
            match self.does(claims, value) {
                Some(true) if !self.is_spared(claims, value) => {
                    return Found::Value(value.clone());
                }
                Some(_) => {}
                None => is_unknown = true,
            }
        }
        match is_unknown {
            true => Found::Unknown,
            false => Found::Nothing,
        }
    }

    /// Whether a value meets all claims.
    fn does(&self, claims: &[Claim<'a>], value: &Json) -> Option<bool> {
        let mut verdict = Some(true);
        for claim in claims {
            let reader = self.ground.reader(claim.side);
            match reader.allows(&claim.schema, value, self.search.mode.travel) {
                Some(is_met) if is_met != claim.holds => return Some(false),
                Some(_) => {}
                None => verdict = None,
            }
        }
        verdict
    }

    /// Whether the client reads a value that a schema does not describe as unknown:
    /// one of another list, or another variant of a union.
    fn is_spared(&self, claims: &[Claim<'a>], value: &Json) -> bool {
        let is_spared = |claim: &Claim<'a>| {
            let schema = &claim.schema;
            let is_other_of_list = || {
                let unlisted = Schema {
                    listed: None,
                    ..(**schema).clone()
                };
                let reader = self.ground.reader(claim.side);
                let is_read = reader.allows(&unlisted, value, self.search.mode.travel);
                schema.listed.is_some() && is_read != Some(false)
            };
            self.spares(claim) && (schema.is_union() || is_other_of_list())
        };
        claims.iter().any(is_spared)
    }

    /// Whether values that do not meet this claim may be ones that the client reads.
    fn spares(&self, claim: &Claim<'a>) -> bool {
        let mode = self.search.mode;
        mode.strength == Strength::Breaking
            && !mode.travel.is_sent
            && claim.side != mode.source
            && !claim.holds
    }

    /// Takes what must be met apart, for values of one kind, and then as much of what
    /// must not as a value of that would meet.
    fn expand(
        &self,
        kind: Kind,
        mut state: State<'a>,
        claims: &[Claim<'a>],
        excluded: &[Json],
    ) -> Found {
        if !self.step() {
            return Found::Unknown;
        }
        while let Some(claim) = state.todo.pop() {
            if !self.step() {
                return Found::Unknown;
            }
            match self.take(kind, claim, &mut state) {
                Taken::Contradiction => return Found::Nothing,
                Taken::Simple => {}
                Taken::Choices(choices) => {
                    return self.choose(kind, choices, &state, claims, excluded);
                }
            }
        }
        if self.is_beyond_new_limits(&state) {
            return Found::Nothing;
        }
        let candidates = self.candidates(kind, &state, claims);
        let next = match self.first(claims, excluded, &candidates) {
            Found::Nothing => return Found::Nothing,
            // It may be refused for nothing but what does not count.
            Found::Value(value) => {
                let is_weak = |unmet: &Claim<'a>| !self.is_firm(unmet, &value);
                match state.unmet.iter().position(is_weak) {
                    Some(weak) => weak,
                    None => return Found::Value(value),
                }
            }
            // Most of what must not be met is missed anyway.
            Found::Unknown => {
                let is_met = |unmet: &Claim<'a>| {
                    let reader = self.ground.reader(unmet.side);
                    let travel = self.search.mode.travel;
                    let value = candidates.values.first();
                    value.is_none_or(|value| {
                        reader.allows(&unmet.schema, value, travel) != Some(false)
                    })
                };
                state.unmet.iter().position(is_met).unwrap_or(0)
            }
        };
        if state.unmet.is_empty() {
            return Found::Unknown;
        }
        let claim = state.unmet.remove(next);
        let choices = self.ways_around(kind, &claim);
        self.choose(kind, choices, &state, claims, excluded)
    }

    /// Whether a value that does not meet a schema is refused for what counts.
    fn is_firm(&self, unmet: &Claim<'a>, value: &Json) -> bool {
        let mode = self.search.mode;
        let reader = self.ground.reader(unmet.side);
        mode.strength == Strength::Any
            || unmet.side == mode.source
            || reader.firmly_refuses(&unmet.schema, value, mode.travel)
    }

    /// Whether there is a step left to take.
    fn step(&self) -> bool {
        let steps = &self.search.steps;
        let left = steps.get().checked_sub(1);
        steps.set(left.unwrap_or(0));
        left.is_some()
    }

    /// Adds a claim to a state.
    fn take(&self, kind: Kind, claim: Claim<'a>, state: &mut State<'a>) -> Taken<'a> {
        let key = claim.key();
        if state.seen.iter().any(|seen| seen.key() == key) {
            return Taken::Simple;
        }
        let is_contradiction = |seen: &Claim<'a>| match (seen.holds, claim.holds) {
            (false, true) => self.ground.are_same(&claim, seen),
            (true, false) => self.ground.are_same(seen, &claim),
            _ => false,
        };
        if state.seen.iter().any(is_contradiction) {
            return Taken::Contradiction;
        }
        state.seen.push(claim.clone());
        if claim.holds {
            return match self.meet(kind, &claim, state) {
                None => Taken::Contradiction,
                Some(choices) if choices.is_empty() => Taken::Simple,
                Some(choices) => Taken::Choices(choices),
            };
        }
        if !claim.schema.types.has(kind) {
            // In a text, what is no text is one.
            if self.search.mode.travel.is_text && claim.schema.types.has(Kind::String) {
                state.against.push(Against::Beyond);
            }
        } else if self.spares(&claim) && claim.schema.is_union() {
            return Taken::Contradiction;
        } else {
            state.unmet.push(claim);
        }
        Taken::Simple
    }

    /// Whether a state asks for a value beyond a limit where none stood, and that is
    /// not what is looked for.
    fn is_beyond_new_limits(&self, state: &State<'a>) -> bool {
        let mode = self.search.mode;
        if mode.strength != Strength::Breaking || !mode.travel.is_sent {
            return false;
        }
        let source = state.met.iter().filter(|(side, _)| *side == mode.source);
        let source: Vec<&Schema<'a>> = source.map(|(_, schema)| &**schema).collect();
        let mut against = state.against.iter();
        against.any(|against| against.is_new_limit(&source))
    }

    fn candidates(&self, kind: Kind, state: &State<'a>, claims: &[Claim<'a>]) -> Candidates {
        // Null may be met besides, but that is another kind.
        let mut listed = state.met.iter().filter_map(|(_, schema)| schema.listed);
        if let Some(listed) = listed.next() {
            let values = listed.iter().filter_map(json);
            return Candidates {
                values: values.filter(|one| Kind::of(one) == kind).collect(),
                are_all: true,
            };
        }
        match kind {
            Kind::Number => numbers::candidates(state),
            Kind::String => texts::candidates(self.ground, state),
            Kind::Array => lists::candidates(self, state),
            Kind::Object => objects::candidates(self, state, claims),
            Kind::Boolean | Kind::Null => Candidates::UNKNOWN,
        }
    }

    fn choose(
        &self,
        kind: Kind,
        choices: Vec<Choice<'a>>,
        state: &State<'a>,
        claims: &[Claim<'a>],
        excluded: &[Json],
    ) -> Found {
        let depth = &self.search.depth;
        if depth.get() >= MAX_DEPTH {
            return Found::Unknown;
        }
        depth.set(depth.get() + 1);
        let found = self.any(kind, choices, state, claims, excluded);
        depth.set(depth.get() - 1);
        found
    }

    fn any(
        &self,
        kind: Kind,
        choices: Vec<Choice<'a>>,
        state: &State<'a>,
        claims: &[Claim<'a>],
        excluded: &[Json],
    ) -> Found {
        let mut is_unknown = false;
        for choice in choices {
            let mut next = state.clone();
            match choice {
                Choice::Claims(more) => next.todo.extend(more),
                Choice::Against(against) => next.against.push(against),
            }
            match self.expand(kind, next, claims, excluded) {
                Found::Value(value) => return Found::Value(value),
                Found::Nothing => {}
                Found::Unknown => is_unknown = true,
            }
        }
        match is_unknown {
            true => Found::Unknown,
            false => Found::Nothing,
        }
    }

    /// Adds what it takes to meet a schema, and says what there is to choose from;
    /// `None` if no value of the kind meets it.
    fn meet(
        &self,
        kind: Kind,
        claim: &Claim<'a>,
        state: &mut State<'a>,
    ) -> Option<Vec<Choice<'a>>> {
        let schema = &claim.schema;
        let is_text = self.search.mode.travel.is_text && schema.types.has(Kind::String);
        if !schema.types.has(kind) && !is_text {
            return None;
        }
        let of = |node: &'a Node, holds: bool| self.ground.claim(claim.side, node, holds);
        if let Some(target) = self.ground.target(claim) {
            state.todo.push(Claim::new(claim.side, target, true));
        }
        state
            .todo
            .extend(schema.all_of.iter().map(|part| of(part, true)));
        state.todo.extend(schema.not.map(|not| of(not, false)));
        state.met.push((claim.side, schema.clone()));
        let one_of = schema.one_of.iter().enumerate().map(|(chosen, _)| {
            let parts = schema.one_of.iter().enumerate();
            parts
                .map(|(index, part)| of(part, index == chosen))
                .collect()
        });
        let any_of = schema.any_of.iter().map(|part| vec![of(part, true)]);
        let lists: [Vec<Vec<Claim<'a>>>; 2] = [any_of.collect(), one_of.collect()];
        let mut choices: Vec<Vec<Claim<'a>>> = Vec::new();
        for list in lists.into_iter().filter(|list| !list.is_empty()) {
            choices = match choices.is_empty() {
                true => list,
                false => choices
                    .iter()
                    .flat_map(|one| list.iter().map(|other| [&one[..], other].concat()))
                    .collect(),
            };
        }
        Some(choices.into_iter().map(Choice::Claims).collect())
    }

    /// The ways for a value of a kind not to meet a schema.
    fn ways_around(&self, kind: Kind, claim: &Claim<'a>) -> Vec<Choice<'a>> {
        let schema = &claim.schema;
        let of = |node: &'a Node, holds: bool| self.ground.claim(claim.side, node, holds);
        let mut against: Vec<Against<'a>> = Vec::new();
        if let Some(listed) = schema.listed {
            let is_of_kind = |one: &Node| json(one).is_some_and(|one| Kind::of(&one) == kind);
            if !self.spares(claim) || !listed.iter().any(is_of_kind) {
                against.push(Against::Listed);
            }
        }
        match kind {
            Kind::Number => {
                against.extend(schema.minimum.map(Against::Below));
                against.extend(schema.maximum.map(Against::Above));
                against.extend(schema.multiple_of.map(Against::NotMultiple));
                if schema.types.only_integers {
                    against.push(Against::Fraction);
                }
                if let Some([least, most]) = range(schema) {
                    against.extend([Against::BelowFormat(least), Against::AboveFormat(most)]);
                }
            }
            Kind::String => {
                against.extend(
                    schema
                        .min_length
                        .filter(|least| *least > 0)
                        .map(Against::Shorter),
                );
                against.extend(schema.max_length.map(Against::Longer));
                against.extend(schema.pattern.map(Against::NotMatching));
                let format = schema.format.filter(|format| narrows(format, kind));
                against.extend(format.map(Against::NotFormed));
            }
            Kind::Array => {
                against.extend(
                    schema
                        .min_items
                        .filter(|least| *least > 0)
                        .map(Against::Fewer),
                );
                against.extend(schema.max_items.map(Against::More));
                if schema.has_unique_items {
                    against.push(Against::Repeated);
                }
                against.extend(schema.items.map(|items| Against::Item(claim.side, items)));
            }
            Kind::Object => {
                against.extend(self.around_object(claim));
            }
            Kind::Boolean | Kind::Null => {}
        }
        if schema.is_beyond {
            against.push(Against::Beyond);
        }
        let mut choices: Vec<_> = against.into_iter().map(Choice::Against).collect();
        if let Some(target) = self.ground.target(claim) {
            choices.push(Choice::Claims(vec![Claim::new(claim.side, target, false)]));
        } else if schema.reference.is_some() {
            choices.push(Choice::Against(Against::Beyond));
        }
        let parts = schema.all_of.iter();
        choices.extend(parts.map(|part| Choice::Claims(vec![of(part, false)])));
        choices.extend(schema.not.map(|not| Choice::Claims(vec![of(not, true)])));
        let none =
            |parts: &'a [Node]| Choice::Claims(parts.iter().map(|part| of(part, false)).collect());
        let lists = [schema.any_of, schema.one_of];
        choices.extend(lists.into_iter().filter(|list| !list.is_empty()).map(none));
        for (index, one) in schema.one_of.iter().enumerate() {
            let others = schema.one_of.iter().skip(index + 1);
            choices
                .extend(others.map(|other| Choice::Claims(vec![of(one, true), of(other, true)])));
        }
        choices
    }

    fn around_object(&self, claim: &Claim<'a>) -> Vec<Against<'a>> {
        let schema = &claim.schema;
        let reader = self.ground.reader(claim.side);
        let travel = self.search.mode.travel;
        let is_sent = |property: &'a Node| !reader.is_unsent(property, travel);
        let mut against = Vec::new();
        against.extend(
            schema
                .min_properties
                .filter(|least| *least > 0)
                .map(Against::Fewer),
        );
        against.extend(schema.max_properties.map(Against::More));
        let required = schema.required.iter();
        let required = required.filter(|name| schema.property(name).is_none_or(is_sent));
        against
            .extend(required.map(|name| Against::Missing(name, schema.property(name).is_some())));
        // Of one name in `required`, nothing else is asked.
        let is_whole = !matches!(schema.keyword, Some(Keyword::Required(_) | Keyword::Others));
        if let Some(properties) = schema.properties.filter(|_| is_whole) {
            let properties = properties
                .members()
                .filter(|(_, member)| is_sent(&member.value));
            against.extend(
                properties.map(|(name, member)| Against::Property(name, claim.side, &member.value)),
            );
        }
        // The client reads past what it does not know.
        let is_read = self.spares(claim) && matches!(schema.others, Others::Closed);
        if !matches!(schema.others, Others::Open) && !is_read {
            against.push(Against::Other(claim.side, schema.clone()));
        }
        against
    }
}

/// What became of a claim.
enum Taken<'a> {
    Contradiction,
    Simple,
    Choices(Vec<Choice<'a>>),
}

/// One of several ways on.
enum Choice<'a> {
    Claims(Vec<Claim<'a>>),
    Against(Against<'a>),
}

fn json(node: &Node) -> Option<Json> {
    serde_json::to_value(node).ok()
}
