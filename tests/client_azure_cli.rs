//! Tokens from the Azure CLI, which a script replaces: its arguments, its output, its
//! failures, and that no process is left behind.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use intune_recover_passcode::fake::Server;
use intune_recover_passcode::{
    AzureCli, Client, Cloud, Credential, Error, OPERATIONS, TokenRequest,
};
use reqwest::StatusCode;
use tests::{arguments, call};

/// How long a test waits for something that should happen at once, before it fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// A script that replaces `az`, in its own folder.
struct Az {
    folder: tempfile::TempDir,
}

impl Az {
    fn new(script: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let program = folder.path().join("az");
        let text = format!("#!/bin/sh\ncd \"$(dirname \"$0\")\"\n{script}\n");
        // Another process writes the script. If this process had it open for writing, a
        // process that another test starts could inherit it, and then nobody could run it
        // (`ETXTBSY`).
        let mut writer = Command::new("/bin/sh")
            .args(["-c", r#"cat > "$0" && chmod 755 "$0""#])
            .arg(&program)
            .stdin(Stdio::piped())
            .spawn()
            .expect("a shell");
        let mut pipe = writer.stdin.take().expect("a pipe");
        pipe.write_all(text.as_bytes()).expect("a shell reads");
        drop(pipe);
        assert!(writer.wait().expect("a shell").success());
        Self { folder }
    }

    fn program(&self) -> PathBuf {
        self.folder.path().join("az")
    }

    fn credential(&self) -> AzureCli {
        AzureCli::new(Cloud::UsGovernmentL4).program(self.program())
    }

    fn asked(&self) -> String {
        fs::read_to_string(self.folder.path().join("asked")).expect("asked")
    }

    /// The error of a call that gets no token.
    async fn refusal(&self) -> String {
        refusal(self.credential()).await
    }
}

async fn order(graph: &Server, credential: impl Credential + 'static) -> Result<StatusCode, Error> {
    let client = Client::builder()
        .credential(credential)
        .service_root(graph.service_root())
        .build()
        .expect("a loopback service root");
    let operation = &OPERATIONS[0];
    call(&client, operation, &arguments(operation)).await
}

async fn refusal(credential: AzureCli) -> String {
    let graph = Server::start().expect("loopback");
    let error = order(&graph, credential).await.expect_err("no token");
    assert_eq!(graph.requests().len(), 0);
    assert!(matches!(error, Error::Credential(_)), "{error:?}");
    let printed = format!("{error} {error:?}");
    let shows = |secret: &str| printed.contains(secret);
    assert!(!shows("secret") && !shows("sec ret"), "{printed}");
    error.to_string()
}

#[tokio::test]
async fn the_azure_cli_is_asked_once_for_a_token_of_the_clouds_graph() {
    let graph = Server::start().expect("loopback");
    let az = Az::new(
        r#"echo "$@" >> asked
echo '{"accessToken": "from-the-cli", "expires_on": 4102444800}'"#,
    );
    let client = Client::builder()
        .credential(az.credential())
        .service_root(graph.service_root())
        .build()
        .expect("a loopback service root");
    let operation = &OPERATIONS[0];
    for _ in 0..2 {
        call(&client, operation, &arguments(operation))
            .await
            .expect("success");
    }
    assert_eq!(
        graph.requests()[1].header("authorization"),
        Some("Bearer from-the-cli")
    );
    assert_eq!(
        az.asked(),
        "account get-access-token --output json --resource https://graph.microsoft.us\n"
    );
}

#[tokio::test]
async fn the_azure_cli_is_asked_for_a_token_of_the_tenant() {
    let graph = Server::start().expect("loopback");
    let az = Az::new(
        r#"echo "$@" >> asked
echo '{"accessToken": "from-the-cli"}'"#,
    );
    let credential = az.credential().tenant("contoso.com").expect("a tenant");
    order(&graph, credential).await.expect("success");
    assert!(az.asked().ends_with(" --tenant contoso.com\n"));
    for tenant in ["", "..", "a b", "--debug", "a&b"] {
        let error = az.credential().tenant(tenant).expect_err("no tenant");
        assert!(matches!(error, Error::InvalidArgument { .. }), "{error}");
    }
}

#[tokio::test]
async fn what_the_azure_cli_says_against_it_is_passed_on_and_its_output_is_not() {
    for (script, expected) in [
        (
            "echo 'Please run az login' >&2; exit 1",
            "no token: the Azure CLI returned no token: Please run az login",
        ),
        (
            "echo secret",
            "no token: the Azure CLI printed something other than a token; update it",
        ),
        (
            r#"echo '{"accessToken": "sec ret"}'"#,
            "no token: not a bearer token",
        ),
        (
            "echo secret; exit 3",
            "no token: the Azure CLI returned no token and no reason (exit code 3); run `az account get-access-token` to see why",
        ),
        (
            "kill -KILL $$",
            "no token: the Azure CLI returned no token and no reason (signal: 9",
        ),
        // 100 MB, then a reason; both are read to the end, and not kept.
        (
            "head -c 100000000 /dev/zero; echo 'Too much.' >&2; head -c 100000000 /dev/zero >&2; exit 1",
            "no token: the Azure CLI returned no token: Too much.",
        ),
        (
            "head -c 100000000 /dev/zero",
            "no token: the Azure CLI printed something other than a token",
        ),
    ] {
        let error = Az::new(script).refusal().await;
        assert!(error.starts_with(expected), "{script}: {error}");
        assert!(error.len() < 1000, "{script}: {}", error.len());
    }
    let missing = AzureCli::new(Cloud::Global).program("no-such-program");
    let error = refusal(missing).await;
    assert!(error.contains("cannot be run"), "{error}");
}

/// For every number: there is no panic, and the token is used.
#[tokio::test]
async fn a_token_whose_expiry_is_no_time_is_used() {
    for expiry in [
        "18446744073709551615",
        "18446744073709551616",
        "9223372036854775808",
        "9223372036854775807",
        "1e300",
        "253402300800",
        "4102444800.75",
        "\"4102444800\"",
        "\"1e308\"",
        "\"inf\"",
        "\"NaN\"",
        "\"tomorrow\"",
        "-1",
        "-9223372036854775808",
        "-1e300",
        "0",
        "null",
        "[]",
    ] {
        let graph = Server::start().expect("loopback");
        let az = Az::new(&format!(
            r#"echo '{{"accessToken": "from-the-cli", "expires_on": {expiry}}}'"#
        ));
        let ordered = tokio::spawn(async move { order(&graph, az.credential()).await });
        let ordered = ordered
            .await
            .unwrap_or_else(|_| panic!("{expiry}: a panic"));
        ordered.unwrap_or_else(|error| panic!("{expiry}: {error}"));
    }
}

/// A named pipe that `az` and its children have open for writing. The pipe ends when they
/// all end.
struct Alive(mpsc::Receiver<()>);

impl Alive {
    /// The start of a script: it opens the pipe, so that the test sees it.
    const SHOWN: &str = "exec 9>alive";

    fn watch(folder: &Path) -> Self {
        let pipe = folder.join("alive");
        let made = Command::new("mkfifo").arg(&pipe).status();
        assert!(made.expect("mkfifo runs").success());
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || {
            // Waits for a writer.
            let mut pipe = fs::File::open(pipe).expect("a pipe");
            let _ = tell.send(());
            let _ = pipe.read_to_end(&mut Vec::new());
            let _ = tell.send(());
        });
        Self(told)
    }

    fn has_begun(&self) {
        self.0.recv_timeout(PATIENCE).expect("it never began");
    }

    fn has_ended(&self) {
        self.0.recv_timeout(PATIENCE).expect("it is still there");
    }
}

/// The script hangs, and has a child that hangs.
const HANGING: &str = "sleep 1000 & sleep 1000";

fn hanging() -> (Az, Alive) {
    let az = Az::new(&format!("{}\n{HANGING}", Alive::SHOWN));
    let alive = Alive::watch(az.folder.path());
    (az, alive)
}

#[tokio::test]
async fn an_azure_cli_that_hangs_is_ended_with_its_children() {
    let (az, alive) = hanging();
    let error = refusal(az.credential().time_limit(Duration::from_secs(1))).await;
    assert_eq!(
        error,
        "no token: the Azure CLI did not finish within 1s and was stopped; run `az account get-access-token` to see why"
    );
    alive.has_begun();
    alive.has_ended();
}

#[tokio::test]
async fn an_azure_cli_that_prints_without_end_is_ended() {
    let az = Az::new(&format!("{}\nwhile :; do echo secret; done", Alive::SHOWN));
    let alive = Alive::watch(az.folder.path());
    let error = refusal(az.credential().time_limit(Duration::from_secs(1))).await;
    assert!(error.contains("within 1s"), "{error}");
    alive.has_begun();
    alive.has_ended();
}

#[tokio::test]
async fn an_azure_cli_that_leaves_a_child_is_not_waited_for() {
    let az = Az::new(&format!(
        "{}\nsleep 1000 &\necho '{{\"accessToken\": \"from-the-cli\"}}'",
        Alive::SHOWN
    ));
    let alive = Alive::watch(az.folder.path());
    let graph = Server::start().expect("loopback");
    order(&graph, az.credential()).await.expect("success");
    alive.has_begun();
    alive.has_ended();
}

/// The runtime is dropped too: an exit that waited for `az` would never happen.
#[test]
fn a_call_that_is_dropped_ends_the_azure_cli_and_holds_no_exit() {
    let (az, alive) = hanging();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let credential = az.credential();
    let call =
        runtime.spawn(async move { credential.token(TokenRequest::default()).await.map(drop) });
    alive.has_begun();
    call.abort();
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        drop(runtime);
        let _ = tell.send(());
    });
    told.recv_timeout(PATIENCE).expect("the exit is held");
    alive.has_ended();
}

const STAND_IN: &str = "CLIENT_AZURE_CLI_STAND_IN";

/// This is not a test: it is the program that the next test kills.
#[tokio::test]
async fn a_program_waits_for_the_azure_cli() {
    let Some(program) = std::env::var_os(STAND_IN) else {
        return;
    };
    let credential = AzureCli::new(Cloud::Global).program(program);
    let _ = credential.token(TokenRequest::default()).await;
}

#[test]
fn a_program_that_is_killed_takes_the_azure_cli_with_it() {
    let (az, alive) = hanging();
    let mut program = Command::new(std::env::current_exe().expect("a test has a binary"))
        .args([
            "--exact",
            "client_azure_cli::a_program_waits_for_the_azure_cli",
        ])
        .env(STAND_IN, az.program())
        .stdout(Stdio::null())
        .spawn()
        .expect("the tests run");
    alive.has_begun();
    program.kill().expect("a process");
    program.wait().expect("a process");
    alive.has_ended();
}
