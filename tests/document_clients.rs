//! The clients of documents where the result may surprise. `emitted_crate` checks that
//! their clients compile.

use std::fs;

use codegen::{Document, Error, Node, Rule, Source, Value};

/// Reads a document and generates its client.
fn generate(file: &str, bytes: &[u8]) -> Result<String, Error> {
    codegen::client(&Document::parse(file, bytes)?)
}

fn plain(name: &str) -> String {
    let file = format!("tests/plain-documents/{name}.yaml");
    fs::read_to_string(tests::workspace().join(file)).expect("the document")
}

/// A document without diagnostics, although other generators fail on it. `emitted_crate`
/// checks that its client compiles.
#[test]
fn a_plain_document_becomes_a_client_and_is_not_commented_on() {
    for entry in fs::read_dir(tests::workspace().join("tests/plain-documents")).expect("documents")
    {
        let file = entry.expect("a document").path();
        let text = fs::read(&file).expect("the document");
        assert_eq!(codegen::check(&file, &text), []);
        generate(&file.to_string_lossy(), &text).expect("a client");
    }
}

#[test]
fn a_media_type_has_no_case() {
    let capitals = plain("media-types-in-capitals");
    let small = [
        "Application/JSON",
        "APPLICATION/Json",
        "Text/Plain",
        "Application/json",
    ]
    .iter()
    .fold(capitals.clone(), |text, name| {
        assert!(text.contains(name), "{name}");
        text.replace(name, &name.to_lowercase())
    });
    let client = |text: &str| generate("pets.yaml", text.as_bytes()).expect("a client");
    assert_eq!(client(&capitals), client(&small));
    let source = client(&capitals);
    assert!(source.contains("pub type ErrorBody = self::wire::types::Failure;"));
    assert!(source.contains("Result<crate::Response<types::Pet>, crate::Error>"));
}

#[test]
fn a_name_that_appears_twice_in_a_path_is_one_argument() {
    let client = generate("pets.yaml", plain("name-twice-in-a-path").as_bytes());
    let client = client.expect("a client");
    for expected in [
        "id: &str,\n        toy: &str,\n        colour: &str,",
        "&[id.to_string(), toy.to_string()]",
        "\"{}/owners/{}/pets/{}/toys({})\", self.baseurl,",
        "crate::style::Style::Form,\n                true,\n                \"colour\",\n                &colour,",
    ] {
        assert!(client.contains(expected), "{expected}\n{client}");
    }
}

#[test]
fn a_switch_of_protocols_alone_is_no_success() {
    let document = r"
openapi: 3.0.3
info: {title: Pets, version: '1'}
servers: [{url: 'https://pets.example'}]
paths:
  /pets:
    get:
      operationId: watchPets
      responses: {'101': {description: an upgrade}}
";
    let said = codegen::check("pets.yaml".as_ref(), document.as_bytes());
    let rules: Vec<_> = said.iter().map(|one| one.rule).collect();
    assert_eq!(rules, [Rule::NoSuccess]);
    let client = generate("pets.yaml", document.as_bytes()).expect("a client");
    assert!(!client.contains("upgrade"), "{client}");
}

#[test]
fn an_alias_says_what_its_anchor_says() {
    let file = "tests/surprising-documents/alias-of-a-component-that-may-be-null.yaml";
    let alias = fs::read_to_string(tests::workspace().join(file)).expect("the document");
    let written_out = alias.replace("*name", "{type: string, nullable: true}");
    assert_ne!(alias, written_out);
    let client = |text: &str| generate("pets.yaml", text.as_bytes()).expect("a client");
    assert_eq!(client(&alias), client(&written_out));
}

#[test]
fn an_error_leaves_out_an_operation_but_not_the_one_that_it_repeats() {
    let document = b"
openapi: 3.0.3
info: {title: Pets, version: '1'}
paths:
  /pets: &pets
    get: {responses: {'204': {description: there}}}
  /pets/{id}: *pets
";
    let source = Source::parse("pets.yaml", document).expect("YAML");
    let (document, said) = codegen::keep_going(source).expect("a part of it");
    let rules: Vec<_> = said.iter().map(|one| one.rule).collect();
    assert_eq!(rules, [Rule::UndeclaredPathParameter, Rule::LeftOut]);
    let client = codegen::client(&document).expect("a client");
    assert!(client.contains("fn get_pets(") && !client.contains("fn get_pets_by_id("));
}

