//! The binary of the `codegen` command.

mod fails_closed;
mod git;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const SPEC: &str = "spec/recover-passcode.yaml";

/// The root of the workspace.
fn workspace() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_owned()
}

/// What `cargo codegen` runs, in a folder.
fn command(folder: &Path, command: &[&str]) -> Command {
    let ["codegen", arguments @ ..] = command else {
        panic!("{command:?} is another command");
    };
    let mut command = Command::new(env!("CARGO_BIN_EXE_codegen"));
    command
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    let output = command(&workspace(), arguments).output();
    output.expect("codegen runs")
}

/// The source that is compiled: a test of the workspace compares it with the client.
fn client() -> String {
    let document = codegen::Document::read(workspace().join(SPEC)).expect("a document");
    codegen::client(&document).expect("a client")
}

#[test]
fn the_command_of_the_papers_is_this_one() {
    let config = workspace().join(".cargo/config.toml");
    let config = fs::read_to_string(config).expect("the configuration");
    assert!(config.contains("codegen = \"run --quiet --package codegen --\"\n"));
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
        &["codegen", "explain", "--help"],
    ];
    let text: Vec<_> = pages
        .into_iter()
        .map(|page| format!("$ cargo {}\n{}", page.join(" "), stdout(&run(page))))
        .collect();
    // The help pages contain the file name of the program.
    let text = text.join("\n").replace("codegen.exe", "codegen");
    insta::assert_snapshot!(text);
}

#[test]
fn codegen_writes_the_source_that_is_compiled() {
    let printed = run(&["codegen", "generate"]);
    assert!(printed.status.success(), "{}", stderr(&printed));
    assert_eq!(stdout(&printed), client());

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
    assert_eq!(fs::read_to_string(file).expect("the client"), client());
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
        (
            &["codegen"],
            "Generates a Rust client from an OpenAPI document",
        ),
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
    let spec = fs::read_to_string(workspace().join(SPEC)).expect("the spec");
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
fn what_check_says_of_our_own_document() {
    for format in ["text", "github"] {
        let output = run(&["codegen", "check", "--format", format]);
        assert_eq!(output.status.code(), Some(0));
        insta::assert_snapshot!(
            format!("check_of_our_own_document_for_{format}"),
            stdout(&output) + &stderr(&output)
        );
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
fn operations_with_errors_are_left_out_on_request_and_reported() {
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
fn a_rule_is_explained() {
    for (command, expected) in [
        (
            &["codegen", "explain", "unresolved-reference"],
            "error[unresolved-reference]: a `$ref` whose target does not exist\n",
        ),
        (
            &["codegen", "explain", "colliding-operation-ids"],
            "warning[colliding-operation-ids]: ",
        ),
        (
            &["codegen", "explain", "request-constraint-tightened"],
            "breaking[request-constraint-tightened]: ",
        ),
    ] {
        let output = run(command);
        assert_eq!(output.status.code(), Some(0));
        assert!(stdout(&output).starts_with(expected), "{command:?}");
    }
    let all = run(&["codegen", "explain"]);
    assert_eq!(all.status.code(), Some(0));
    assert_eq!(stdout(&all), codegen::rules());
    let unknown = run(&["codegen", "explain", "cookie-paramter"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert_eq!(stdout(&unknown), "");
    let expected = "there is no rule `cookie-paramter`\n  help: the most similar rules are `cookie-parameter`, ";
    assert!(
        stderr(&unknown).starts_with(expected),
        "{}",
        stderr(&unknown)
    );
}

/// Text reports mention the command once; the other formats do not change.
#[test]
fn reports_for_people_say_where_a_rule_is_explained() {
    let broken = "tests/broken-documents/parameter-in-a-cookie.yaml";
    let pets = "codegen/explanations/review/pets.yaml";
    let folder = tempfile::tempdir().expect("a folder");
    let new = folder.path().join("pets.yaml");
    let text = fs::read_to_string(workspace().join(pets)).expect("the document");
    fs::write(&new, text.replacen("maxLength: 20", "maxLength: 10", 1)).expect("a file");
    let new = new.to_str().expect("UTF-8");
    let mentions = |arguments: &[&str]| {
        let output = run(arguments);
        let text = stdout(&output) + &stderr(&output);
        text.matches("`codegen explain RULE`").count()
    };
    for (format, expected) in [("text", 1), ("json", 0), ("github", 0)] {
        assert_eq!(
            mentions(&["codegen", "check", broken, "--format", format]),
            expected
        );
        assert_eq!(
            mentions(&["codegen", "review", pets, new, "--format", format]),
            expected
        );
    }
    assert_eq!(mentions(&["codegen", "generate", broken]), 1);
    let clean = folder.path().join("clean.yaml");
    let text = "openapi: 3.0.3\ninfo:\n  title: Nothing\n  version: '1'\nservers:\n  - url: https://example.com\npaths: {}\n";
    fs::write(&clean, text).expect("a file");
    let clean = clean.to_str().expect("UTF-8");
    assert_eq!(mentions(&["codegen", "check", clean]), 0);
    assert_eq!(mentions(&["codegen", "review", pets, pets]), 0);
}
