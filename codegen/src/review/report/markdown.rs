//! A review as a comment on a pull request that can be read in a minute: first the
//! verdict and the counts, then what breaks callers, then the rest, folded.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::super::finding::{Evidence, Finding};
use super::super::level::{Level, RustLevel};
use super::super::rust::{ApiChange, RustLayer};
use super::super::verdict::{Review, Verdict};
use super::sections::Sections;
use super::words::{NO_VERSION_ACCEPTS, Operations, below_1_0, shown};
use crate::markdown::code;

/// One section lists at most this many findings.
const MAX_LISTED: usize = 40;
/// The longest comment that GitHub accepts.
const MAX_COMMENT_CHARS: usize = 65_536;
/// The longest list of findings. The rest of the comment needs some space too.
const MAX_CHARS: usize = 60_000;
/// The end of a report with findings. Each finding names its rule.
const MORE: &str = "\n`cargo codegen explain RULE` says more about a rule.\n";

pub(super) fn write(review: &Review) -> String {
    let mut text = format!("## {}\n\n", heading(review));
    if review.verdict() == Verdict::Unchanged {
        return text;
    }
    text.push_str(&version(review));
    text.push_str(&counts(review));
    for remark in review.remarks() {
        text.push_str(&format!("\n{}\n", cut(&remark, MAX_REMARK_CHARS)));
    }
    let mut left = MAX_CHARS;
    let sections = Sections::of(review);
    let mut list = |title: &str, findings: &[&Finding]| -> String {
        if findings.is_empty() {
            return String::new();
        }
        let mut text = format!("\n### {title}\n");
        let mut shown = 0;
        for finding in findings.iter().take(MAX_LISTED) {
            let paragraph = in_full(review, finding);
            let Some(rest) = left.checked_sub(paragraph.chars().count()) else {
                break;
            };
            left = rest;
            shown += 1;
            text.push_str(&paragraph);
        }
        text.push_str(&summarised(findings.get(shown..).unwrap_or_default()));
        text
    };
    text.push_str(&list("Breaks callers", &sections.breaking));
    text.push_str(&list(
        "Breaks callers, and the compiler does not report it",
        &sections.fails_at_run_time,
    ));
    text.push_str(&list(
        "No longer compiles, although the wire does not break",
        &sections.fails_to_compile,
    ));
    text.push_str(&list("May affect callers", &sections.warnings));
    if !sections.unexplained.is_empty() {
        text.push_str("\n### Other changes in Rust\n\n```diff\n");
        for line in sections
            .unexplained
            .iter()
            .take(MAX_LISTED)
            .flat_map(|change| change.lines())
        {
            text.push_str(&format!("{}\n", cut(&line, MAX_LINE_CHARS)));
        }
        text.push_str("```\n");
    }
    text.push_str(&folded(review, &sections.harmless, &sections.additions));
    match review.findings.is_empty() {
        true => cut(&text, MAX_COMMENT_CHARS),
        false => cut(&text, MAX_COMMENT_CHARS - MORE.len()) + MORE,
    }
}

/// Counts the findings that do not fit, by rule.
fn summarised(findings: &[&Finding]) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let mut counts: BTreeMap<(Reverse<Level>, &str), usize> = BTreeMap::new();
    for finding in findings {
        *counts
            .entry((Reverse(finding.level), finding.rule.id()))
            .or_default() += 1;
    }
    let counts = counts
        .iter()
        .map(|((level, rule), count)| format!("{count} × `{rule}` ({})", level.0));
    format!(
        "\n… and {} more, which are only in the text and JSON reports: {}.\n",
        findings.len(),
        counts.collect::<Vec<_>>().join(", ")
    )
}

/// Cuts a text to a number of characters.
fn cut(text: &str, most: usize) -> String {
    const MORE: &str = "…";
    match text.chars().count() > most {
        true => text.chars().take(most - 1).collect::<String>() + MORE,
        false => text.to_owned(),
    }
}

const MAX_REMARK_CHARS: usize = 2_000;
const MAX_RUST_LINES: usize = 20;
const MAX_LINE_CHARS: usize = 300;

fn heading(review: &Review) -> String {
    let verdict = review.verdict_in_words();
    let file = review.file.file_name().unwrap_or_default();
    format!("API review of `{}`: {verdict}", file.to_string_lossy())
}

fn version(review: &Review) -> String {
    let required = review.required_bump().as_str();
    match (&review.declared, review.declared_bump()) {
        (_, Some(bump)) if review.is_accepted() => {
            format!(
                "✅ The client needs a **{required}** bump and declares **{}**.\n\n",
                bump.as_str()
            )
        }
        (_, Some(bump)) => format!(
            "❌ The client needs a **{required}** bump and declares **{}**: {}.\n\n",
            bump.as_str(),
            match review.needed_version() {
                Some(needed) => format!(
                    "raise `version` in its `Cargo.toml` to `{needed}`, or keep the change compatible"
                ),
                None => NO_VERSION_ACCEPTS.to_owned(),
            }
        ),
        (Some(declared), None) if declared.is_first() => "The client is new.\n\n".to_owned(),
        _ => format!(
            "The client needs a **{required}** bump{}.\n\n",
            below_1_0(review)
        ),
    }
}

