//! The output of `codegen explain`: the example of each rule causes a diagnostic of that
//! rule.

use std::collections::BTreeSet;
use std::fs;

use codegen::{Error, Rule, review};

/// Rules whose examples also cause diagnostics of other rules.
const WITH_OTHERS: [(Rule, &[Rule]); 4] = [
    (Rule::CircularReference, &[Rule::EndlessSchema]),
    (Rule::ExclusiveWithoutBound, &[Rule::UnenforcedLimit]),
    (Rule::LeftOut, &[Rule::CookieParameter]),
    (Rule::MixedKeywords, &[Rule::UnenforcedLimit]),
];

/// The rules in the report of an example, from its lines `example.yaml:1:2: error[id]:
/// …`.
fn said(explained: &str) -> BTreeSet<&str> {
    let lines = explained.lines();
    let lines = lines.filter(|line| line.starts_with("example.yaml:"));
    lines
        .filter_map(|line| line.split_once('[')?.1.split_once("]: "))
        .map(|(id, _)| id)
        .collect()
}

#[test]
fn each_example_of_the_check_leads_to_its_rule() {
    for rule in Rule::ALL {
        let explained = codegen::explain(rule.id()).expect("a rule");
        let others = WITH_OTHERS.iter().find(|(one, _)| one == rule);
        let others = others.map_or(&[][..], |(_, others)| others);
        let mut expected: BTreeSet<_> = others.iter().map(|other| other.id()).collect();
        match rule {
            // It has no example, and says so.
            Rule::UnreadableValue => assert!(explained.contains("No document is known")),
            rule => _ = expected.insert(rule.id()),
        }
        assert_eq!(said(&explained), expected, "{explained}");
        insta::assert_snapshot!(rule.id(), explained);
    }
}

/// An example is short, and so is the explanation at its start.
#[test]
fn each_example_of_the_check_is_short_and_begins_with_what_it_is_about() {
    for rule in Rule::ALL {
        let file = format!("codegen/explanations/check/{}.yaml", rule.id());
        let text = fs::read(tests::workspace().join(&file)).expect("an example");
        let text = String::from_utf8_lossy(&text);
        let comments = text.lines().take_while(|line| line.starts_with("# "));
        let comments: Vec<_> = comments.collect();
        assert!((1..=4).contains(&comments.len()), "{file}");
        assert!(
            comments.last().is_some_and(|line| line.ends_with('.')),
            "{file}"
        );
        assert!(text.lines().count() <= 30, "{file}");
    }
}

/// The compiler requires a file for each rule; this test requires a rule for each file.
#[test]
fn each_example_has_a_rule() {
    let check = Rule::ALL.iter().map(|rule| format!("{}.yaml", rule.id()));
    let review = review::Rule::ALL
        .iter()
        .map(|rule| format!("{}.json", rule.id()));
    let review = review.chain(["pets.yaml".to_owned()]);
    for (folder, expected) in [
        ("check", check.collect::<BTreeSet<_>>()),
        ("review", review.collect()),
    ] {
        let folder = tests::workspace().join("codegen/explanations").join(folder);
        let files = fs::read_dir(folder).expect("the examples").flatten();
        let files = files.map(|file| file.file_name().to_string_lossy().into_owned());
        assert_eq!(files.collect::<BTreeSet<_>>(), expected);
    }
}

#[test]
fn an_id_names_one_rule() {
    let check = Rule::ALL.iter().map(|rule| rule.id());
    let review = review::Rule::ALL.iter().map(|rule| rule.id());
    let ids: BTreeSet<_> = check.chain(review).collect();
    assert_eq!(ids.len(), Rule::ALL.len() + review::Rule::ALL.len());
}

#[test]
fn a_rule_of_the_review_is_explained_by_a_change() {
    for rule in [
        review::Rule::RequestConstraintTightened,
        review::Rule::DocumentRemoved,
        review::Rule::ServerAdded,
    ] {
        let explained = codegen::explain(rule.id()).expect("a rule");
        insta::assert_snapshot!(rule.id(), explained);
    }
}

#[test]
fn an_unknown_rule_is_answered_with_the_nearest() {
    for (id, expected) in [
        ("cookie-paramter", "cookie-parameter"),
        ("duplicate-keys", "duplicate-key"),
        ("request-required-added", "request-required-property-added"),
        ("enum", "enum-names"),
    ] {
        match codegen::explain(id) {
            Err(Error::UnknownRule { nearest, .. }) => {
                assert!(nearest.contains(&expected), "{id}: {nearest:?}");
            }
            other => panic!("{id}: {other:?}"),
        }
    }
}

#[test]
fn all_rules_are_listed_in_one_line_each() {
    let listed = codegen::rules();
    let lines = listed.lines().filter(|line| line.starts_with("  "));
    assert_eq!(lines.count(), Rule::ALL.len() + review::Rule::ALL.len());
    for id in Rule::ALL.iter().map(|rule| rule.id()) {
        assert!(listed.contains(&format!("\n  {id} ")), "{id}");
    }
}
