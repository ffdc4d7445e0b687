//! The two commands of the workspace, run as people run them.

use std::fs;
use std::io::Write;
use std::process::{Command, Output, Stdio};

use intune_recover_passcode::GENERATED_SOURCE;

const SPEC: &str = "spec/recover-passcode.yaml";

/// Runs an alias of `.cargo/config.toml`.
fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command
        .args(arguments)
        .current_dir(tests::workspace())
        .env_remove("GRAPH_TOKEN")
        .env("CARGO_TERM_COLOR", "never")
        .stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    cargo(arguments).output().expect("cargo runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

#[test]
fn the_help_of_codegen() {
    let pages = [
        &["codegen", "--help"][..],
        &["codegen", "generate", "--help"],
        &["codegen", "emit", "--help"],
        &["codegen", "check", "--help"],
        &["codegen", "review", "--help"],
        &["codegen", "rules", "--help"],
    ];
    let text: Vec<_> = pages
        .into_iter()
        .map(|page| format!("$ cargo {}\n{}", page.join(" "), stdout(&run(page))))
        .collect();
    insta::assert_snapshot!(text.join("\n"));
}

#[test]
fn the_help_of_the_quickstart() {
    insta::assert_snapshot!(stdout(&run(&["quickstart", "--help"])));
}

#[test]
fn codegen_writes_the_source_that_is_compiled() {
    let printed = run(&["codegen", "generate"]);
    assert!(printed.status.success(), "{}", stderr(&printed));
    assert_eq!(stdout(&printed), GENERATED_SOURCE);

    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("client.rs");
    let written = run(&[
        "codegen",
        "generate",
        "--out",
        file.to_str().expect("UTF-8"),
    ]);
    assert!(written.status.success(), "{}", stderr(&written));
    assert_eq!(stdout(&written), "");
    assert_eq!(
        fs::read_to_string(file).expect("the client"),
        GENERATED_SOURCE
    );
}

#[test]
fn codegen_exits_with_2_and_says_where_and_what_to_do() {
    for (arguments, expected) in [
        (
            &[
                "codegen",
                "generate",
                "tests/broken-documents/parameter-in-a-cookie.yaml",
            ][..],
            "tests/broken-documents/parameter-in-a-cookie.yaml:15:31: error[cookie-parameter]: `session`",
        ),
        (
            &["codegen", "generate", "no-such.yaml"],
            "no-such.yaml: cannot read the document: ",
        ),
        (
            &["codegen", "generate", "--out", "no/such/folder/client.rs"],
            "no/such/folder/client.rs: cannot write the client: ",
        ),
        (
            &["codegen", "generate", "--unknown"],
            "error: unexpected argument '--unknown'",
        ),
        (&["codegen"], "Reads an OpenAPI document"),
        (
            &["codegen", "review", "spec/recover-passcode.yaml"],
            "error: two files are needed: the old document and the new one",
        ),
        (
            &[
                "codegen", "review", "--base", "HEAD", "one.yaml", "two.yaml",
            ],
            "error: with --base, only one file can be reviewed",
        ),
        (
            &["codegen", "review", "no-such.yaml", "no-such.yaml"],
            "no-such.yaml: cannot read the document: ",
        ),
        (
            &[
                "codegen",
                "review",
                "spec/recover-passcode.yaml",
                "tests/broken-documents/yaml-indentation.yaml",
            ],
            "tests/broken-documents/yaml-indentation.yaml:",
        ),
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).starts_with(expected), "{}", stderr(&output));
        assert_eq!(stdout(&output), "");
    }
}

