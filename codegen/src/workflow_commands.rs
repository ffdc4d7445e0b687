//! How GitHub's workflow commands are written:
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.

/// A message, with its line breaks kept.
pub(crate) fn text(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a property, such as a file's name.
pub(crate) fn property(value: &str) -> String {
    text(value).replace(':', "%3A").replace(',', "%2C")
}
