//! What someone who changes the spec sees: real builds and test runs of a copy
//! of this workspace.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A copy of the workspace, with a target directory of its own: cargo tells
/// the packages of two workspaces apart by their place in the workspace, so
/// two of them must not share one. Both are kept for the next run.
struct Copy {
    root: PathBuf,
    _only: MutexGuard<'static, ()>,
}

impl Copy {
    fn new() -> Self {
        static ONLY: Mutex<()> = Mutex::new(());
        let only = ONLY.lock().unwrap_or_else(PoisonError::into_inner);
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("workspace");
        fs::create_dir_all(&root).expect("a folder");
        for part in [
            "Cargo.toml",
            "Cargo.lock",
            "spec",
            "codegen",
            "generated-client",
            "tests",
        ] {
            mirror(&tests::workspace().join(part), &root.join(part));
        }
        Self { root, _only: only }
    }

    fn spec(&self) -> PathBuf {
        self.root.join("spec/recover-passcode.yaml")
    }

    fn write_spec(&self, text: &str) {
        fs::write(self.spec(), text).expect("the spec can be written");
    }

    fn cargo(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("cargo runs")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command
            .args(arguments)
            // TLS is half the build and none of what is tested here.
            .args([
                "--no-default-features",
                "--offline",
                "--locked",
                "--color=never",
            ])
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", self.root.join("target"))
            .env_remove("INSTA_UPDATE");
        command
    }
}

/// Makes `to` like `from`, and leaves alone what is alike: cargo goes by times.
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
        let content = fs::read(from).expect("a file");
        if fs::read(to).ok().as_deref() != Some(&content) {
            fs::write(to, content).expect("a file");
        }
    }
}

fn text(output: &[u8]) -> String {
    String::from_utf8_lossy(output).into_owned()
}

/// The spec with a fourth operation after the first path.
fn with_a_fourth_operation(spec: &str) -> String {
    let operation = "  /deviceManagement/managedDevices/{managedDeviceId}/resetPasscode:
    post:
      operationId: resetManagedDevicePasscode
      summary: Reset the passcode of a device
      parameters:
        - $ref: '#/components/parameters/managedDeviceId'
      responses:
        '204':
          $ref: '#/components/responses/Ordered'
        4XX:
          $ref: '#/components/responses/Error'
        5XX:
          $ref: '#/components/responses/Error'

";
    spec.replacen("\ncomponents:\n", &format!("\n{operation}components:\n"), 1)
}

/// The names of the tests that failed, sorted.
fn failures(output: &Output) -> Vec<String> {
    let mut names: Vec<_> = text(&output.stdout)
        .lines()
        .filter_map(|line| line.strip_prefix("test ")?.strip_suffix(" ... FAILED"))
        .map(str::to_owned)
        .collect();
    names.sort();
    names
}

#[test]
fn a_fourth_operation_moves_only_snapshots_and_can_be_accepted_and_called() {
    // The tests that look at what comes out of the document.
    const TESTS: [&str; 8] = [
        "test",
        "--no-fail-fast",
        "--package=tests",
        "--test=client_calls",
        "--test=client_setup",
        "--test=documents",
        "--test=generated_code",
        "--test=identifiers",
    ];
    let copy = Copy::new();
    let spec = fs::read_to_string(copy.spec()).expect("the spec");
    copy.write_spec(&with_a_fourth_operation(&spec));

    let moved = copy.cargo(&TESTS);
    let shown = text(&moved.stdout) + &text(&moved.stderr);
    let snapshots = ["the_generated_source", "the_public_surface"];
    assert_eq!(failures(&moved), snapshots, "{shown}");
    for difference in [
        "+pub async fn Client::reset_managed_device_passcode(&self, managed_device_id: &types::ManagedDeviceId) -> Result<Response<()>, Error>",
        "+    pub async fn reset_managed_device_passcode(",
    ] {
        assert!(shown.contains(difference), "{shown}");
    }

    let accept = copy.command(&TESTS).env("INSTA_UPDATE", "always").output();
    let accept = accept.expect("cargo runs");
    assert!(accept.status.success(), "{}", text(&accept.stdout));

    // `client_calls` calls every operation of the document, this one too.
    let accepted = copy.cargo(&TESTS);
    assert!(accepted.status.success(), "{}", text(&accepted.stdout));
}

#[test]
fn a_second_build_compiles_nothing() {
    let copy = Copy::new();
    for _ in 0..2 {
        let build = copy.cargo(&["build", "--package=intune-recover-passcode"]);
        assert!(build.status.success(), "{}", text(&build.stderr));
    }
    let again = text(
        &copy
            .cargo(&["build", "--package=intune-recover-passcode"])
            .stderr,
    );
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
        let build = copy.cargo(&["build", "--package=intune-recover-passcode"]);
        let shown = text(&build.stderr);
        assert_eq!(build.status.code(), Some(101), "{shown}");
        for line in expected.lines() {
            let line = format!("error: intune-recover-passcode@0.1.0: {line}");
            assert!(shown.contains(&line), "{line}\n is not in\n{shown}");
        }
        assert!(
            !shown.contains("panicked") && !shown.contains("backtrace"),
            "{shown}"
        );
    }
    copy.write_spec(&spec);
    let build = copy.cargo(&["build", "--package=intune-recover-passcode"]);
    assert!(build.status.success(), "{}", text(&build.stderr));
}
