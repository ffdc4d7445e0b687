//! The promises of the documentation and the manifests.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use serde_json::{Value, json};

fn read(file: &str) -> String {
    fs::read_to_string(tests::workspace().join(file)).expect("the file is there")
}

/// The commands in the `sh` blocks of a document.
fn commands(paper: &str) -> Vec<String> {
    let mut inside = false;
    read(paper)
        .lines()
        .map(str::trim)
        .filter(|line| {
            if line.starts_with("```") {
                inside = *line == "```sh";
                return false;
            }
            inside
        })
        .map(|line| {
            line.split("  #")
                .next()
                .unwrap_or_default()
                .trim()
                .to_owned()
        })
        .filter(|line| !line.is_empty())
        .collect()
}

/// If a document sets a variable before a command, the gate or a test must set it too.
#[test]
fn every_command_of_the_papers_is_run_by_the_gate() {
    let gate = read(".ci/run") + &read(".github/workflows/ci.yml");
    let tests = [
        "codegen/tests/command_line/git.rs",
        "codegen/tests/command_line/main.rs",
        "tests/builds.rs",
    ];
    let tests = tests.map(read).concat();
    let is_run = |command: &str| {
        let quoted: Vec<_> = command
            .split(' ')
            .map(|word| format!("\"{word}\""))
            .collect();
        let by_the_gate = |line: &str| line.trim().trim_start_matches("- run: ") == command;
        gate.lines().any(by_the_gate) || tests.contains(&quoted[1..].join(", "))
    };
    for paper in [
        "README.md",
        "CONTRIBUTING.md",
        "codegen/CHECK.md",
        "codegen/REVIEW.md",
        "docs/figures.md",
        "spec/README.md",
    ] {
        for line in commands(paper) {
            let (variables, command): (Vec<_>, Vec<_>) = line
                .split(' ')
                .partition(|word| word.contains('=') && !word.starts_with('-'));
            assert!(
                is_run(&command.join(" ")),
                "{paper} shows `{line}`, which nothing runs"
            );
            for variable in variables {
                let set = format!("(\"{}\")", variable.replace('=', "\", \""));
                assert!(tests.contains(&set), "no test sets {variable} of {paper}");
            }
        }
    }
}

#[test]
fn the_first_two_commands_of_the_readme_are_the_quickstart_and_the_tests() {
    let commands = commands("README.md");
    assert_eq!(commands[..2], ["cargo quickstart", "cargo test"]);
}

fn metadata() -> Value {
    let rustc = Command::new("rustc")
        .arg("-vV")
        .output()
        .expect("rustc runs");
    let host = String::from_utf8(rustc.stdout).expect("UTF-8");
    let host = host
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .expect("a host");
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version=1",
            "--locked",
            "--offline",
            "--filter-platform",
            host,
        ])
        .current_dir(tests::workspace())
        .output()
        .expect("cargo runs");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn packages(metadata: &Value) -> &[Value] {
    metadata["packages"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
}

#[test]
fn the_rust_version_is_the_highest_that_any_dependency_asks_for() {
    let metadata = metadata();
    let version = |package: &Value| -> Option<Vec<u32>> {
        let numbers = package["rust_version"]
            .as_str()?
            .split('.')
            .map(|number| number.parse().ok());
        Some(
            numbers
                .collect::<Option<Vec<u32>>>()?
                .into_iter()
                .take(2)
                .collect(),
        )
    };
    let (ours, theirs): (Vec<_>, Vec<_>) = packages(&metadata)
        .iter()
        .partition(|package| package["source"].is_null());
    let highest = theirs.into_iter().filter_map(version).max();
    assert_eq!(ours.len(), 3);
    for package in ours {
        assert_eq!(version(package), highest, "{}", package["name"]);
    }
}

#[test]
fn the_generator_has_one_exact_version() {
    let metadata = metadata();
    let versions: BTreeSet<_> = packages(&metadata)
        .iter()
        .filter(|package| {
            package["name"]
                .as_str()
                .is_some_and(|name| name.starts_with("progenitor"))
        })
        .map(|package| package["version"].to_string())
        .collect();
    assert_eq!(versions.len(), 1, "{versions:?}");
    let manifest = read("Cargo.toml");
    let pins = manifest
        .lines()
        .filter(|line| line.starts_with("progenitor") && line.contains("\"=0."))
        .count();
    assert_eq!(pins, 1);
}

/// Build scripts and tests use the same features of shared dependencies. Otherwise, cargo
/// compiles most of the generator twice.
///
/// Other platforms add their own crates; one platform is enough to check our manifests.
#[cfg(target_os = "linux")]
#[test]
fn no_dependency_is_compiled_twice_for_its_features() {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--workspace", "--locked", "--offline"])
        .args(["--duplicates", "--depth=0", "--prefix=none"])
        .current_dir(tests::workspace())
        .output()
        .expect("cargo runs");
    let listed = String::from_utf8(output.stdout).expect("UTF-8");
    let packages: Vec<_> = listed.lines().filter(|line| line.contains(" v")).collect();
    let twice = |package: &&&str| packages.iter().filter(|one| one == package).count() > 1;
    let twice: BTreeSet<_> = packages.iter().filter(twice).collect();
    let names: Vec<_> = twice
        .iter()
        .filter_map(|one| one.split(' ').next())
        .collect();
    assert_eq!(names, ["codegen"], "{listed}");
}

/// The workflows, by the names of their files.
fn workflows() -> Vec<String> {
    let folder = tests::workspace().join(".github/workflows");
    let files = fs::read_dir(folder).expect("the workflows").flatten();
    let mut names: Vec<_> = files
        .map(|file| file.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["ci.yml", "spec-review.yml", "weekly.yml"]);
    names
}

/// A job may only read the code. The exception is the job that writes comments, which
/// runs no code of ours. No job keeps the credentials with which it checked out the code.
#[test]
fn workflows_ask_for_the_least() {
    for file in workflows() {
        let workflow = tests::json_of(&format!(".github/workflows/{file}"));
        assert_eq!(
            workflow["permissions"],
            json!({"contents": "read"}),
            "{file}"
        );
        for (name, job) in workflow["jobs"].as_object().expect("jobs") {
            let steps = job["steps"].as_array().expect("steps");
            let checkouts: Vec<_> = steps
                .iter()
                .filter(|step| {
                    step["uses"]
                        .as_str()
                        .is_some_and(|action| action.starts_with("actions/checkout@"))
                })
                .collect();
            let expected = match name.as_str() {
                "comment" => json!({"pull-requests": "write"}),
                _ => Value::Null,
            };
            assert_eq!(job["permissions"], expected, "{file}, {name}");
            assert_eq!(
                !checkouts.is_empty(),
                job["permissions"].is_null(),
                "{file}, {name}"
            );
            for checkout in checkouts {
                assert_eq!(
                    checkout["with"]["persist-credentials"], false,
                    "{file}, {name}"
                );
            }
            assert!(job["timeout-minutes"].is_u64(), "{file}, {name}");
        }
    }
}

/// A tag can be moved to other code, a commit cannot. The comment with the version is for
/// people, and Dependabot updates both.
#[test]
fn each_action_is_named_by_its_commit_and_says_its_version() {
    let mut commits = BTreeSet::new();
    for file in workflows() {
        let text = read(&format!(".github/workflows/{file}"));
        for line in text.lines() {
            let line = line.trim().trim_start_matches("- ");
            let Some(action) = line.strip_prefix("uses: ") else {
                continue;
            };
            let parts = action
                .split_once('@')
                .and_then(|(name, rest)| Some((name, rest.split_once(" # v")?)));
            let Some((name, (commit, version))) = parts else {
                panic!("{file}: `{action}` is not `NAME@COMMIT # vVERSION`");
            };
            let is_commit = commit.len() == 40 && commit.bytes().all(|c| c.is_ascii_hexdigit());
            assert!(is_commit, "{file}: {action}");
            let numbers = version.split('.').map(str::parse::<u32>);
            assert_eq!(numbers.flatten().count(), 3, "{file}: {action}");
            commits.insert((name.to_owned(), action.to_owned()));
        }
    }
    let names: BTreeSet<_> = commits.iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), commits.len(), "two versions of one action");
}

