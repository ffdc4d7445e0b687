//! The names of servers, which become the variants of an enum.

use std::collections::HashSet;

use super::context::Check;
use crate::diagnostic::Rule;
use crate::server;

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
}
