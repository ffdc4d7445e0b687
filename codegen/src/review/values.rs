//! Schemas as sets of values. Finds out whether one side accepts all values that the
//! other side describes, or finds a value that it refuses.
//!
//! A request breaks if the old document describes a value that the new one refuses. A
//! response breaks if the new document describes a value that the old one refuses. A
//! schema *describes* a value if it allows the value and names every property in it.
//!
//! - [`search`]: finds a value that meets some schemas and does not meet others, or shows
//!   that there is none;
//! - [`ground`]: the data that a search needs; [`goal`]: what a search looks for;
//! - [`choices`]: the ways to meet a schema, and the ways not to meet it;
//! - [`numbers`], [`texts`], [`lists`], [`objects`]: candidate values of one kind;
//! - [`automata`]: finds texts that match patterns.

mod automata;
mod choices;
mod goal;
mod ground;
mod lists;
mod numbers;
mod objects;
mod search;
mod texts;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use serde_json::Value as Json;

pub(super) use ground::Side;

use super::same::Sameness;
use crate::schema::{Keyword, Reader, Schema, Travel};
use crate::source::Source;
use crate::tree::Node;
use goal::{Found, Mode, Strength};
use ground::{Claim, Ground};
use search::Search;

/// What is known about a pair of schemas, for one direction.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Judgement {
    /// Every value that one side describes is accepted by the other.
    Contained,
    /// This value is refused, but callers cannot rely on it, or they can read it.
    Policy(Json),
    /// This value is described by one side and refused by the other.
    Broken(Json),
    /// This value is refused, but it is not known whether callers rely on it.
    Refused(Json),
    /// Neither could be shown.
    Undecided,
}

/// Judges pairs of schemas of two documents.
pub(super) struct Judge<'a> {
    ground: Ground<'a>,
    searches: RefCell<HashMap<Mode, Rc<Search<'a>>>>,
}

impl<'a> Judge<'a> {
    pub(super) fn between(old: &'a Source, new: &'a Source, same: Rc<Sameness<'a>>) -> Rc<Self> {
        Rc::new(Self {
            ground: Ground::new([old.root(), new.root()], same),
            searches: RefCell::default(),
        })
    }

    pub(super) fn reader(&self, side: Side) -> &Reader<'a> {
        self.ground.reader(side)
    }

    pub(super) fn schemas(&self, [old, new]: [&'a Node; 2]) -> [Rc<Schema<'a>>; 2] {
        [
            self.reader(Side::Old).resolved(old),
            self.reader(Side::New).resolved(new),
        ]
    }

    /// What is known about a pair of schemas.
    pub(super) fn judge(&self, nodes: [&'a Node; 2], travel: Travel) -> Judgement {
        self.judgement(|strength| self.find(nodes, None, travel, strength))
    }

    /// What is known about one keyword: whether all values that one side describes meet
    /// this keyword of the other side.
    pub(super) fn judge_keyword(
        &self,
        nodes: [&'a Node; 2],
        keyword: Keyword<'a>,
        travel: Travel,
    ) -> Judgement {
        self.judgement(|strength| self.find(nodes, Some(keyword), travel, strength))
    }

    fn judgement(&self, find: impl Fn(Strength) -> Found) -> Judgement {
        match find(Strength::Breaking) {
            Found::Value(value) => Judgement::Broken(value),
            Found::Nothing => match find(Strength::Any) {
                Found::Value(value) => Judgement::Policy(value),
                Found::Nothing => Judgement::Contained,
                Found::Unknown => Judgement::Undecided,
            },
            Found::Unknown => match find(Strength::Any) {
                Found::Nothing => Judgement::Contained,
                Found::Value(value) => Judgement::Refused(value),
                Found::Unknown => Judgement::Undecided,
            },
        }
    }

    fn find(
        &self,
        [old, new]: [&'a Node; 2],
        keyword: Option<Keyword<'a>>,
        travel: Travel,
        strength: Strength,
    ) -> Found {
        let (from, to) = match travel.is_sent {
            true => ((Side::Old, old), (Side::New, new)),
            false => ((Side::New, new), (Side::Old, old)),
        };
        let described = self.reader(from.0).schema(from.1);
        let refusing = match keyword {
            None => self.reader(to.0).schema(to.1),
            Some(keyword) => {
                let whole = self.reader(to.0).resolved(to.1);
                Rc::new(whole.only(keyword))
            }
        };
        let claims = [
            Claim::new(from.0, described, true),
            Claim::new(to.0, refusing, false),
        ];
        let mode = Mode {
            source: from.0,
            travel,
            strength,
        };
        let known = self.searches.borrow().get(&mode).cloned();
        let search = known.unwrap_or_else(|| {
            let search = Rc::new(Search::new(mode));
            self.searches.borrow_mut().insert(mode, search.clone());
            search
        });
        search.run(&self.ground, &claims)
    }
}
