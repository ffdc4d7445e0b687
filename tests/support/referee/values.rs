//! Values that a schema may describe.

use serde_json::{Map, Value, json};

use super::is_unsent;
use super::schemas::Random;

impl Random {
    /// A value that a schema may describe, with no property that it does not name;
    /// near to where another document differs.
    pub(super) fn described(
        &mut self,
        document: &Value,
        pointer: &str,
        other: &Value,
        is_request: bool,
    ) -> Value {
        let schema = document.pointer(pointer).expect("the schema");
        let mut constants = Vec::new();
        for document in [document, other] {
            collect(
                document.pointer("/components/schemas").expect("schemas"),
                &mut constants,
            );
        }
        self.value(schema, document, &constants, is_request, 0)
    }

    fn value(
        &mut self,
        schema: &Value,
        document: &Value,
        constants: &[Value],
        is_request: bool,
        depth: usize,
    ) -> Value {
        if depth > 8 {
            return json!(null);
        }
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let target = document.pointer(&reference[1..]).expect("a component");
            return self.value(target, document, constants, is_request, depth + 1);
        }
        if schema.get("nullable") == Some(&json!(true)) && self.one_in(4) {
            return json!(null);
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            return self.of(values);
        }
        let parts = |key: &str| schema.get(key).and_then(Value::as_array);
        if let Some(parts) = parts("oneOf").or_else(|| parts("anyOf")) {
            let part = self.of(parts);
            return self.value(&part, document, constants, is_request, depth + 1);
        }
        if let Some(parts) = parts("allOf") {
            let values: Vec<Value> = parts
                .iter()
                .map(|part| self.value(part, document, constants, is_request, depth + 1))
                .collect();
            let mut merged = Map::new();
            for value in &values {
                match value {
                    Value::Object(members) => merged.extend(members.clone()),
                    other if values.len() == 1 || self.one_in(2) => return other.clone(),
                    _ => {}
                }
            }
            return Value::Object(merged);
        }
        match schema.get("type").and_then(Value::as_str) {
            Some("boolean") => json!(self.one_in(2)),
            Some("integer" | "number") => {
                let numbers: Vec<&Value> = constants.iter().filter(|one| one.is_number()).collect();
                let base = match numbers.is_empty() || self.one_in(4) {
                    true => json!(self.below(30)),
                    false => self.of(&numbers).clone(),
                };
                let base = base.as_i64().unwrap_or(0);
                let extremes = [i64::MAX, 3_000_000_000, -1, base + 1, base - 1, base, 0];
                let whole = self.of(&extremes);
                match schema["type"] == json!("number") && self.one_in(3) {
                    true => json!(base as f64 + 0.5),
                    false => json!(whole),
                }
            }
            Some("string") => self.word(schema, constants),
            Some("array") => {
                let count = self.below(5);
                let items = (0..count).map(|_| {
                    let items = schema.get("items").cloned().unwrap_or(json!({}));
                    self.value(&items, document, constants, is_request, depth + 1)
                });
                let items: Vec<Value> = items.collect();
                json!(items)
            }
            Some("object") => {
                let mut members = Map::new();
                let properties = schema["properties"].as_object();
                for (name, property) in properties.into_iter().flatten() {
                    let is_required = schema["required"]
                        .as_array()
                        .is_some_and(|names| names.contains(&json!(name)));
                    if !is_unsent(property, is_request) && (is_required || self.one_in(2)) {
                        let value =
                            self.value(property, document, constants, is_request, depth + 1);
                        members.insert(name.clone(), value);
                    }
                }
                if let Some(others) = schema
                    .get("additionalProperties")
                    .filter(|one| one.is_object())
                    && self.one_in(2)
                {
                    let name = self.of(&["other", "another"]);
                    if schema["properties"].get(name).is_none() {
                        let value = self.value(others, document, constants, is_request, depth + 1);
                        members.insert(name.to_owned(), value);
                    }
                }
                Value::Object(members)
            }
            _ => self.of(&[
                json!("a"),
                json!(1),
                json!({}),
                json!([]),
                json!(null),
                json!(true),
            ]),
        }
    }

    fn word(&mut self, schema: &Value, constants: &[Value]) -> Value {
        let texts: Vec<&Value> = constants.iter().filter(|one| one.is_string()).collect();
        match self.below(4) {
            0 if !texts.is_empty() => self.of(&texts).clone(),
            1 => json!("a".repeat(self.below(11))),
            _ => match (schema["format"].as_str(), schema["pattern"].as_str()) {
                (Some("date"), _) => json!("2024-05-06"),
                (Some("date-time"), _) => json!("2024-05-06T07:08:09Z"),
                (Some("uuid"), _) => json!("67e55044-10b1-426f-9247-bb680e5fe0c8"),
                (Some("byte"), _) => json!("YWJj"),
                (_, Some("^[a-z]{2,4}$")) => json!(self.of(&["ab", "abcd", "zz"])),
                (_, Some("[0-9]")) => json!(self.of(&["0", "A0", "aa11bb"])),
                (_, Some("^[A-F0-9]{4}$")) => json!(self.of(&["A0B1", "ABCD", "1234"])),
                (_, Some(_)) => json!(self.of(&["a", "abc", "abcdefgh"])),
                _ => json!(self.of(&["a", "B", "7", "a b", "2024-05-06", "YWJj", "-"])),
            },
        }
    }
}

/// The numbers and texts of a document's schemas.
fn collect(value: &Value, constants: &mut Vec<Value>) {
    match value {
        Value::Number(_) | Value::String(_) => constants.push(value.clone()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, constants)),
        Value::Object(members) => members
            .values()
            .for_each(|member| collect(member, constants)),
        _ => {}
    }
}
