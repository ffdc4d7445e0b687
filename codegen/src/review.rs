//! What a change to a document does to those who depend on it: on the wire, in
//! the Rust API of the client, and which version the client needs.
//!
//! - `wire`: two documents compared as what travels, under the table of rules;
//! - `rust`: the clients of both compared as what callers can name;
//! - `version`: which bump that asks for, and which one was declared;
//! - `report`: the same review for a terminal, a pull request, a program, or
//!   the annotations of GitHub;
//! - `git`: the document as it was where a branch left another.
//!
//! ```
//! use codegen::Source;
//! use codegen::review::{Review, Rule, Verdict};
//!
//! # fn main() -> Result<(), codegen::Error> {
//! let old = Source::parse("pets.yaml", b"paths: {/pets: {get: {}, delete: {}}}")?;
//! let new = Source::parse("pets.yaml", b"paths: {/pets: {get: {}}}")?;
//! let review = Review::new(Some(&old), Some(&new));
//! assert_eq!(review.verdict(), Verdict::Breaking);
//! assert_eq!(review.findings[0].rule, Rule::OperationRemoved);
//! assert_eq!(review.findings[0].operations, ["DELETE /pets"]);
//! # Ok(())
//! # }
//! ```
//!
//! # Layers
//!
//! As for the crate, a file uses the rows above its own.
//!
//! | layer | modules | what they own |
//! |---|---|---|
//! | 0 | `level`, `rule`, `side`, `finding` | data: how much it matters, by which rule, where, what |
//! | 1 | `version` | which bump is which |
//! | 2 | `wire`, `rust` | the two comparisons, neither of which knows the other |
//! | 3 | `verdict` | a review, and what follows from it |
//! | 4 | `report`, `git` | a review for its readers; where the old document is |

mod finding;
pub mod git;
mod level;
mod report;
mod rule;
mod rust;
mod side;
mod verdict;
mod version;
mod wire;

pub use finding::Finding;
pub use level::{Direction, Level, RustLevel};
pub use report::Format;
pub use rule::Rule;
pub use rust::{ApiChange, RustApi};
pub use side::Location;
pub use verdict::{Review, Verdict};
pub use version::{Bump, Declared};
