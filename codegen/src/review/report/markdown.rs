//! For a comment on a pull request, to be read in a minute: the verdict and the
//! counts, then what breaks callers, then the rest, folded.

use super::super::finding::Finding;
use super::super::level::{Level, RustLevel};
use super::super::rust::ApiChange;
use super::super::verdict::{Review, Verdict};
use super::sections::Sections;
use super::words::{Operations, below_1_0};

/// GitHub cuts comments off at 65,536 characters.
const MAX_LISTED: usize = 40;

pub(super) fn write(review: &Review) -> String {
    let mut text = format!("## {}\n\n", heading(review));
    if review.verdict() == Verdict::Unchanged {
        return text;
    }
    text.push_str(&version(review));
    text.push_str(&counts(review));
    let sections = Sections::of(review);
    let list = |title: &str, findings: &[&Finding]| -> String {
        if findings.is_empty() {
            return String::new();
        }
        let shown = findings.iter().take(MAX_LISTED);
        let shown: String = shown.map(|finding| in_full(review, finding)).collect();
        let rest = findings.len().saturating_sub(MAX_LISTED);
        let more = if rest > 0 {
            format!("\n… and {rest} more.\n")
        } else {
            String::new()
        };
        format!("\n### {title}\n{shown}{more}")
    };
    text.push_str(&list("Breaks callers", &sections.breaking));
    text.push_str(&list(
        "Compiles, but fails at run time",
        &sections.fails_at_run_time,
    ));
    text.push_str(&list("Breaks in Rust only", &sections.fails_to_compile));
    if !sections.unexplained.is_empty() {
        text.push_str("\n### No longer compiles\n\n```diff\n");
        for line in sections
            .unexplained
            .iter()
            .take(MAX_LISTED)
            .flat_map(|change| change.lines())
        {
            text.push_str(&format!("{line}\n"));
        }
        text.push_str("```\n");
    }
    text.push_str(&folded(review, &sections.harmless, &sections.additions));
    if let Err(reason) = &review.rust_api {
        text.push_str(&format!("\nThe Rust API was not compared: {reason}\n"));
    }
    text
}

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
            "❌ The client needs a **{required}** bump and declares **{}**: raise `version` in its `Cargo.toml`, or keep the change compatible.\n\n",
            bump.as_str()
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
    let rust = match &review.rust_api {
        Ok(api) => {
            let [removed, changed, added] = [&api.removed, &api.changed, &api.added].map(Vec::len);
            let counts = format!("{removed} removed, {changed} changed, {added} added");
            match api.level {
                RustLevel::Unchanged => "unchanged".to_owned(),
                RustLevel::Additive => format!("additive: {counts}"),
                RustLevel::Breaking => format!("breaking: {counts}"),
            }
        }
        Err(_) => "not compared".to_owned(),
    };
    format!("{head} Rust API |\n{line}---|\n{row} {rust} |\n")
}

/// A finding with what it takes to decide on it.
fn in_full(review: &Review, finding: &Finding) -> String {
    let mut text = format!(
        "\n**{}** · `{}` · {}\n",
        finding.message,
        finding.rule.id(),
        place(review, finding)
    );
    text.push_str(&difference(finding));
    text.push('\n');
    if !finding.operations.is_empty() {
        text.push_str(&format!("- Reaches {}.\n", Operations(&finding.operations)));
    }
    let rule = finding.rule;
    let callers = match finding.level >= Level::Warning {
        true => rule.callers(),
        false => "change the code that no longer compiles",
    };
    text.push_str(&format!("- Callers: {callers}.\n"));
    let remedy = match finding.level >= Level::Unclassified {
        true => rule.remedy(),
        false => "keep the old name or shape, if the wire does not need another",
    };
    text.push_str(&format!("- To stay compatible: {remedy}.\n"));
    text
}

/// What the document and the client said before and say after.
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
        lines.extend(finding.rust.iter().take(MAX_LISTED).cloned());
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
            1 => "1 change that breaks nobody".to_owned(),
            count => format!("{count} changes that break nobody"),
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
            text.push_str(&format!("{line}\n"));
        }
        text.push_str("```\n");
    }
    text + "\n</details>\n"
}
