//! Problems of a document: what is wrong, where, and what to do about it.
//!
//! - [`rules`]: every problem that there is, as a table;
//! - [`excerpt`]: the line of the document, with the offending value underlined;
//! - `report`: many problems for people, programs or a GitHub workflow (feature
//!   `review`).

mod excerpt;
#[cfg(feature = "review")]
mod report;
mod rules;

use std::fmt;
use std::path::Path;

use anstyle::Style;

pub use excerpt::Excerpt;
pub(crate) use excerpt::add_excerpts;
#[cfg(feature = "review")]
pub use report::{Format, report};
pub use rules::{RULES, Rule};

use crate::document::Place;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The generator rewrites this to carry it.
    Note,
    /// It becomes a client, but not the one that might be expected.
    Warning,
    /// It cannot become a client.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// One problem of a document, at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of problem.
    pub rule: &'static Rule,
    /// Where the offending value (or the key of it) starts.
    pub place: Place,
    /// The line on which it stands.
    pub excerpt: Option<Box<Excerpt>>,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do about it, in one line.
    pub help: String,
}

impl Diagnostic {
    pub(crate) fn new(
        rule: &str,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            rule: rules::rule(rule),
            place,
            excerpt: None,
            message: one_line(&message.into()),
            help: one_line(&help.into()),
        }
    }

    /// Whether it keeps the document from becoming a client.
    pub fn is_error(&self) -> bool {
        self.rule.severity == Severity::Error
    }

    /// The problem for people, in several lines; the first starts with
    /// `file:line:column:`, which editors can jump to.
    pub fn display<'a>(&'a self, file: &'a Path) -> impl fmt::Display + 'a {
        Displayed {
            diagnostic: self,
            file,
            colours: &Colours::NONE,
        }
    }
}

/// A message quotes what the document says, which may hold line breaks and
/// control characters, and may be very long.
pub(crate) fn one_line(text: &str) -> String {
    const MAX_CHARS: usize = 400;
    let mut line: String = text
        .chars()
        .take(MAX_CHARS)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.chars().nth(MAX_CHARS).is_some() {
        line.push('…');
    }
    line
}

/// A problem on its way to people.
struct Displayed<'a> {
    diagnostic: &'a Diagnostic,
    file: &'a Path,
    colours: &'a Colours,
}

/// The colours of each part; plain where there are none.
struct Colours {
    error: Style,
    warning: Style,
    note: Style,
    bold: Style,
}

impl Colours {
    const NONE: Self = Self {
        error: Style::new(),
        warning: Style::new(),
        note: Style::new(),
        bold: Style::new(),
    };
}

impl fmt::Display for Displayed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Diagnostic {
            rule,
            place,
            excerpt,
            message,
            help,
        } = self.diagnostic;
        let bold = self.colours.bold;
        let colour = match rule.severity {
            Severity::Error => self.colours.error,
            Severity::Warning => self.colours.warning,
            Severity::Note => self.colours.note,
        };
        let Rule { id, severity, .. } = rule;
        let file = self.file.display();
        writeln!(
            f,
            "{bold}{file}:{place}:{bold:#} {colour}{severity}[{id}]{colour:#}{bold}: {message}{bold:#}"
        )?;
        if let Some(excerpt) = excerpt {
            let (line, underline) = excerpt.shown(*place);
            let number = place.line.to_string();
            let gutter = " ".repeat(number.len());
            writeln!(f, "  {number} | {line}")?;
            writeln!(f, "  {gutter} | {colour}{underline}{colour:#}")?;
        }
        write!(f, "  help: {help}")
    }
}
