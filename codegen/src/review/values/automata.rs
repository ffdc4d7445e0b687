//! Finds texts that match some patterns and do not match others. It walks the automata of
//! all patterns together. If the walk ends without a text, there is none.

use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

use regex_automata::dfa::{Automaton as _, StartKind, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;
use regex_automata::{Anchored, MatchKind};
use regex_syntax::hir::{Class, Hir, HirKind};

use crate::pattern;

/// A pattern as a machine that reads a text character by character.
pub(super) struct Automaton {
    dfa: dense::DFA<Vec<u32>>,
    start: StateID,
    /// One character of each class that the pattern distinguishes.
    kinds: Vec<char>,
}

/// Where an automaton is, and whether it has matched on the way.
type Position = (StateID, bool);

impl Automaton {
    /// The automaton of an ECMA-262 pattern; `None` if the pattern is not supported, or
    /// if its automaton would be too large.
    pub(super) fn of(pattern: &str) -> Option<Self> {
        const MAX_BYTES: usize = 1 << 18;
        let explicit = pattern::explicit(pattern)?;
        let hir = regex_syntax::Parser::new().parse(&explicit).ok()?;
        let limits = thompson::Config::new().nfa_size_limit(Some(MAX_BYTES));
        let nfa = thompson::Compiler::new()
            .configure(limits)
            .build_from_hir(&hir)
            .ok()?;
        let limits = dense::Config::new()
            .start_kind(StartKind::Unanchored)
            .match_kind(MatchKind::All)
            .dfa_size_limit(Some(MAX_BYTES))
            .determinize_size_limit(Some(MAX_BYTES));
        let dfa = dense::Builder::new()
            .configure(limits)
            .build_from_nfa(&nfa)
            .ok()?;
        let start = start::Config::new().anchored(Anchored::No);
        let start = dfa.start_state(&start).ok()?;
        let mut kinds = Vec::new();
        add_kinds(&hir, &mut kinds);
        Some(Self { dfa, start, kinds })
    }

    fn next(&self, (state, has_matched): Position, character: char) -> Position {
        let mut bytes = [0; 4];
        let bytes = character.encode_utf8(&mut bytes).as_bytes();
        let mut position = (state, has_matched);
        for byte in bytes {
            position.0 = self.dfa.next_state(position.0, *byte);
            // The automaton reports a match one byte late.
            position.1 |= self.dfa.is_match_state(position.0);
        }
        position
    }

    fn has_matched(&self, (state, has_matched): Position) -> bool {
        has_matched || self.dfa.is_match_state(self.dfa.next_eoi_state(state))
    }
}

/// The conditions on texts.
#[derive(Default)]
pub(super) struct Wanted {
    pub(super) matching: Vec<Rc<Automaton>>,
    pub(super) not_matching: Vec<Rc<Automaton>>,
    pub(super) least_chars: usize,
    pub(super) most_chars: usize,
}

/// A place of the walk: the position of each automaton, and the length of the text, up to
/// the minimum length.
type Place = (Vec<Position>, usize);

impl Wanted {
    /// Some texts that meet the conditions, the shortest first, and whether the walk reached
    /// its end.
    pub(super) fn texts(&self) -> (Vec<String>, bool) {
        const ENOUGH: usize = 12;
        const MAX_PLACES: usize = 5_000;
        /// Other texts at the same place may meet conditions that the first does not meet.
        const MAX_VISITS: usize = 3;
        let automata: Vec<_> = self.matching.iter().chain(&self.not_matching).collect();
        let characters = self.characters();
        let mut found = Vec::new();
        let mut visits: HashMap<Place, usize> = HashMap::new();
        let start: Vec<Position> = automata.iter().map(|one| (one.start, false)).collect();
        let mut next = VecDeque::from([((start, 0), String::new(), 0)]);
        while let Some((place, text, chars)) = next.pop_front() {
            if visits.len() > MAX_PLACES || found.len() >= ENOUGH {
                return (found, false);
            }
            let (positions, counted) = &place;
            if *counted >= self.least_chars && self.are_met(&automata, positions) {
                found.push(text.clone());
            }
            if chars >= self.most_chars {
                continue;
            }
            for character in &characters {
                let moved = automata.iter().zip(positions);
                let moved: Vec<_> = moved
                    .map(|(automaton, position)| automaton.next(*position, *character))
                    .collect();
                // Shorter texts come first, so it is enough to count up to the minimum length.
                let place = (moved, (counted + 1).min(self.least_chars));
                let visits = visits.entry(place.clone()).or_default();
                if *visits < MAX_VISITS {
                    *visits += 1;
                    let mut longer = text.clone();
                    longer.push(*character);
                    next.push_back((place, longer, chars + 1));
                }
            }
        }
        (found, true)
    }

    fn are_met(&self, automata: &[&Rc<Automaton>], positions: &[Position]) -> bool {
        let mut all = automata.iter().zip(positions).enumerate();
        all.all(|(index, (automaton, position))| {
            automaton.has_matched(*position) == (index < self.matching.len())
        })
    }

    /// One character of each class that the patterns distinguish. Common characters come
    /// first.
    fn characters(&self) -> Vec<char> {
        let automata = self.matching.iter().chain(&self.not_matching);
        let mut characters: Vec<char> = automata.flat_map(|one| one.kinds.clone()).collect();
        characters.extend(['a', '0', 'A']);
        characters.sort_unstable();
        characters.dedup();
        characters.sort_by_key(|character| match character {
            'a'..='z' => 0,
            '0'..='9' => 1,
            'A'..='Z' => 2,
            '!'..='~' => 3,
            _ => 4,
        });
        characters
    }
}

/// Adds the first and last characters of all classes, and their neighbours.
fn add_kinds(hir: &Hir, kinds: &mut Vec<char>) {
    let mut add = |first: char, last: char| {
        kinds.extend([first, last]);
        kinds.extend(char::from_u32((first as u32).wrapping_sub(1)));
        kinds.extend(char::from_u32(last as u32 + 1));
    };
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => {
            let text = String::from_utf8_lossy(&literal.0);
            text.chars().for_each(|one| add(one, one));
        }
        HirKind::Class(Class::Unicode(class)) => {
            class
                .ranges()
                .iter()
                .for_each(|range| add(range.start(), range.end()));
        }
        HirKind::Class(Class::Bytes(class)) => {
            let ranges = class.ranges().iter();
            ranges.for_each(|range| add(range.start().into(), range.end().into()));
        }
        HirKind::Repetition(repetition) => add_kinds(&repetition.sub, kinds),
        HirKind::Capture(capture) => add_kinds(&capture.sub, kinds),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().for_each(|part| add_kinds(part, kinds));
        }
    }
}
