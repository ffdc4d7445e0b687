//! The explanation of a rule of the check, with an example document.

use std::path::Path;

use crate::carry::{check, keep_going};
use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::error::Error;
use crate::source::Source;
use crate::tree::Files;

/// The file name of example documents.
const FILE: &str = "example.yaml";

/// What a rule means, an example, and the report for it.
pub(super) fn explained(rule: Rule) -> String {
    let (about, document) = parts(rule.example());
    let (severity, id, meaning) = (rule.severity(), rule.id(), rule.meaning());
    let consequence = match severity {
        Severity::Error => "An error: no client can be generated until the document is corrected.",
        Severity::Warning => {
            "A warning: the client is generated, but it may not be what you expect."
        }
        Severity::Note => "A note: the document is rewritten before the client is generated.",
    };
    let heading = format!("{severity}[{id}]: {meaning}\n\n{about}\n{consequence}\n");
    // No document is known that causes it.
    if rule == Rule::UnreadableValue {
        return format!(
            "{heading}\nNo document is known that causes this error. Please report one.\n"
        );
    }
    let command = match rule {
        Rule::LeftOut => "codegen generate --keep-going",
        _ => "codegen check",
    };
    let files = Files::one(FILE);
    let said: String = diagnostics(rule, document)
        .iter()
        .map(|one| format!("{}\n", one.display(&files)))
        .collect();
    let listed = listed(document);
    format!("{heading}\nFor example:\n\n{listed}\n`{command}` reports:\n\n{said}")
}

/// The diagnostics of a document.
fn diagnostics(rule: Rule, document: &[u8]) -> Vec<Diagnostic> {
    if rule != Rule::LeftOut {
        return check(Path::new(FILE), document);
    }
    let kept = Source::parse(FILE, document).and_then(keep_going);
    match kept {
        Ok((_, said)) => said,
        Err(Error::Refused { diagnostics, .. }) => diagnostics,
        Err(_) => Vec::new(),
    }
}

/// The explanation of a rule, which is the comment at the start of its file, and the
/// document after it.
fn parts(file: &[u8]) -> (String, &[u8]) {
    let mut about = String::new();
    let mut rest = file;
    while let Some(line) = rest.strip_prefix(b"# ") {
        let end = line.iter().position(|byte| *byte == b'\n');
        let (line, behind) = line.split_at(end.map_or(line.len(), |end| end + 1));
        about.push_str(&String::from_utf8_lossy(line));
        rest = behind;
    }
    (about, rest)
}

/// A document with line numbers, like in reports.
fn listed(document: &[u8]) -> String {
    const MAX_CHARS: usize = 100;
    if document.is_empty() {
        return "  (an empty file)\n".to_owned();
    }
    let text = String::from_utf8_lossy(document);
    let width = text.lines().count().to_string().len();
    let line = |(index, line): (usize, &str)| {
        let number = index + 1;
        let mut shown: String = line.chars().take(MAX_CHARS).collect();
        if shown.len() < line.len() {
            shown.push('…');
        }
        format!("  {number:width$} | {shown}\n")
    };
    text.lines().enumerate().map(line).collect()
}
