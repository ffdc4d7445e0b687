//! The two forms of a client: for Microsoft Graph, as the package is, and for any other
//! service, without anything about Graph.

use std::path::Path;

use super::files::read;
use crate::document::Document;
use crate::error::Error;
use crate::server;

/// The service of a client.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Graph,
    Neutral,
}

/// The hosts of Graph, each at the start of a line.
const HOSTS: &str = "src/graph/hosts.txt";
/// Files that only a client of Graph has.
const OF_GRAPH: [&str; 3] = ["src/graph.rs", "src/graph", "src/service"];
/// The file that is specific to Graph, and its replacement.
const SERVICE: (&str, &str) = ("src/service.rs", "neutral/service.rs");
/// The file with lines that only a client of Graph has, and these lines.
const LIB: &str = "src/lib.rs";
const IN_LIB: [&str; 3] = [
    "// | 8 | `graph` | what only the client of Microsoft Graph offers |\n",
    "mod graph;\n",
    "pub use graph::AzureCli;\n#[cfg(feature = \"azure-core\")]\npub use graph::AzureCredential;\n#[cfg(feature = \"device-code\")]\npub use graph::{DeviceCode, SignIn};\n",
];
/// The features that only a client of Graph has.
pub(super) const FEATURES: [&str; 2] = ["azure-core", "device-code"];

impl Form {
    /// A document belongs to Graph if all of its servers do.
    pub(super) fn of(document: &Document, package: &Path) -> Result<Self, Error> {
        let hosts = read(&package.join(HOSTS))?;
        let servers = server::servers(document.root());
        let is_of_graph = |url: &str| {
            let rest = url.strip_prefix("https://");
            let host = rest.and_then(|rest| rest.split('/').next());
            let mut hosts = hosts.lines().filter_map(|line| line.split(' ').next());
            host.is_some_and(|host| hosts.any(|known| known.eq_ignore_ascii_case(host)))
        };
        let mut urls = servers.iter().map(|server| server.text("url"));
        let all = urls.all(|url| url.is_some_and(is_of_graph));
        Ok(match all && !servers.is_empty() {
            true => Self::Graph,
            false => Self::Neutral,
        })
    }

    /// The text of a file of the package in this form; none if this form does not have
    /// the file.
    pub(super) fn text_of(self, package: &Path, below: &Path) -> Result<Option<String>, Error> {
        if self == Self::Graph {
            return read(&package.join(below)).map(Some);
        }
        if OF_GRAPH.iter().any(|part| below.starts_with(part)) {
            return Ok(None);
        }
        let (service, neutral) = SERVICE;
        if below == Path::new(service) {
            return read(&package.join(neutral)).map(Some);
        }
        let mut text = read(&package.join(below))?;
        if below == Path::new(LIB) {
            for part in IN_LIB {
                if !text.contains(part) {
                    return Err(Error::Manifest {
                        file: package.join(below),
                        message: format!("it does not contain {part:?}"),
                    });
                }
                text = text.replace(part, "");
            }
        }
        Ok(Some(text))
    }
}
