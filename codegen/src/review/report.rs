//! A review for its readers: people at a terminal, people at a pull request,
//! GitHub's annotations, programs. One model, and no judgement of its own.

mod github;
mod json;
mod markdown;
mod sections;
mod text;
mod words;

use super::verdict::Review;

/// For whom a review is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// People at a terminal, with or without colours.
    Text {
        /// Mark with ANSI escapes.
        is_coloured: bool,
    },
    /// A comment on a pull request.
    Markdown,
    /// Programs.
    Json,
    /// GitHub's annotations, as commands of a workflow.
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
