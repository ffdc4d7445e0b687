//! The files and links that the documentation mentions exist.

use std::fs;
use std::path::Path;

fn read(paper: &str) -> String {
    fs::read_to_string(tests::workspace().join(paper)).expect("the paper is there")
}

/// The files and folders in backticks: strings with a slash and without a space.
fn named(text: &str) -> impl Iterator<Item = &str> {
    let quoted = text.split('`').skip(1).step_by(2);
    quoted.filter(|quoted| quoted.contains('/') && !quoted.contains(char::is_whitespace))
}

/// The targets of links inside the repository, without their anchors.
fn linked(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1);
    let targets = targets.filter_map(|rest| rest.split_once(')'));
    targets
        .filter_map(|(target, _)| target.split('#').next())
        .filter(|target| !target.is_empty() && !target.contains("://"))
}

#[test]
fn each_file_that_the_architecture_names_is_there() {
    let text = read("docs/architecture.md");
    let outside_of_blocks: String = text.split("```").step_by(2).collect();
    let files: Vec<_> = named(&outside_of_blocks).collect();
    assert!(files.len() > 30, "{files:?}");
    for file in files {
        assert!(tests::workspace().join(file).exists(), "{file}");
    }
}

#[test]
fn each_link_between_the_papers_leads_somewhere() {
    for paper in [
        "README.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "codegen/CHECK.md",
        "codegen/REVIEW.md",
        "docs/architecture.md",
        "docs/faults.md",
        "docs/figures.md",
        "generated-client/README.md",
        "spec/README.md",
    ] {
        let text = read(paper);
        let folder = Path::new(paper).parent().unwrap_or(Path::new(""));
        for target in linked(&text) {
            let file = tests::workspace().join(folder).join(target);
            assert!(file.exists(), "{paper}: {target}");
        }
    }
}

#[test]
fn the_architecture_is_linked_from_the_papers_that_people_read_first() {
    for paper in ["README.md", "CONTRIBUTING.md"] {
        assert!(
            linked(&read(paper)).any(|target| target == "docs/architecture.md"),
            "{paper}"
        );
    }
}
