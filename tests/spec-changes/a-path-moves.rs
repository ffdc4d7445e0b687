async fn call(client: &Client, app: &types::DetectedAppId, device: &types::ManagedDeviceId) -> Result<(), Error> {
    client.recover_detected_app_managed_device_passcode(app, device).await?;
    Ok(())
}
fn routes() -> impl Iterator<Item = &'static str> {
    OPERATIONS.iter().map(|operation| operation.path)
}
