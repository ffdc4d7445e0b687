//! Properties that are true for every document, including broken ones.

use std::fs;
use std::path::Path;

use codegen::{Diagnostic, Document, Error, Source};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

/// One change to a line of a document.
#[derive(Debug, Clone)]
enum Edit {
    Empty(Index),
    Copy(Index, Index),
    Join(Index, String),
    Append(Index, String),
    Indent(Index),
    Outdent(Index),
    Value(Index, String),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let line = any::<Index>;
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
    vec(edit, 1..4)
}

/// Real documents, some of them already broken.
fn documents() -> Vec<String> {
    let files = [
        "spec/recover-passcode.yaml",
        "codegen/explanations/review/pets.yaml",
        "tests/partly-broken.yaml",
        "tests/surprising-documents/errors-of-several-kinds.yaml",
        "tests/surprising-documents/everything-at-once.yaml",
        "tests/surprising-documents/path-parameter-within-a-segment.yaml",
        "tests/surprising-documents/what-does-not-reach-the-client.yaml",
    ];
    let read = |file| fs::read_to_string(tests::workspace().join(file)).expect("a document");
    let mut documents: Vec<String> = files.into_iter().map(read).collect();
    documents.push(format!("{:#}", tests::json_of(files[0])));
    documents
}

fn edited(document: &str, edits: &[Edit]) -> String {
    let mut lines: Vec<String> = document.lines().map(str::to_owned).collect();
    let count = lines.len();
    for edit in edits {
        match edit {
            Edit::Empty(at) => lines[at.index(count)].clear(),
            Edit::Copy(at, from) => lines[at.index(count)] = lines[from.index(count)].clone(),
            Edit::Join(at, text) => {
                let line = &mut lines[at.index(count)];
                *line = line.replace(": ", text);
            }
            Edit::Append(at, text) => lines[at.index(count)].push_str(text),
            Edit::Indent(at) => lines[at.index(count)].insert_str(0, "  "),
            Edit::Outdent(at) => {
                let line = &mut lines[at.index(count)];
                *line = line.trim_start().to_owned();
            }
            Edit::Value(at, text) => {
                let line = &mut lines[at.index(count)];
                let key = line.split(':').next().unwrap_or_default();
                *line = format!("{key}: {text}");
            }
        }
    }
    lines.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn an_edited_document_becomes_a_client_or_each_of_its_errors_has_a_place(
        document in proptest::sample::select(documents()),
        edits in edits(),
    ) {
        let text = edited(&document, &edits);
        let problems = codegen::check(Path::new("edited.yaml"), text.as_bytes());
        let lines = text.lines().count().max(1);
        for problem in &problems {
            // A diagnostic may be at the end of the text.
            prop_assert!((1..=lines + 1).contains(&problem.place.line), "{problem:?}");
            prop_assert!(!problem.help.is_empty(), "{problem:?}");
        }
        let errors: Vec<_> = problems.into_iter().filter(Diagnostic::is_error).collect();
        let client = Document::parse("edited.yaml", text.as_bytes())
            .and_then(|document| codegen::client(&document));
        match client {
            Ok(_) => prop_assert!(errors.is_empty(), "{errors:?}"),
            Err(Error::Refused { diagnostics, .. }) => prop_assert_eq!(diagnostics, errors),
            Err(other) => prop_assert!(false, "{other}"),
        }
        // Without the operations that have errors, the document becomes a client.
        if let Ok(source) = Source::parse("edited.yaml", text.as_bytes())
            && let Ok((document, _)) = codegen::keep_going(source)
        {
            prop_assert!(codegen::client(&document).is_ok());
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

/// Any JSON, on one line or on many.
fn json() -> impl Strategy<Value = String> {
    let text = || r"\PC{0,4}[\x00-\x1f]?";
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    let value = leaf.prop_recursive(6, 60, 6, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            vec((text(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    });
    (value, any::<bool>()).prop_map(|(value, is_pretty)| match is_pretty {
        true => format!("{value:#}"),
        false => value.to_string(),
    })
}

proptest! {
    /// With a comment, JSON is read as YAML: values and places are the same.
    #[test]
    fn json_is_read_as_the_yaml_that_it_is(text in json()) {
        let read = |text: &str| Source::parse("any", text.as_bytes()).map_err(|error| error.to_string());
        let json = read(&text).map(|source| format!("{:?}", source.root()));
        let yaml = read(&format!("{text}\n# a comment")).map(|source| format!("{:?}", source.root()));
        prop_assert!(json.is_ok());
        prop_assert_eq!(json, yaml);
    }
}
