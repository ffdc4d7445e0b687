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

use super::choices::{self, Choice, json, spares};
use super::goal::{Against, Candidates, Find, Found, Mode, State, Strength};
use super::ground::{Claim, ClaimKey, Ground};
use super::{lists, numbers, objects, texts};
use crate::schema::{Kind, Schema, are_equal, takes_any_text};

/// Searches of one mode, and what they know already.
pub(super) struct Search<'a> {
    pub(super) mode: Mode,
    known: RefCell<HashMap<Vec<ClaimKey<'a>>, Found>>,
    /// What is being looked for, from the outermost value in.
    open: RefCell<HashMap<Vec<ClaimKey<'a>>, usize>>,
    /// What is known as long as the values around it are looked for.
    provisional: RefCell<Vec<Vec<ClaimKey<'a>>>>,
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
            provisional: RefCell::default(),
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
        let begun = search.provisional.borrow().len();
        let found = self.find_any_kind(claims, excluded);
        let met = search.outermost.get();
        let beyond = if met < depth { met } else { usize::MAX };
        search.outermost.set(outermost.min(beyond));
        search.depth.set(depth);
        search.open.borrow_mut().remove(&key);
        let within = search.provisional.borrow_mut().split_off(begun);
        let mut known = search.known.borrow_mut();
        match found {
            Found::Nothing if met >= depth => {}
            // It holds as far as there is nothing around it either.
            Found::Nothing => {
                let mut provisional = search.provisional.borrow_mut();
                provisional.extend(within);
                provisional.extend(excluded.is_empty().then(|| key.clone()));
            }
            // What was taken for nothing within may have been this.
            _ => within.iter().for_each(|key| drop(known.remove(key))),
        }
        let is_known = found != Found::Unknown || search.steps.get() > 0;
        if excluded.is_empty() && is_known {
            known.insert(key, found.clone());
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
            return self.exactly(claims, excluded, values);
        }
        let kinds = [
            Kind::String,
            Kind::Number,
            Kind::Object,
            Kind::Array,
            Kind::Boolean,
            Kind::Null,
        ];
        Found::first_of(kinds.into_iter().map(|kind| match kind {
            Kind::Null => self.exactly(claims, excluded, vec![Json::Null]),
            Kind::Boolean => self.exactly(claims, excluded, vec![true.into(), false.into()]),
            _ => {
                let state = State {
                    todo: claims.to_vec(),
                    ..State::default()
                };
                self.expand(kind, state, claims, excluded)
            }
        }))
    }

    /// One of these values, whichever limit a sent one is beyond: callers rely on what a
    /// document lists.
    fn exactly(&self, claims: &[Claim<'a>], excluded: &[Json], values: Vec<Json>) -> Found {
        let is_firm = |value: &Json| {
            let mut unmet = claims.iter().filter(|claim| !claim.holds);
            self.search.mode.travel.is_sent || unmet.all(|unmet| self.is_firm(unmet, value, claims))
        };
        let candidates = Candidates {
            values: values.into_iter().filter(is_firm).collect(),
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
                Some(true) => return Found::Value(value.clone()),
                Some(false) => {}
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
            match self.take(kind, claim, &mut state, claims) {
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
                let is_weak = |unmet: &Claim<'a>| !self.is_firm(unmet, &value, claims);
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
        let choices = choices::around(self.ground, self.search.mode, kind, &claim);
        self.choose(kind, choices, &state, claims, excluded)
    }

    /// Whether a value that does not meet a schema is refused for what counts.
    fn is_firm(&self, unmet: &Claim<'a>, value: &Json, claims: &[Claim<'a>]) -> bool {
        let mode = self.search.mode;
        let reader = self.ground.reader(unmet.side);
        let is_lenient = mode.strength == Strength::Breaking;
        let refuses =
            |schema: &Schema<'a>| reader.firmly_refuses(schema, value, mode.travel, is_lenient);
        if unmet.side == mode.source || refuses(&unmet.schema) {
            return true;
        }
        // A union that is one no longer has no alternative that a value could be.
        let union = match unmet.schema.keyword {
            None => reader.resolved(unmet.schema.node),
            Some(_) => unmet.schema.clone(),
        };
        union.is_union()
            && !self.is_of_union(claims)
            && union.parts().all(|part| refuses(&reader.schema(part)))
    }

    /// Whether what is described is one of several alternatives, so that the client may
    /// read one that it does not know.
    fn is_of_union(&self, claims: &[Claim<'a>]) -> bool {
        let source = self.search.mode.source;
        let reader = self.ground.reader(source);
        let mut is_union = false;
        for claim in claims
            .iter()
            .filter(|claim| claim.side == source && claim.holds)
        {
            reader.each_part(&claim.schema, &mut |part| is_union |= part.is_union());
        }
        is_union
    }

    /// Whether there is a step left to take.
    fn step(&self) -> bool {
        let steps = &self.search.steps;
        let left = steps.get().checked_sub(1);
        steps.set(left.unwrap_or(0));
        left.is_some()
    }

    /// Adds a claim to a state.
    fn take(
        &self,
        kind: Kind,
        claim: Claim<'a>,
        state: &mut State<'a>,
        claims: &[Claim<'a>],
    ) -> Taken<'a> {
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
            return match choices::to_meet(self.ground, kind, &claim, state) {
                None => Taken::Contradiction,
                Some(choices) if choices.is_empty() => Taken::Simple,
                Some(choices) => Taken::Choices(choices),
            };
        }
        if !claim.schema.types.has(kind) {
            // Where values travel as texts, a text schema takes numbers and booleans.
            if self.search.mode.travel.is_text && claim.schema.types.has(Kind::String) {
                if takes_any_text(&claim.schema) {
                    return Taken::Contradiction;
                }
                state.against.push(Against::Beyond);
            }
        } else if spares(self.search.mode, &claim)
            && claim.schema.is_union()
            && self.is_of_union(claims)
        {
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

    /// Goes on by each of several ways.
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
        let found = Found::first_of(choices.into_iter().map(|choice| {
            let mut next = state.clone();
            match choice {
                Choice::Claims(more) => next.todo.extend(more),
                Choice::Against(against) => next.against.push(against),
            }
            self.expand(kind, next, claims, excluded)
        }));
        depth.set(depth.get() - 1);
        found
    }
}

/// What became of a claim.
enum Taken<'a> {
    Contradiction,
    Simple,
    Choices(Vec<Choice<'a>>),
}