#[test]
fn yaml_and_json_give_the_same_client() {
    let yaml = fs::read(tests::workspace().join("spec/recover-passcode.yaml")).expect("the spec");
    let document = Source::parse("same", &yaml).expect("the spec is well-formed");
    let json = json_text(document.root());
    let from_yaml = generate("same", &yaml).expect("a client");
    let from_json = generate("same", json.as_bytes()).expect("a client");
    assert!(from_yaml == from_json);
}

#[test]
fn progenitor_is_given_no_extension() {
    for name in ["extensions", "extensions-that-progenitor-knows"] {
        let file = format!("tests/surprising-documents/{name}.yaml");
        let document = Document::read(tests::workspace().join(file)).expect("a document");
        let given = serde_json::to_string(document.openapi()).expect("JSON");
        assert!(!given.contains("\"x-"), "{given}");
    }
}

/// All operations of the path may depend on an unknown field.
#[test]
fn an_error_next_to_operations_leaves_out_the_whole_path() {
    let document = b"
openapi: 3.0.3
info: {title: Pets, version: '1'}
paths:
  /pets:
    get: {operationId: getPets, responses: {'204': {description: there}}}
    paramters: [{name: tenant, in: header, required: true, schema: {type: string}}]
  /owners:
    get: {operationId: getOwners, responses: {'204': {description: there}}}
";
    let source = Source::parse("pets.yaml", document).expect("YAML");
    let (document, said) = codegen::keep_going(source).expect("a part of it");
    let rules: Vec<_> = said.iter().map(|one| one.rule).collect();
    assert_eq!(rules, [Rule::LeftOut, Rule::UnknownField]);
    let client = codegen::client(&document).expect("a client");
    assert!(client.contains("fn get_owners(") && !client.contains("fn get_pets("));
}

#[test]
fn a_key_may_have_an_anchor() {
    let text = b"a: {&name first: 1}\nb: *name\n";
    let source = Source::parse("names.yaml", text).expect("YAML");
    let repeated = source.root().get("b").and_then(Node::as_str);
    assert_eq!(repeated, Some("first"));
}

/// A value as JSON, with its members in order.
fn json_text(node: &Node) -> String {
    match &node.value {
        Value::List(items) => {
            let items: Vec<_> = items.iter().map(json_text).collect();
            format!("[{}]", items.join(","))
        }
        Value::Map(_) => {
            let members = node.members();
            let members: Vec<_> = members
                .map(|(key, member)| format!("{key:?}:{}", json_text(&member.value)))
                .collect();
            format!("{{{}}}", members.join(","))
        }
        _ => tests::json(node).to_string(),
    }
}

#[test]
fn json_is_read_with_its_escapes() {
    let json = br#"{"openapi":"3.0.3","info":{"title":"a\/b \ud83d\ude00 \u00e9 \\ud83d","version":"1"},	"paths":{}}"#;
    let document = Document::parse("escapes.json", json).expect("JSON");
    assert_eq!(document.openapi().info.title, "a/b \u{1f600} é \\ud83d");
    let paths = document.root().get("paths").expect("paths");
    assert_eq!(json[paths.place.column - 1], b'{');
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

#[test]
fn a_pattern_that_the_client_cannot_check_reaches_it_from_nowhere() {
    let schema = r#"{"type":"string","pattern":"^(?!x)a$"}"#;
    let text = format!(
        r##"{{"openapi":"3.0.3","info":{{"title":"Pets","version":"1"}},"paths":{{"/pets/{{id}}":{{
            "parameters":[
                {{"name":"id","in":"path","required":true,"schema":{schema}}},
                {{"$ref":"#/components/parameters/Sort"}}],
            "post":{{"operationId":"changePet",
                "parameters":[{{"name":"X-Trace","in":"header","schema":{schema}}}],
                "requestBody":{{"$ref":"#/components/requestBodies/Pet"}},
                "responses":{{"200":{{"$ref":"#/components/responses/Pet"}}}}}}}}}},
        "components":{{
            "parameters":{{"Sort":{{"name":"sort","in":"query","schema":{schema}}}}},
            "requestBodies":{{"Pet":{{"content":{{"application/json":{{"schema":
                {{"type":"array","items":{schema}}}}}}}}}}},
            "responses":{{"Pet":{{"description":"It","content":{{"application/json":{{"schema":
                {{"$ref":"#/components/schemas/Pet"}}}}}}}}}},
            "schemas":{{"Pet":{{"type":"object",
                "properties":{{"pattern":{schema},
                    "other":{{"oneOf":[{schema},{{"type":"integer"}}]}}}},
                "additionalProperties":{schema}}}}}}}}}"##
    );
    let client = generate("pets", text.as_bytes()).expect("a client");
    assert!(client.contains("fn change_pet") && !client.contains("(?!"));
}
