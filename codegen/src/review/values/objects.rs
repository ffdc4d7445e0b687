//! Candidate objects.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::Value as Json;

use super::goal::{Against, Candidates, Find, Found, State};
use super::ground::{Claim, Side};
use crate::schema::{Others, Schema};
use crate::tree::Node;

/// The conditions on objects.
#[derive(Clone)]
struct Wanted<'a> {
    least: u64,
    most: u64,
    /// The names that must be present, each with the claims on its value beside its schema.
    present: BTreeMap<String, Vec<Claim<'a>>>,
    missing: BTreeSet<&'a str>,
    /// The names of properties that are not sent.
    absent: BTreeSet<&'a str>,
}

impl Wanted<'_> {
    fn is_left_out(&self, name: &str) -> bool {
        self.missing.contains(name) || self.absent.contains(name)
    }
}

pub(super) fn candidates<'a>(
    run: &dyn Find<'a>,
    state: &State<'a>,
    claims: &[Claim<'a>],
) -> Candidates {
    let travel = run.mode().travel;
    let mut wanted = Wanted {
        least: 0,
        most: u64::MAX,
        present: BTreeMap::new(),
        missing: BTreeSet::new(),
        absent: BTreeSet::new(),
    };
    let mut sent = BTreeSet::new();
    for (side, schema) in &state.met {
        wanted.least = wanted.least.max(schema.min_properties.unwrap_or(0));
        wanted.most = wanted.most.min(schema.max_properties.unwrap_or(u64::MAX));
        let reader = run.ground().reader(*side);
        for name in &schema.required {
            let property = schema.property(name);
            if property.is_none_or(|property| !reader.is_unsent(property, travel)) {
                if !run.is_described(claims, name) {
                    return Candidates::NOTHING;
                }
                wanted.present.entry((*name).to_owned()).or_default();
            }
        }
        if *side == run.mode().source {
            for (name, property) in schema.properties.into_iter().flat_map(Node::members) {
                match reader.is_unsent(&property.value, travel) {
                    true => wanted.absent.insert(name),
                    false => sent.insert(name),
                };
            }
        }
    }
    // A property is not absent if another part of the schema says that it is sent.
    wanted.absent.retain(|name| !sent.contains(name));
    let mut others = Vec::new();
    for against in &state.against {
        match against {
            Against::Fewer(size) => wanted.most = wanted.most.min(size.saturating_sub(1)),
            Against::More(size) => wanted.least = wanted.least.max(size.saturating_add(1)),
            // A property that is not sent on one side was never meant to be sent.
            Against::Missing(name, true) if wanted.absent.contains(name) => {
                return Candidates::NOTHING;
            }
            Against::Missing(name, _) => {
                wanted.missing.insert(name);
            }
            Against::Property(name, side, node) => {
                if !run.is_described(claims, name) {
                    return Candidates::NOTHING;
                }
                let claims = wanted.present.entry((*name).to_owned()).or_default();
                claims.push(run.ground().claim(*side, node, false));
            }
            Against::Other(side, schema) => others.push((*side, schema.clone())),
            _ => {}
        }
    }
    with_others(run, state, claims, wanted, &others)
}

