//! Schemas as they are used, and their parts.

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::sides::Sides;
use crate::schema;
use crate::source::Source;
use crate::tree::{Node, NodeId, unescape};

/// How much of a schema a value must match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Extent {
    /// The whole schema, at its own place.
    Whole,
    /// The schema without its branches.
    Own,
    /// The schema without its branches and alternatives (`oneOf`, `anyOf`).
    Common,
    /// A component, through a reference.
    Referred,
}

/// The direction of values, if it makes a difference (`readOnly`, `writeOnly`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Side {
    /// It makes no difference.
    #[default]
    Both,
    Received,
    Sent,
}

/// A schema that a value must match.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part<'a> {
    pub(crate) node: &'a Node,
    pub(crate) extent: Extent,
    pub(crate) side: Side,
    /// Whether a composition around it allows null.
    is_wrapped_nullable: bool,
}

/// The schemas that a value must match at one place: mostly one; none means any value.
pub(crate) type Use<'a> = Vec<Part<'a>>;

/// The key of a [`Use`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key(Vec<(NodeId, Extent, Side)>);

/// The keywords of a schema itself, without its branches and references.
#[derive(Clone, Copy)]
pub(super) struct Leaf<'a> {
    pub(super) node: &'a Node,
    /// Whether its alternatives count.
    pub(super) has_alternatives: bool,
}

/// The schemas of a document.
#[derive(Default)]
pub(crate) struct Schemas<'a> {
    named: Option<&'a Node>,
    /// The names of the components.
    components: HashMap<NodeId, &'a str>,
    sides: Arc<Sides>,
}

impl<'a> Part<'a> {
    pub(crate) fn whole(node: &'a Node) -> Self {
        Self::new(node, Extent::Whole)
    }

    pub(super) fn new(node: &'a Node, extent: Extent) -> Self {
        Self {
            node,
            extent,
            side: Side::Both,
            is_wrapped_nullable: false,
        }
    }

    pub(crate) fn on(self, side: Side) -> Self {
        Self { side, ..self }
    }

    /// The component, if this is a reference to one.
    pub(crate) fn component(self) -> Option<&'a Node> {
        (self.extent == Extent::Referred).then_some(self.node)
    }

    /// Whether a value must match the whole schema.
    pub(crate) fn is_whole(self) -> bool {
        matches!(self.extent, Extent::Whole | Extent::Referred)
    }

    fn id(self) -> (NodeId, Extent, Side) {
        (self.node.id, self.extent, self.side)
    }
}

impl Key {
    /// The whole schema, used at its own place.
    pub(crate) fn of_whole(node: &Node, side: Side) -> Self {
        Self(vec![Part::whole(node).on(side).id()])
    }

    pub(crate) fn of(parts: &[Part<'_>]) -> Self {
        let mut ids: Vec<_> = parts.iter().map(|part| part.id()).collect();
        ids.sort();
        Self(ids)
    }
}

impl<'a> Schemas<'a> {
    pub(crate) fn of(source: &'a Source, sides: Arc<Sides>) -> Self {
        let components = schema::components(source.root());
        Self {
            named: schema::component_map(source.root()),
            components: components
                .map(|(name, member)| (member.value.id, name))
                .collect(),
            sides,
        }
    }

    /// The schemas that differ between requests and responses.
    pub(crate) fn sides(&self) -> Arc<Sides> {
        Arc::clone(&self.sides)
    }

    /// The component schema that a reference leads to in one step.
    pub(super) fn target(&self, reference: &str) -> Option<&'a Node> {
        self.component(schema::component_name(reference)?)
    }

