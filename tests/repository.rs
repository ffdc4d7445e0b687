//! What the papers and manifests promise.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use serde_json::{Value, json};

fn read(file: &str) -> String {
    fs::read_to_string(tests::workspace().join(file)).expect("the file is there")
}

/// The commands in the `sh` blocks of a paper.
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

/// A paper may set a variable before a command; a test then sets it too.
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
fn the_generator_and_its_runtime_have_one_exact_version() {
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
    assert_eq!(pins, 2);
}

/// Build scripts and tests ask for the same features of what both need, or cargo
/// compiles most of the generator twice.
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

/// Actions are named by their major version, and a job may do no more than read
/// the code unless it is the one that comments, which runs no code of ours.
#[test]
fn workflows_ask_for_the_least() {
    for file in ["ci.yml", "spec-review.yml"] {
        let workflow = tests::json_of(&format!(".github/workflows/{file}"));
        assert_eq!(
            workflow["permissions"],
            json!({"contents": "read"}),
            "{file}"
        );
        for (name, job) in workflow["jobs"].as_object().expect("jobs") {
            let steps = job["steps"].as_array().expect("steps");
            let checks_out = steps.iter().any(|step| {
                step["uses"]
                    .as_str()
                    .is_some_and(|action| action.starts_with("actions/checkout@"))
            });
            let expected = match name.as_str() {
                "comment" => json!({"pull-requests": "write"}),
                _ => Value::Null,
            };
            assert_eq!(job["permissions"], expected, "{file}, {name}");
            assert_eq!(checks_out, job["permissions"].is_null(), "{file}, {name}");
            for action in steps.iter().filter_map(|step| step["uses"].as_str()) {
                let major = action
                    .split_once("@v")
                    .and_then(|(_, version)| version.parse::<u32>().ok());
                assert!(
                    major.is_some(),
                    "{file}: {action} is not named by its major version"
                );
            }
        }
    }
}
