//! How long parts of a document are supported: `deprecated`, and the extensions
//! `x-sunset` (the date of RFC 8594) and `x-stability-level`.

use time::format_description::well_known::Iso8601;
use time::{Date, OffsetDateTime};

use super::super::rule::Rule;
use super::super::side::{At, Fate};

/// The rule for an operation that was removed; `otherwise` if the removal was not
/// announced. A deprecated operation may be removed from its sunset date on, or at any
/// time if it has none. An unstable operation may be removed at any time.
pub(super) fn removal(operation: &At<'_>, otherwise: Rule) -> Rule {
    let is_over = match operation.get("x-sunset") {
        None => operation.flag("deprecated"),
        Some(sunset) => {
            operation.flag("deprecated") && date(&sunset).is_some_and(|date| date <= today())
        }
    };
    match is_over || is_unstable(operation) {
        true => Rule::AnnouncedRemoval,
        false => otherwise,
    }
}

/// Whether an operation is unstable: its stability level is `draft` or `alpha`.
pub(super) fn is_unstable(operation: &At<'_>) -> bool {
    matches!(operation.text("x-stability-level"), Some("draft" | "alpha"))
}

pub(super) fn sunset(fate: &Fate<'_>, is_deprecated: bool) -> Rule {
    let is_sooner = match fate {
        Fate::Added(_) => false,
        // Without a date, a deprecated part may be removed at any time.
        Fate::Removed(_) => is_deprecated,
        Fate::Kept(both) => match (date(&both.old), date(&both.new)) {
            (Some(old), Some(new)) => new < old,
            _ => true,
        },
    };
    if is_sooner {
        Rule::SunsetSooner
    } else {
        Rule::ExtensionChanged
    }
}

pub(super) fn stability(fate: &Fate<'_>) -> Rule {
    const LEVELS: [&str; 4] = ["draft", "alpha", "beta", "stable"];
    let rank = |at: &At<'_>| {
        LEVELS
            .iter()
            .position(|level| at.node.as_str() == Some(level))
    };
    match fate {
        Fate::Kept(both) if rank(&both.new) < rank(&both.old) => Rule::StabilityDecreased,
        _ => Rule::ExtensionChanged,
    }
}

/// A date such as `2027-01-31`, alone or at the start of a date and time.
fn date(at: &At<'_>) -> Option<Date> {
    Date::parse(at.node.as_str()?.get(..10)?, &Iso8601::DATE).ok()
}

fn today() -> Date {
    OffsetDateTime::now_utc().date()
}