/// Chooses properties that some schemas neither describe nor allow.
fn with_others<'a>(
    run: &dyn Find<'a>,
    state: &State<'a>,
    claims: &[Claim<'a>],
    wanted: Wanted<'a>,
    others: &[(Side, Rc<Schema<'a>>)],
) -> Candidates {
    let Some(((side, schema), rest)) = others.split_first() else {
        return built(run, state, claims, wanted);
    };
    let mut all = Candidates::NOTHING;
    let names = Names::of(run, claims);
    for name in names.described.iter().cloned().chain(names.fresh(state, 1)) {
        if schema.property(&name).is_some() || wanted.is_left_out(&name) {
            continue;
        }
        let mut wanted = wanted.clone();
        let present = wanted.present.entry(name).or_default();
        if let Others::Described(node) = schema.others {
            present.push(run.ground().claim(*side, node, false));
        }
        let more = with_others(run, state, claims, wanted, rest);
        all.are_all &= more.are_all;
        all.values.extend(more.values);
    }
    all
}

/// The property names that values may have: the described names, and, if any name is
/// allowed, some others.
struct Names {
    described: BTreeSet<String>,
    is_open: bool,
}

impl Names {
    fn of<'a>(run: &dyn Find<'a>, claims: &[Claim<'a>]) -> Self {
        let source = run.mode().source;
        let reader = run.ground().reader(source);
        let mut described = BTreeSet::new();
        let sources = claims
            .iter()
            .filter(|claim| claim.side == source && claim.holds);
        for claim in sources {
            reader.each_part(&claim.schema, &mut |part| {
                described.extend(part.names().map(str::to_owned));
            });
        }
        // A name that no document has.
        let is_open = run.is_described(claims, "\u{0}");
        Self { described, is_open }
    }

    /// A number of names that no schema describes.
    fn fresh<'n>(&'n self, state: &'n State<'_>, count: u64) -> impl Iterator<Item = String> + 'n {
        let names = (0..).map(|number| format!("other{number}"));
        let is_known = |name: &String| {
            let mut met = state.met.iter();
            self.described.contains(name) || met.any(|(_, schema)| schema.property(name).is_some())
        };
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        names
            .filter(move |name| !is_known(name))
            .take(if self.is_open { count } else { 0 })
    }
}

/// The smallest object that meets all conditions.
fn built<'a>(
    run: &dyn Find<'a>,
    state: &State<'a>,
    claims: &[Claim<'a>],
    wanted: Wanted<'a>,
) -> Candidates {
    let is_refused = |name: &String| wanted.is_left_out(name);
    if wanted.present.keys().any(is_refused) || wanted.least > wanted.most {
        return Candidates::NOTHING;
    }
    let mut members = serde_json::Map::new();
    let mut is_unknown = false;
    // Properties with more claims come first, because they are the most likely to have no
    // value.
    let mut present: Vec<_> = wanted.present.iter().collect();
    present.sort_by_key(|(_, claims)| std::cmp::Reverse(claims.len()));
    for (name, more) in present {
        match member(run, state, name, more) {
            Found::Value(value) => {
                members.insert(name.clone(), value);
            }
            Found::Nothing => return Candidates::NOTHING,
            Found::Unknown => is_unknown = true,
        }
    }
    if is_unknown {
        return Candidates::UNKNOWN;
    }
    if members.len() as u64 > wanted.most {
        return Candidates::NOTHING;
    }
    let mut are_all = true;
    if (members.len() as u64) < wanted.least {
        const MAX_MORE: u64 = 100;
        let names = Names::of(run, claims);
        let fresh = names.fresh(state, wanted.least.min(MAX_MORE));
        for name in names.described.iter().cloned().chain(fresh) {
            if members.len() as u64 >= wanted.least {
                break;
            }
            if members.contains_key(&name) || wanted.is_left_out(&name) {
                continue;
            }
            match member(run, state, &name, &[]) {
                Found::Value(value) => {
                    members.insert(name, value);
                }
                Found::Nothing => {}
                Found::Unknown => are_all = false,
            }
        }
        if (members.len() as u64) < wanted.least {
            return match are_all && !names.is_open {
                true => Candidates::NOTHING,
                false => Candidates::UNKNOWN,
            };
        }
    }
    Candidates::some(vec![Json::Object(members)])
}

/// A value for a property.
fn member<'a>(run: &dyn Find<'a>, state: &State<'a>, name: &str, more: &[Claim<'a>]) -> Found {
    let travel = run.mode().travel;
    let mut claims = more.to_vec();
    for (side, schema) in &state.met {
        let reader = run.ground().reader(*side);
        match (schema.property(name), schema.others) {
            (Some(property), _) if reader.is_unsent(property, travel) => {}
            (Some(property), _) => claims.push(run.ground().claim(*side, property, true)),
            (None, Others::Closed) => return Found::Nothing,
            (None, Others::Described(node)) => claims.push(run.ground().claim(*side, node, true)),
            (None, Others::Open) => {}
        }
    }
    run.find(&claims, &[])
}