fn counts(review: &Review) -> String {
    let mut head = String::from("|");
    let mut line = String::from("|");
    let mut row = String::from("|");
    for (level, count) in review.counts() {
        if level == Level::Unclassified && count == 0 {
            continue;
        }
        head.push_str(&format!(" {level} |"));
        line.push_str("---|");
        row.push_str(&format!(" {count} |"));
    }
    let rust = match &review.rust {
        RustLayer::Compared(api) => {
            let [removed, changed, added] = [&api.removed, &api.changed, &api.added].map(Vec::len);
            let counts = format!("{removed} removed, {changed} changed, {added} added");
            match review.rust_level().unwrap_or(api.level) {
                RustLevel::Unchanged => "unchanged".to_owned(),
                RustLevel::Additive => format!("additive: {counts}"),
                RustLevel::Breaking | RustLevel::Unclassified => format!("breaking: {counts}"),
            }
        }
        RustLayer::Unclassified(_) => "unclassified".to_owned(),
        RustLayer::Unused => "not used".to_owned(),
    };
    format!("{head} Rust API |\n{line}---|\n{row} {rust} |\n")
}

/// A finding with everything that a reviewer needs to decide.
fn in_full(review: &Review, finding: &Finding) -> String {
    let mut text = format!(
        "\n**{}** · {} · `{}` · {}\n",
        finding.message,
        finding.level,
        finding.rule.id(),
        place(review, finding)
    );
    text.push_str(&difference(finding));
    text.push('\n');
    if !finding.operations.is_empty() {
        text.push_str(&format!("- Affects {}.\n", Operations(&finding.operations)));
    }
    match &finding.evidence {
        Evidence::Witness(witness) => text.push_str(&format!(
            "- Witness: {}; {}.\n",
            code(&shown(&witness.value)),
            witness.fails_for.in_words(finding.level)
        )),
        Evidence::Undecided => text.push_str(
            "- No witness was found and none could be ruled out, so the level of the rule applies.\n",
        ),
        Evidence::Contained | Evidence::None => {}
    }
    let rule = finding.rule;
    let callers = match finding.level >= Level::Warning {
        true => rule.callers(),
        false => "change the code that no longer compiles",
    };
    text.push_str(&format!("- Callers: {callers}.\n"));
    let remedy = match finding.level >= Level::Unclassified {
        true => rule.remedy(),
        false => "keep what the code uses, unless the change on the wire requires a new one",
    };
    if !remedy.is_empty() {
        text.push_str(&format!("- To stay compatible: {remedy}.\n"));
    }
    text
}

/// The change in the document and in the client, as a diff.
fn difference(finding: &Finding) -> String {
    let mut lines = Vec::new();
    if finding.before.is_some() || finding.after.is_some() {
        let location = finding.new.as_ref().or(finding.old.as_ref());
        let pointer = location.map_or("", |location| location.pointer.as_str());
        lines.push(format!("@@ {pointer} @@"));
        lines.extend(finding.before.iter().map(|before| format!("- {before}")));
        lines.extend(finding.after.iter().map(|after| format!("+ {after}")));
    }
    if !finding.rust.is_empty() {
        lines.push("@@ Rust @@".to_owned());
        let lines_of_rust = finding.rust.iter().take(MAX_RUST_LINES);
        lines.extend(lines_of_rust.map(|line| cut(line, MAX_LINE_CHARS)));
        let more = finding.rust.len().saturating_sub(MAX_RUST_LINES);
        if more > 0 {
            lines.push(format!("  … and {more} more lines"));
        }
    }
    if lines.is_empty() {
        return String::new();
    }
    // A fence longer than any in the text cannot be closed by it.
    let fence = match lines.iter().any(|line| line.contains("```")) {
        true => "``````````",
        false => "```",
    };
    format!("\n{fence}diff\n{}\n{fence}\n", lines.join("\n"))
}

fn place(review: &Review, finding: &Finding) -> String {
    let file = review.file.display();
    match (review.place(finding), &review.links) {
        (Some(place), Some(links)) => {
            format!(
                "[line {}]({}/{file}#L{})",
                place.line,
                links.trim_end_matches('/'),
                place.line
            )
        }
        (Some(place), None) => format!("{file}:{place}"),
        (None, _) => file.to_string(),
    }
}

fn folded(review: &Review, findings: &[&Finding], additions: &[&ApiChange]) -> String {
    if findings.is_empty() && additions.is_empty() {
        return String::new();
    }
    let mut text = String::from("\n<details><summary>");
    text.push_str(
        match findings.len() {
            1 => "1 compatible change".to_owned(),
            count => format!("{count} compatible changes"),
        }
        .as_str(),
    );
    text.push_str("</summary>\n\n");
    for finding in findings.iter().take(MAX_LISTED) {
        text.push_str(&format!(
            "- {}: {} · `{}` · {}\n",
            finding.level,
            finding.message,
            finding.rule.id(),
            place(review, finding)
        ));
    }
    if findings.len() > MAX_LISTED {
        text.push_str(&format!("- … and {} more\n", findings.len() - MAX_LISTED));
    }
    if !additions.is_empty() {
        text.push_str("\nNew in Rust:\n\n```diff\n");
        for line in additions
            .iter()
            .take(MAX_LISTED)
            .flat_map(|change| change.lines())
        {
            text.push_str(&format!("{}\n", cut(&line, MAX_LINE_CHARS)));
        }
        text.push_str("```\n");
    }
    text + "\n</details>\n"
}
