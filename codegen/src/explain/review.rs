//! The explanation of a rule of the review, with an example change.
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

/// The file name of example documents.
const FILE: &str = "pets.json";

/// What a rule means, an example, and the report for it.
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
        (None, _) => "(the document was added)\n".to_owned(),
        (_, None) => "(the document was removed)\n".to_owned(),
    };
    Ok(format!(
        "{heading}\nFor example:\n\n{difference}\n`codegen review` reports:\n\n{report}"
    ))
}

fn heading(rule: Rule) -> String {
    let (level, id, meaning) = (rule.level(), rule.id(), rule.meaning());
    let consequence = match level {
        Level::Breaking => "Breaking: callers that work today stop working.",
        Level::Unclassified => {
            "Unclassified: no rule covers this difference, so it counts as breaking."
        }
        Level::Warning => "A warning: some callers may have to change.",
        Level::Compatible => "Compatible: callers continue to work as before.",
        Level::Docs => "Documentation only.",
    };
    let evidence = match rule.is_about_values() {
        true => {
            "The rule is about values. The review looks for a value that one document allows and\n\
             the other rejects. The result decides the level of the finding. The level above\n\
             applies if the review finds no such value and cannot prove that there is none.\n"
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

/// The old and the new document as text; `None` if the file is not an example.
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