#[test]
fn a_review_fails_when_its_gate_trips() {
    let folder = tempfile::tempdir().expect("a folder");
    let spec = fs::read_to_string(tests::workspace().join(SPEC)).expect("the spec");
    let changed = |name: &str, from: &str, to: &str| {
        assert!(spec.contains(from), "{from}");
        let file = folder.path().join(name);
        fs::write(&file, spec.replacen(from, to, 1)).expect("a file");
        file.to_str().expect("UTF-8").to_owned()
    };
    let breaking = changed("breaking.yaml", "maxLength: 128", "maxLength: 64");
    let warning = changed("warning.yaml", "graph.microsoft.us", "graph.example.com");
    let docs = changed("docs.yaml", "What went wrong.", "What failed.");
    let gates: [&[&str]; 5] = [
        &[],
        &["--fail-on", "breaking"],
        &["--fail-on", "warning"],
        &["--fail-on", "bump"],
        &["--fail-on", "never"],
    ];
    for (new, expected) in [
        (breaking.as_str(), [1, 1, 1, 1, 0]),
        (warning.as_str(), [0, 0, 1, 0, 0]),
        (docs.as_str(), [0, 0, 0, 0, 0]),
        (SPEC, [0, 0, 0, 0, 0]),
    ] {
        let statuses = gates.map(|gate| {
            let output = run(&[&["codegen", "review", SPEC, new], gate].concat());
            assert_eq!(stderr(&output), "");
            output.status.code().unwrap_or_default()
        });
        assert_eq!(statuses, expected, "{new}");
    }
}

#[test]
fn check_has_nothing_to_say_of_our_own_document() {
    for format in ["text", "github"] {
        let output = run(&["codegen", "check", "--format", format, "--deny-warnings"]);
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(stdout(&output) + &stderr(&output), "");
    }
}

#[test]
fn check_says_the_same_to_people_programs_and_workflows() {
    let surprising = "tests/surprising-documents/everything-at-once.yaml";
    for format in ["text", "json", "github"] {
        let output = run(&["codegen", "check", surprising, "--format", format]);
        assert_eq!(output.status.code(), Some(0));
        insta::assert_snapshot!(format!("check_for_{format}"), stdout(&output));
    }
    let denied = run(&["codegen", "check", surprising, "--deny-warnings"]);
    assert_eq!(denied.status.code(), Some(1));
    let broken = "tests/broken-documents/parameter-in-a-cookie.yaml";
    assert_eq!(run(&["codegen", "check", broken]).status.code(), Some(2));
}

#[test]
fn what_cannot_be_carried_is_left_out_when_asked_for_and_said() {
    let broken = "tests/partly-broken.yaml";
    assert_eq!(run(&["codegen", "generate", broken]).status.code(), Some(2));
    let output = run(&["codegen", "generate", broken, "--keep-going"]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!("left_out", stderr(&output));
    let source = stdout(&output);
    assert!(source.contains("pub async fn list_pets(") && source.contains("pub struct Pet {"));
    for left_out in ["feed_pet", "walk_pet", "name_pet", "struct Leash"] {
        assert!(!source.contains(left_out), "{left_out}");
    }
}

#[test]
fn the_rules_of_check_and_review() {
    insta::assert_snapshot!(stdout(&run(&["codegen", "rules"])));
}

#[test]
fn the_quickstart_makes_three_calls_and_explains_a_refusal() {
    let output = run(&["quickstart"]);
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
    let live = ["quickstart", "--live", "--device", tests::GUID];
    let mut child = cargo(&live)
        .env("GRAPH_TOKEN", tests::TOKEN)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("cargo runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(b"no\n").expect("an answer");
    drop(stdin);
    let output = child.wait_with_output().expect("an end");
    let shown = stdout(&output);
    assert_eq!(output.status.code(), Some(1), "{shown}");
    assert!(
        shown.contains("This orders `recover passcode` at https://graph.microsoft.com/v1.0"),
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
        (&["quickstart", "--live"][..], "--device <ID>"),
        (&["quickstart", "--device", tests::GUID], "--live"),
        (
            &["quickstart", "--live", "--device", ".."],
            "not a valid ManagedDeviceId: ",
        ),
        (
            &["quickstart", "--live", "--device", tests::GUID],
            "GRAPH_TOKEN",
        ),
    ] {
        let output = run(arguments);
        assert!(!output.status.success());
        assert!(stderr(&output).contains(expected), "{}", stderr(&output));
    }
}
