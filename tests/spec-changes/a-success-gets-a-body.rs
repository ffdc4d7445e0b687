async fn call(client: &Client, device: &types::ManagedDeviceId) -> Result<(), Error> {
    let response: Response<()> = client.recover_managed_device_passcode(device).await?;
    Ok(response.into_inner())
}
