fn parse(text: &str) -> Result<types::UserId, types::error::ConversionError> {
    text.parse()
}

fn convert(text: String) -> Result<types::UserId, types::error::ConversionError> {
    types::UserId::try_from(text)
}
