//! Texts of others, fit to be shown.

/// What a server says, fit for one line of a log.
pub(crate) fn one_line(text: &str) -> String {
    const MAX_CHARS: usize = 500;
    text.chars()
        .take(MAX_CHARS)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
