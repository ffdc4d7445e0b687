//! Diagnostics of a document: what is wrong, where, and what to do about it.
//!
//! - `rule`: every kind of diagnostic, as a table;
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

/// One error, warning or note about a document, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of diagnostic.
    pub rule: Rule,
    /// Where the value, or its key, starts.
    pub place: Place,
    /// Which value that is; none if the text does not become a tree.
    pub(crate) node: Option<NodeId>,
    /// The line of the document.
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

    /// Whether it is an error, which prevents the generation of a client.
    pub fn is_error(&self) -> bool {
        self.rule.severity() == Severity::Error
    }

    /// Whether it is a warning: the client may not be what callers expect.
    pub fn is_warning(&self) -> bool {
        self.rule.severity() == Severity::Warning
    }

    /// The diagnostic as text in several lines. The first line starts with
    /// `file:line:column:`, which editors can jump to. `files` are the files of the
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

    /// Its place, and which value that is.
    pub(crate) fn spot(&self) -> Spot {
        Spot {
            place: self.place,
            node: self.node,
        }
    }
}

/// A message may quote the document, which may contain line breaks and control
/// characters, and may be very long.
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

/// A diagnostic that is being displayed.
struct Displayed<'a> {
    diagnostic: &'a Diagnostic,
    files: &'a Files,
    colours: &'a Colours,
}

/// The colours of each part.
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

/// The known name that was probably meant.
pub(crate) fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    const ALIKE: f64 = 0.8;
    let known = known.map(|known| (strsim::jaro_winkler(name, known), known));
    let alike = known.filter(|(likeness, _)| *likeness >= ALIKE);
    let nearest = alike.max_by(|(one, _), (other, _)| one.total_cmp(other));
    nearest.map(|(_, known)| known)
}