#[test]
fn the_oldest_rust_of_the_workflow_is_that_of_the_manifest() {
    let manifest: toml::Table = read("Cargo.toml").parse().expect("TOML");
    let version = manifest["workspace"]["package"]["rust-version"].as_str();
    let version = version.expect("a version");
    let job = &tests::json_of(".github/workflows/ci.yml")["jobs"]["oldest-rust"];
    let expected =
        format!("rustup toolchain install {version} --profile minimal && rustup default {version}");
    let steps = job["steps"].as_array().expect("steps");
    assert!(steps.iter().any(|step| step["run"] == *expected), "{job}");
}

/// The gate runs each check of the workflows and forms.
#[test]
fn the_gate_checks_the_workflows_and_the_forms() {
    let gate = read(".ci/run");
    for command in [
        "zizmor --offline --no-progress .",
        "check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml",
        "check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml",
    ] {
        assert!(gate.lines().any(|line| line == command), "{command}");
    }
    let tools = read(".ci/requirements.txt");
    let tools = tools.lines().filter(|line| !line.starts_with('#'));
    for tool in tools {
        let (name, _) = tool.split_once("==").expect("an exact version");
        assert!(gate.contains(&format!("\n{name} ")), "nothing runs {name}");
    }
}

/// Dependencies that affect the generated code are updated separately, because an update
/// may change snapshots.
#[test]
fn updates_of_the_generator_are_a_group_of_their_own() {
    let dependabot = tests::json_of(".github/dependabot.yml");
    let updates = dependabot["updates"].as_array().expect("updates");
    for update in updates {
        let groups = update["groups"].as_object().expect("groups");
        assert!(!groups.is_empty() && !update["cooldown"].is_null());
    }
    let cargo = &updates[0];
    let group = cargo["groups"]["generator"]["patterns"].as_array();
    let group: Vec<_> = group
        .expect("patterns")
        .iter()
        .flat_map(Value::as_str)
        .collect();
    for name in [
        "progenitor",
        "progenitor-*",
        "typify",
        "typify-*",
        "prettyplease",
        "syn",
    ] {
        assert!(group.contains(&name), "{name}");
    }
    // An update belongs to the first group that matches it.
    let text = read(".github/dependabot.yml");
    assert!(text.find("generator:") < text.find("others:"));
}

#[test]
fn each_test_that_a_paper_names_is_there() {
    let tests = fs::read_dir(tests::workspace().join("tests")).expect("the tests");
    let tests = tests.flatten().map(|entry| entry.path());
    let tests = tests.filter(|file| file.extension().is_some_and(|kind| kind == "rs"));
    let tests: String = tests
        .map(|file| fs::read_to_string(file).expect("a test"))
        .collect();
    for paper in ["SECURITY.md", "docs/faults.md"] {
        let text = read(paper);
        let rows = text.lines().filter(|line| line.starts_with("| "));
        let cells = rows.filter_map(|row| row.trim_end_matches(" |").rsplit(" | ").next());
        let names: Vec<_> = cells
            .flat_map(|cell| cell.split('`').skip(1).step_by(2))
            .collect();
        assert!(names.len() >= 10, "{paper}: {names:?}");
        for name in names {
            assert!(tests.contains(&format!("fn {name}(")), "{paper}: {name}");
        }
    }
}
