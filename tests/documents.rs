//! Documents that cannot become a client, and what people are told.
//!
//! A new case is a new file in `broken-documents`.

use codegen::{Document, Error};
use proptest::prelude::*;

/// Reads a document and generates its client.
fn generate(file: &str, bytes: &[u8]) -> Result<String, Error> {
    codegen::client(&Document::parse(file, bytes)?)
}

#[test]
fn a_broken_document_is_refused_with_a_place_and_a_remedy() {
    insta::glob!("broken-documents/*.yaml", |path| {
        let bytes = std::fs::read(path).expect("the case");
        let name = path.file_name().expect("a name").to_string_lossy();
        let error = generate(&name, &bytes).expect_err("a broken document");
        assert!(matches!(error, Error::Refused { .. }), "{error}");
        for problem in error
            .to_string()
            .split("\n  help: ")
            .flat_map(|part| part.lines().last())
        {
            assert!(!problem.is_empty());
        }
        insta::assert_snapshot!(error);
    });
}

/// Should this document pass one day, another that panics takes its place.
#[test]
fn a_panic_in_a_dependency_is_our_defect_and_has_a_place() {
    let document = br#"
openapi: 3.0.3
info: {title: Pets, version: '1'}
paths: {}
components:
  schemas:
    Fine: {type: string}
    Puzzling: {type: object, format: int32}
    UsesIt: {type: array, items: {$ref: '#/components/schemas/Puzzling'}}
"#;
    let error = generate("pets.yaml", document).expect_err("the generator panics");
    assert!(matches!(error, Error::Defect { .. }));
    let message = error.to_string();
    assert!(
        message.starts_with("pets.yaml:8:5: the generator fails here: not yet implemented"),
        "{message}"
    );
    assert!(
        message.contains("help: this is a defect of codegen"),
        "{message}"
    );
}

fn refusal(bytes: &[u8]) -> String {
    generate("deep.yaml", bytes)
        .expect_err("a refusal")
        .to_string()
}

#[test]
fn deep_documents_are_refused_at_the_level_that_is_too_deep() {
    const LEVELS: usize = 100_000;
    let too_deep = "more than 96 mappings and sequences stand inside one another";
    let brackets = "[".repeat(LEVELS);
    let braces = "{a: ".repeat(LEVELS);
    let dashes = "- ".repeat(LEVELS);
    let json = format!(
        "{{\"openapi\": \"3.0.3\", \"x-deep\": {}",
        "[".repeat(LEVELS)
    );
    for (text, place) in [
        (&brackets, "1:256"),
        (&braces, "1:1021"),
        (&dashes, "1:193"),
        (&json, "1:286"),
    ] {
        assert!(refusal(text.as_bytes()).starts_with(&format!("deep.yaml:{place}: {too_deep}")));
    }
}

#[test]
fn indented_documents_are_refused_at_the_level_that_is_too_deep() {
    let text: String = (0..1_000)
        .map(|level| format!("{}a:\n", " ".repeat(level)))
        .collect();
    assert!(refusal(text.as_bytes()).starts_with("deep.yaml:97:97: more than 96"));
}

#[test]
fn aliases_that_multiply_are_refused() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..10 {
        let previous = format!("*a{}, ", level - 1).repeat(10);
        text.push_str(&format!("a{level}: &a{level} [{previous}]\n"));
    }
    assert!(refusal(text.as_bytes()).contains("repeat more than 100000 values"));
}

#[test]
fn a_byte_that_is_not_utf_8_has_a_place() {
    let error = refusal(b"openapi: 3.0.3\ninfo: \xc3\xa9\xff");
    assert!(
        error.starts_with("deep.yaml:2:8: this byte is not UTF-8"),
        "{error}"
    );
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = Document::read("no/such/file.yaml").expect_err("no file");
    assert!(
        error
            .to_string()
            .starts_with("no/such/file.yaml: cannot read the document: "),
        "{error}"
    );
}

