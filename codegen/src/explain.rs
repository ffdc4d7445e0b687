//! What a rule means: a few sentences, an example, and the report for that example. The
//! report is generated each time, so it is never out of date.
//!
//! - `check`: a rule of [`Rule`](crate::Rule), with an example document;
//! - `review`: a rule of [`review::Rule`](crate::review::Rule), with an example change.
//!
//! The examples are files in `codegen/explanations`, one for each rule.

mod check;
mod review;

use std::cmp::Ordering;

use crate::diagnostic::Rule;
use crate::error::Error;
use crate::review::Rule as ReviewRule;

/// Explains a rule of the check or of the review, by its id.
///
/// # Errors
/// [`Error::UnknownRule`] with the rules that have the most similar names.
pub fn explain(id: &str) -> Result<String, Error> {
    if let Some(rule) = Rule::ALL.iter().find(|rule| rule.id() == id) {
        return Ok(check::explained(*rule));
    }
    match ReviewRule::ALL.iter().find(|rule| rule.id() == id) {
        Some(rule) => review::explained(*rule),
        None => Err(Error::UnknownRule {
            id: id.to_owned(),
            nearest: nearest(id),
        }),
    }
}

/// The ids of rules that are most similar to this one.
fn nearest(id: &str) -> Vec<&'static str> {
    const MAX_NEAREST: usize = 3;
    let of_check = Rule::ALL.iter().map(|rule| rule.id());
    let ids = of_check.chain(ReviewRule::ALL.iter().map(|rule| rule.id()));
    let likeness = |known: &str| {
        let shares_a_word = known
            .split('-')
            .any(|word| id.split('-').any(|of| of == word));
        strsim::jaro_winkler(id, known) + if shares_a_word { 0.1 } else { 0.0 }
    };
    let mut ids: Vec<_> = ids.map(|known| (likeness(known), known)).collect();
    ids.sort_by(|(one, _), (other, _)| other.partial_cmp(one).unwrap_or(Ordering::Equal));
    ids.truncate(MAX_NEAREST);
    ids.into_iter().map(|(_, known)| known).collect()
}

/// All rules, each with its meaning in one line.
#[must_use]
pub fn rules() -> String {
    let width = Rule::ALL.iter().map(|rule| rule.id().len());
    let width = width.chain(ReviewRule::ALL.iter().map(|rule| rule.id().len()));
    let width = width.max().unwrap_or_default();
    let line = |id: &str, meaning: &str| format!("  {id:width$}  {meaning}\n");
    let of_check: String = Rule::ALL
        .iter()
        .map(|rule| line(rule.id(), rule.meaning()))
        .collect();
    let of_review: String = ReviewRule::ALL
        .iter()
        .map(|rule| line(rule.id(), rule.meaning()))
        .collect();
    format!("Rules of `codegen check`\n\n{of_check}\nRules of `codegen review`\n\n{of_review}")
}
