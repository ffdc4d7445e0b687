//! How long a service asks to wait.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

use crate::received::header;

/// The longest wait that is returned: a year. Adding a longer wait to a clock may overflow,
/// and nobody waits that long.
const LONGEST_WAIT: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The wait in `Retry-After`: seconds, or a date (RFC 9110, section 10.2.3). A date is
/// compared with the header `Date`, the service's own clock, or else with the local clock. At
/// most [`LONGEST_WAIT`].
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = header(headers, RETRY_AFTER.as_str())?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number that does not fit is too long in any case.
        let wait = text.parse().map_or(Duration::MAX, Duration::from_secs);
        return Some(wait.min(LONGEST_WAIT));
    }
    let until = httpdate::parse_http_date(text).ok()?;
    let now = header(headers, DATE.as_str()).and_then(|date| httpdate::parse_http_date(date).ok());
    let now = now.unwrap_or_else(SystemTime::now);
    Some(
        until
            .duration_since(now)
            .unwrap_or_default()
            .min(LONGEST_WAIT),
    )
}