#[test]
fn yaml_and_json_give_the_same_client() {
    let yaml =
        std::fs::read(tests::workspace().join("spec/recover-passcode.yaml")).expect("the spec");
    let document = Document::parse("same", &yaml).expect("the spec is well-formed");
    let json = serde_json::to_string_pretty(document.openapi()).expect("JSON");
    let from_yaml = generate("same", &yaml).expect("a client");
    let from_json = generate("same", json.as_bytes()).expect("a client");
    assert_eq!(from_yaml, from_json);
}

#[test]
fn json_is_read_with_its_escapes() {
    let json = br#"{"openapi":"3.0.3","info":{"title":"a\/b \ud83d\ude00 \u00e9 \\ud83d","version":"1"},	"paths":{}}"#;
    let document = Document::parse("escapes.json", json).expect("JSON");
    assert_eq!(document.openapi().info.title, "a/b \u{1f600} é \\ud83d");
    let paths = document.root().get("paths").expect("paths");
    assert_eq!(json[paths.place.column - 1], b'{');
}

/// One change to a line of the spec.
#[derive(Debug, Clone)]
enum Edit {
    Empty(usize),
    Copy(usize, usize),
    Join(usize, String),
    Append(usize, String),
    Indent(usize),
    Outdent(usize),
    Value(usize, String),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let line = || 0..spec().lines().count();
    let text = || r"[ \-:{}\[\]'&*#|>a-z0-9$/]{0,6}";
    let edit = prop_oneof![
        line().prop_map(Edit::Empty),
        (line(), line()).prop_map(|(at, from)| Edit::Copy(at, from)),
        (line(), text()).prop_map(|(at, text)| Edit::Join(at, text)),
        (line(), text()).prop_map(|(at, text)| Edit::Append(at, text)),
        line().prop_map(Edit::Indent),
        line().prop_map(Edit::Outdent),
        (line(), text()).prop_map(|(at, text)| Edit::Value(at, text)),
    ];
    proptest::collection::vec(edit, 1..4)
}

fn spec() -> String {
    std::fs::read_to_string(tests::workspace().join("spec/recover-passcode.yaml"))
        .expect("the spec")
}

fn edited_spec(edits: &[Edit]) -> String {
    let mut lines: Vec<String> = spec().lines().map(str::to_owned).collect();
    for edit in edits {
        match edit {
            Edit::Empty(at) => lines[*at].clear(),
            Edit::Copy(at, from) => lines[*at] = lines[*from].clone(),
            Edit::Join(at, text) => lines[*at] = lines[*at].replace(": ", text),
            Edit::Append(at, text) => lines[*at].push_str(text),
            Edit::Indent(at) => lines[*at].insert_str(0, "  "),
            Edit::Outdent(at) => lines[*at] = lines[*at].trim_start().to_owned(),
            Edit::Value(at, text) => {
                let key = lines[*at].split(':').next().unwrap_or_default();
                lines[*at] = format!("{key}: {text}");
            }
        }
    }
    lines.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_edited_spec_becomes_a_client_or_is_refused(edits in edits()) {
        if let Err(error) = generate("edited.yaml", edited_spec(&edits).as_bytes()) {
            prop_assert!(matches!(error, Error::Refused { .. }), "{}", error);
        }
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_refused(bytes in any::<Vec<u8>>()) {
        prop_assert!(Document::parse("noise", &bytes).is_err());
    }

    #[test]
    fn arbitrary_yaml_is_refused(text in r"([a-c]: |- |\[|\{|\}|\]|, |\n {0,4}|'|&a |\*a |!!str |\? |~|1){0,40}") {
        prop_assert!(Document::parse("noise.yaml", text.as_bytes()).is_err());
    }
}

#[test]
fn callbacks_and_extensions_are_part_of_the_grammar() {
    let document = br##"
openapi: 3.0.3
x-anything: {goes: here}
info: {title: Pets, version: '1'}
paths:
  /subscribe:
    post:
      operationId: subscribe
      callbacks:
        fed:
          '{$request.body#/url}':
            post:
              responses:
                '204': {description: noted}
      responses:
        '204': {description: subscribed}
        x-note: yes
"##;
    generate("pets.yaml", document).expect("a client");
}
