fn parse(text: &str) -> Result<types::UserId, types::error::ConversionError> {
    text.parse()
}

fn convert(text: String) -> Result<types::UserId, types::error::ConversionError> {
    types::UserId::try_from(text)
}
async fn call(client: &Client, user: &types::UserId, device: &types::ManagedDeviceId) -> Result<(), Error> {
    client.recover_user_managed_device_passcode(user, device).await?;
    Ok(())
}
