//! Components: the targets of `$ref`, and components that no operation reaches.

use std::collections::BTreeSet;

use super::super::rule::Rule;
use super::super::side::{At, Both, Fate, entries};
use super::context::Context;
use super::walk::Walk;
use crate::source::Source;
use crate::tree::{Node, Value, decoded, unescape};

const COMPONENTS: &str = "#/components/";

impl<'a> Walk<'a> {
    /// Resolves the references of both sides, and returns a context that names the
    /// component.
    pub(super) fn resolve(
        &mut self,
        both: Both<'a>,
        context: &Context<'a>,
    ) -> (Both<'a>, Context<'a>) {
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

    /// Follows the references of a value.
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

    /// Compares the components. Adding or removing one changes nothing on the wire.
    /// Components that no operation reaches are compared only here.
    pub(super) fn components(&mut self, root: &Both<'a>) {
        let context = Context::document().about("the components");
        for (section, fate) in root.entries("components") {
            if section.starts_with("x-") {
                if !matches!(&fate, Fate::Kept(both) if self.same(both)) {
                    self.report_field(Rule::ExtensionChanged, &context, section, &fate);
                }
                continue;
            }
            let (old, new) = fate.sides();
            for (name, fate) in entries(old.cloned(), new.cloned()) {
                let reference = format!("{COMPONENTS}{section}/{name}");
                let rule = match &fate {
                    Fate::Added(_) => Rule::ComponentAdded,
                    Fate::Removed(_) => Rule::ComponentRemoved,
                    Fate::Kept(both) if both.old.node == both.new.node => continue,
                    Fate::Kept(_) if self.reached.contains(&reference) => continue,
                    Fate::Kept(_) => Rule::UnusedComponentChanged,
                };
                self.report_field(rule, &context, &format!("{section}/{name}"), &fate);
            }
        }
    }

    /// Follows the references of both sides of a fate.
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
pub(super) fn locate<'a>(root: &'a Node, reference: &str) -> Option<At<'a>> {
    let pointer = decoded(reference.strip_prefix("#/")?);
    pointer.split('/').try_fold(At::root(root), |at, token| {
        let token = unescape(token);
        match &at.node.value {
            Value::List(_) => at.items().into_iter().nth(token.parse().ok()?),
            _ => at.get(&token),
        }
    })
}
