//! Documents that are long and huge. The review ends, and says where it could not go on.

use codegen::review::{Declared, Format, Review, Rule, RustLayer, RustLevel};
use serde_json::{Map, json};
use tests::{answering, on_the_wire, review};

#[test]
fn a_chain_of_ten_thousand_references_is_followed_to_its_end() {
    let chain = |max: u64| {
        let schemas: Map<_, _> = (0..10_000)
            .map(|link| {
                let next = match link {
                    9_999 => json!({"type": "string", "maxLength": max}),
                    _ => json!({"$ref": format!("#/components/schemas/S{}", link + 1)}),
                };
                (
                    format!("S{link}"),
                    json!({"type": "object", "properties": {"next": next}}),
                )
            })
            .collect();
        answering(json!({"$ref": "#/components/schemas/S0"}), schemas.into())
    };
    let review = review(&chain(20), &chain(10));
    let [undecided, finding] = on_the_wire(&review)[..] else {
        panic!("{:?}", review.findings)
    };
    // No value nests so deep.
    assert_eq!(undecided.rule, Rule::ValuesUndecided);
    assert_eq!(finding.rule, Rule::ResponseConstraintTightened);
    assert_eq!(finding.operations, ["GET /pets"]);
}

#[test]
fn twenty_megabytes_are_reviewed() {
    let schemas = |last: u64| {
        let schema = |max: u64| {
            let properties: Map<_, _> = (0..20)
                .map(|index| {
                    (
                        format!("property{index}"),
                        json!({"type": "string", "maxLength": max}),
                    )
                })
                .collect();
            json!({"type": "object", "properties": properties})
        };
        let mut schemas: Map<_, _> = (0..12_000)
            .map(|index| (format!("S{index}"), schema(20)))
            .collect();
        schemas.insert("Last".to_owned(), schema(last));
        answering(json!({"$ref": "#/components/schemas/Last"}), schemas.into())
    };
    let [old, new] = [20, 10].map(|last| tests::source("huge.json", &schemas(last)));
    assert!(old.size_bytes() > 20_000_000, "{} bytes", old.size_bytes());
    let review = Review::new(Some(&old), Some(&new)).expect("a document");
    assert_eq!(review.findings.len(), 20);
    assert_eq!(review.rust_level(), Some(RustLevel::Unchanged));
}

#[test]
fn more_than_can_be_generated_in_seconds_is_not_classified() {
    let text = "word ".repeat(7_000_000);
    let document = |max: u64| {
        let mut document = answering(json!({"type": "string", "maxLength": max}), json!({}));
        document["info"]["description"] = text.clone().into();
        tests::source("huge.json", &document)
    };
    let review = Review::new(Some(&document(20)), Some(&document(10))).expect("a document");
    assert_eq!(review.findings.len(), 1);
    assert_eq!(review.rust_level(), Some(RustLevel::Unclassified));
    assert!(!review.is_accepted());
    let mut review = review;
    for (new, bump) in [("2.0.0", "major"), ("1.0.0", "none")] {
        review = review.declaring(Declared {
            old: "1.0.0".parse().ok(),
            new: new.parse().ok(),
        });
        assert!(!review.is_accepted());
        let report = review.report(Format::Markdown);
        let words = "no version accepts a Rust layer that was not compared";
        assert!(
            report.contains(&format!("declares **{bump}**: {words}")),
            "{report}"
        );
    }
    let RustLayer::Unclassified(reason) = review.rust else {
        panic!("{:?}", review.rust)
    };
    assert!(reason.contains("bytes, more than"), "{reason}");
}
