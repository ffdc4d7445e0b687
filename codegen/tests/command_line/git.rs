//! `codegen review --base`, in real git repositories.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

pub(crate) const SPEC: &str = "spec/recover-passcode.yaml";
pub(crate) const MANIFEST: &str = "generated-client/Cargo.toml";

/// A repository with our spec and a client 0.1.0 in its first commit, and with a branch
/// `work` that starts there.
pub(crate) struct Repository {
    folder: TempDir,
}

impl Repository {
    pub(crate) fn new() -> Self {
        let repository = Self {
            folder: TempDir::new().expect("a folder"),
        };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        let spec = fs::read_to_string(crate::workspace().join(SPEC)).expect("the spec");
        repository.write(SPEC, &spec);
        repository.declare("0.1.0");
        repository.commit();
        repository.git(&["switch", "--quiet", "--create", "work"]);
        repository
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        let file = self.path(file);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, text).expect("a file");
    }

    pub(crate) fn declare(&self, version: &str) {
        self.write(
            MANIFEST,
            &format!("[package]\nname = \"client\"\nversion = \"{version}\"\n"),
        );
    }

    pub(crate) fn edit(&self, file: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(file)).expect("the file");
        assert!(text.contains(from), "{from}");
        self.write(file, &text.replacen(from, to, 1));
    }

    pub(crate) fn shorten_identifiers(&self) {
        self.edit(SPEC, "maxLength: 128", "maxLength: 64");
    }

    pub(crate) fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message=change"]);
    }

    pub(crate) fn git(&self, arguments: &[&str]) {
        let output = git(self.folder.path(), arguments);
        assert!(
            output.status.success(),
            "git {arguments:?}: {}",
            text(&output.stderr)
        );
    }

    pub(crate) fn review(&self, arguments: &[&str]) -> Output {
        review(self.folder.path(), arguments)
    }

    /// The report against `main`, also if the command fails.
    fn report(&self) -> Value {
        report(&self.review(&["--base", "main", "--format", "json"]))
    }
}

fn git(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new("git");
    command
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null");
    for role in ["AUTHOR", "COMMITTER"] {
        command
            .env(format!("GIT_{role}_NAME"), "Tester")
            .env(format!("GIT_{role}_EMAIL"), "tester@example.com");
    }
    command.output().expect("git runs")
}

fn review(folder: &Path, arguments: &[&str]) -> Output {
    let all = [&["codegen", "review"], arguments].concat();
    crate::command(folder, &all).output().expect("codegen runs")
}

