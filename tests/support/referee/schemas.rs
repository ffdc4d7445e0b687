//! Random schemas, and random changes of them.

use serde_json::{Map, Value, json};

use super::Pair;

const NAMES: [&str; 5] = ["a", "b", "c", "d", "e"];
const WORDS: [&str; 6] = ["red", "green", "blue", "x", "", "longer words"];
const FORMATS: [&str; 4] = ["date", "date-time", "uuid", "byte"];
const PATTERNS: [&str; 5] = ["^[a-z]+$", "^[a-z]{2,4}$", "^a", "[0-9]", "^[A-F0-9]{4}$"];
const MAX_DEPTH: usize = 3;

/// SplitMix64.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % end.max(1) as u64).unwrap_or(0)
    }

    pub(super) fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    pub(super) fn of<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())].clone()
    }

    pub(super) fn pair(&mut self) -> Pair {
        let components = json!({
            "A": self.object(2),
            "B": self.object(2),
            "C": self.scalar(),
        });
        let old = self.schema(0);
        let mut new = old.clone();
        for _ in 0..1 + self.below(2) {
            new = self.changed(&new);
        }
        let (old, new) = match self.one_in(2) {
            true => (old, new),
            false => (new, old),
        };
        let is_request = self.one_in(2);
        // A property that begins to travel, or no longer does, is taken for a correction
        // of the documentation (see REVIEW.md). So one travels as another of its name.
        let access = self.of(&[None, Some("readOnly"), Some("writeOnly")]);
        let [mut old, mut new, mut components] = [old, new, components];
        for schema in [&mut old, &mut new, &mut components] {
            set_access(schema, access);
        }
        Pair {
            old,
            new,
            components,
            is_request,
        }
    }

    fn schema(&mut self, depth: usize) -> Value {
        let is_deep = depth >= MAX_DEPTH;
        let mut schema = match self.below(if is_deep { 4 } else { 10 }) {
            0..=2 => self.scalar(),
            3 => {
                return json!({"$ref": format!("#/components/schemas/{}", self.of(&["A", "B", "C"]))});
            }
            4 | 5 => self.object(depth),
            6 => self.array(depth),
            _ => self.composed(depth),
        };
        if self.one_in(6) {
            schema["nullable"] = json!(true);
        }
        schema
    }

    fn scalar(&mut self) -> Value {
        match self.below(8) {
            0 => json!({"type": "boolean"}),
            1 => {
                let count = 1 + self.below(3);
                let values: Vec<_> = (0..count).map(|_| self.of(&WORDS)).collect();
                json!({"type": "string", "enum": values})
            }
            2 => {
                let values: Vec<_> = (0..1 + self.below(3)).map(|_| self.below(5)).collect();
                json!({"type": "integer", "enum": values})
            }
            3 | 4 => self.number(),
            5 => json!({"type": "string", "format": self.of(&FORMATS)}),
            6 => json!({"type": "string", "pattern": self.of(&PATTERNS)}),
            _ => self.text(),
        }
    }

    fn text(&mut self) -> Value {
        let mut schema = json!({"type": "string"});
        if self.one_in(2) {
            schema["minLength"] = json!(self.below(4));
        }
        if self.one_in(2) {
            schema["maxLength"] = json!(3 + self.below(6));
        }
        schema
    }

    fn number(&mut self) -> Value {
        let mut schema = json!({"type": self.of(&["integer", "number"])});
        if self.one_in(3) {
            schema["minimum"] = json!(self.below(5));
            if self.one_in(3) {
                schema["exclusiveMinimum"] = json!(true);
            }
        }
        if self.one_in(3) {
            schema["maximum"] = json!(5 + self.below(20));
            if self.one_in(3) {
                schema["exclusiveMaximum"] = json!(true);
            }
        }
        if self.one_in(5) {
            schema["multipleOf"] = json!(1 + self.below(4));
        }
        if self.one_in(4) {
            schema["format"] = json!(self.of(&["int32", "int64"]));
        }
        schema
    }

    fn array(&mut self, depth: usize) -> Value {
        let mut schema = json!({"type": "array", "items": self.schema(depth + 1)});
        if self.one_in(4) {
            schema["minItems"] = json!(self.below(3));
        }
        if self.one_in(4) {
            schema["maxItems"] = json!(1 + self.below(4));
        }
        if self.one_in(6) {
            schema["uniqueItems"] = json!(true);
        }
        schema
    }

    fn object(&mut self, depth: usize) -> Value {
        let mut properties = Map::new();
        for _ in 0..self.below(4) {
            let property = self.schema(depth + 1);
            properties.insert(self.of(&NAMES).to_owned(), property);
        }
        let required: Vec<String> = properties
            .keys()
            .filter(|_| self.one_in(2))
            .cloned()
            .collect();
        let mut schema = json!({"type": "object", "properties": properties});
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        match self.below(8) {
            0 => schema["additionalProperties"] = json!(false),
            1 => schema["additionalProperties"] = self.schema(depth + 2),
            _ => {}
        }
        schema
    }

    fn composed(&mut self, depth: usize) -> Value {
        let key = self.of(&["allOf", "anyOf", "oneOf"]);
        let count = 1 + self.below(3);
        let parts: Vec<Value> = (0..count)
            .map(|_| match key {
                "allOf" => self.object(depth + 1),
                _ => self.schema(depth + 1),
            })
            .collect();
        json!({ key: parts })
    }

    /// The schema with one change, anywhere in it.
    fn changed(&mut self, schema: &Value) -> Value {
        let mut places = Vec::new();
        schemas(schema, String::new(), &mut places);
        let place = self.of(&places);
        let mut changed = schema.clone();
        if let Some(here) = changed.pointer_mut(&place) {
            let new = self.changed_here(here);
            *here = new;
        }
        changed
    }

    fn changed_here(&mut self, schema: &Value) -> Value {
        let mut new = schema.clone();
        match self.below(16) {
            0 => return self.schema(2),
            1 => return json!({self.of(&["oneOf", "anyOf", "allOf"]): [schema]}),
            2 => return json!({self.of(&["oneOf", "anyOf"]): [schema, self.schema(2)]}),
            3 => return json!({"allOf": [schema, {"description": "the same"}]}),
            _ if new.get("$ref").is_some() => return self.schema(2),
            4 => {
                let is_nullable = new.get("nullable") == Some(&json!(true));
                new["nullable"] = json!(!is_nullable);
            }
            5 => {
                for key in ["allOf", "anyOf", "oneOf"] {
                    if let Some(parts) = new.get_mut(key).and_then(Value::as_array_mut) {
                        match self.one_in(2) && parts.len() > 1 {
                            true => drop(parts.remove(0)),
                            false => parts.push(self.schema(2)),
                        }
                    }
                }
            }
            6 | 7 => {
                if let Some(values) = new.get_mut("enum").and_then(Value::as_array_mut) {
                    match self.one_in(2) && values.len() > 1 {
                        true => drop(values.pop()),
                        false => values.push(match values.first() {
                            Some(Value::Number(_)) => json!(7),
                            _ => json!(self.of(&WORDS)),
                        }),
                    }
                } else if new.get("properties").is_some() {
                    new = self.other_properties(new);
                }
            }
            8..=10 if new.get("properties").is_some() => new = self.other_properties(new),
            11 => {
                let keys: Vec<String> = new
                    .as_object()
                    .into_iter()
                    .flat_map(Map::keys)
                    .cloned()
                    .collect();
                if keys.is_empty() {
                    return self.schema(2);
                }
                let key = self.of(&keys);
                if key != "type" || self.one_in(4) {
                    new.as_object_mut().expect("a schema").remove(&key);
                }
            }
            _ => {
                let other = match new.get("type").and_then(Value::as_str) {
                    Some("string") if self.one_in(2) => self.text(),
                    Some("string") => self.scalar(),
                    Some("integer" | "number") => self.number(),
                    Some("array") => {
                        let mut other = self.array(2);
                        if let Some(items) = new.get("items") {
                            other["items"] = items.clone();
                        }
                        other
                    }
                    Some("object") => {
                        new["additionalProperties"] = match self.below(3) {
                            0 => json!(false),
                            1 => json!(true),
                            _ => self.scalar(),
                        };
                        new
                    }
                    _ => self.scalar(),
                };
                return other;
            }
        }
        new
    }

    fn other_properties(&mut self, mut schema: Value) -> Value {
        let name = self.of(&NAMES);
        match self.below(3) {
            0 => {
                let properties = schema["properties"].as_object_mut().expect("properties");
                if properties.remove(name).is_none() {
                    let property = self.schema(2);
                    schema["properties"][name] = property;
                }
            }
            1 => {
                let property = self.schema(2);
                schema["properties"][name] = property;
            }
            _ => {
                let names: Vec<String> = schema["properties"]
                    .as_object()
                    .into_iter()
                    .flat_map(Map::keys)
                    .filter(|_| self.one_in(2))
                    .cloned()
                    .collect();
                match names.is_empty() {
                    true => drop(schema.as_object_mut().expect("a schema").remove("required")),
                    false => schema["required"] = json!(names),
                }
            }
        }
        schema
    }
}

/// Marks all properties of one name.
fn set_access(value: &mut Value, access: Option<&str>) {
    if let (Some(access), Some(properties)) = (
        access,
        value.get_mut("properties").and_then(Value::as_object_mut),
    ) && let Some(property) = properties.get_mut("e")
    {
        if property.get("$ref").is_some() {
            *property = json!({"allOf": [property]});
        }
        property[access] = json!(true);
    }
    match value {
        Value::Array(items) => items.iter_mut().for_each(|one| set_access(one, access)),
        Value::Object(members) => members.values_mut().for_each(|one| set_access(one, access)),
        _ => {}
    }
}

/// The pointers to a schema and to all within it.
fn schemas(schema: &Value, place: String, places: &mut Vec<String>) {
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        schemas(property, format!("{place}/properties/{name}"), places);
    }
    for key in ["allOf", "anyOf", "oneOf"] {
        let parts = schema[key].as_array().into_iter().flatten().enumerate();
        for (index, part) in parts {
            schemas(part, format!("{place}/{key}/{index}"), places);
        }
    }
    if schema.get("items").is_some() {
        schemas(&schema["items"], format!("{place}/items"), places);
    }
    places.push(place);
}
