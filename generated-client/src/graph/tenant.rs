//! The name of a tenant.

use crate::Error;

/// Checks that a name is a tenant's id or one of its domains.
pub(super) fn tenant(name: String) -> Result<String, Error> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"-.".contains(&byte);
    let is_name = name.bytes().all(is_part)
        && !name.trim_matches('.').is_empty()
        // A program would read it as an option.
        && !name.starts_with('-');
    if !is_name {
        return Err(Error::InvalidArgument {
            message: format!(
                "the tenant `{name}` is neither an id nor a domain: both consist of letters, digits, `-` and `.`"
            ),
        });
    }
    Ok(name)
}
