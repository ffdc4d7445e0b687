// Kinds of schemas, for `build.rs` and the tests: the document of a kind, and random
// kinds with values. The same seed gives the same kinds. Set `ROUND_TRIPS_SEED` to add
// them to the kinds of `round-trips`.

use serde_json::{Map, Value, json};

/// How many kinds a seed gives, and how many values a kind has at most.
const KINDS: usize = 150;
const VALUES: usize = 8;
const MAX_DEPTH: usize = 3;

/// The kinds of the seed in the environment; none if there is none.
pub(crate) fn of_the_environment() -> Vec<(String, Value)> {
    let seed = std::env::var("ROUND_TRIPS_SEED");
    let seed = seed.ok().and_then(|seed| seed.parse().ok());
    let Some(seed) = seed else { return Vec::new() };
    let mut random = Random(seed);
    let kinds = (0..KINDS).map(|index| {
        let components = json!({
            "Part": random.object(MAX_DEPTH),
            "Word": random.scalar(),
            "Choice": random.choice(MAX_DEPTH - 1),
            "Alias": {"$ref": format!("#/components/schemas/{}", ["Part", "Choice"][random.below(2)])},
        });
        let schema = random.schema(0);
        let values: Vec<Value> = (0..VALUES)
            .map(|_| random.value(&schema, &components))
            .collect();
        let kind = json!({"schema": schema, "components": components, "values": values});
        (format!("random-{seed}-{index}"), kind)
    });
    kinds.collect()
}

