//! The binary of the quickstart: `cargo test` builds the client's examples.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::SystemTime;

const SOURCE: &str = "generated-client/examples/quickstart.rs";

/// The binary of the example, which is next to the binaries of the tests.
fn binary() -> PathBuf {
    let own = std::env::current_exe().expect("a test has a binary");
    let folder = own.parent().and_then(Path::parent).expect("two folders");
    let name = format!("quickstart{}", std::env::consts::EXE_SUFFIX);
    let binary = folder.join("examples").join(name);
    let made = |file: &Path| file.metadata().and_then(|file| file.modified()).ok();
    let source: Option<SystemTime> = made(&tests::workspace().join(SOURCE));
    assert!(
        made(&binary) >= source && source.is_some(),
        "the quickstart is not built, or not from {SOURCE} as it is: run `cargo test --no-run` first"
    );
    binary
}

fn quickstart(arguments: &[&str]) -> Command {
    let mut command = Command::new(binary());
    command
        .args(arguments)
        .current_dir(tests::workspace())
        .env_remove("GRAPH_TOKEN")
        .stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    let output = quickstart(arguments).output();
    output.expect("the quickstart runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

#[test]
fn the_help_of_the_quickstart() {
    insta::assert_snapshot!(stdout(&run(&["--help"])));
}

#[test]
fn the_quickstart_makes_three_calls_and_explains_a_refusal() {
    let output = run(&[]);
    let shown = stdout(&output);
    assert!(output.status.success(), "{shown}{}", stderr(&output));
    assert_eq!(shown.matches("=> 204 No Content").count(), 3);
    assert!(
        !shown.contains("a-token-that-only"),
        "the token is redacted"
    );

    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r"127\.0\.0\.1:\d+", "127.0.0.1:[port]");
    settings.add_filter(
        "client-request-id:? [0-9a-f-]{36}",
        "client-request-id [guid]",
    );
    settings.add_filter(
        r"intune-recover-passcode/\d+\.\d+\.\d+",
        "intune-recover-passcode/[version]",
    );
    settings.bind(|| insta::assert_snapshot!(shown));
}

#[test]
fn the_quickstart_asks_before_it_calls_a_tenant() {
    let live = ["--live", "--device", tests::GUID];
    let mut child = quickstart(&live)
        .env("GRAPH_TOKEN", tests::TOKEN)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the quickstart runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(b"no\n").expect("an answer");
    drop(stdin);
    let output = child.wait_with_output().expect("an end");
    let shown = stdout(&output);
    assert_eq!(output.status.code(), Some(1), "{shown}");
    assert!(
        shown.contains("This requests `recover passcode` at https://graph.microsoft.com/v1.0"),
        "{shown}"
    );
    assert!(
        shown.contains(tests::GUID) && shown.contains("Type `yes` to go on"),
        "{shown}"
    );
    assert!(stderr(&output).contains("nothing was sent"));
    assert!(!format!("{shown}{}", stderr(&output)).contains(tests::TOKEN));
}

#[test]
fn the_quickstart_refuses_what_it_cannot_call_with() {
    for (arguments, expected) in [
        (&["--live"][..], "--device <ID>"),
        (&["--device", tests::GUID], "--live"),
        (
            &["--live", "--device", ".."],
            "not a valid ManagedDeviceId: ",
        ),
        (&["--live", "--device", tests::GUID], "GRAPH_TOKEN"),
        (
            &["--live", "--device", tests::GUID, "--cloud", "Moon"],
            "is none of Global, ",
        ),
        (
            &["--live", "--device", tests::GUID, "--tenant", "contoso.com"],
            "--client-id <ID>|--azure-cli",
        ),
        (
            &[
                "--live",
                "--device",
                tests::GUID,
                "--azure-cli",
                "--tenant",
                "../",
            ],
            "tenant",
        ),
    ] {
        let output = run(arguments);
        assert!(!output.status.success());
        assert!(stderr(&output).contains(expected), "{}", stderr(&output));
    }
}
