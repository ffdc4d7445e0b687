//! Makes the three calls: to an embedded server, or with `--live` to a tenant.
//!
//! Run it as `cargo quickstart`.

use std::io::{self, BufRead, Write};

use anyhow::{Context, bail};
use clap::{ArgGroup, Parser};
use intune_recover_passcode::fake::{Answer, Server};
use intune_recover_passcode::types::{DetectedAppId, ManagedDeviceId, UserId};
use intune_recover_passcode::{
    AzureCli, Client, ClientBuilder, Cloud, DeviceCode, EnvironmentVariable, Error, Response, Token,
};

/// The variable with the access token for `--live`, if no other sign-in is chosen.
const TOKEN_VARIABLE: &str = "GRAPH_TOKEN";

/// Make the three recoverPasscode calls
///
/// Without arguments they go to an embedded server on this machine, and nothing
/// leaves it.
#[derive(Parser)]
#[command(
    bin_name = "cargo quickstart",
    group(ArgGroup::new("sign_in").args(["client_id", "azure_cli"]))
)]
struct Arguments {
    /// Call a real tenant, with the access token in GRAPH_TOKEN if no other
    /// sign-in is chosen
    #[arg(long, requires = "device")]
    live: bool,
    /// Sign in with a code, through this app registration
    #[arg(long, value_name = "ID", requires_all = ["live", "tenant"])]
    client_id: Option<String>,
    /// The tenant to sign in to: its id, or one of its domains
    #[arg(long, requires_all = ["live", "sign_in"])]
    tenant: Option<String>,
    /// Ask the Azure CLI for the token
    #[arg(long, requires = "live")]
    azure_cli: bool,
    /// The cloud of the tenant
    #[arg(long, default_value_t, requires = "live")]
    cloud: Cloud,
    /// Do not ask before calling a real tenant
    #[arg(long, requires = "live")]
    yes: bool,
    /// The managed device whose passcode is recovered
    #[arg(long, value_name = "ID", requires = "live")]
    device: Option<ManagedDeviceId>,
    /// Also call through this user of the device
    #[arg(long, value_name = "ID", requires = "live")]
    user: Option<UserId>,
    /// Also call through this app found on the device
    #[arg(long, value_name = "ID", requires = "live")]
    detected_app: Option<DetectedAppId>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    match &arguments.device {
        Some(device) => live(&arguments, device).await,
        None => embedded().await,
    }
}

/// Makes the calls to an embedded server, and one that it refuses.
async fn embedded() -> anyhow::Result<()> {
    let server = Server::start().context("cannot start the embedded server")?;
    let client = Client::builder()
        .token(Token::new("a-token-that-only-the-embedded-server-takes")?)
        .service_root(server.service_root())
        .build()?;
    let user: UserId = "adele.vance@contoso.com".parse()?;
    let device: ManagedDeviceId = "705c034c-034c-705c-4c03-5c704c035c70".parse()?;
    let app: DetectedAppId = "caf60db6-0db6-caf6-b60d-f6cab60df6ca".parse()?;
    println!("An embedded server listens at {}\n", server.service_root());

    let result = client
        .recover_user_managed_device_passcode(&user, &device)
        .await;
    show(&server, result)?;
    let result = client.recover_managed_device_passcode(&device).await;
    show(&server, result)?;
    let result = client
        .recover_detected_app_managed_device_passcode(&app, &device)
        .await;
    show(&server, result)?;

    println!("And one that Graph refuses:\n");
    server.answer_next(Answer::error(
        403,
        "Forbidden",
        "Application must have one of the following scopes: DeviceManagementManagedDevices.PrivilegedOperations.All",
    ));
    match client.recover_managed_device_passcode(&device).await {
        Ok(_) => bail!("the embedded server took a request that it was told to refuse"),
        Err(error) => explain(&error),
    }
    Ok(())
}

/// Prints the request as the server received it, and the result.
fn show(server: &Server, result: Result<Response<()>, Error>) -> anyhow::Result<()> {
    if let Some(request) = server.requests().last() {
        println!("{request}");
    }
    let response = result?;
    let request_id = response.request_id().unwrap_or("none");
    println!("=> {}, request-id {request_id}\n", response.status());
    Ok(())
}

fn explain(error: &Error) {
    println!("error: {}", error.report());
}

/// Makes the calls to a tenant. First says what will happen, and asks.
async fn live(arguments: &Arguments, device: &ManagedDeviceId) -> anyhow::Result<()> {
    let client = sign_in(arguments)?.cloud(arguments.cloud).build()?;

    let mut requests = vec![format!("for the device {device}")];
    requests.extend(
        arguments
            .user
            .iter()
            .map(|user| format!("for the device {device}, through the user {user}")),
    );
    requests.extend(
        arguments
            .detected_app
            .iter()
            .map(|app| format!("for the device {device}, through the app {app}")),
    );
    println!(
        "This requests `recover passcode` at {}:",
        client.service_root()
    );
    for request in &requests {
        println!("  - {request}");
    }
    println!("Each request sets a new PIN on the device, and the previous one stops working.");
    if !arguments.yes && !confirmed()? {
        bail!("nothing was sent");
    }

    let mut failed = false;
    let mut report = |result: Result<Response<()>, Error>| match result {
        Ok(response) => {
            let request_id = response.request_id().unwrap_or("none");
            println!("=> {}, request-id {request_id}", response.status());
        }
        Err(error) => {
            failed = true;
            explain(&error);
        }
    };
    report(client.recover_managed_device_passcode(device).await);
    if let Some(user) = &arguments.user {
        report(
            client
                .recover_user_managed_device_passcode(user, device)
                .await,
        );
    }
    if let Some(app) = &arguments.detected_app {
        report(
            client
                .recover_detected_app_managed_device_passcode(app, device)
                .await,
        );
    }
    if failed {
        bail!("not every request was accepted");
    }
    Ok(())
}

fn sign_in(arguments: &Arguments) -> anyhow::Result<ClientBuilder> {
    let builder = Client::builder();
    if arguments.azure_cli {
        let mut credential = AzureCli::new(arguments.cloud);
        if let Some(tenant) = &arguments.tenant {
            credential = credential.tenant(tenant)?;
        }
        return Ok(builder.credential(credential));
    }
    if let (Some(tenant), Some(client_id)) = (&arguments.tenant, &arguments.client_id) {
        let credential = DeviceCode::new(arguments.cloud, tenant, client_id, |sign_in| {
            println!("{sign_in}");
        })?;
        return Ok(builder.credential(credential));
    }
    if std::env::var_os(TOKEN_VARIABLE).is_none() {
        bail!(
            "put an access token for Microsoft Graph into {TOKEN_VARIABLE}, or choose a sign-in: `--azure-cli`, or `--tenant` and `--client-id`"
        );
    }
    Ok(builder.credential(EnvironmentVariable::new(TOKEN_VARIABLE)))
}

fn confirmed() -> anyhow::Result<bool> {
    print!("Type `yes` to go on: ");
    io::stdout().flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(answer.trim() == "yes")
}
