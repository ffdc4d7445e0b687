async fn call(client: &Client, app: &str, device: &types::ManagedDeviceId) -> Result<(), Error> {
    client.recover_detected_app_managed_device_passcode(&app.parse()?, device).await?;
    Ok(())
}
