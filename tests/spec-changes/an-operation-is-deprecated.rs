async fn call(client: &Client, user: &types::UserId, device: &types::ManagedDeviceId) -> Result<(), Error> {
    client.recover_user_managed_device_passcode(user, device).await?;
    Ok(())
}
