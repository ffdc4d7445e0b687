//! Values survive: the type of a schema reads every value that the schema allows, and
//! writes it unchanged.
//!
//! A kind of schema is an entry in a file in `round-trips`. A validator of JSON Schema
//! checks that its values are valid. With `ROUND_TRIPS_SEED` in the environment, there
//! are random kinds too; of their values, only those that the validator accepts are used.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

#[path = "support/kinds.rs"]
mod kinds_of_schemas;

mod kinds {
    #![allow(
        dead_code,
        clippy::all,
        unused_imports,
        unreachable_pub,
        reason = "generated code is held to the generator's rules"
    )]
    include!(concat!(env!("OUT_DIR"), "/kinds.rs"));
}

/// A value that was read: its JSON and its debug output.
pub(crate) struct Written {
    value: Value,
    shown: String,
}

fn again<T: DeserializeOwned + Serialize + std::fmt::Debug>(
    value: &Value,
) -> Result<Written, String> {
    let read: T = serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
    // Convert it through text: a 32-bit number would get more digits otherwise.
    let text = serde_json::to_string(&read).map_err(|error| error.to_string())?;
    Ok(Written {
        value: serde_json::from_str(&text).map_err(|error| error.to_string())?,
        shown: format!("{read:?}"),
    })
}

struct Kind {
    name: String,
    said: Value,
}

impl Kind {
    fn values(&self) -> Vec<Value> {
        let lists = ["values", "received"].map(|key| self.said[key].as_array().cloned());
        lists.into_iter().flatten().flatten().collect()
    }

    fn schemas(&self) -> Map<String, Value> {
        let mut schemas = self.said["components"]
            .as_object()
            .cloned()
            .unwrap_or_default();
        schemas.insert("Kind".to_owned(), self.said["schema"].clone());
        schemas
    }

    /// The diagnostics of `codegen check`, without notes.
    fn diagnostics(&self) -> Vec<codegen::Diagnostic> {
        let document = kinds_of_schemas::document_of(&self.said);
        codegen::check("kind.json".as_ref(), document.to_string().as_bytes())
    }
}

fn all() -> Vec<Kind> {
    let files = ["scalars", "structures", "compositions"];
    let files = files.map(|file| tests::json_of(&format!("tests/round-trips/{file}.yaml")));
    let kinds = files.into_iter().flat_map(|file| match file {
        Value::Object(kinds) => kinds,
        _ => Map::new(),
    });
    let kinds = kinds.chain(kinds_of_schemas::of_the_environment());
    kinds.map(|(name, said)| Kind { name, said }).collect()
}

/// A schema of OpenAPI 3.0 as one of JSON Schema.
fn json_schema(schema: &Value) -> Value {
    let Value::Object(members) = schema else {
        return schema.clone();
    };
    let mut converted: Map<String, Value> = Map::new();
    for (key, value) in members {
        let value = match (key.as_str(), value) {
            ("properties", Value::Object(properties)) => {
                let properties = properties.iter();
                properties
                    .map(|(name, schema)| (name.clone(), json_schema(schema)))
                    .collect()
            }
            ("items" | "not" | "additionalProperties", schema) => json_schema(schema),
            ("allOf" | "oneOf" | "anyOf", Value::Array(branches)) => {
                branches.iter().map(json_schema).collect()
            }
            ("nullable" | "exclusiveMinimum" | "exclusiveMaximum" | "discriminator", _) => continue,
            (_, value) => value.clone(),
        };
        converted.insert(key.clone(), value);
    }
    for (flag, bound) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        if schema[flag] == true
            && let Some(bound) = converted.remove(bound)
        {
            converted.insert(flag.to_owned(), bound);
        }
    }
    // Received values do not have properties that are only sent.
    if let Some(Value::Array(required)) = converted.get_mut("required") {
        required.retain(|name| {
            let name = name.as_str().unwrap_or_default();
            schema["properties"][name]["writeOnly"] != true
        });
    }
    match schema["nullable"] == true {
        true => json!({"anyOf": [{"type": "null"}, converted]}),
        false => Value::Object(converted),
    }
}

