//! Measures a call through the client, and the same call with only reqwest and the same
//! headers. Both go to the embedded server in another process.
//!
//! ```sh
//! cargo bench --package intune-recover-passcode --no-default-features --features fake --bench calls
//! ```
//!
//! Valgrind's callgrind counts the instructions. This number is stable from run to run. The
//! times are printed beside it.

use std::env;
use std::error::Error;
use std::io::{self, BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use intune_recover_passcode::fake::Server;
use intune_recover_passcode::types::ManagedDeviceId;
use intune_recover_passcode::{Client, Token};
use reqwest::header::{
    ACCEPT, AUTHORIZATION, CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue, USER_AGENT,
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const DEVICE: &str = "705c034c-034c-705c-4c03-5c704c035c70";
const TOKEN: &str = "an-access-token";
/// Two numbers of calls. The difference of their costs does not include the start of the
/// process or the connection.
const CALLS: [usize; 2] = [256, 768];

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.get(1..).unwrap_or_default() {
        ["serve"] => serve(),
        ["call", by, service_root, calls, at_a_time] => {
            let run = run(by, service_root, calls.parse()?, at_a_time.parse()?);
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?
                .block_on(run)
        }
        _ => compare(),
    }
}

/// Runs the embedded server until standard input ends.
fn serve() -> Result<()> {
    let graph = Server::start()?;
    println!("{}", graph.service_root());
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

async fn run(by: &str, service_root: &str, calls: usize, at_a_time: usize) -> Result<()> {
    let device: ManagedDeviceId = DEVICE.parse()?;
    let client = Client::builder()
        .token(Token::new(TOKEN)?)
        .service_root(service_root)
        .build()?;
    let http = reqwest::Client::builder().no_proxy().build()?;
    for _ in 0..calls / at_a_time {
        let round: Vec<_> = (0..at_a_time)
            .map(|_| match by {
                "client" => {
                    let (client, device) = (client.clone(), device.clone());
                    tokio::spawn(async move {
                        let done = client.recover_managed_device_passcode(&device).await;
                        done.map(|response| response.status().as_u16()).ok()
                    })
                }
                _ => {
                    let (http, device) = (http.clone(), device.clone());
                    let service_root = service_root.to_owned();
                    tokio::spawn(async move { bare(&http, &service_root, &device).await.ok() })
                }
            })
            .collect();
        for call in round {
            assert_eq!(call.await?, Some(204));
        }
    }
    Ok(())
}

/// Sends the same request with only reqwest.
async fn bare(http: &reqwest::Client, service_root: &str, device: &str) -> Result<u16> {
    let url = format!("{service_root}/deviceManagement/managedDevices/{device}/recoverPasscode");
    let mut headers = HeaderMap::new();
    let mut token = HeaderValue::try_from(format!("Bearer {TOKEN}"))?;
    token.set_sensitive(true);
    headers.insert(AUTHORIZATION, token);
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    headers.insert(USER_AGENT, HeaderValue::from_static("bare/0.0.0"));
    let id = uuid::Builder::from_random_bytes(fastrand::u128(..).to_ne_bytes());
    let id = id.as_uuid().to_string();
    headers.insert(
        HeaderName::from_static("client-request-id"),
        HeaderValue::try_from(id)?,
    );
    let response = http.post(url).headers(headers).send().await?;
    let status = response.status().as_u16();
    response.bytes().await?;
    Ok(status)
}

fn compare() -> Result<()> {
    let this = env::current_exe()?;
    let mut server = Command::new(&this)
        .arg("serve")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let service_root = service_root(&mut server)?;
    println!(
        "at a time   instructions a call: client      bare   ratio   microseconds a call: client   bare"
    );
    for at_a_time in [1, 32] {
        let mut instructions = Vec::new();
        let mut times = Vec::new();
        for by in ["client", "bare"] {
            let command = |calls: usize| {
                let mut command = Command::new("valgrind");
                command
                    .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
                    .arg(&this)
                    .args([
                        "call",
                        by,
                        &service_root,
                        &calls.to_string(),
                        &at_a_time.to_string(),
                    ]);
                command
            };
            let counts = [
                counted(&mut command(CALLS[0]))?,
                counted(&mut command(CALLS[1]))?,
            ];
            instructions.push((counts[1] - counts[0]) / (CALLS[1] - CALLS[0]) as f64);
            let mut alone = Command::new(&this);
            let calls = 20 * CALLS[1];
            alone.args([
                "call",
                by,
                &service_root,
                &calls.to_string(),
                &at_a_time.to_string(),
            ]);
            let start = Instant::now();
            if !alone.status()?.success() {
                return Err("the calls failed".into());
            }
            times.push(start.elapsed().as_secs_f64() * 1e6 / calls as f64);
        }
        println!(
            "{at_a_time:9} {:28.0} {:9.0} {:7.3} {:28.1} {:6.1}",
            instructions[0],
            instructions[1],
            instructions[0] / instructions[1],
            times[0],
            times[1],
        );
    }
    drop(server.stdin.take());
    server.wait()?;
    Ok(())
}

fn service_root(server: &mut Child) -> Result<String> {
    let output = server.stdout.take().ok_or("the server prints nothing")?;
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    Ok(line.trim().to_owned())
}

/// The number of instructions of a command, from callgrind.
fn counted(command: &mut Command) -> Result<f64> {
    let output = command
        .output()
        .map_err(|error| format!("valgrind does not run: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    let collected = said
        .lines()
        .find_map(|line| line.split("Collected : ").nth(1));
    let collected = collected.filter(|_| output.status.success());
    Ok(collected
        .ok_or_else(|| said.clone().into_owned())?
        .trim()
        .parse()?)
}
