//! Components: what a `$ref` leads to, which of them changed, and those that no
//! operation reaches.

use std::collections::{BTreeMap, BTreeSet};

use super::super::side::{At, Both, Fate, entries};
use super::{Context, Walk};
use crate::document::{Node, Source, Value, unescape};

const COMPONENTS: &str = "#/components/";

/// The references whose targets differ between two documents, themselves or in
/// something they refer to.
pub(super) struct Changed<'a>(BTreeSet<&'a str>);

impl<'a> Changed<'a> {
    pub(super) fn between(old: &'a Node, new: &'a Node) -> Self {
        let roots = [old, new];
        let targets: BTreeSet<&str> = roots.into_iter().flat_map(references).collect();
        let mut referrers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (root, target) in roots
            .into_iter()
            .flat_map(|root| targets.iter().map(move |one| (root, *one)))
        {
            let node = target
                .strip_prefix('#')
                .and_then(|pointer| root.pointer(pointer));
            for reference in node.into_iter().flat_map(references) {
                referrers.entry(reference).or_default().push(target);
            }
        }
        let differs = |reference: &str| {
            let pointer = reference.strip_prefix('#').unwrap_or_default();
            old.pointer(pointer) != new.pointer(pointer)
        };
        let mut changed: BTreeSet<&str> = BTreeSet::new();
        let mut next: Vec<&str> = targets.iter().copied().filter(|one| differs(one)).collect();
        while let Some(reference) = next.pop() {
            if changed.insert(reference) {
                let owners = referrers.get(reference).into_iter().flatten();
                next.extend(owners);
            }
        }
        Self(changed)
    }

    /// Whether anything below `node` refers to a changed component.
    pub(super) fn touched_by(&self, node: &Node) -> bool {
        !self.0.is_empty() && references(node).iter().any(|one| self.0.contains(one))
    }
}

/// The targets of all references below `node`.
fn references(node: &Node) -> Vec<&str> {
    let mut found = Vec::new();
    let mut nodes = vec![node];
    while let Some(node) = nodes.pop() {
        found.extend(node.reference());
        match &node.value {
            Value::List(items) => nodes.extend(items),
            Value::Map(members) => nodes.extend(members.values().map(|member| &member.value)),
            _ => {}
        }
    }
    found
}

impl<'a> Walk<'a> {
    /// What both sides stand for, and a context that names the component.
    pub(super) fn resolve(&mut self, both: Both<'a>, context: &Context) -> (Both<'a>, Context) {
        let (old, new) = (self.old, self.new);
        let is_reference = both.new.node.reference().is_some();
        let both = Both {
            old: self.target(old, both.old),
            new: self.target(new, both.new),
        };
        let context = match both.new.path.tokens().as_slice() {
            ["components", "schemas", name] if is_reference => {
                context.about(format!("the schema `{name}`"))
            }
            _ => context.clone(),
        };
        (both, context)
    }

    /// What a value stands for.
    pub(super) fn target(&mut self, source: &'a Source, at: At<'a>) -> At<'a> {
        let mut at = at;
        let mut seen = BTreeSet::new();
        while let Some(reference) = at.node.reference() {
            let Some(next) = locate(source.root(), reference).filter(|_| seen.insert(reference))
            else {
                break;
            };
            self.reached.insert(reference.to_owned());
            at = next;
        }
        at
    }

    /// Components come and go without a trace on the wire; those that no
    /// operation reaches are compared nowhere else.
    pub(super) fn components(&mut self, root: &Both<'a>) {
        let context = Context::document().about("the components");
        for (section, fate) in root.entries("components") {
            if section.starts_with("x-") {
                if !matches!(&fate, Fate::Kept(both) if self.same(both)) {
                    self.report_field("extension-changed", &context, section, &fate);
                }
                continue;
            }
            let (old, new) = fate.sides();
            for (name, fate) in entries(old.cloned(), new.cloned()) {
                let reference = format!("{COMPONENTS}{section}/{name}");
                let rule = match &fate {
                    Fate::Added(_) => "component-added",
                    Fate::Removed(_) => "component-removed",
                    Fate::Kept(both) if both.old.node == both.new.node => continue,
                    Fate::Kept(_) if self.reached.contains(&reference) => continue,
                    Fate::Kept(_) => "unused-component-changed",
                };
                self.report_field(rule, &context, &format!("{section}/{name}"), &fate);
            }
        }
    }

    /// What both sides of a fate stand for.
    pub(super) fn targets(&mut self, fate: &Fate<'a>) -> [Option<At<'a>>; 2] {
        let (old, new) = fate.sides();
        let (old, new) = (old.cloned(), new.cloned());
        let (old_source, new_source) = (self.old, self.new);
        [
            old.map(|at| self.target(old_source, at)),
            new.map(|at| self.target(new_source, at)),
        ]
    }
}

/// The value at a reference, with its path and the place of its key.
fn locate<'a>(root: &'a Node, reference: &str) -> Option<At<'a>> {
    let pointer = reference.strip_prefix("#/")?;
    pointer.split('/').try_fold(At::root(root), |at, token| {
        let token = unescape(token);
        match &at.node.value {
            Value::List(_) => at.items().into_iter().nth(token.parse().ok()?),
            _ => at.get(&token),
        }
    })
}
