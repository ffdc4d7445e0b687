//! Which parts of a document refer to which components.

use std::cmp::Reverse;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use crate::source::Source;
use crate::tree::{Member, Node, NodeId, Place, unescape};

/// A component: its section, such as `schemas`, and its name.
pub(crate) type Component<'a> = (&'a str, &'a str);

/// The components of a document, and the references between them.
#[derive(Default)]
pub(crate) struct Reach<'a> {
    root: Option<&'a Node>,
    components: HashMap<Component<'a>, &'a Member>,
    targets: HashMap<Component<'a>, Vec<Component<'a>>>,
}

impl<'a> Reach<'a> {
    pub(crate) fn of(source: &'a Source) -> Self {
        let root = source.root().get("components");
        let sections = root.into_iter();
        let components: HashMap<Component<'a>, &'a Member> = sections
            .flat_map(Node::members)
            .flat_map(|(section, members)| {
                let named = members.value.members();
                named.map(move |(name, member)| ((section, name), member))
            })
            .collect();
        let mut reach = Self {
            root,
            components,
            targets: HashMap::new(),
        };
        reach.targets = reach
            .components
            .iter()
            .map(|(component, member)| (*component, reach.direct(&member.value)))
            .collect();
        reach
    }

    /// The components that a part refers to directly.
    pub(crate) fn direct(&self, node: &'a Node) -> Vec<Component<'a>> {
        let references = node.walk().filter_map(Node::reference);
        references.filter_map(|text| self.named(text)).collect()
    }

    fn named(&self, reference: &str) -> Option<Component<'a>> {
        let (section, name) = reference.strip_prefix("#/components/")?.split_once('/')?;
        let name = unescape(name);
        let (section, all) = self.root?.entry(section)?;
        let (name, _) = all.value.entry(&name)?;
        Some((section, name))
    }

    /// These components, and all components that they lead to.
    pub(crate) fn closure(
        &self,
        from: impl IntoIterator<Item = Component<'a>>,
    ) -> HashSet<Component<'a>> {
        let mut reached = HashSet::new();
        let mut next: Vec<_> = from.into_iter().collect();
        while let Some(component) = next.pop() {
            if reached.insert(component) {
                next.extend(self.targets.get(&component).into_iter().flatten());
            }
        }
        reached
    }

    /// These components and all components that they lead to. Each comes after those that
    /// it refers to, except in cycles. This is a depth-first search with its own stack.
    pub(crate) fn dependencies_first(
        &self,
        from: impl IntoIterator<Item = Component<'a>>,
    ) -> Vec<Component<'a>> {
        let mut seen = HashSet::new();
        let mut ordered = Vec::new();
        for first in from {
            // The flag says whether the components that it refers to are done.
            let mut next = vec![(first, false)];
            while let Some((component, is_done)) = next.pop() {
                if is_done {
                    ordered.push(component);
                } else if seen.insert(component) {
                    next.push((component, true));
                    let targets = self.targets.get(&component).into_iter().flatten();
                    next.extend(targets.map(|target| (*target, false)));
                }
            }
        }
        ordered
    }

    /// The components that contain one of these values, or lead to a component that does,
    /// each with the place given for that value.
    pub(crate) fn tainted_by(
        &self,
        said: &HashMap<NodeId, Place>,
    ) -> HashMap<Component<'a>, Place> {
        let mut users: HashMap<Component<'a>, Vec<Component<'a>>> = HashMap::new();
        for (component, targets) in &self.targets {
            for target in targets {
                users.entry(*target).or_default().push(*component);
            }
        }
        let holders = self.components.iter();
        let mut next: Vec<_> = holders
            .filter_map(|(component, member)| Some((*component, held(&member.value, said)?)))
            .collect();
        // Start with the first place, so that each component gets the first possible
        // place.
        next.sort_by_key(|(_, place)| Reverse(*place));
        let mut tainted = HashMap::new();
        while let Some((component, place)) = next.pop() {
            if tainted.insert(component, place).is_none() {
                let users = users.get(&component).into_iter().flatten();
                next.extend(users.map(|user| (*user, place)));
            }
        }
        tainted
    }
}

/// The first place given for a value or for a value inside it.
pub(crate) fn held(node: &Node, said: &HashMap<NodeId, Place>) -> Option<Place> {
    node.walk()
        .filter_map(|node| said.get(&node.id))
        .min()
        .copied()
}