fn report(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", text(&output.stderr)))
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn rules(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().expect("findings");
    findings
        .iter()
        .filter_map(|finding| finding["rule"].as_str())
        .collect()
}

#[test]
fn nothing_changed() {
    let report = Repository::new().report();
    assert_eq!(report["verdict"], "unchanged");
    assert_eq!(report["required_bump"], "none");
    assert_eq!(report["declared_bump"], "none");
}

#[test]
fn a_breaking_change_is_accepted_by_bumping_the_version() {
    let repository = Repository::new();
    repository.shorten_identifiers();
    repository.commit();
    let output = repository.review(&["--base", "main", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(report(&output)["required_bump"], "minor");
    assert_eq!(report(&output)["declared_bump"], "none");

    repository.declare("0.2.0");
    repository.commit();
    let output = repository.review(&["--base", "main", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(report(&output)["verdict"], "breaking");
    assert_eq!(report(&output)["declared_bump"], "minor");
}

#[test]
fn a_version_of_the_workspace_is_the_clients() {
    let repository = Repository::new();
    repository.write(
        MANIFEST,
        "[package]\nname = \"client\"\nversion.workspace = true\n",
    );
    repository.write("Cargo.toml", "[workspace.package]\nversion = \"0.1.1\"\n");
    assert_eq!(repository.report()["declared_bump"], "patch");
}

#[test]
fn edits_that_are_not_committed_count() {
    let repository = Repository::new();
    repository.shorten_identifiers();
    assert_eq!(
        rules(&repository.report()),
        ["request-constraint-tightened"]
    );
}

#[test]
fn what_main_went_on_to_do_does_not_count() {
    let repository = Repository::new();
    repository.shorten_identifiers();
    repository.commit();
    repository.edit(SPEC, "maxLength: 64", "maxLength: 32");
    repository.commit();
    repository.git(&["switch", "--quiet", "main"]);
    repository.edit(SPEC, "maxLength: 113", "maxLength: 50");
    repository.commit();
    repository.git(&["switch", "--quiet", "work"]);
    let report = repository.report();
    assert_eq!(rules(&report), ["request-constraint-tightened"]);
    assert_eq!(report["findings"][0]["before"], "128");
    assert_eq!(report["findings"][0]["after"], "32");
}

#[test]
fn a_new_document_breaks_nobody() {
    let repository = Repository::new();
    let spec = fs::read_to_string(repository.path(SPEC)).expect("the spec");
    repository.write("spec/second.yaml", &spec);
    repository.declare("0.1.1");
    let output = repository.review(&["--base", "main", "--format", "json", "spec/second.yaml"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(rules(&report(&output)), ["document-added"]);
    assert_eq!(report(&output)["verdict"], "compatible");
    assert_eq!(report(&output)["rust_api"]["level"], "additive");
}

#[test]
fn a_deleted_document_breaks_everybody() {
    let repository = Repository::new();
    repository.git(&["rm", "--quiet", "-r", "spec"]);
    repository.commit();
    let output = repository.review(&["--base", "main", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(rules(&report(&output)), ["document-removed"]);
    assert_eq!(report(&output)["rust_api"]["level"], "breaking");
}

#[test]
fn a_renamed_document_is_the_same_document() {
    let repository = Repository::new();
    repository.shorten_identifiers();
    let is_the_same = || {
        let report = report(&repository.review(&[
            "--base",
            "main",
            "--format",
            "json",
            "spec/renamed.yaml",
        ]));
        assert_eq!(rules(&report), ["request-constraint-tightened"]);
    };

    // Git does not know the new name yet, then it is staged, then committed.
    fs::rename(repository.path(SPEC), repository.path("spec/renamed.yaml")).expect("renamed");
    is_the_same();
    repository.git(&["add", "--all"]);
    is_the_same();
    repository.commit();
    is_the_same();
}

#[test]
fn looking_for_a_former_name_leaves_the_index_alone() {
    let repository = Repository::new();
    fs::rename(repository.path(SPEC), repository.path("spec/renamed.yaml")).expect("renamed");
    let status = || text(&git(repository.folder.path(), &["status", "--porcelain"]).stdout);
    let before = status();
    repository.review(&["--base", "main", "spec/renamed.yaml"]);
    assert_eq!(status(), before);
}

#[test]
fn the_document_is_found_from_a_folder_below_and_from_outside() {
    let repository = Repository::new();
    repository.shorten_identifiers();
    let below = review(
        &repository.path("spec"),
        &[
            "--base",
            "main",
            "--format",
            "json",
            "recover-passcode.yaml",
        ],
    );
    assert_eq!(rules(&report(&below)), ["request-constraint-tightened"]);
    let file = repository.path(SPEC);
    let outside = [
        "--base",
        "main",
        "--format",
        "json",
        file.to_str().expect("UTF-8"),
    ];
    assert_eq!(
        rules(&report(&review(Path::new("/"), &outside))),
        ["request-constraint-tightened"]
    );
}

#[test]
fn without_a_client_what_breaks_trips_the_gate() {
    let repository = Repository::new();
    repository.git(&["switch", "--quiet", "main"]);
    fs::remove_file(repository.path(MANIFEST)).expect("removed");
    repository.commit();
    repository.git(&["switch", "--quiet", "--create", "without-client"]);
    repository.edit(SPEC, "What went wrong.", "What failed.");
    let output = repository.review(&["--base", "main", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(report(&output)["declared_bump"], Value::Null);
    repository.shorten_identifiers();
    let output = repository.review(&["--base", "main"]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_shallow_clone_is_told_to_fetch_more() {
    let repository = Repository::new();
    repository.shorten_identifiers();
    repository.commit();
    repository.git(&["switch", "--quiet", "main"]);
    repository.edit(SPEC, "What went wrong.", "What failed.");
    repository.commit();
    repository.git(&["switch", "--quiet", "work"]);
    let clone = TempDir::new().expect("a folder");
    // On Windows, a path begins with a drive and not with a slash.
    let path = repository.folder.path().display().to_string();
    let path = path.replace('\\', "/");
    let url = format!("file:///{}", path.trim_start_matches('/'));
    let arguments = [
        "clone",
        "--quiet",
        "--depth=1",
        "--no-single-branch",
        &url,
        ".",
    ];
    let output = git(clone.path(), &arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let output = review(clone.path(), &["--base", "origin/main"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        text(&output.stderr),
        "the history of this shallow clone ends before the merge base with origin/main\n  \
         help: fetch the whole history: `git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout\n",
    );
}

#[test]
fn a_clone_is_reviewed_against_its_origin() {
    let repository = Repository::new();
    repository.shorten_identifiers();
    repository.commit();
    let clone = TempDir::new().expect("a folder");
    let url = repository.folder.path().display().to_string();
    let output = git(clone.path(), &["clone", "--quiet", &url, "."]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let papers = ["codegen", "review", "--base", "origin/main"];
    let output = crate::command(clone.path(), &papers).output();
    let output = output.expect("codegen runs");
    assert_eq!(output.status.code(), Some(1));
    let summary =
        "spec/recover-passcode.yaml: breaking; the client needs a minor bump, but declares none\n";
    assert!(
        text(&output.stdout).starts_with(summary),
        "{}",
        text(&output.stdout)
    );
}

#[test]
fn what_git_cannot_tell_is_said_with_a_remedy() {
    let repository = Repository::new();
    let refused = |arguments: &[&str], message: &str| {
        let output = repository.review(arguments);
        assert_eq!(output.status.code(), Some(2), "{}", text(&output.stdout));
        assert!(
            text(&output.stderr).starts_with(message),
            "{}",
            text(&output.stderr)
        );
        assert!(
            text(&output.stderr).contains("\n  help: "),
            "{}",
            text(&output.stderr)
        );
    };
    refused(
        &["--base", "nowhere"],
        "git does not know the revision nowhere",
    );
    refused(&["--base=--help"], "git does not know the revision --help");
    refused(
        &["--base", "main", "spec/none.yaml"],
        "spec/none.yaml: there is no such document",
    );
    refused(
        &["--base", "main", "--client", SPEC],
        "spec/recover-passcode.yaml: ",
    );

    repository.git(&["switch", "--quiet", "--orphan", "elsewhere"]);
    repository.write(SPEC, "openapi: 3.0.3\n");
    repository.commit();
    refused(
        &["--base", "main"],
        "HEAD and main have no commit in common",
    );
}

#[test]
fn a_folder_without_git_is_said_to_be_one() {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("spec.yaml"), "openapi: 3.0.3\n").expect("a file");
    let output = review(folder.path(), &["--base", "main", "spec.yaml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).contains("not in a git repository"),
        "{}",
        text(&output.stderr)
    );
}
