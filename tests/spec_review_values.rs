//! Schemas as sets of values: what the review says of random changes, held against a
//! validator of JSON Schema. Many more pairs: `cargo run --release --package tests
//! --features thorough --example referee -- SEED PAIRS`.

#[path = "support/referee/mod.rs"]
mod referee;

#[test]
fn each_witness_is_one_and_nothing_that_breaks_is_less_than_a_warning() {
    let tally = referee::judge(17, 500);
    assert!(tally.broken > 150 && tally.confirmed > 250, "{tally:?}");
    assert!(tally.faults.is_empty(), "{}", tally.faults.join("\n"));
}

#[test]
fn of_a_hundred_changes_called_breaking_three_at_most_have_no_witness() {
    let tally = referee::judge(17, 500);
    let without = tally.breaking_without_witness();
    assert!(
        tally.breaking() > 150 && without * 100 <= tally.breaking() * 3,
        "{tally:?}"
    );
}
