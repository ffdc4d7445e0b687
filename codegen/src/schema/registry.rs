//! The values that formats of OpenAPI's registry allow.

/// The smallest and the largest whole number of a format (OpenAPI's format registry).
pub(crate) fn range_of(format: &str) -> Option<[i128; 2]> {
    let signed = |bits: u32| [-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1];
    let unsigned = |bits: u32| [0, (1i128 << bits) - 1];
    Some(match format {
        "int8" => signed(8),
        "int16" => signed(16),
        "int" | "int32" => signed(32),
        "int64" => signed(64),
        "uint8" => unsigned(8),
        "uint16" => unsigned(16),
        "uint" | "uint32" => unsigned(32),
        "uint64" => unsigned(64),
        _ => return None,
    })
}

/// The usual form of a UUID (RFC 9562, section 4).
pub(crate) fn is_uuid(text: &str) -> bool {
    let groups: Vec<_> = text.split('-').collect();
    let lengths = groups.iter().map(|group| group.len());
    let is_hex = |byte: u8| byte.is_ascii_hexdigit();
    lengths.eq([8, 4, 4, 4, 12]) && groups.concat().bytes().all(is_hex)
}
