//! The security requirements of operations: names that are not declared, and credentials
//! that the client does not send.

use std::collections::BTreeMap;

use super::context::Check;
use crate::diagnostic::{Rule, nearest};
use crate::operation::{Operation, operations};
use crate::security::{alternatives, asked_for, scheme, schemes, scopes, takes_token};
use crate::tree::Node;

impl<'a> Check<'a> {
    pub(super) fn security(&mut self) {
        let root = self.source.root();
        let own = operations(root).filter_map(|operation| operation.node().get("security"));
        let stated = root.get("security").into_iter().chain(own);
        for (name, asked) in stated.flat_map(|stated| asked_for(stated.items())) {
            let Some(scheme) = scheme(self.source, name) else {
                let known = schemes(self.source).into_iter().flat_map(Node::members);
                let known = known.map(|(known, _)| known);
                let help = match nearest(name, known) {
                    Some(nearest) => format!("write `{nearest}`"),
                    None => "declare it under `components/securitySchemes`".to_owned(),
                };
                let message = format!("the document has no security scheme `{name}`");
                self.report(Rule::UnknownSecurityScheme, asked, message, help);
                continue;
            };
            let Some(scopes) = scopes(scheme) else {
                continue;
            };
            for scope in asked.value.items() {
                let Some(text) = scope.as_str().filter(|text| !scopes.contains(text)) else {
                    continue;
                };
                let help = match nearest(text, scopes.iter().copied()) {
                    Some(nearest) => format!("write `{nearest}`"),
                    None => format!("add it to the `scopes` of a flow of `{name}`"),
                };
                self.report(
                    Rule::UnknownScope,
                    scope,
                    format!("no flow of the security scheme `{name}` has the scope `{text}`"),
                    help,
                );
            }
        }
        self.credentials();
    }

    /// The credentials that the client does not send, one diagnostic for each scheme.
    fn credentials(&mut self) {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for operation in operations(self.source.root()) {
            let mut names: Vec<_> = self.asked_for(&operation).collect();
            names.sort_unstable();
            names.dedup();
            names.retain(|name| !self.is_parameter(&operation, name));
            for name in names {
                *counts.entry(name).or_default() += 1;
            }
        }
        let members = schemes(self.source).into_iter().flat_map(Node::members);
        for (name, member) in members {
            let Some(scheme) = self.source.resolve(&member.value) else {
                continue;
            };
            let Some(count) = counts.get(name).filter(|_| !takes_token(scheme)) else {
                continue;
            };
            let text = |key| scheme.text(key).unwrap_or_default();
            let header = |header: &str| {
                format!(
                    "callers can send the header `{header}` with the `default_headers` of their HTTP settings (`ClientBuilder::http`); it goes to all operations"
                )
            };
            let (what, help) = match (text("type"), text("in")) {
                ("apiKey", "header") => ("an API key in a header", header(text("name"))),
                ("apiKey", "cookie") => ("an API key in a cookie", header("Cookie")),
                ("apiKey", _) => (
                    "an API key in the query",
                    format!(
                        "declare `{}` as a query parameter of these operations too, so that callers can send it",
                        text("name")
                    ),
                ),
                _ => (
                    "HTTP authentication other than `bearer`",
                    header("Authorization"),
                ),
            };
            let operations = match count {
                1 => "1 operation requires".to_owned(),
                count => format!("{count} operations require"),
            };
            self.report(
                Rule::CredentialNotSent,
                member,
                format!("{operations} `{name}`, {what}, which the client does not send"),
                help,
            );
        }
    }

    /// Whether callers can send an API key as a parameter of the operation.
    fn is_parameter(&self, operation: &Operation<'a>, scheme_name: &str) -> bool {
        let scheme = scheme(self.source, scheme_name);
        let key = scheme.filter(|scheme| scheme.text("type") == Some("apiKey"));
        key.is_some_and(|key| {
            let mut parameters = operation.parameters(self.source).into_iter();
            parameters.any(|parameter| {
                key.text("in") == Some(parameter.location)
                    && key.text("name") == Some(parameter.name)
                    && parameter.location != "cookie"
            })
        })
    }

    fn asked_for(&self, operation: &Operation<'a>) -> impl Iterator<Item = &'a str> + use<'a> {
        let alternatives = alternatives(self.source, operation);
        asked_for(alternatives).map(|(name, _)| name)
    }
}