/// A document that sends and receives values of a kind.
pub(crate) fn document_of(kind: &Value) -> Value {
    let mut schemas = kind["components"].as_object().cloned().unwrap_or_default();
    schemas.insert("Kind".to_owned(), kind["schema"].clone());
    let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Kind"}}});
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Kinds", "version": "1"},
        "paths": {"/kind": {"post": {
            "operationId": "sendKind",
            "requestBody": {"required": true, "content": content},
            "responses": {"200": {"description": "", "content": content}},
        }}},
        "components": {"schemas": schemas},
    })
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap_or(0)
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn of(&mut self, all: &[Value]) -> Value {
        all[self.below(all.len())].clone()
    }

    fn schema(&mut self, depth: usize) -> Value {
        let mut schema = match self.below(if depth < MAX_DEPTH { 16 } else { 4 }) {
            0..4 => self.scalar(),
            11 => self.choice(depth + 1),
            12 => json!({"$ref": "#/components/schemas/Choice"}),
            13 => json!({"$ref": "#/components/schemas/Alias"}),
            14 => json!({"oneOf": [{"$ref": "#/components/schemas/Part"}, {"enum": [null]}]}),
            4 => json!({"$ref": "#/components/schemas/Part"}),
            5 => json!({"$ref": "#/components/schemas/Word"}),
            6 => json!({"type": "array", "items": self.schema(depth + 1)}),
            7 => json!({"type": "object", "additionalProperties": self.schema(depth + 1)}),
            8 => {
                json!({"allOf": [{"$ref": "#/components/schemas/Part"}, self.object_of(depth + 1, "m")]})
            }
            9 => {
                let key = ["oneOf", "anyOf"][self.below(2)];
                json!({key: [self.scalar(), self.object(depth + 1), {"type": "array", "items": self.scalar()}]})
            }
            10 => {
                let branches = ["p", "q", "r"].map(|name| {
                    let mut object = self.object_of(depth + 1, name);
                    object["required"] = json!([format!("{name}0")]);
                    object
                });
                json!({"oneOf": branches})
            }
            _ => self.object(depth),
        };
        if schema.get("$ref").is_none() && self.one_in(5) {
            schema["nullable"] = true.into();
        }
        schema
    }

    /// Alternatives that a listed string tells apart: enums, or objects with or without a
    /// discriminator; also inside other alternatives.
    fn choice(&mut self, depth: usize) -> Value {
        let enums = json!({"oneOf": [{"type": "string", "enum": ["a"]}, {"enum": ["b", "c"]}]});
        let tagged = ["t", "u", "v"].map(|name| {
            let mut object = self.object_of(depth + 1, name);
            object["properties"]["kind"] = json!({"type": "string", "enum": [name]});
            object["required"] = json!(["kind"]);
            object
        });
        match self.below(4) {
            0 => enums,
            1 => json!({"oneOf": [enums, {"type": "integer"}, tagged[0]]}),
            2 => json!({"oneOf": tagged, "discriminator": {"propertyName": "kind"}}),
            _ => json!({"oneOf": [{"oneOf": tagged}, {"type": "array", "items": enums}]}),
        }
    }

    fn scalar(&mut self) -> Value {
        let all = [
            json!({"type": "string"}),
            json!({"type": "string", "minLength": 1, "maxLength": 4}),
            json!({"type": "string", "pattern": "^[a-c]+$"}),
            json!({"type": "string", "enum": ["a", "b", "self", ""]}),
            json!({"type": "string", "format": "uuid"}),
            json!({"type": "string", "format": "date-time"}),
            json!({"type": "integer"}),
            json!({"type": "integer", "format": "int32"}),
            json!({"type": "integer", "minimum": 0}),
            json!({"type": "number"}),
            json!({"type": "boolean"}),
            json!({"enum": ["x", "y"]}),
        ];
        self.of(&all)
    }

    fn object(&mut self, depth: usize) -> Value {
        self.object_of(depth, "a")
    }

    fn object_of(&mut self, depth: usize, prefix: &str) -> Value {
        let names: Vec<String> = (0..1 + self.below(4))
            .map(|index| format!("{prefix}{index}"))
            .collect();
        let properties = names
            .iter()
            .map(|name| (name.clone(), self.schema(depth + 1)));
        let properties: Map<String, Value> = properties.collect();
        let required: Vec<_> = names.iter().filter(|_| self.one_in(2)).collect();
        let mut object = json!({"type": "object", "properties": properties});
        if !required.is_empty() {
            object["required"] = json!(required);
        }
        match self.below(4) {
            0 => object["additionalProperties"] = false.into(),
            1 => object["additionalProperties"] = true.into(),
            _ => {}
        }
        object
    }

    /// A value that the schema probably allows; a validator decides.
    fn value(&mut self, schema: &Value, components: &Value) -> Value {
        if schema["nullable"] == true && self.one_in(3) {
            return Value::Null;
        }
        if let Some(reference) = schema["$ref"].as_str() {
            let name = reference.rsplit('/').next().unwrap_or_default();
            return self.value(&components[name], components);
        }
        if schema["enum"] == json!([null]) {
            return Value::Null;
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(branches) = schema[key].as_array() {
                let branch = self.of(branches);
                return self.value(&branch, components);
            }
        }
        if let Some(branches) = schema["allOf"].as_array() {
            let mut merged = Map::new();
            for branch in branches {
                if let Value::Object(members) = self.value(branch, components) {
                    merged.extend(members);
                }
            }
            return merged.into();
        }
        if let Some(listed) = schema["enum"].as_array() {
            return self.of(listed);
        }
        match (schema["type"].as_str(), schema["format"].as_str()) {
            (Some("string"), Some("uuid")) => "705c034c-034c-705c-4c03-5c704c035c70".into(),
            (Some("string"), Some(_)) => "2026-11-26T01:02:03.5Z".into(),
            (Some("string"), None) => {
                self.of(&[json!("a"), json!("abc"), json!("é\"\\\n"), json!("")])
            }
            (Some("integer"), Some(_)) => self.of(&[json!(i32::MIN), json!(i32::MAX)]),
            (Some("integer"), None) => self.of(&[json!(0), json!(-1), json!(i64::MAX)]),
            (Some("number"), _) => self.of(&[json!(0.1), json!(-1e300), json!(7)]),
            (Some("boolean"), _) => self.one_in(2).into(),
            (Some("array"), _) => {
                let count = self.below(3);
                (0..count)
                    .map(|_| self.value(&schema["items"], components))
                    .collect()
            }
            _ => self.members(schema, components).into(),
        }
    }

    fn members(&mut self, schema: &Value, components: &Value) -> Map<String, Value> {
        let mut members = Map::new();
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            if required.iter().any(|one| one == name) || self.one_in(2) {
                members.insert(name.clone(), self.value(property, components));
            }
        }
        match &schema["additionalProperties"] {
            Value::Bool(true) if self.one_in(2) => {
                members.insert("other".to_owned(), json!([null, 1]));
            }
            others @ Value::Object(_) => {
                for name in ["k", "l"].into_iter().take(self.below(3)) {
                    members.insert(name.to_owned(), self.value(others, components));
                }
            }
            _ => {}
        }
        members
    }
}
