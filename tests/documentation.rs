//! The texts of a document stay texts: for all contents, `cargo doc` gives no warnings,
//! and `cargo test --doc` does not run them.

use codegen::Document;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};

use crate::nested::{cargo, kept, succeeds, text, workspace_of, write};
use crate::packages::{Package, member};

/// Texts that people write, and texts that have a special meaning in rustdoc.
fn hostile_words() -> Vec<String> {
    let mut words: Vec<String> = [
        "```\npanic!(\"this text ran\")\n```",
        "~~~rust\npanic!(\"this text ran\")\n~~~",
        "````\n```\npanic!()\n```\n````",
        "```should_panic\n1 + 1;\n```",
        "```compile_fail,E0000\nnothing(\n```",
        "```json\n{\"a\": 1",
        "For example:\n\n    GET /a HTTP/1.1\n    panic!(\"this text ran\");\n",
        "\tpanic!(\"a tab is code\")",
        "1. one\n\n       panic!(\"in a list\")\n2. two\n   ```\n   panic!(\"fenced in a list\")\n   ```",
        "> quoted\n>\n>     panic!(\"in a quotation\")",
        "See https://example.com/x?a_b=c&d={e}, [Thing] or [`Missing`] <b>bold <id>",
        "Returns Vec<String> for <id>. [other](Other) and [ref][nowhere] [#/components/schemas/Thing]",
        "* item <br> <br/>\n</div> */ /* \\u0000 \"quoted\" \\ backslash\n| a | b |\n[x]: https://example.com\nfootnote[^1] $x$ `unclosed",
        "#[doc = \"x\"] #![feature(x)] //! /// /** x */",
        "<script>alert(1)</script><!-- comment --><?php ?><![CDATA[x]]>",
        "[crate::Client] [Self::new()] [struct@String] [`fn@main`] [u8] [!]",
        "![image](https://example.com/x.png) [](https://example.com) <mailto:a@example.com> <a@example.com>",
        "a `code [x] <y>` b ``` inline ``` c",
        "[status]: pending",
        "- [x]     panic!(\"this text ran\")",
        "- [ ] ```rust\n  panic!(\"this text ran\")",
        "- [ ] ~~~\n  panic!(\"this text ran\")\n  ~~~",
        "1. [ ] <!-- x\n2. [X] <?<https://a.b>\n3. [ ] ```",
        "[x](mailto:root@localhost) [m]\n\n[m]: mailto:\n[n]: mailto:postmaster",
        "[x]:\ny\n\n[y]: <z w>",
        "line\r\nother\rthird\u{0}\u{1b}[31m\u{202e}",
        "- [ ] to do\n- [x] done\n\n---\n\n===\ntitle\n===",
        "]]]>>>)))}}} {{{((( <<<[[[",
    ]
    .map(str::to_owned)
    .into();
    words.push("[x](y) <z> ".repeat(1_000));
    let mut runner = TestRunner::deterministic();
    let some = r"([\[\]<>(){}`~!|&#*_\\ \t\n:/^a-]|```|    |https://a\.bc|<b>|\]\(|\n\n){0,40}";
    let some = proptest::string::string_regex(some).expect("a pattern");
    words.extend((0..200).map(|_| {
        let tree = some.new_tree(&mut runner);
        tree.expect("a text").current()
    }));
    words
}

/// Replaces every description and summary by a text.
fn replace(value: &mut Value, words: &mut impl Iterator<Item = String>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                match key.as_str() {
                    "description" | "summary" if member.is_string() => {
                        *member = words.next().expect("words without end").into();
                    }
                    _ => replace(member, words),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, words)),
        _ => {}
    }
}

/// Our own document, with these texts everywhere.
fn document() -> Value {
    let words = hostile_words();
    let mut document = tests::json_of("spec/recover-passcode.yaml");
    replace(&mut document, &mut words.iter().cloned().cycle());
    let properties = words.iter().enumerate().map(|(index, words)| {
        let property = json!({
            "type": "string", "description": words, "default": words,
            "enum": [words, "other`value"],
        });
        (format!("words{index}"), property)
    });
    let properties: Map<String, Value> = properties.collect();
    let schemas = &mut document["components"]["schemas"];
    schemas["Words"] = json!({"type": "object", "properties": properties});
    schemas["ODataError"]["properties"]["words"] = json!({"$ref": "#/components/schemas/Words"});
    let parameters = words.iter().enumerate().map(|(index, words)| {
        let name = format!("`{index}<b>[x]");
        json!({
            "name": name, "in": "query", "description": words, "schema": {"type": "string"},
            // The example call contains these.
            "required": index < 21, "example": words,
        })
    });
    let parameters: Vec<_> = parameters.collect();
    let item = &mut document["paths"]["/deviceManagement/managedDevices/{managedDeviceId}/recoverPasscode"];
    item["get"] = json!({
        "operationId": "readWords",
        "summary": words[0],
        "description": words[1],
        "parameters": [{"$ref": "#/components/parameters/managedDeviceId"}],
        "responses": {"200": {"description": "", "headers": {
            "X`A": {"description": words[2], "schema": {"type": "string"}},
        }, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Words"}}}}},
    });
    item["put"] = json!({
        "operationId": "writeWords",
        "parameters": [{"$ref": "#/components/parameters/managedDeviceId"}],
        "requestBody": {"required": true, "content": {"application/json": {
            "schema": {"$ref": "#/components/schemas/Words"},
        }}},
        "responses": {"204": {"description": ""}},
    });
    let all = item["get"]["parameters"].as_array_mut();
    all.expect("a list").extend(parameters);
    document
}

#[test]
fn rustdoc_warns_of_nothing_and_runs_nothing_that_a_document_says() {
    let root = kept("documentation");
    let file = root.join("words.json");
    write(&file, document().to_string().as_bytes());
    let package = Package {
        name: "words",
        library: "words",
        document: &file,
    };
    member(&root, &package);
    let calls = Document::read(&file).and_then(|document| codegen::generated(&document));
    let calls = calls.expect("a client").examples;
    let members = ["words".to_owned()];
    write(&root.join("Cargo.toml"), workspace_of(&members).as_bytes());
    let output = cargo(&root, &["doc", "--no-deps", "--features", "fake"])
        .env("RUSTDOCFLAGS", "-D warnings")
        .output();
    let output = output.expect("cargo runs");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let ran = succeeds(&root, &["test", "--doc", "--features", "fake"]);
    // Only the example calls are compiled, and nothing is run.
    let of_document: Vec<_> = ran
        .lines()
        .filter(|line| line.contains("generated"))
        .collect();
    assert_eq!(of_document.len(), calls.len(), "{of_document:?}");
    for line in of_document {
        assert!(line.ends_with("- compile ... ok"), "{line}");
    }
}
