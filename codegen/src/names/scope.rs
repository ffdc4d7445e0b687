//! Names that must be different from each other, and their collisions.

use std::fmt;

use foldhash::{HashMap, HashMapExt};

use super::identifier::Case;
use crate::tree::Spot;

/// The origin of a name, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Right {
    /// The document chooses it for Rust.
    Chosen,
    /// The document gives it to the thing itself.
    Declared,
    /// It is derived from other names.
    Derived,
}

/// A name that something should get.
pub(super) struct Wish<'a> {
    pub(super) name: String,
    pub(super) right: Right,
    /// Its place; for the same right, the first one gets the name.
    pub(super) at: Spot,
    pub(super) what: What<'a>,
}

/// A named thing, for messages.
#[derive(Clone)]
pub(super) enum What<'a> {
    /// A kind of thing, and its name in the document.
    Called(&'static str, &'a str),
    Described(String),
}

impl fmt::Display for What<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Called(kind, name) => write!(f, "the {kind} `{name}`"),
            Self::Described(what) => f.write_str(what),
        }
    }
}

/// A thing that could not get its name.
#[derive(Debug, Clone)]
pub(crate) struct Collision {
    pub(crate) at: Spot,
    /// The thing.
    pub(crate) what: String,
    /// The name that it would have.
    pub(crate) wish: String,
    pub(crate) name: String,
    /// What has that name; none if every client has it.
    pub(crate) other: Option<String>,
}

/// All collisions of a document.
#[derive(Debug, Default)]
pub(crate) struct Collisions {
    pub(crate) methods: Vec<Collision>,
    pub(crate) arguments: Vec<Collision>,
    pub(crate) types: Vec<Collision>,
    pub(crate) fields: Vec<Collision>,
    pub(crate) variants: Vec<Collision>,
}

#[cfg(feature = "review")]
impl Collisions {
    pub(crate) fn all(&self) -> impl Iterator<Item = &Collision> {
        let types = self.types.iter().chain(&self.fields).chain(&self.variants);
        self.methods.iter().chain(&self.arguments).chain(types)
    }
}

/// Names that must differ from one another.
pub(super) struct Scope<'a> {
    case: Case,
    /// Names that every client has; a thing with such a name always gets a `_`.
    reserved: &'static [&'static str],
    /// The names that are taken, and by what.
    taken: HashMap<String, What<'a>>,
    pub(super) collisions: Vec<Collision>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(case: Case, reserved: &'static [&'static str]) -> Self {
        Self {
            case,
            reserved,
            taken: HashMap::new(),
            collisions: Vec::new(),
        }
    }

    /// Excludes names that something else has.
    pub(super) fn without(mut self, names: &[&str], what: &str) -> Self {
        let names = names.iter();
        self.taken
            .extend(names.map(|name| ((*name).to_owned(), What::Described(what.to_owned()))));
        self
    }

    /// Names for all of these, in their order. Each gets its wish, unless another has
    /// more right to it.
    pub(super) fn name_all(&mut self, wishes: Vec<Wish<'a>>) -> Vec<String> {
        let mut order: Vec<usize> = (0..wishes.len()).collect();
        order.sort_by_key(|index| wishes.get(*index).map(|wish| (wish.right, wish.at.node)));
        let mut names = vec![String::new(); wishes.len()];
        let mut wishes: Vec<_> = wishes.into_iter().map(Some).collect();
        let mut late = Vec::new();
        // The others look for a name after all wishes are handled.
        for index in order {
            let Some(wish) = wishes.get_mut(index).and_then(Option::take) else {
                continue;
            };
            let name = &mut names[index];
            match self.is_free(&wish.name) {
                true => *name = self.take(wish),
                false => late.push((index, wish)),
            }
        }
        for (index, wish) in late {
            names[index] = self.name(wish);
        }
        names
    }

    /// The name of one thing; all existing names take precedence.
    pub(super) fn name(&mut self, wish: Wish<'a>) -> String {
        if self.is_free(&wish.name) {
            return self.take(wish);
        }
        let is_reserved = self.reserved.contains(&wish.name.as_str());
        // No other name ends in `_`, so this one never changes.
        let escaped = is_reserved.then(|| format!("{}_", wish.name));
        let numbered = (2..).map(|number| self.case.numbered(&wish.name, number));
        let mut names = escaped.into_iter().chain(numbered);
        let name = names.find(|name| self.is_free(name)).unwrap_or_default();
        self.collisions.push(Collision {
            at: wish.at,
            what: wish.what.to_string(),
            name: name.clone(),
            other: self.taken.get(&wish.name).map(What::to_string),
            wish: wish.name.clone(),
        });
        self.take(Wish { name, ..wish })
    }

    fn is_free(&self, name: &str) -> bool {
        !self.taken.contains_key(name) && !self.reserved.contains(&name)
    }

    fn take(&mut self, wish: Wish<'a>) -> String {
        self.taken.insert(wish.name.clone(), wish.what);
        wish.name
    }
}
