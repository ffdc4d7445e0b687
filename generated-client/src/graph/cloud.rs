//! The names that Microsoft Entra uses for the parts of a cloud.

use crate::Cloud;

/// The resource of a cloud's tokens: the origin of its service root.
pub(super) fn resource(cloud: Cloud) -> &'static str {
    let root = cloud.service_root();
    let end = root.match_indices('/').nth(2).map(|(end, _)| end);
    end.map_or(root, |end| &root[..end])
}

/// The scope for all permissions that the app was granted.
#[cfg(any(feature = "azure-core", feature = "device-code"))]
pub(super) fn default_scope(cloud: Cloud) -> String {
    format!("{}/.default", resource(cloud))
}

/// Where people sign in to a cloud, found by the host of its service root. If the document
/// gets a new host, add a line for it to `hosts.txt`. A host without a line uses the sign-in
/// of the worldwide service.
#[cfg(feature = "device-code")]
pub(super) fn authority(cloud: Cloud) -> &'static str {
    of_host(resource(cloud).trim_start_matches("https://"))
}

/// The hosts of Graph, and where people sign in for each. The first is the worldwide service.
#[cfg(feature = "device-code")]
const HOSTS: &str = include_str!("hosts.txt");

#[cfg(feature = "device-code")]
fn of_host(host: &str) -> &'static str {
    let mut hosts = HOSTS.lines().filter_map(|line| line.split_once(' '));
    let first = hosts.clone().next().map_or("", |(_, authority)| authority);
    let known = hosts.find(|(known, _)| *known == host);
    known.map_or(first, |(_, authority)| authority)
}

#[cfg(all(test, feature = "device-code"))]
mod tests {
    use super::of_host;

    #[test]
    fn each_national_cloud_signs_people_in_at_a_place_of_its_own() {
        for (host, authority) in [
            ("graph.microsoft.com", "https://login.microsoftonline.com"),
            ("graph.microsoft.us", "https://login.microsoftonline.us"),
            ("dod-graph.microsoft.us", "https://login.microsoftonline.us"),
            (
                "microsoftgraph.chinacloudapi.cn",
                "https://login.chinacloudapi.cn",
            ),
            ("elsewhere.example", "https://login.microsoftonline.com"),
        ] {
            assert_eq!(of_host(host), authority, "{host}");
        }
    }
}