    /// The component with a name.
    pub(super) fn component(&self, name: &str) -> Option<&'a Node> {
        self.named?.get(&unescape(name))
    }

    /// The name of a component.
    pub(super) fn name_of(&self, component: &Node) -> Option<&'a str> {
        self.components.get(&component.id).copied()
    }

    /// Whether a component is another one, or extends it.
    pub(super) fn includes(&self, component: &'a Node, other: &'a Node) -> bool {
        let mut seen = HashSet::new();
        self.collect(
            &[Part::new(component, Extent::Referred)],
            &mut seen,
            &mut Vec::new(),
        );
        seen.contains(&other.id)
    }

    /// The schemas as they are used: references are followed to their component,
    /// compositions with one branch are replaced by the branch, and schemas that another
    /// one includes are left out.
    pub(crate) fn used(&self, parts: &[Part<'a>]) -> Use<'a> {
        let side = self.side_of(parts);
        let unwrapped = parts.iter().map(|part| self.unwrapped(part.on(side)));
        let mut used: Use<'a> = Vec::new();
        for part in unwrapped {
            if used.iter().all(|other| other.id() != part.id()) {
                used.push(part);
            }
        }
        if used.len() > 1 {
            self.without_subsumed(&mut used);
        }
        used
    }

    /// The schema as it is used at its own place, for both directions.
    pub(crate) fn used_at(&self, node: &'a Node) -> Use<'a> {
        self.used_on(node, Side::Both)
    }

    /// The schema as it is used at its own place, for values in this direction.
    pub(crate) fn used_on(&self, node: &'a Node, side: Side) -> Use<'a> {
        self.used(&[Part::whole(node).on(side)])
    }

    /// The direction of values, if it makes a difference for these schemas.
    fn side_of(&self, parts: &[Part<'a>]) -> Side {
        let side = parts.first().map_or(Side::Both, |part| part.side);
        let differs = side != Side::Both && parts.iter().any(|part| self.sides.differ(part.node));
        match differs {
            true => side,
            false => Side::Both,
        }
    }

    fn unwrapped(&self, mut part: Part<'a>) -> Part<'a> {
        while part.extent == Extent::Whole {
            if let Some(reference) = part.node.reference() {
                return match self.target(reference) {
                    Some(node) => Part {
                        node,
                        extent: Extent::Referred,
                        is_wrapped_nullable: part.is_wrapped_nullable
                            || schema::is_nullable(part.node),
                        ..part
                    },
                    None => part,
                };
            }
            let Some(branch) = self.only_branch(part) else {
                break;
            };
            part = Part {
                node: branch,
                is_wrapped_nullable: part.is_wrapped_nullable || self.is_wrapping_null(part),
                ..part
            };
        }
        part
    }

    /// The only branch of a composition that has no other keywords; or one of several that
    /// are the same.
    fn only_branch(&self, part: Part<'a>) -> Option<&'a Node> {
        let node = part.node;
        let alternatives = ["oneOf", "anyOf"].into_iter();
        let alternatives = alternatives.flat_map(|key| node.items_of(key));
        let all = node.items_of("allOf").iter().filter(|all| is_shaped(all));
        let mut branches = all.chain(alternatives.filter(|branch| is_alternative(branch)));
        let only = branches.next()?;
        let has_alternatives = node.get("oneOf").or(node.get("anyOf")).is_some();
        let says_more = node.members().any(|(key, member)| match key {
            "allOf" | "oneOf" | "anyOf" => false,
            "type" => member.value.as_str() != Some("object"),
            // Schemas that extend it are allowed where it is used.
            "discriminator" => !has_alternatives,
            key => shapes(key),
        });
        if says_more || !is_shaped(only) {
            return None;
        }
        let unwrapped = |branch| self.unwrapped(Part::whole(branch).on(part.side)).id();
        let is_same = |other| unwrapped(other) == unwrapped(only);
        branches.all(is_same).then_some(only)
    }

    /// Whether a composition allows null itself, or as an alternative.
    fn is_wrapping_null(&self, part: Part<'a>) -> bool {
        let mut alternatives = ["oneOf", "anyOf"]
            .into_iter()
            .flat_map(|key| part.node.items_of(key));
        schema::is_nullable(part.node)
            || alternatives.any(|branch| {
                let branch = Part::whole(branch).on(part.side);
                !is_alternative(branch.node) || self.unwrapped(branch).is_wrapped_nullable
            })
    }

    /// Leaves out schemas that others include.
    fn without_subsumed(&self, used: &mut Use<'a>) {
        let leaves: Vec<HashSet<_>> = used
            .iter()
            .map(|part| {
                let leaves = self.leaves(&[*part]).into_iter();
                leaves
                    .map(|leaf| (leaf.node.id, leaf.has_alternatives))
                    .collect()
            })
            .collect();
        let is_held = |index: usize| {
            let others = used.iter().zip(&leaves).enumerate();
            let part = &used[index];
            others
                .filter(|(other, _)| *other != index)
                .any(|(other, (holder, holds))| {
                    let is_later = other > index;
                    let is_same = part.extent == holder.extent && part.node == holder.node;
                    let is_within = leaves[index].is_subset(holds)
                        && (is_later || leaves[index].len() < holds.len());
                    is_within || is_same && is_later || says_little_beside(part.node, holder.node)
                })
        };
        let kept: Vec<bool> = (0..used.len()).map(|index| !is_held(index)).collect();
        let mut kept = kept.into_iter();
        used.retain(|_| kept.next().unwrap_or(true));
    }

    /// The leaves of the schemas, each once, branches of `allOf` first.
    pub(super) fn leaves(&self, parts: &[Part<'a>]) -> Vec<Leaf<'a>> {
        let mut leaves = Vec::new();
        self.collect(parts, &mut HashSet::new(), &mut leaves);
        leaves
    }

    /// How many components are merged into these schemas.
    pub(super) fn merged(&self, parts: &[Part<'a>]) -> usize {
        if let [part] = parts
            && part.component().is_some()
        {
            return 1;
        }
        let mut seen = HashSet::new();
        self.collect(parts, &mut seen, &mut Vec::new());
        seen.len()
    }

    /// `seen` are the visited components, so that cycles end.
    fn collect(&self, parts: &[Part<'a>], seen: &mut HashSet<NodeId>, leaves: &mut Vec<Leaf<'a>>) {
        // The parts to visit, and whether their branches were visited.
        let mut next: Vec<_> = parts.iter().rev().map(|part| (*part, false)).collect();
        while let Some((part, is_done)) = next.pop() {
            let node = part.node;
            if is_done {
                if is_shaped(node) {
                    leaves.push(Leaf {
                        node,
                        has_alternatives: part.extent != Extent::Common,
                    });
                }
                continue;
            }
            if matches!(part.extent, Extent::Own | Extent::Common) {
                next.push((part, true));
                continue;
            }
            if self.components.contains_key(&node.id) && !seen.insert(node.id) {
                continue;
            }
            if let Some(reference) = node.reference() {
                next.extend(
                    self.target(reference)
                        .map(|node| (Part::new(node, Extent::Referred).on(part.side), false)),
                );
                continue;
            }
            next.push((part, true));
            let branches = node.items_of("allOf").iter().rev();
            next.extend(branches.map(|branch| (Part::whole(branch).on(part.side), false)));
        }
    }

    /// Whether a property is not transferred in this direction.
    pub(super) fn is_untravelled(&self, property: &'a Node, side: Side) -> bool {
        let key = match side {
            Side::Both => return false,
            Side::Received => "writeOnly",
            Side::Sent => "readOnly",
        };
        let target = property
            .reference()
            .and_then(|reference| self.target(reference));
        property.flag(key) || target.is_some_and(|target| target.flag(key))
    }

    /// Whether a value that matches these schemas may be null.
    pub(crate) fn is_nullable(&self, parts: &[Part<'a>]) -> bool {
        !parts.is_empty() && self.all_nullable(parts, &mut HashMap::new())
    }

    /// `known` has the components that were visited: a component inside itself adds nothing.
    fn all_nullable(&self, parts: &[Part<'a>], known: &mut HashMap<NodeId, bool>) -> bool {
        let mut parts = parts.iter();
        parts.all(|part| part.is_wrapped_nullable || self.is_nullable_part(part.node, known))
    }

    fn is_nullable_part(&self, mut node: &'a Node, known: &mut HashMap<NodeId, bool>) -> bool {
        let mut referred = Vec::new();
        while let Some(reference) = node.reference() {
            let Some(target) = self.target(reference) else {
                return false;
            };
            if let Some(known) = known.get(&target.id) {
                return *known;
            }
            known.insert(target.id, false);
            referred.push(target.id);
            node = target;
        }
        let branches = |key| node.items_of(key).iter().map(Part::whole);
        let mut alternatives = branches("oneOf").chain(branches("anyOf"));
        let all: Use<'a> = branches("allOf")
            .filter(|part| is_shaped(part.node))
            .collect();
        let is_nullable = schema::is_nullable(node)
            || schema::listed(node).iter().any(|value| value.is_null())
            || alternatives.any(|branch| self.is_nullable_part(branch.node, known))
            || !all.is_empty() && self.all_nullable(&all, known);
        known.extend(referred.into_iter().map(|id| (id, is_nullable)));
        is_nullable
    }
}

/// Whether an alternative is more than null.
pub(super) fn is_alternative(schema: &Node) -> bool {
    let listed = schema::listed(schema);
    let is_null = !listed.is_empty() && listed.iter().all(Node::is_null);
    let only_allows_null =
        schema.flag("nullable") && !is_shaped(schema) && schema.get("not").is_none();
    !is_null && !only_allows_null
}

/// Whether a keyword describes the structure of a value.
fn shapes(keyword: &str) -> bool {
    schema::kind_of(keyword).is_some()
        || matches!(
            keyword,
            "$ref" | "type" | "enum" | "format" | "allOf" | "oneOf" | "anyOf"
        )
}

/// Whether a schema describes the structure of its values.
pub(super) fn is_shaped(node: &Node) -> bool {
    node.members().any(|(key, _)| shapes(key))
}

/// Whether a schema says nothing, or only a type that the other schema declares too.
fn says_little_beside(node: &Node, other: &Node) -> bool {
    let shaping = |node: &'_ Node| node.members().filter(|(key, _)| shapes(key)).count();
    match (shaping(node), schema::type_of(node)) {
        (0, _) => true,
        (1, Some(declared)) => match schema::type_of(other) {
            Some(other_type) => other_type == declared && shaping(other) > 1,
            None => declared == "object" && is_shaped(other),
        },
        _ => false,
    }
}
