//! What it costs to build a program that depends on the emitted crate, beside
//! programs with bare reqwest and the same TLS feature in the same run.
//!
//! ```sh
//! cargo bench --package tests --bench cold_build --profile dev
//! ```
//!
//! `-- TEXT` builds only the programs whose names contain the text.
//!
//! Each program is built from nothing, in a folder of its own, with the versions
//! of this workspace. What counts is the CPU time of all processes of the build,
//! held against that of the program built next to it: the median of several rounds,
//! since a machine is now faster, now slower.

use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use codegen::Document;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const ROUNDS: usize = 5;

struct Program {
    name: &'static str,
    /// The program with bare reqwest that it is held against.
    beside: usize,
    dependencies: &'static str,
    main: &'static str,
}

const PROGRAMS: [Program; 4] = [
    Program {
        name: "reqwest, unused",
        beside: 0,
        dependencies: r#"
reqwest = { version = "0.13", default-features = false, features = ["rustls"] }
"#,
        main: "fn main() {}\n",
    },
    Program {
        name: "the client, unused",
        beside: 0,
        dependencies: r#"
intune-recover-passcode = { path = "../package" }
"#,
        main: "fn main() {}\n",
    },
    Program {
        name: "the call by reqwest",
        beside: 2,
        dependencies: r#"
reqwest = { version = "0.13", default-features = false, features = ["json", "rustls"] }
serde = { version = "1", features = ["derive"] }
tokio = { version = "1", features = ["macros", "rt"] }
"#,
        main: r#"
#[derive(serde::Deserialize)]
struct Body {
    error: Main,
}

#[derive(serde::Deserialize)]
struct Main {
    code: String,
    message: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let device = "705c034c-034c-705c-4c03-5c704c035c70";
    let response = reqwest::Client::new()
        .post(format!("https://graph.microsoft.com/v1.0/deviceManagement/managedDevices/{device}/recoverPasscode"))
        .bearer_auth("an-access-token")
        .header("content-length", 0)
        .send()
        .await?;
    if response.status() != 204 {
        let Body { error } = response.json().await?;
        println!("{}: {}", error.code, error.message);
    }
    Ok(())
}
"#,
    },
    Program {
        name: "the call by the client",
        beside: 2,
        dependencies: r#"
intune-recover-passcode = { path = "../package" }
tokio = { version = "1", features = ["macros", "rt"] }
"#,
        main: r#"
use intune_recover_passcode::{Client, Token, types::ManagedDeviceId};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let device: ManagedDeviceId = "705c034c-034c-705c-4c03-5c704c035c70".parse()?;
    let client = Client::builder().token(Token::new("an-access-token")?).build()?;
    if let Err(error) = client.recover_managed_device_passcode(&device).await {
        println!("{}", error.report());
    }
    Ok(())
}
"#,
    },
];

fn main() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let workspace = tests::workspace();
    let document = Document::read(workspace.join("spec/recover-passcode.yaml"))?;
    let package = folder.path().join("package");
    codegen::emit(
        &document,
        &workspace.join("generated-client"),
        &package,
        None,
    )?;

    let wanted = env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'));
    let is_wanted = |program: &Program| {
        wanted
            .as_ref()
            .is_none_or(|text| program.name.contains(text))
    };
    let round = || -> Result<Vec<f64>> {
        let programs = PROGRAMS.iter();
        programs
            .map(|program| match is_wanted(program) {
                true => cpu_seconds(program, folder.path()),
                false => Ok(f64::NAN),
            })
            .collect()
    };
    let rounds = (0..ROUNDS).map(|_| round()).collect::<Result<Vec<_>>>()?;
    println!("program                       CPU seconds  beside reqwest");
    let programs = PROGRAMS.iter().enumerate();
    for (index, program) in programs.filter(|(_, program)| is_wanted(program)) {
        let seconds = median(rounds.iter().map(|round| round[index]));
        let beside = median(
            rounds
                .iter()
                .map(|round| round[index] / round[program.beside]),
        );
        println!("{:28} {seconds:12.1} {beside:14.3}x", program.name);
    }
    Ok(())
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Builds a program from nothing.
fn cpu_seconds(program: &Program, folder: &Path) -> Result<f64> {
    let root = folder.join("program");
    fs::create_dir_all(root.join("src"))?;
    let manifest = format!(
        "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]{}",
        program.dependencies
    );
    fs::write(root.join("Cargo.toml"), manifest)?;
    fs::write(root.join("src/main.rs"), program.main)?;
    fs::copy(
        tests::workspace().join("Cargo.lock"),
        root.join("Cargo.lock"),
    )?;
    // Bash's `time` counts the children of the build too. One job at a time: two that share a
    // core's caches would take more CPU time, now more, now less.
    let output = Command::new("bash")
        .args([
            "-c",
            "TIMEFORMAT='%U %S'; time \"$0\" build --quiet --offline --jobs 1",
        ])
        .arg(env!("CARGO"))
        .env("CARGO_TARGET_DIR", root.join("target"))
        // Packages of a path are prepared for being built again, published ones are not.
        .env("CARGO_INCREMENTAL", "0")
        .current_dir(&root)
        .output()?;
    let said = String::from_utf8(output.stderr)?;
    if !output.status.success() {
        return Err(said.into());
    }
    fs::remove_dir_all(&root)?;
    let times = said.lines().last().unwrap_or_default().split(' ');
    let seconds: std::result::Result<Vec<f64>, _> = times.map(str::parse).collect();
    Ok(seconds?.iter().sum())
}
