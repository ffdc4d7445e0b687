//! Which components which part of a document refers to.

use std::collections::{HashMap, HashSet};

use crate::document::{Member, Node, Place, Source, Value, unescape};

/// A component: its section, such as `schemas`, and its name.
pub(crate) type Component<'a> = (&'a str, &'a str);

/// The components of a document, and what each refers to.
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

    /// The components that a part refers to itself.
    pub(crate) fn direct(&self, node: &'a Node) -> Vec<Component<'a>> {
        let mut found = Vec::new();
        walk(node, |node| {
            let target = node.reference().and_then(|text| self.named(text));
            found.extend(target);
        });
        found
    }

    fn named(&self, reference: &str) -> Option<Component<'a>> {
        let (section, name) = reference.strip_prefix("#/components/")?.split_once('/')?;
        let name = unescape(name);
        let (section, all) = self.root?.entry(section)?;
        let (name, _) = all.value.entry(&name)?;
        Some((section, name))
    }

    /// These components, and all that they lead to.
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

    /// The components that hold one of these places, or lead to one that does,
    /// each with that place.
    pub(crate) fn tainted_by(&self, places: &HashSet<Place>) -> HashMap<Component<'a>, Place> {
        let mut users: HashMap<Component<'a>, Vec<Component<'a>>> = HashMap::new();
        for (component, targets) in &self.targets {
            for target in targets {
                users.entry(*target).or_default().push(*component);
            }
        }
        let holders = self.components.iter();
        let mut next: Vec<_> = holders
            .filter_map(|(component, member)| Some((*component, held(member, places)?)))
            .collect();
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

/// The first of these places that is a member's or within it.
pub(crate) fn held(member: &Member, places: &HashSet<Place>) -> Option<Place> {
    all_held(member, places).into_iter().min()
}

/// Those of these places that are a member's or within it.
pub(crate) fn all_held(member: &Member, places: &HashSet<Place>) -> Vec<Place> {
    let mut found = Vec::new();
    let mut look = |place: Place| found.extend(places.get(&place));
    look(member.key);
    walk(&member.value, |node| {
        look(node.place);
        node.members().for_each(|(_, member)| look(member.key));
    });
    found
}

/// Visits a value and all that it holds, without recursion.
pub(crate) fn walk<'a>(node: &'a Node, mut visit: impl FnMut(&'a Node)) {
    let mut nodes = vec![node];
    while let Some(node) = nodes.pop() {
        visit(node);
        match &node.value {
            Value::List(items) => nodes.extend(items),
            Value::Map(members) => nodes.extend(members.values().map(|member| &member.value)),
            _ => {}
        }
    }
}
