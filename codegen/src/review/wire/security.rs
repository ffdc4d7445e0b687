//! Credentials and servers.

use std::collections::{BTreeMap, BTreeSet};

use super::super::rule::Rule;
use super::super::side::{At, Both, canonical};
use super::context::Context;
use super::walk::Walk;
use crate::tree::Node;

/// One alternative of a security requirement: each scheme with its required scopes.
type Alternative<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

impl<'a> Walk<'a> {
    /// Compares the security requirements of an operation, its own or the document's.
    pub(super) fn security(&mut self, operation: &Both<'a>, context: &Context<'a>) {
        let roots = Both {
            old: At::root(self.old.root()),
            new: At::root(self.new.root()),
        };
        let stated = |operation: &At<'a>, root: &At<'a>| {
            operation.get("security").or_else(|| root.get("security"))
        };
        let old_stated = stated(&operation.old, &roots.old);
        let new_stated = stated(&operation.new, &roots.new);
        let renamed = renamed(&roots);
        let (old, new) = (
            alternatives(old_stated.as_ref(), &BTreeMap::new()),
            alternatives(new_stated.as_ref(), &renamed),
        );
        if old != new {
            let sides = (
                old_stated.as_ref().unwrap_or(&operation.old),
                new_stated.as_ref().unwrap_or(&operation.new),
            );
            let is_enough = |had: &Alternative<'_>| new.iter().any(|wanted| covers(had, wanted));
            let rule = match old.iter().all(is_enough) {
                true => Rule::SecurityRelaxed,
                false => Rule::SecurityTightened,
            };
            self.report(rule, context, (Some(sides.0), Some(sides.1)), || {
                format!(
                    "the credentials changed from {} to {}",
                    describe(&old),
                    describe(&new)
                )
            });
        }
        let kept: BTreeSet<&str> = old
            .iter()
            .flat_map(Alternative::keys)
            .filter(|name| new.iter().any(|wanted| wanted.contains_key(*name)))
            .copied()
            .collect();
        for name in kept {
            let scheme = |root: &At<'a>| schemes(root)?.get(name);
            if let (Some(old), Some(new)) = (scheme(&roots.old), scheme(&roots.new)) {
                self.reached
                    .insert(format!("#/components/securitySchemes/{name}"));
                self.scheme(Both { old, new }, name, context);
            }
        }
    }

    fn scheme(&mut self, both: Both<'a>, name: &str, context: &Context<'a>) {
        let context = context.about(format!("the security scheme `{name}`"));
        let (both, _) = self.resolve(both, &context);
        for key in ["type", "in", "name", "scheme"] {
            if let Some(fate) = both.changed(key) {
                self.report_field(Rule::SecuritySchemeChanged, &context, key, &fate);
            }
        }
        for key in ["bearerFormat", "flows", "openIdConnectUrl"] {
            if let Some(fate) = both.changed(key) {
                self.report_field(Rule::SecuritySchemeDetailsChanged, &context, key, &fate);
            }
        }
        let seen = [
            "type",
            "in",
            "name",
            "scheme",
            "bearerFormat",
            "flows",
            "openIdConnectUrl",
        ];
        self.rest(&both, &seen, &context);
    }

    /// Compares the servers of a document, a path or an operation.
    pub(super) fn servers(&mut self, owner: &Both<'a>, context: &Context<'a>) {
        let list = |at: &At<'a>| at.get("servers").map_or_else(Vec::new, |list| list.items());
        let (mut old, new) = (list(&owner.old), list(&owner.new));
        if let (Some(first_old), Some(first_new)) = (old.first(), new.first())
            && let (Some(from), Some(to)) = (first_old.text("url"), first_new.text("url"))
            && from != to
        {
            let sides = (Some(first_old), Some(first_new));
            self.report(Rule::DefaultServerChanged, context, sides, || {
                format!(
                    "{}: the first server changed from `{from}` to `{to}`",
                    context.subject()
                )
            });
        }
        for new in new {
            let url = new.text("url");
            let Some(index) = old.iter().position(|old| old.text("url") == url) else {
                self.report(Rule::ServerAdded, context, (None, Some(&new)), || {
                    format!(
                        "{}: the server `{}` was added",
                        context.subject(),
                        url.unwrap_or_default()
                    )
                });
                continue;
            };
            let context = context.about(format!("the server `{}`", url.unwrap_or_default()));
            let server = Both {
                old: old.remove(index),
                new,
            };
            if let Some(fate) = server.changed("variables") {
                self.report_field(Rule::ServerChanged, &context, "variables", &fate);
            }
            self.rest(&server, &["url", "variables"], &context);
        }
        for old in old {
            self.report(Rule::ServerRemoved, context, (Some(&old), None), || {
                let url = old.text("url").unwrap_or_default();
                format!("{}: the server `{url}` was removed", context.subject())
            });
        }
    }
}

