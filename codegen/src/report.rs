//! The diagnostics of a document in the output formats.

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use crate::diagnostic::{Colours, Diagnostic, Severity};
use crate::tree::{Files, Place};
use crate::workflow_commands::{property, text};

/// The output format of diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text for a terminal.
    Text {
        /// Whether the terminal shows colours.
        is_coloured: bool,
    },
    /// JSON for programs; the field `schema_version` is the version of the format.
    Json,
    /// Annotations for a GitHub workflow.
    Github,
}

/// Writes the diagnostics of a document in their order. The text format is empty if there
/// are none.
pub fn report(files: &Files, diagnostics: &[Diagnostic], format: Format) -> String {
    match format {
        Format::Text { is_coloured } => for_people(files, diagnostics, is_coloured),
        Format::Json => for_programs(files, diagnostics),
        Format::Github => for_github(files, diagnostics),
    }
}

fn for_people(files: &Files, diagnostics: &[Diagnostic], is_coloured: bool) -> String {
    let colours = match is_coloured {
        true => Colours {
            error: AnsiColor::Red.on_default().bold(),
            warning: AnsiColor::Yellow.on_default().bold(),
            note: AnsiColor::Cyan.on_default().bold(),
            bold: Style::new().bold(),
        },
        false => Colours::NONE,
    };
    let mut text = String::new();
    for diagnostic in diagnostics {
        let displayed = diagnostic.coloured(files, &colours);
        text.push_str(&format!("{displayed}\n"));
    }
    let counted = |severity: Severity| {
        let of = |one: &&Diagnostic| one.rule.severity() == severity;
        match diagnostics.iter().filter(of).count() {
            0 => None,
            1 => Some(format!("1 {severity}")),
            count => Some(format!("{count} {severity}s")),
        }
    };
    let all = [Severity::Error, Severity::Warning, Severity::Note];
    let counts: Vec<_> = all.into_iter().filter_map(counted).collect();
    if !counts.is_empty() {
        text.push_str(&format!(
            "{}: {}\n",
            files.first().display(),
            counts.join(", ")
        ));
    }
    text
}

#[derive(Serialize)]
struct Report<'a> {
    schema_version: u32,
    file: String,
    diagnostics: Vec<Said<'a>>,
}

#[derive(Serialize)]
struct Said<'a> {
    rule: &'a str,
    severity: Severity,
    start: Place,
    /// The place after the last character of the value on its first line.
    end: Option<Place>,
    message: &'a str,
    help: &'a str,
}

fn for_programs(files: &Files, diagnostics: &[Diagnostic]) -> String {
    fn said(one: &Diagnostic) -> Said<'_> {
        Said {
            rule: one.rule.id(),
            severity: one.rule.severity(),
            start: one.place,
            end: one.excerpt.as_ref().map(|excerpt| excerpt.end),
            message: &one.message,
            help: &one.help,
        }
    }
    let report = Report {
        schema_version: 1,
        file: files.first().display().to_string(),
        diagnostics: diagnostics.iter().map(said).collect(),
    };
    // Strings, numbers and lists can always be written as JSON.
    serde_json::to_string_pretty(&report).map_or_else(|_| String::new(), |json| json + "\n")
}

fn for_github(files: &Files, diagnostics: &[Diagnostic]) -> String {
    let line = |one: &Diagnostic| {
        let command = match one.rule.severity() {
            Severity::Note => "notice",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        let Place { file, line, column } = one.place;
        let file = property(&files.path(file).display().to_string());
        let end = one.excerpt.as_ref().map_or_else(String::new, |excerpt| {
            format!(",endColumn={}", excerpt.end.column)
        });
        let message = text(&format!("{}\nhelp: {}", one.message, one.help));
        format!(
            "::{command} file={file},line={line},col={column}{end},title={}::{message}\n",
            one.rule.id()
        )
    };
    diagnostics.iter().map(line).collect()
}
