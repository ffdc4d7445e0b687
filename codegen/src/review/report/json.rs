//! For programs; the shape is versioned by `schema_version`.

use serde::Serialize;

use super::super::finding::Finding;
use super::super::rust::RustApi;
use super::super::verdict::{Review, Verdict};
use super::super::version::Bump;

#[derive(Serialize)]
struct Report<'a> {
    schema_version: u32,
    verdict: Verdict,
    required_bump: Bump,
    declared_bump: Option<Bump>,
    findings: &'a [Finding],
    rust_api: Option<&'a RustApi>,
    rust_skipped: Option<&'a str>,
}

pub(super) fn write(review: &Review) -> String {
    let report = Report {
        schema_version: 1,
        verdict: review.verdict(),
        required_bump: review.required_bump(),
        declared_bump: review.declared_bump(),
        findings: &review.findings,
        rust_api: review.rust_api.as_ref().ok(),
        rust_skipped: review.rust_api.as_ref().err().map(String::as_str),
    };
    // Text, numbers and lists always have a spelling in JSON.
    serde_json::to_string_pretty(&report).map_or_else(|_| String::new(), |json| json + "\n")
}
