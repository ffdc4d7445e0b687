//! Lifetimes that a service or a program reports, as times that cannot overflow, whatever
//! the number.

use std::time::{Duration, SystemTime};

use serde_json::Value;

/// The longest time that a token is kept, whatever its issuer says: 30 days. A token of
/// Microsoft Entra is valid for about a day at most.
pub(super) const LONGEST_LIFETIME: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// A number of seconds, which may have decimals, as a number or as a text. `None` if it is
/// negative or not a number. A number that does not fit becomes [`Duration::MAX`].
pub(super) fn seconds(value: &Value) -> Option<Duration> {
    let number = match value {
        Value::Number(number) => match number.as_u64() {
            Some(whole) => return Some(Duration::from_secs(whole)),
            None => number.as_f64()?,
        },
        Value::String(text) => match text.trim().parse() {
            Ok(whole) => return Some(Duration::from_secs(whole)),
            Err(_) => text.trim().parse().ok()?,
        },
        _ => return None,
    };
    let is_time = number >= 0.0;
    is_time.then(|| Duration::try_from_secs_f64(number).unwrap_or(Duration::MAX))
}

/// The expiry of something that is valid for this long from now on.
#[cfg(feature = "device-code")]
pub(super) fn expiry_after(lifetime: Duration) -> SystemTime {
    SystemTime::now() + lifetime.min(LONGEST_LIFETIME)
}

/// The expiry of something that is valid until this long after the start of 1970.
pub(super) fn expiry_at(since_1970: Duration) -> SystemTime {
    let latest = SystemTime::now() + LONGEST_LIFETIME;
    SystemTime::UNIX_EPOCH
        .checked_add(since_1970)
        .map_or(latest, |expiry| expiry.min(latest))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn seconds_are_read_from_numbers_and_texts() {
        let secs = Duration::from_secs;
        for (value, expected) in [
            (json!(0), Some(secs(0))),
            (json!(3599), Some(secs(3599))),
            (json!("3599"), Some(secs(3599))),
            (json!(" 3599 "), Some(secs(3599))),
            (json!(0.5), Some(Duration::from_millis(500))),
            (json!("0.5"), Some(Duration::from_millis(500))),
            (json!(u64::MAX), Some(secs(u64::MAX))),
            (json!("18446744073709551615"), Some(secs(u64::MAX))),
            (json!("18446744073709551616"), Some(Duration::MAX)),
            (json!(1e300), Some(Duration::MAX)),
            (json!("inf"), Some(Duration::MAX)),
            (json!(-1), None),
            (json!(i64::MIN), None),
            (json!(-0.5), None),
            (json!("-1"), None),
            (json!("NaN"), None),
            (json!("soon"), None),
            (json!(""), None),
            (json!(null), None),
            (json!(true), None),
            (json!([1]), None),
        ] {
            assert_eq!(seconds(&value), expected, "{value}");
        }
    }

    #[test]
    fn no_expiry_is_later_than_the_longest_lifetime() {
        for remote in [
            Duration::ZERO,
            Duration::from_secs(4_102_444_800),
            Duration::from_secs(i64::MAX.unsigned_abs()),
            Duration::from_secs(u64::MAX),
            Duration::MAX,
        ] {
            let expiry = expiry_at(remote);
            assert!(expiry <= SystemTime::now() + LONGEST_LIFETIME);
            #[cfg(feature = "device-code")]
            assert!(expiry_after(remote) <= SystemTime::now() + LONGEST_LIFETIME);
        }
        let in_1970 = Duration::from_secs(60);
        assert_eq!(expiry_at(in_1970), SystemTime::UNIX_EPOCH + in_1970);
    }
}
