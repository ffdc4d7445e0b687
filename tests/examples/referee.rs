//! Holds the review of schemas against a validator of JSON Schema, over random pairs:
//!
//! ```sh
//! cargo run --release --package tests --features thorough --example referee -- SEED PAIRS
//! ```

#[path = "../support/referee/mod.rs"]
mod referee;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut number = |otherwise| {
        let argument = arguments.next().and_then(|text| text.parse().ok());
        argument.unwrap_or(otherwise)
    };
    let (seed, pairs) = (number(1), number(10_000));
    let tally = referee::judge(seed, usize::try_from(pairs).unwrap_or(usize::MAX));
    for fault in tally.faults.iter().take(20) {
        println!("{fault}");
    }
    println!("{:#?}", tally.without_witness);
    println!(
        "{} pairs: {:?}\n{} broken by the referee's values, of which {} are called breaking\n{} witnesses confirmed, {} undecided\n{} of {} breaking pairs without a witness\n{} faults",
        tally.pairs,
        tally.levels,
        tally.broken,
        tally.broken_and_breaking,
        tally.confirmed,
        tally.undecided,
        tally.breaking_without_witness(),
        tally.breaking(),
        tally.faults.len(),
    );
}
