//! Pairs of schemas that are judged as a whole.

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
    /// The whole around this one, if there is one.
    pub(super) around: Option<usize>,
    /// The highest level of the findings in it.
    pub(super) heaviest: Level,
}
