//! Finds the change of the document that causes a difference of the Rust API: the
//! findings nearest to the place that describes the item ([`map`](super::map)).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::super::finding::Finding;
use super::api::{ApiChange, RustApi};
use super::map::{Map, Nearness, Span};

/// The findings on one side: the document, and the place of each finding in it.
struct Side<'m, 'a> {
    map: &'m Map<'a>,
    spans: Vec<Option<Span>>,
}

/// Adds each difference to the findings that cause it.
pub(super) fn tie(api: &RustApi, findings: &mut [Finding], maps: [Option<&Map<'_>>; 2]) {
    let [old, new] = maps;
    let sides = [
        side(old, findings, |finding| finding.old.as_ref()),
        side(new, findings, |finding| finding.new.as_ref()),
    ];
    let sides: Vec<_> = sides.into_iter().flatten().collect();
    let all: Vec<&ApiChange> = api.all().collect();
    let mut causes: Vec<_> = all
        .iter()
        .map(|change| nearest(&change.item, &sides))
        .collect();
    spread(&all, &mut causes);
    for (change, causes) in all.iter().zip(causes) {
        for index in causes {
            if let Some(finding) = findings.get_mut(index) {
                finding.rust.extend(change.lines());
                finding.rust_level = finding.rust_level.max(change.level);
            }
        }
    }
}

/// A change without a finding near it gets the causes of the types that it mentions, or
/// of the changes that mention it: a type is added or removed together with its uses.
fn spread(changes: &[&ApiChange], causes: &mut [BTreeSet<usize>]) {
    let types: HashMap<&str, Vec<usize>> = {
        let mut types: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, change) in changes.iter().enumerate() {
            if let Some(path) = change.item.strip_prefix("types::") {
                let name = path.split("::").next().unwrap_or_default();
                types.entry(name).or_default().push(index);
            }
        }
        types
    };
    let mut neighbours = vec![BTreeSet::new(); changes.len()];
    for (index, change) in changes.iter().enumerate() {
        for line in change.lines() {
            let words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
            for other in words.filter_map(|word| types.get(word)).flatten() {
                neighbours[index].insert(*other);
                neighbours[*other].insert(index);
            }
        }
    }
    let mut next: Vec<usize> = (0..changes.len())
        .filter(|index| !causes[*index].is_empty())
        .collect();
    while !next.is_empty() {
        let mut reached = BTreeMap::new();
        for index in next.drain(..) {
            for other in neighbours[index]
                .iter()
                .filter(|other| causes[**other].is_empty())
            {
                let spread: &mut BTreeSet<usize> = reached.entry(*other).or_default();
                spread.extend(&causes[index]);
            }
        }
        for (index, spread) in reached {
            causes[index] = spread;
            next.push(index);
        }
    }
}

fn side<'m, 'a>(
    map: Option<&'m Map<'a>>,
    findings: &[Finding],
    location: impl Fn(&Finding) -> Option<&super::super::side::Location>,
) -> Option<Side<'m, 'a>> {
    let map = map?;
    let span = |finding: &Finding| match finding.rule.is_about_texts() {
        true => None,
        false => map.span(location(finding)?, finding),
    };
    let spans = findings.iter().map(span).collect();
    Some(Side { map, spans })
}

/// The findings nearest to an item, by index: those about the item itself, else those
/// about its parts, else the smallest ones around it.
fn nearest(item: &str, sides: &[Side<'_, '_>]) -> BTreeSet<usize> {
    let mut found: Vec<(Nearness, usize)> = Vec::new();
    for side in sides {
        let spans = side.spans.iter().enumerate();
        found.extend(
            spans.filter_map(|(index, span)| {
                Some((side.map.nearness(item, span.as_ref()?)?, index))
            }),
        );
    }
    let first = found.iter().map(|(nearness, _)| *nearness).min();
    let nearest = found
        .into_iter()
        .filter(|(nearness, _)| Some(*nearness) == first);
    nearest.map(|(_, index)| index).collect()
}
