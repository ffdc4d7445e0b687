//! The tests that compile other crates: the workspace itself, crates that `codegen` writes,
//! and the code of callers. They take minutes, so `cargo test` leaves them to CI:
//!
//! ```sh
//! cargo test --features tests/compiled --test compiled
//! ```

mod builds;
mod documentation;
mod emitted_crate;
mod emitted_documents;
mod growth;
mod many_operations;
mod nested;
mod other_client;
mod packages;
mod spec_review_compiler;
// What generated types call where one is refused.
#[allow(dead_code, reason = "the client uses the rest")]
#[path = "../generated-client/src/text.rs"]
mod text;
mod types;
