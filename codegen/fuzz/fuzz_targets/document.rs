//! No bytes make the reader, the checks, the generator or the review panic.
//!
//! A failure inside the generator becomes a diagnostic; it may not take minutes or
//! overflow the stack.

#![no_main]

use std::panic;
use std::path::Path;
use std::sync::Once;

use codegen::review::{Format, Review};
use codegen::{GENERATOR_THREAD, Source};
use libfuzzer_sys::fuzz_target;

static HOOK: Once = Once::new();

fuzz_target!(|bytes: &[u8]| {
    // A panic of the generator is caught on its thread.
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if std::thread::current().name() != Some(GENERATOR_THREAD) {
                usual(panic);
            }
        }));
    });
    let diagnostics = codegen::check(Path::new("fuzz.yaml"), bytes);
    let Ok(source) = Source::parse("fuzz.yaml", bytes) else {
        assert!(!diagnostics.is_empty());
        return;
    };
    if let Ok((document, _)) = codegen::keep_going(source.clone()) {
        codegen::client(&document).expect("what is carried becomes a client");
    }
    let review = Review::new(Some(&source), Some(&source));
    assert!(review.findings.is_empty());
    let _ = review.report(Format::Json);
});
