//! To which URLs secrets may be sent, and the HTTP client that sends them.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use reqwest::Url;
use reqwest::redirect::Policy;

use crate::{Error, template};

/// How long connecting may take, by default.
const CONNECT_LIMIT: Duration = Duration::from_secs(10);
/// How long a connection may be idle and still be used, by default. Node.js and Apache httpd
/// close an idle connection after 5 seconds, nginx after 75, and most other servers between
/// these times. A request on a connection that is being closed may or may not arrive. If a
/// program blocks its runtime between calls, it notices only at the next call that the
/// connection is closed.
const IDLE_LIMIT: Duration = Duration::from_secs(4);

/// Limits of connections. They hold whatever HTTP settings the caller has.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    /// How long connecting may take. Without it, the limit of an attempt would end it, and it
    /// would be unknown whether the request was sent.
    pub(crate) connect: Duration,
    /// How long a connection may be idle and still be used.
    pub(crate) idle: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: CONNECT_LIMIT,
            idle: IDLE_LIMIT,
        }
    }
}

/// An HTTP client that sends to `url`, with the caller's settings or the default ones. What
/// could send a secret to another host, send a request again, or log it, is switched off.
pub(crate) fn http(
    settings: Option<reqwest::ClientBuilder>,
    limits: Limits,
    url: &str,
) -> Result<reqwest::Client, Error> {
    let settings = settings
        .unwrap_or_default()
        .connect_timeout(limits.connect)
        // One that no clock can represent is none.
        .pool_idle_timeout(Instant::now().checked_add(limits.idle).map(|_| limits.idle));
    let settings = match is_loopback(url) {
        true => settings.no_proxy(),
        false => settings,
    };
    settings
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .connection_verbose(false)
        .build()
        .map_err(|source| Error::Configuration {
            message: "reqwest refuses the HTTP settings".to_owned(),
            source: Some(Box::new(source)),
        })
}

/// A URL without a slash at its end, if requests may be sent there. `what` is the name of
/// the URL in an error.
pub(crate) fn usable(what: &str, text: &str) -> Result<String, Error> {
    let refuse = |reason: &str| Error::configuration(format!("the {what} `{text}` {reason}"));
    let url = Url::parse(text).map_err(|error| refuse(&format!("is not a URL: {error}")))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Error::configuration(format!(
            "the {what} contains a user name or password: remove it"
        )));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(refuse("has a query or a fragment: remove it"));
    }
    if !matches!(url.scheme(), "http" | "https") {
        return Err(refuse(
            "is neither http nor https, and a request goes nowhere else",
        ));
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// A [`usable`] URL, if secrets may be sent there too: to the origin of `own` over https, to
/// any origin over https if `own` has none, or to loopback.
pub(crate) fn permitted(what: &str, text: &str, own: &str) -> Result<String, Error> {
    let usable = usable(what, text)?;
    let url = Url::parse(text).ok();
    let url = url.filter(|url| url.scheme() == "https");
    if !url.is_some_and(|url| is_of(own, &url)) && !is_loopback(text) {
        let place = match own.contains("://") {
            true => format!("on the host of {own} over https"),
            false => "over https".to_owned(),
        };
        return Err(Error::configuration(format!(
            "the {what} `{text}` is neither {place} nor on loopback, and a token goes nowhere else"
        )));
    }
    Ok(usable)
}

/// Whether a URL has the same origin as `own`. A name in braces in the host of `own` matches
/// any text. If `own` names no host, every URL matches.
fn is_of(own: &str, url: &Url) -> bool {
    let Some((_, rest)) = own.split_once("://") else {
        return true;
    };
    let authority = rest.split('/').next().unwrap_or_default();
    if template::parameters(authority).next().is_none() {
        return Url::parse(own).is_ok_and(|own| url.origin() == own.origin());
    }
    let host = url.host_str().unwrap_or_default();
    let port = url.port_or_known_default();
    // A URL leaves out the usual port of its scheme.
    let authority_of_url = match (authority.contains(':'), port) {
        (true, Some(port)) => format!("{host}:{port}"),
        _ => url.authority().to_owned(),
    };
    template::arguments(&authority.to_ascii_lowercase(), &authority_of_url).is_some()
}

/// Whether a service root names a host.
pub(crate) fn is_absolute(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| url.has_host() && !url.authority().contains('{'))
}

/// Whether a URL names this machine: `localhost`, `127.0.0.0/8` or `[::1]`.
fn is_loopback(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else {
        return false;
    };
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
