async fn call(client: &Client, device: &types::ManagedDeviceId) -> Result<(), Error> {
    client.recover_managed_device_passcode(device).await?;
    Ok(())
}
fn routes() -> impl Iterator<Item = &'static str> {
    OPERATIONS.iter().map(|operation| operation.path)
}
