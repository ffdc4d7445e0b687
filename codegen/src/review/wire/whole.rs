//! Schemas that count as a whole: what is known of them, and what was said.

use super::super::level::Level;
use super::super::side::Both;
use super::super::values::Judgement;
use super::context::Context;

/// Two schemas that are judged as a whole.
#[derive(Clone)]
pub(super) struct Whole<'a> {
    pub(super) both: Both<'a>,
    pub(super) context: Context<'a>,
    pub(super) judgement: Judgement,
    /// The whole that this one is in.
    pub(super) around: Option<usize>,
    /// How much what was found in it matters.
    pub(super) heaviest: Level,
}
