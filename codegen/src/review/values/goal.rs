//! What a search looks for: values that meet some schemas and do not meet others.

use std::rc::Rc;

use serde_json::Value as Json;

use super::ground::{Claim, Ground, Side};
use crate::schema::{Bound, Number, Schema, Travel};
use crate::tree::Node;

/// Which refused values count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Strength {
    /// All of them.
    Any,
    /// All but values beyond a new limit, and values that the client reads as unknown.
    Breaking,
}

/// The result of a search.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Found {
    Value(Json),
    /// There is no such value.
    Nothing,
    /// It is not known whether there is one.
    Unknown,
}

impl Found {
    /// The first value of several searches; `Nothing` if all of them find nothing.
    pub(super) fn first_of(searches: impl Iterator<Item = Self>) -> Self {
        let mut otherwise = Self::Nothing;
        for found in searches {
            match found {
                Self::Value(value) => return Self::Value(value),
                Self::Nothing => {}
                Self::Unknown => otherwise = Self::Unknown,
            }
        }
        otherwise
    }
}

/// The settings of a whole search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Mode {
    /// The side whose described values the search looks for.
    pub(super) source: Side,
    pub(super) travel: Travel,
    pub(super) strength: Strength,
}

/// One way not to meet a schema.
#[derive(Clone)]
pub(super) enum Against<'a> {
    /// Not one of the listed values.
    Listed,
    /// A number below a minimum.
    Below(Bound),
    /// A number above a maximum.
    Above(Bound),
    /// A number below or above the range of a format.
    BelowFormat(i128),
    AboveFormat(i128),
    /// Not a whole number.
    Fraction,
    NotMultiple(Number),
    /// A text with fewer characters.
    Shorter(u64),
    Longer(u64),
    NotMatching(&'a str),
    NotFormed(&'a str),
    /// Fewer items or properties.
    Fewer(u64),
    More(u64),
    /// The same item twice.
    Repeated,
    /// An item that does not meet a schema.
    Item(Side, &'a Node),
    /// Without a required property, and whether the schema that requires it describes it.
    Missing(&'a str, bool),
    /// A property that does not meet its schema.
    Property(&'a str, Side, &'a Node),
    /// A property that a schema neither describes nor allows.
    Other(Side, Rc<Schema<'a>>),
    /// Something that the model does not cover.
    Beyond,
}

impl<'a> Against<'a> {
    /// Whether this goes beyond a limit of a kind that no schema in the list has.
    pub(super) fn is_new_limit(&self, schemas: &[&Schema<'a>]) -> bool {
        let any = |has: fn(&Schema<'_>) -> bool| schemas.iter().any(|schema| has(schema));
        !match self {
            Self::Below(_) => any(|schema| schema.minimum.is_some()),
            Self::Above(_) => any(|schema| schema.maximum.is_some()),
            Self::NotMultiple(_) => any(|schema| schema.multiple_of.is_some()),
            Self::Longer(_) => any(|schema| schema.max_length.is_some()),
            Self::More(_) => {
                any(|schema| schema.max_items.is_some() || schema.max_properties.is_some())
            }
            _ => true,
        }
    }
}

/// The conditions for values of one kind, with the choices made so far.
#[derive(Clone, Default)]
pub(super) struct State<'a> {
    pub(super) todo: Vec<Claim<'a>>,
    pub(super) seen: Vec<Claim<'a>>,
    /// The schemas that must not be met, without a choice of how not to meet them.
    pub(super) unmet: Vec<Claim<'a>>,
    /// The schemas that are met, without their parts.
    pub(super) met: Vec<(Side, Rc<Schema<'a>>)>,
    pub(super) against: Vec<Against<'a>>,
}

/// Candidates for the value that a search looks for.
pub(super) struct Candidates {
    pub(super) values: Vec<Json>,
    /// Whether no other value is possible.
    pub(super) are_all: bool,
}

impl Candidates {
    pub(super) const NOTHING: Self = Self {
        values: Vec::new(),
        are_all: true,
    };
    pub(super) const UNKNOWN: Self = Self {
        values: Vec::new(),
        are_all: false,
    };

    pub(super) fn some(values: Vec<Json>) -> Self {
        Self {
            values,
            are_all: false,
        }
    }
}

/// Looks for values. It is used for the parts of a value too.
pub(super) trait Find<'a> {
    fn ground(&self) -> &Ground<'a>;

    fn mode(&self) -> Mode;

    /// A value that meets all claims and is not one of the `excluded` values.
    fn find(&self, claims: &[Claim<'a>], excluded: &[Json]) -> Found;

    /// Whether the source side describes a property.
    fn is_described(&self, claims: &[Claim<'a>], name: &str) -> bool {
        let source = self.mode().source;
        let reader = self.ground().reader(source);
        let claims = claims
            .iter()
            .filter(|claim| claim.side == source && claim.holds);
        let mut described = claims
            .map(|claim| reader.describes(&claim.schema, name))
            .peekable();
        // If the source side makes no claim here, only another alternative describes the
        // value, and nothing is known about its properties.
        described.peek().is_none() || described.any(|is_described| is_described)
    }
}
