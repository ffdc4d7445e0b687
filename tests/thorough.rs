//! The tests that take minutes: they compile other crates (the workspace itself, crates that
//! `codegen` writes, and the code of callers), compile the types of many documents, ask a
//! validator of JSON Schema, or review huge documents. `cargo test` leaves them to CI:
//!
//! ```sh
//! cargo test --features tests/thorough --test thorough
//! ```

mod builds;
mod documentation;
mod emitted_crate;
mod emitted_documents;
mod growth;
mod huge_documents;
mod many_operations;
mod nested;
mod other_client;
mod packages;
mod round_trips;
mod spec_review_compiler;
mod spec_review_values;
// What generated types call where one is refused.
#[allow(dead_code, reason = "the client uses the rest")]
#[path = "../generated-client/src/text.rs"]
mod text;
mod types;
mod values;
