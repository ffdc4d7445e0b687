async fn call(client: &Client, device: &types::ManagedDeviceId) -> Result<(), Error> {
    client.recover_managed_device_passcode(device).await?;
    Ok(())
}
fn parse(text: &str) -> Result<types::ManagedDeviceId, types::error::ConversionError> {
    text.parse()
}

fn convert(text: String) -> Result<types::ManagedDeviceId, types::error::ConversionError> {
    types::ManagedDeviceId::try_from(text)
}
