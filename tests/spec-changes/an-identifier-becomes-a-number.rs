fn parse(text: &str) -> Result<types::DetectedAppId, types::error::ConversionError> {
    text.parse()
}

fn convert(text: String) -> Result<types::DetectedAppId, types::error::ConversionError> {
    types::DetectedAppId::try_from(text)
}
