//! Compares two documents: what a change breaks on the wire, what it breaks in the Rust
//! API of the client, and which version bump the client needs.
//!
//! - `wire`: compares the requests and responses of two documents by the table of rules;
//! - `rust`: compares the public items of both clients;
//! - `version`: the version bump that is required, and the one that was declared;
//! - `report`: a review as text, as a comment on a pull request, as JSON, or as
//!   annotations of GitHub;
//! - `git`: finds the old document at the merge base of a branch.
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
//! As in the whole crate, a module uses only modules in the rows above its own.
//!
//! | layer | modules | what they own |
//! |---|---|---|
//! | 0 | `level`, `rule`, `side`, `finding` | the data of a finding: level, rule, place, message |
//! | 1 | `version`, `same` | version bumps; which parts of two documents mean the same |
//! | 2 | `values` | schemas as sets of values |
//! | 3 | `wire`, `rust` | the two comparisons, independent of each other |
//! | 4 | `verdict` | a review and its verdict |
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
