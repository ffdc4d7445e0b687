//! What is to be said of a document: what is wrong, where, and what to do about it.
//!
//! - `rule`: every diagnostic that there is, as a table;
//! - `excerpt`: the line of the document, with the value underlined.

mod excerpt;
mod rule;

use std::fmt;

use anstyle::Style;

pub use excerpt::Excerpt;
#[cfg(feature = "review")]
pub(crate) use rule::rule_names;
pub use rule::{Rule, Severity};

use crate::tree::{Files, NodeId, Place, Spot};

/// One thing to be said of a document, at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of it.
    pub rule: Rule,
    /// Where the offending value (or the key of it) starts.
    pub place: Place,
    /// Which value that is; none where the text does not become a tree.
    pub(crate) node: Option<NodeId>,
    /// The line on which it stands.
    pub excerpt: Option<Box<Excerpt>>,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do about it, in one line.
    pub help: String,
}

impl Diagnostic {
    pub(crate) fn new(
        rule: Rule,
        at: impl Into<Spot>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        let Spot { place, node } = at.into();
        Self {
            rule,
            place,
            node,
            excerpt: None,
            message: one_line(&message.into()),
            help: one_line(&help.into()),
        }
    }

    /// Whether it keeps the document from becoming a client.
    pub fn is_error(&self) -> bool {
        self.rule.severity() == Severity::Error
    }

    /// Whether callers may be surprised, and not only the generator is given something
    /// else.
    pub fn is_warning(&self) -> bool {
        self.rule.severity() == Severity::Warning
    }

    /// The diagnostic for people, in several lines; the first starts with
    /// `file:line:column:`, which editors can jump to. `files` are those of the
    /// document.
    pub fn display<'a>(&'a self, files: &'a Files) -> impl fmt::Display + 'a {
        self.coloured(files, &Colours::NONE)
    }

    pub(crate) fn coloured<'a>(
        &'a self,
        files: &'a Files,
        colours: &'a Colours,
    ) -> impl fmt::Display + 'a {
        Displayed {
            diagnostic: self,
            files,
            colours,
        }
    }

    /// Where it stands, and which value that is.
    pub(crate) fn spot(&self) -> Spot {
        Spot {
            place: self.place,
            node: self.node,
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

/// A diagnostic on its way to people.
struct Displayed<'a> {
    diagnostic: &'a Diagnostic,
    files: &'a Files,
    colours: &'a Colours,
}

/// The colours of each part; plain where there are none.
pub(crate) struct Colours {
    pub(crate) error: Style,
    pub(crate) warning: Style,
    pub(crate) note: Style,
    pub(crate) bold: Style,
}

impl Colours {
    pub(crate) const NONE: Self = Self {
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
            ..
        } = self.diagnostic;
        let bold = self.colours.bold;
        let (id, severity) = (rule.id(), rule.severity());
        let colour = match severity {
            Severity::Error => self.colours.error,
            Severity::Warning => self.colours.warning,
            Severity::Note => self.colours.note,
        };
        let file = self.files.path(place.file).display();
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
