//! The names of servers, which become the variants of an enum.

use std::collections::HashSet;

use super::context::Check;
use crate::diagnostic::Rule;
use crate::server;
use crate::tree::{Node, Spot};

impl Check<'_> {
    pub(super) fn servers(&mut self) {
        let mut seen = HashSet::new();
        let servers = server::servers(self.source.root());
        for server in servers {
            for variable in server::variables(server) {
                if variable.default.is_none() {
                    self.report(
                        Rule::UndeclaredServerVariable,
                        server.get("url").unwrap_or(server),
                        format!(
                            "the URL contains `{{{0}}}`, but the server has no such variable",
                            variable.name
                        ),
                        format!(
                            "add `{0}` to its `variables`, with a `default`",
                            variable.name
                        ),
                    );
                }
            }
        }
        self.server_variables(servers);
        for name in servers.iter().filter_map(|one| one.get(server::NAME)) {
            let text = name.as_str().unwrap_or_default();
            if !text.starts_with(|c: char| c.is_ascii_uppercase())
                || !text.chars().all(|c| c.is_ascii_alphanumeric())
                || matches!(text, "Self" | "ALL")
            {
                self.report(
                    Rule::ServerName,
                    name,
                    format!("{} cannot be the name of a server", name.value),
                    "write a name in upper camel case, such as `Global`; it becomes an enum variant",
                );
            } else if !seen.insert(text) {
                self.report(
                    Rule::ServerName,
                    name,
                    format!("two servers are named `{text}`"),
                    "give each server its own name",
                );
            }
        }
    }

    /// Variables whose default is not one of their values, variables that the URL does not
    /// contain, and URLs to which no path can be added.
    fn server_variables(&mut self, servers: &[Node]) {
        for server in servers {
            let url = server.text("url").unwrap_or_default();
            if url.contains(['?', '#']) {
                self.report(
                    Rule::ServerUrl,
                    server.get("url").unwrap_or(server),
                    "the paths of operations cannot be added to this URL: it has a query or a fragment",
                    "remove the query and the fragment; describe the parameters with the operations",
                );
            }
            let variables = server::variables(server);
            for (name, member) in server.members_of("variables") {
                let Some(variable) = variables.iter().find(|variable| variable.name == name) else {
                    self.report(
                        Rule::ServerVariable,
                        member,
                        format!("the URL of the server does not contain `{{{name}}}`"),
                        "put it into the URL, or remove the variable",
                    );
                    continue;
                };
                let default = variable.default.unwrap_or_default();
                if !variable.listed.is_empty() && !variable.listed.contains(&default) {
                    self.report(
                        Rule::ServerVariable,
                        member
                            .value
                            .get("default")
                            .map_or(member.into(), Spot::from),
                        format!("the default `{default}` is not one of the values of `{name}`"),
                        "add it to the `enum`, or choose one of its values",
                    );
                }
            }
        }
    }
}
