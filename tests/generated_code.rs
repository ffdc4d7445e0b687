//! What comes out of the document. Read `the_public_surface` first: it is what
//! callers see. `the_generated_source` is the very text that was compiled.

use codegen::Surface;
use intune_recover_passcode::GENERATED_SOURCE;

#[test]
fn the_public_surface() {
    let surface = Surface::of(&tests::client_source()).expect("the client is Rust");
    insta::assert_snapshot!(surface);
}

#[test]
fn the_generated_source() {
    insta::assert_snapshot!(GENERATED_SOURCE);
}

#[test]
fn generating_twice_gives_the_same_bytes() {
    let spec = tests::workspace().join("spec/recover-passcode.yaml");
    let generate = || {
        let document = codegen::Document::read(&spec).expect("the document is well-formed");
        codegen::client(&document).expect("the document becomes a client")
    };
    assert_eq!(generate(), GENERATED_SOURCE);
    assert_eq!(generate(), generate());
}
