//! Measures a review, next to reading the two documents in the same run.
//!
//! ```sh
//! cargo bench --package codegen --bench review
//! ```

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use codegen::Source;
use codegen::review::{Format, Review};

/// The minimum of several runs: other work of the machine only adds time.
fn least(mut work: impl FnMut()) -> Duration {
    const RUNS: usize = 5;
    let run = || {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    std::iter::repeat_with(run)
        .take(RUNS)
        .min()
        .unwrap_or_default()
}

/// A document in which every operation has its own schema, and one that all share; each
/// schema contains `limit`.
fn document(operations: usize, limit: usize, words: usize) -> String {
    let prose = "what this is good for ".repeat(words);
    let mut paths = String::new();
    let mut schemas = format!(
        "    Shared:\n      type: object\n      properties:\n        note: {{type: string, maxLength: {limit}}}\n"
    );
    for index in 0..operations {
        let _ = write!(
            paths,
            "  /things{index}/{{id}}:
    post:
      operationId: changeThing{index}
      description: {prose}
      parameters:
        - {{name: id, in: path, required: true, schema: {{type: string}}}}
        - {{name: limit, in: query, schema: {{type: integer, maximum: {limit}}}}}
      requestBody:
        required: true
        content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing{index}'}}}}}}
      responses:
        '200':
          description: The thing
          content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing{index}'}}}}}}
"
        );
        let _ = write!(
            schemas,
            "    Thing{index}:
      type: object
      description: {prose}
      required: [name]
      properties:
        name: {{type: string, maxLength: {limit}}}
        size: {{type: integer, format: int32}}
        colour: {{type: string, enum: [red, green]}}
        shared: {{$ref: '#/components/schemas/Shared'}}
"
        );
    }
    format!(
        "openapi: 3.0.3\ninfo: {{title: Things, version: '1'}}\npaths:\n{paths}components:\n  schemas:\n{schemas}"
    )
}

fn read(text: &str) -> Source {
    match Source::parse("things.yaml", text.as_bytes()) {
        Ok(source) => source,
        Err(error) => panic!("{error}"),
    }
}

fn main() {
    println!("operations     KB  findings   read ms  review ms  per operation  times reading");
    let mut first = None;
    for (operations, words) in [(10, 1), (100, 1), (1_000, 1), (200, 34)] {
        let texts = [20, 10].map(|limit| document(operations, limit, words));
        let [old, new] = [&texts[0], &texts[1]].map(|text| read(text));
        let reading = least(|| texts.iter().for_each(|text| drop(black_box(read(text)))));
        let compare = || match Review::new(Some(&old), Some(&new)) {
            Ok(review) => review,
            Err(error) => panic!("{error}"),
        };
        let review = compare();
        assert!(review.rust.api().is_some(), "{:?}", review.rust);
        let reviewing = least(|| {
            let review = compare();
            black_box(review.report(Format::Markdown));
        });
        let per_operation = reviewing.as_secs_f64() / operations as f64;
        let first = *first.get_or_insert(per_operation);
        println!(
            "{operations:10} {:6} {:9} {:9.1} {:10.1} {:13.2}x {:13.1}x",
            texts[0].len() / 1_000,
            review.findings.len(),
            reading.as_secs_f64() * 1e3,
            reviewing.as_secs_f64() * 1e3,
            per_operation / first,
            reviewing.as_secs_f64() / reading.as_secs_f64(),
        );
    }
}
