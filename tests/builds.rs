//! What you see when you change the spec: real builds and test runs of a copy of this
//! workspace.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::nested::{cargo, failures, kept, text, workspace_of, write};

/// A copy of the workspace, which is kept for the next run. Its members are one folder
/// deeper, so that cargo treats them as other packages.
struct Copy {
    root: PathBuf,
    _only: MutexGuard<'static, ()>,
}

impl Copy {
    fn new() -> Self {
        static ONLY: Mutex<()> = Mutex::new(());
        let only = ONLY.lock().unwrap_or_else(PoisonError::into_inner);
        let root = kept("workspace");
        for part in ["spec", "codegen", "generated-client", "tests"] {
            let copy = root.join("copy").join(part);
            mirror(&tests::workspace().join(part), &copy);
        }
        let members = ["codegen", "generated-client", "tests"].map(|one| format!("copy/{one}"));
        let manifest = workspace_of(&members);
        let manifest = manifest.replace("path = \"", "path = \"copy/");
        write(&root.join("Cargo.toml"), manifest.as_bytes());
        let lock = fs::read(tests::workspace().join("Cargo.lock")).expect("the lock");
        write(&root.join("Cargo.lock"), &lock);
        Self { root, _only: only }
    }

    fn spec(&self) -> PathBuf {
        // The path as the build script joins it: messages contain the separators.
        let copy = self.root.join("copy");
        copy.join("spec/recover-passcode.yaml")
    }

    fn write_spec(&self, text: &str) {
        fs::write(self.spec(), text).expect("the spec can be written");
    }

    fn cargo(&self, arguments: &[&str]) -> Output {
        let arguments = [&["test", "--locked"], arguments].concat();
        cargo(&self.root, &arguments).output().expect("cargo runs")
    }
}

/// Copies `from` to `to`, and removes everything else in `to`.
fn mirror(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).expect("a folder");
        for entry in fs::read_dir(to).expect("a folder").flatten() {
            if !from.join(entry.file_name()).exists() {
                let _ = fs::remove_file(entry.path());
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        for entry in fs::read_dir(from).expect("a folder").flatten() {
            mirror(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        write(to, &fs::read(from).expect("a file"));
    }
}

/// The spec with a fourth operation after the last path.
fn with_a_fourth_operation(spec: &str) -> String {
    let operation = "  /deviceManagement/managedDevices/{managedDeviceId}/exampleAction:
    post:
      operationId: requestExampleAction
      summary: Request an action that only this test knows
      parameters:
        - $ref: '#/components/parameters/managedDeviceId'
      responses:
        '204':
          $ref: '#/components/responses/Requested'
        4XX:
          $ref: '#/components/responses/Error'
        5XX:
          $ref: '#/components/responses/Error'

";
    spec.replacen("\ncomponents:\n", &format!("\n{operation}components:\n"), 1)
}

/// Builds only the client.
const BUILD: [&str; 2] = ["--no-run", "--test=operations"];

/// The snapshots of code that is generated from the document.
const SNAPSHOTS: [&str; 1] = ["--test=generated_code"];

/// The other tests that look at generated code.
const OTHERS: [&str; 7] = [
    "--test=suite",
    "--",
    "client_calls::",
    "client_setup::",
    "document_clients::",
    "documents::",
    "identifiers::",
];

#[test]
fn a_fourth_operation_moves_only_snapshots_and_can_be_accepted_and_called() {
    let copy = Copy::new();
    let spec = fs::read_to_string(copy.spec()).expect("the spec");
    copy.write_spec(&with_a_fourth_operation(&spec));

    let moved = copy.cargo(&SNAPSHOTS);
    let shown = text(&moved.stdout) + &text(&moved.stderr);
    let snapshots = ["the_generated_source", "the_public_surface"];
    assert_eq!(failures(&moved), snapshots, "{shown}");
    for difference in [
        "+pub async fn Client::request_example_action(&self, managed_device_id: &types::ManagedDeviceId) -> Result<Response<()>, Error>",
        "+    pub async fn request_example_action(",
    ] {
        assert!(shown.contains(difference), "{shown}");
    }

    let accept = cargo(
        &copy.root,
        &[&["test", "--locked"], &SNAPSHOTS[..]].concat(),
    )
    .env("INSTA_UPDATE", "always")
    .output();
    let accept = accept.expect("cargo runs");
    assert!(accept.status.success(), "{}", text(&accept.stdout));
    let accepted = copy.cargo(&SNAPSHOTS);
    assert!(accepted.status.success(), "{}", text(&accepted.stdout));

    // `client_calls` calls every operation of the document, including this one.
    let others = copy.cargo(&OTHERS);
    let shown = text(&others.stdout);
    assert!(others.status.success(), "{shown}");
    assert!(shown.contains("test client_calls::"), "{shown}");
}

#[test]
fn a_second_build_compiles_nothing() {
    let copy = Copy::new();
    for _ in 0..2 {
        let build = copy.cargo(&BUILD);
        assert!(build.status.success(), "{}", text(&build.stderr));
    }
    let again = text(&copy.cargo(&BUILD).stderr);
    assert!(
        !again.contains("Compiling") && again.contains("Finished"),
        "{again}"
    );
}

#[test]
fn a_broken_spec_fails_the_build_with_a_place_and_a_remedy() {
    let copy = Copy::new();
    let spec = fs::read_to_string(copy.spec()).expect("the spec");
    let case = |name: &str| {
        let case = tests::workspace().join(format!("tests/broken-documents/{name}.yaml"));
        fs::read_to_string(case).expect("a case")
    };
    for broken in [
        case("yaml-indentation"),
        case("wrong-type-number-for-string"),
        case("reference-to-nothing"),
        case("parameter-in-a-cookie"),
        case("openapi-3.1"),
        case("several-problems-at-once"),
        "- ".repeat(100_000),
    ] {
        copy.write_spec(&broken);
        let expected = codegen::Document::parse(copy.spec(), broken.as_bytes())
            .and_then(|document| codegen::client(&document))
            .expect_err("a broken document")
            .to_string();
        let build = copy.cargo(&BUILD);
        let shown = text(&build.stderr);
        assert_eq!(build.status.code(), Some(101), "{shown}");
        let version = client_version();
        let more = "`cargo codegen explain RULE` says more about a rule";
        for line in expected.lines().chain([more]) {
            let line = format!("error: intune-recover-passcode@{version}: {line}");
            assert!(shown.contains(&line), "{line}\n is not in\n{shown}");
        }
        assert!(
            !shown.contains("panicked") && !shown.contains("backtrace"),
            "{shown}"
        );
    }
    copy.write_spec(&spec);
    let build = copy.cargo(&BUILD);
    assert!(build.status.success(), "{}", text(&build.stderr));
}

/// The version in the client's manifest.
fn client_version() -> String {
    let manifest = tests::workspace().join("generated-client/Cargo.toml");
    let manifest = fs::read_to_string(manifest).expect("the manifest");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    let version = manifest["package"]["version"].as_str();
    version.expect("a version").to_owned()
}
