//! What the search looks for: values that meet some schemas and not others.

use std::rc::Rc;

use serde_json::Value as Json;

use super::ground::{Claim, Ground, Side};
use crate::schema::{Bound, Number, Schema, Travel};
use crate::tree::Node;

/// What counts as refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Strength {
    /// Everything.
    Any,
    /// Not a value beyond a limit where none stood before, and not one that the
    /// client reads as unknown.
    Breaking,
}

/// What a search comes to.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Found {
    Value(Json),
    /// There is no such value.
    Nothing,
    /// It could not be told.
    Unknown,
}

impl Found {
    /// The first value of several searches; nothing if all of them have none.
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

/// What is the same for a whole search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Mode {
    /// Whose values are looked for: only such as that side describes.
    pub(super) source: Side,
    pub(super) travel: Travel,
    pub(super) strength: Strength,
}

/// One way not to meet a schema.
#[derive(Clone)]
pub(super) enum Against<'a> {
    /// Not one of the listed values.
    Listed,
    /// A number below a least one.
    Below(Bound),
    /// A number above a greatest one.
    Above(Bound),
    /// A number below or above those of a format.
    BelowFormat(i128),
    AboveFormat(i128),
    /// No whole number.
    Fraction,
    NotMultiple(Number),
    /// A text of fewer characters.
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
    /// Without a property, and whether the schema that asks for it describes it.
    Missing(&'a str, bool),
    /// A property that does not meet its schema.
    Property(&'a str, Side, &'a Node),
    /// A property that a schema does not describe, and that it does not allow.
    Other(Side, Rc<Schema<'a>>),
    /// Something that the model does not hold.
    Beyond,
}

impl<'a> Against<'a> {
    /// Whether this goes beyond a limit of a kind that none of these schemas has.
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

/// What values of one kind must meet, when every choice is made.
#[derive(Clone, Default)]
pub(super) struct State<'a> {
    pub(super) todo: Vec<Claim<'a>>,
    pub(super) seen: Vec<Claim<'a>>,
    /// The schemas that must not be met, and that no way around is chosen for.
    pub(super) unmet: Vec<Claim<'a>>,
    /// The schemas that are met, without what they are made of.
    pub(super) met: Vec<(Side, Rc<Schema<'a>>)>,
    pub(super) against: Vec<Against<'a>>,
}

/// Values that may do.
pub(super) struct Candidates {
    pub(super) values: Vec<Json>,
    /// No other value can do.
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

/// What looks for values: the parts of a value are values too.
pub(super) trait Find<'a> {
    fn ground(&self) -> &Ground<'a>;

    fn mode(&self) -> Mode;

    /// A value that meets all claims and is none of the `excluded`.
    fn find(&self, claims: &[Claim<'a>], excluded: &[Json]) -> Found;

    /// Whether the side whose values are looked for describes a property.
    fn is_described(&self, claims: &[Claim<'a>], name: &str) -> bool {
        let source = self.mode().source;
        let reader = self.ground().reader(source);
        let claims = claims
            .iter()
            .filter(|claim| claim.side == source && claim.holds);
        let mut described = claims
            .map(|claim| reader.describes(&claim.schema, name))
            .peekable();
        // Within what only another alternative describes, nothing is known.
        described.peek().is_none() || described.any(|is_described| is_described)
    }
}