#[test]
fn there_are_kinds_and_values_enough() {
    let kinds = all();
    let values: usize = kinds.iter().map(|kind| kind.values().len()).sum();
    assert!(
        kinds.len() >= 80 && values >= 200,
        "{} kinds, {values} values",
        kinds.len()
    );
}

#[test]
fn the_values_are_what_their_schemas_allow() {
    for kind in all().into_iter().filter(|kind| !kind.is_random()) {
        let validator = kind.validator();
        for value in kind.values() {
            assert!(validator.is_valid(&value), "{}: {value}", kind.name);
        }
    }
}

impl Kind {
    fn is_random(&self) -> bool {
        self.name.starts_with("random-")
    }

    fn validator(&self) -> jsonschema::Validator {
        let schemas = self.schemas();
        let schemas = schemas.iter();
        let schemas: Map<String, Value> = schemas
            .map(|(name, schema)| (name.clone(), json_schema(schema)))
            .collect();
        let schema = json!({
            "$ref": "#/components/schemas/Kind",
            "components": {"schemas": schemas},
        });
        jsonschema::validator_for(&schema).expect("a schema")
    }

    /// The values that its schema allows.
    fn valid_values(&self) -> Vec<Value> {
        let mut values = self.values();
        if self.is_random() {
            let validator = self.validator();
            values.retain(|value| validator.is_valid(value));
        }
        values
    }

    /// Whether `codegen check` says that a value may not survive.
    fn is_said_to_lose(&self) -> bool {
        let mut diagnostics = self.diagnostics().into_iter();
        diagnostics.any(|one| one.rule.severity() > codegen::Severity::Note && says_of_a_loss(&one))
    }
}

/// A changed name is not a loss, and neither is a type that is not used.
fn says_of_a_loss(one: &codegen::Diagnostic) -> bool {
    !one.rule.id().starts_with("colliding-") && one.rule.id() != "unused-component"
}

#[test]
fn a_value_comes_out_as_it_went_in() {
    let mut lost = Vec::new();
    let mut count = 0;
    for kind in all() {
        if kind.is_random() && kind.is_said_to_lose() {
            continue;
        }
        for value in kind.valid_values() {
            count += 1;
            let fate = match kinds::written(&kind.name, &value) {
                None => "has no type".to_owned(),
                Some(Err(error)) => error,
                Some(Ok(written)) if !is_same(&written.value, &value) => {
                    format!("becomes {}: {}", written.value, written.shown)
                }
                Some(Ok(written)) if written.shown.contains("Unknown(") => written.shown,
                Some(Ok(_)) => continue,
            };
            lost.push(format!("{}: {value} {fate}", kind.name));
        }
    }
    println!("{count} values");
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

/// Whether two values are equal; the spelling of numbers does not matter.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || one.is_f64() != other.is_f64() && one.as_f64() == other.as_f64()
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let mut members = one.iter();
            one.len() == other.len()
                && members.all(|(key, one)| other.get(key).is_some_and(|other| is_same(one, other)))
        }
        (one, other) => one == other,
    }
}

#[test]
fn a_type_holds_any_value_where_its_schema_is_free() {
    let wrong: Vec<_> = all()
        .into_iter()
        .filter(|kind| {
            !kind.is_random()
                && kinds::FREE.contains(&kind.name.as_str())
                && kind.said["is_free"] != true
        })
        .map(|kind| kind.name)
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn a_loss_is_reported_and_nothing_else_is() {
    let mut wrong = Vec::new();
    for kind in all().into_iter().filter(|kind| !kind.is_random()) {
        let diagnostics = kind.diagnostics();
        let says = kind.said["says"].as_str();
        let is_said = diagnostics.iter().any(|one| Some(one.rule.id()) == says);
        let others = diagnostics.iter().filter(|one| {
            one.rule.severity() > codegen::Severity::Note && Some(one.rule.id()) != says
        });
        // A changed name is not a loss.
        let others = others.filter(|one| says_of_a_loss(one));
        let others: Vec<_> = others.map(|one| one.message.clone()).collect();
        if says.is_some() != is_said || !others.is_empty() {
            wrong.push(format!(
                "{}: {says:?} is said: {is_said}; {others:?}",
                kind.name
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
