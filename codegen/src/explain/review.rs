//! A rule of the review, with a change that leads to it.
//!
//! A file of `explanations/review` holds JSON Patches (RFC 6902) that lead from
//! `pets.yaml` to the old document (`given`) and from there to the new one (`change`);
//! `old` or `new` is null where there is none.

use json_patch::Patch;
use serde_json::Value;
use similar::TextDiff;

use crate::error::Error;
use crate::review::{Format, Level, Review, Rule};
use crate::source::Source;

/// The document from which all examples start.
const PETS: &[u8] = include_bytes!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/explanations/review/pets.yaml"
));

/// What the document of an example is called.
const FILE: &str = "pets.json";

/// What a rule means, an example, and what is said of it.
pub(super) fn explained(rule: Rule) -> Result<String, Error> {
    let heading = heading(rule);
    let Some([old, new]) = example(rule) else {
        return Ok(heading);
    };
    let source = |text: &Option<String>| {
        let text = text.as_ref();
        text.map(|text| Source::parse(FILE, text.as_bytes()))
            .transpose()
    };
    let review = Review::new(source(&old)?.as_ref(), source(&new)?.as_ref())?;
    let report = review.report(Format::Text { is_coloured: false });
    let difference = match (&old, &new) {
        (Some(old), Some(new)) => TextDiff::from_lines(old, new).unified_diff().to_string(),
        (None, _) => "(the document is new)\n".to_owned(),
        (_, None) => "(the document is gone)\n".to_owned(),
    };
    Ok(format!(
        "{heading}\nFor example:\n\n{difference}\n`codegen review` says of it:\n\n{report}"
    ))
}

fn heading(rule: Rule) -> String {
    let (level, id, meaning) = (rule.level(), rule.id(), rule.meaning());
    let consequence = match level {
        Level::Breaking => "Breaking: callers that worked stop working.",
        Level::Unclassified => {
            "Unclassified: no rule knows this difference, so it counts as breaking."
        }
        Level::Warning => "A warning: some callers may have to change.",
        Level::Compatible => "Compatible: callers go on as before.",
        Level::Docs => "Documentation only.",
    };
    let evidence = match rule.is_about_values() {
        true => {
            "The rule is about values. The review looks for one that one document describes and\n\
             the other refuses, and what it finds decides how much the change matters. The\n\
             level above holds where it finds neither a value nor that there is none.\n"
        }
        false => "",
    };
    let callers = rule.callers();
    let remedy = match rule.remedy() {
        "" => String::new(),
        remedy => format!("To stay compatible: {remedy}.\n"),
    };
    format!("{level}[{id}]: {meaning}\n\n{consequence}\n{evidence}\nCallers: {callers}.\n{remedy}")
}

/// The old document and the new one, as texts; nothing of a file that is no example.
fn example(rule: Rule) -> Option<[Option<String>; 2]> {
    let case: Value = serde_json::from_str(rule.example()).ok()?;
    let patched = |document: &Value, patch: &str| {
        let mut document = document.clone();
        if let Some(patch) = case.get(patch) {
            let patch: Patch = serde_json::from_value(patch.clone()).ok()?;
            json_patch::patch(&mut document, &patch).ok()?;
        }
        Some(document)
    };
    let pets = Source::parse("pets.yaml", PETS).ok()?;
    let pets = serde_json::to_value(pets.root()).ok()?;
    let old = patched(&pets, "given")?;
    let new = patched(&old, "change")?;
    let text = |side: &str, document: &Value| match case.get(side) {
        Some(Value::Null) => Some(None),
        _ => Some(Some(serde_json::to_string_pretty(document).ok()? + "\n")),
    };
    Some([text("old", &old)?, text("new", &new)?])
}
