//! The search: takes schemas apart until only simple conditions on values of one kind are
//! left, and builds such a value.
//!
//! It is a tableau. A schema that must be met adds its parts. A schema that must not be
//! met gives a choice among the ways not to meet it. If every choice ends in a
//! contradiction, there is no value. A value that was built counts only after a check
//! against the original schemas.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use serde_json::Value as Json;

use super::choices::{self, Choice, json, spares};
use super::goal::{Against, Candidates, Find, Found, Mode, State, Strength};
use super::ground::{Claim, ClaimKey, Ground};
use super::{lists, numbers, objects, texts};
use crate::schema::{Kind, Schema, are_equal, takes_any_text};

/// The searches of one mode, and their known results.
pub(super) struct Search<'a> {
    pub(super) mode: Mode,
    known: RefCell<HashMap<Vec<ClaimKey<'a>>, Found>>,
    /// The searches that are running, from the outermost value to the innermost, with their
    /// depths.
    open: RefCell<HashMap<Vec<ClaimKey<'a>>, usize>>,
    /// The results that hold only while the searches around them are running.
    provisional: RefCell<Vec<Vec<ClaimKey<'a>>>>,
    /// The depth of the outermost running search that was reached again. Results for the
    /// values inside it hold only inside it.
    outermost: Cell<usize>,
    /// The steps that are left for this search, and for all searches.
    steps: Cell<u32>,
    all_steps: Cell<u32>,
    depth: Cell<usize>,
}

/// A schema with a hundred properties takes a few hundred steps.
const MAX_STEPS: u32 = 20_000;
const MAX_ALL_STEPS: u32 = 3_000_000;
/// The maximum depth of values and of choices.
const MAX_DEPTH: usize = 400;

/// One search in the two documents.
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
            // The smallest value that meets the claims does not contain another such value.
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
            // This holds only if the searches around it find nothing either.
            Found::Nothing => {
                let mut provisional = search.provisional.borrow_mut();
                provisional.extend(within);
                provisional.extend(excluded.is_empty().then(|| key.clone()));
            }
            // Inner results of "nothing" may have assumed that this search finds nothing.
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
    /// Whether a schema must be met and the same schema, in the same or in the other
    /// document, must not be met.
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

    /// One of these values. In a request, a value beyond a new limit counts too, because
    /// callers rely on values that a document lists.
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

    /// The first candidate that meets all claims.
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

    /// Takes apart the schemas that must be met, for values of one kind. Then takes apart
    /// those schemas that must not be met and that a candidate would meet.
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
            // The value may be refused only for a reason that does not count.
            Found::Value(value) => {
                let is_weak = |unmet: &Claim<'a>| !self.is_firm(unmet, &value, claims);
                match state.unmet.iter().position(is_weak) {
                    Some(weak) => weak,
                    None => return Found::Value(value),
                }
            }
            // Candidates already fail to meet most of the schemas that must not be met.
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

    /// Whether a value that does not meet a schema is refused for a reason that counts.
    fn is_firm(&self, unmet: &Claim<'a>, value: &Json, claims: &[Claim<'a>]) -> bool {
        let mode = self.search.mode;
        let reader = self.ground.reader(unmet.side);
        let is_lenient = mode.strength == Strength::Breaking;
        let refuses =
            |schema: &Schema<'a>| reader.firmly_refuses(schema, value, mode.travel, is_lenient);
        if unmet.side == mode.source || refuses(&unmet.schema) {
            return true;
        }
        // If the source side is no longer a union, the value counts as refused only if all
        // alternatives of the other side refuse it.
        let union = match unmet.schema.keyword {
            None => reader.resolved(unmet.schema.node),
            Some(_) => unmet.schema.clone(),
        };
        union.is_union()
            && !self.is_of_union(claims)
            && union.parts().all(|part| refuses(&reader.schema(part)))
    }

    /// Whether the described value is one of several alternatives. Then the client can
    /// read an alternative that it does not know.
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
            // If values travel as text, a string schema accepts numbers and booleans too.
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

    /// Whether a state needs a value beyond a new limit, although the search does not
    /// look for such values.
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
        // The schema may also allow null, but null is another kind.
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

    /// Continues with each of several choices.
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

/// The result of taking a claim.
enum Taken<'a> {
    Contradiction,
    Simple,
    Choices(Vec<Choice<'a>>),
}
