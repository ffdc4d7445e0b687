//! A review as JSON for programs. `schema_version` is the version of its structure.

use serde::Serialize;

use super::super::finding::Finding;
use super::super::level::RustLevel;
use super::super::rust::{RustApi, RustLayer};
use super::super::verdict::{Review, Verdict};
use super::super::version::Bump;

#[derive(Serialize)]
struct Report<'a> {
    schema_version: u32,
    verdict: Verdict,
    required_bump: Bump,
    declared_bump: Option<Bump>,
    findings: &'a [Finding],
    rust_level: Option<RustLevel>,
    rust_api: Option<&'a RustApi>,
    rust_skipped: Option<&'a str>,
    old_fault: Option<&'a str>,
}

pub(super) fn write(review: &Review) -> String {
    let report = Report {
        schema_version: 1,
        verdict: review.verdict(),
        required_bump: review.required_bump(),
        declared_bump: review.declared_bump(),
        findings: &review.findings,
        rust_level: review.rust_level(),
        rust_api: review.rust.api(),
        rust_skipped: match &review.rust {
            RustLayer::Compared(_) => None,
            RustLayer::Unclassified(reason) => Some(reason),
            RustLayer::Unused => Some("nobody uses the Rust client"),
        },
        old_fault: review.old_fault.as_deref(),
    };
    // Texts, numbers and lists can always be written as JSON.
    serde_json::to_string_pretty(&report).map_or_else(|_| String::new(), |json| json + "\n")
}
