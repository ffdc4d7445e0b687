//! Where secrets may go, and how they travel.

use std::net::IpAddr;
use std::time::Duration;

use reqwest::Url;
use reqwest::redirect::Policy;

use crate::{Error, template};

/// How long a connection may take, unless the caller brings HTTP settings.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a connection may be idle and still be used, unless the caller says otherwise.
/// Node.js and Apache httpd close theirs after 5 seconds, nginx after 75, and most others
/// between; a request on a connection that is being closed may or may not arrive. On a
/// runtime that blocks between calls nobody sees it being closed before the next call.
pub(crate) const IDLE_LIMIT: Duration = Duration::from_secs(4);

/// An HTTP client that sends to `url`: the caller's settings or ours, less what
/// could carry a secret elsewhere, repeat a request, or write it down.
pub(crate) fn http(
    settings: Option<reqwest::ClientBuilder>,
    idle_limit: Duration,
    url: &str,
) -> Result<reqwest::Client, Error> {
    let settings = settings
        .unwrap_or_else(|| reqwest::Client::builder().connect_timeout(CONNECT_TIMEOUT))
        .pool_idle_timeout(idle_limit);
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

/// A URL without a slash at its end, if requests may go there. `what` names it in an
/// error.
pub(crate) fn usable(what: &str, text: &str) -> Result<String, Error> {
    let refuse = |reason: &str| Error::configuration(format!("the {what} `{text}` {reason}"));
    let url = Url::parse(text).map_err(|error| refuse(&format!("is not a URL: {error}")))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Error::configuration(format!(
            "the {what} holds a user name or password: remove it"
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

/// A [`usable`] URL if secrets may go there too: to the origin of `own` over https, to
/// any over https if `own` names none, or to loopback.
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

/// Whether a URL is of the same origin as another, in whose host names in braces
/// stand for anything. Where that names no host, any is.
fn is_of(own: &str, url: &Url) -> bool {
    let Some((_, rest)) = own.split_once("://") else {
        return true;
    };
    let authority = rest.split('/').next().unwrap_or_default();
    match template::parameters(authority).next() {
        None => Url::parse(own).is_ok_and(|own| url.origin() == own.origin()),
        Some(_) => template::arguments(&authority.to_ascii_lowercase(), url.authority()).is_some(),
    }
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
