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
//! let old = b"{openapi: 3.0.3, paths: {/pets: {get: {}, delete: {}}}}";
//! let new = b"{openapi: 3.0.3, paths: {/pets: {get: {}}}}";
//! let [old, new] = [Source::parse("pets.yaml", old)?, Source::parse("pets.yaml", new)?];
//! let review = Review::new(Some(&old), Some(&new))?;
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
//! | 1 | `version`, `same` | which bump is which; which parts of two documents say the same |
//! | 2 | `values` | schemas as sets of values |
//! | 3 | `wire`, `rust` | the two comparisons, neither of which knows the other |
//! | 4 | `verdict` | a review, and what follows from it |
//! | 5 | `report`, `git` | a review for its readers; where the old document is |

mod finding;
pub mod git;
mod level;
mod report;
mod rule;
mod rust;
mod same;
mod side;
mod values;
mod verdict;
mod version;
mod wire;

pub use finding::{Evidence, Finding, Party, Witness};
pub use level::{Direction, Level, RustLevel};
pub use report::Format;
pub use rule::Rule;
pub use rust::{ApiChange, Carried, RustApi, RustLayer};
pub use side::Location;
pub use verdict::{Review, Verdict};
pub use version::{Bump, Declared};
