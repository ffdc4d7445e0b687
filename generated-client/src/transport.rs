//! Where secrets may go, and how they travel.

use std::net::IpAddr;
use std::time::Duration;

use reqwest::Url;
use reqwest::redirect::Policy;

use crate::Error;

/// How long a connection may take, unless the caller brings HTTP settings.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a whole call may take, unless the caller brings HTTP settings.
const CALL_TIMEOUT: Duration = Duration::from_secs(100);

/// An HTTP client that sends to `url`: the caller's settings or ours, less what
/// could carry a secret elsewhere, repeat a request, or write it down.
pub(crate) fn http(
    settings: Option<reqwest::ClientBuilder>,
    url: &str,
) -> Result<reqwest::Client, Error> {
    let settings = settings.unwrap_or_else(|| {
        reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(CALL_TIMEOUT)
    });
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
            source: Some(source),
        })
}

/// A URL without a slash at its end, if secrets may go there: to the origin of
/// `own` over https, or to loopback. `what` names it in an error.
pub(crate) fn permitted(what: &str, text: &str, own: &str) -> Result<String, Error> {
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
    let is_own =
        url.scheme() == "https" && Url::parse(own).is_ok_and(|own| url.origin() == own.origin());
    let is_http = matches!(url.scheme(), "http" | "https");
    if !(is_own || is_http && is_loopback(text)) {
        return Err(refuse(&format!(
            "is neither on the host of {own} over https nor on loopback, and a token goes nowhere else"
        )));
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
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