fn schemes<'a>(root: &At<'a>) -> Option<At<'a>> {
    root.get("components")?.get("securitySchemes")
}

/// The schemes that only have a new key: the old key of each, by its new key.
fn renamed<'a>(roots: &Both<'a>) -> BTreeMap<&'a str, &'a str> {
    let [old, new] = [schemes(&roots.old), schemes(&roots.new)];
    let members = |schemes: &Option<At<'a>>, others: &Option<At<'a>>| {
        let schemes = schemes.iter().flat_map(At::members);
        let missing = schemes.filter(|(name, _)| {
            others
                .as_ref()
                .is_none_or(|others| others.node.get(name).is_none())
        });
        missing.collect::<Vec<_>>()
    };
    let gone = members(&old, &new);
    let says = |at: &At<'a>| -> BTreeMap<&'a str, String> {
        let members = at.node.members().filter(|(key, _)| *key != "description");
        members
            .map(|(key, member)| (key, canonical(&member.value)))
            .collect()
    };
    let added = members(&new, &old).into_iter();
    let renamed = added.filter_map(|(name, new)| {
        let (former, _) = gone.iter().find(|(_, old)| says(old) == says(&new))?;
        Some((name, *former))
    });
    renamed.collect()
}

/// The alternatives in a list of Security Requirement Objects. Without a list, the only
/// alternative needs no credential.
fn alternatives<'a>(
    stated: Option<&At<'a>>,
    renamed: &BTreeMap<&'a str, &'a str>,
) -> BTreeSet<Alternative<'a>> {
    let requirements = stated.map_or(&[][..], |at| at.node.items());
    let requirements = requirements.iter().map(|one| alternative(one, renamed));
    let mut alternatives: BTreeSet<_> = requirements.collect();
    if alternatives.is_empty() {
        alternatives.insert(Alternative::new());
    }
    alternatives
}

fn alternative<'a>(requirement: &'a Node, renamed: &BTreeMap<&'a str, &'a str>) -> Alternative<'a> {
    let schemes = requirement.members();
    schemes
        .map(|(scheme, member)| {
            let scopes = member.value.items().iter().filter_map(Node::as_str);
            (*renamed.get(scheme).unwrap_or(&scheme), scopes.collect())
        })
        .collect()
}

/// Whether a caller with the credentials that it `had` has everything `wanted`.
fn covers(had: &Alternative<'_>, wanted: &Alternative<'_>) -> bool {
    wanted.iter().all(|(scheme, scopes)| {
        had.get(scheme)
            .is_some_and(|granted| scopes.is_subset(granted))
    })
}

fn describe(alternatives: &BTreeSet<Alternative<'_>>) -> String {
    let alternative = |one: &Alternative<'_>| match one.is_empty() {
        true => "none".to_owned(),
        false => {
            let schemes = one.iter().map(|(scheme, scopes)| match scopes.is_empty() {
                true => format!("`{scheme}`"),
                false => {
                    let scopes: Vec<_> = scopes.iter().copied().collect();
                    format!("`{scheme}` ({})", scopes.join(", "))
                }
            });
            schemes.collect::<Vec<_>>().join(" and ")
        }
    };
    alternatives
        .iter()
        .map(alternative)
        .collect::<Vec<_>>()
        .join(" or ")
}
