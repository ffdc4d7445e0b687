//! Writes a review for people at a terminal, for a pull request, for annotations of
//! GitHub, and for programs. All formats show the same review and judge nothing
//! themselves.

mod github;
mod json;
mod markdown;
mod sections;
mod text;
mod words;

use super::verdict::Review;

/// The format of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people at a terminal, with or without colours.
    Text {
        /// Whether to use ANSI escapes.
        is_coloured: bool,
    },
    /// For a comment on a pull request.
    Markdown,
    /// For programs.
    Json,
    /// For annotations of GitHub, as workflow commands.
    Github,
}

impl Review {
    /// The review as a text.
    #[must_use]
    pub fn report(&self, format: Format) -> String {
        match format {
            Format::Text { is_coloured } => text::write(self, is_coloured),
            Format::Markdown => markdown::write(self),
            Format::Json => json::write(self),
            Format::Github => github::write(self),
        }
    }
}
