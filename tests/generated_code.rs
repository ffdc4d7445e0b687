//! The code that is generated from the document. Read `the_public_surface` first: it is
//! what callers see. `the_generated_source` is exactly the source that is compiled.

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

/// Without a change, progenitor's code would send the document's version with every
/// request.
#[test]
fn no_header_is_sent_that_the_document_does_not_declare() {
    let document = br#"
openapi: 3.0.3
info: {title: Pets, version: 1.2.3}
paths:
  /declared:
    get:
      operationId: declared
      parameters: [{name: api-version, in: header, required: true, schema: {type: string}}]
      responses: {'204': {description: Done}}
  /bare:
    get:
      operationId: bare
      responses: {'204': {description: Done}}
"#;
    let document = codegen::Document::parse("pets.yaml", document).expect("a document");
    let source = codegen::client(&document).expect("a client");
    let puts: Vec<_> = source
        .lines()
        .filter(|line| line.contains("header_map"))
        .map(str::trim)
        .collect();
    assert_eq!(
        puts,
        [
            "let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);",
            r#"header_map.append("api-version", api_version.to_string().try_into()?);"#,
            "let mut request = self.client.get(url).headers(header_map).build()?;",
        ]
    );
}
