//! A referee for the review: random pairs of schemas, judged by a validator of JSON
//! Schema that nobody here wrote, through a conversion that shares nothing with the
//! review. The same pairs for the same seed.

mod schemas;
mod values;

use std::collections::BTreeMap;

use codegen::Source;
use codegen::review::{Evidence, Level, Review};
use jsonschema::Validator;
use schemas::Random;
use serde_json::{Map, Value, json};

/// A schema, before and after, and which way its values travel.
pub(crate) struct Pair {
    pub(crate) old: Value,
    pub(crate) new: Value,
    /// The components that both may refer to.
    components: Value,
    pub(crate) is_request: bool,
}

/// What was seen of many pairs.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) pairs: usize,
    /// By the heaviest level that the review found.
    pub(crate) levels: BTreeMap<String, usize>,
    /// Pairs for which the referee has a value that one side describes and the other
    /// refuses.
    pub(crate) broken: usize,
    /// Of those, the ones that the review calls breaking.
    pub(crate) broken_and_breaking: usize,
    /// Witnesses of the review that the referee confirms.
    pub(crate) confirmed: usize,
    pub(crate) undecided: usize,
    /// Pairs that the review calls breaking and that have no witness, by the rules.
    pub(crate) without_witness: BTreeMap<String, usize>,
    /// What must not be, in words.
    pub(crate) faults: Vec<String>,
}

impl Tally {
    pub(crate) fn breaking(&self) -> usize {
        self.levels.get("breaking").copied().unwrap_or_default()
    }

    pub(crate) fn breaking_without_witness(&self) -> usize {
        self.without_witness.values().sum()
    }
}

/// Judges so many random pairs.
pub(crate) fn judge(seed: u64, pairs: usize) -> Tally {
    let mut random = Random(seed);
    let mut tally = Tally::default();
    for _ in 0..pairs {
        let pair = random.pair();
        judge_pair(&pair, &mut random, &mut tally);
    }
    tally
}

fn judge_pair(pair: &Pair, random: &mut Random, tally: &mut Tally) {
    let [old_document, new_document] = [&pair.old, &pair.new].map(|schema| document(pair, schema));
    let source = |name: &str, document: &Value| {
        Source::parse(name, document.to_string().as_bytes()).expect("JSON")
    };
    let [old, new] = [
        source("old.json", &old_document),
        source("new.json", &new_document),
    ];
    let review = Review::wire_only(Some(&old), Some(&new)).expect("a document");
    let level = review.findings.iter().map(|finding| finding.level).max();
    let level = level.unwrap_or(Level::Docs);
    tally.pairs += 1;
    *tally.levels.entry(level.to_string()).or_default() += 1;

    // Whose values, and who must take them.
    let (described, refusing) = match pair.is_request {
        true => (&old_document, &new_document),
        false => (&new_document, &old_document),
    };
    let [describes, refuses] =
        [described, refusing].map(|document| Referee::of(document, ROOT, pair.is_request));
    let own = (0..VALUES).find_map(|_| {
        let value = random.described(described, ROOT, refusing, pair.is_request);
        (describes.allows(&value) && !refuses.allows(&value)).then_some(value)
    });

    let mut has_witness = false;
    for finding in &review.findings {
        match &finding.evidence {
            Evidence::Witness(witness) => {
                let describes = Referee::of(described, &witness.described_by, pair.is_request);
                let refuses = Referee::of(refusing, &witness.refused_by, pair.is_request);
                let is_confirmed =
                    describes.allows(&witness.value) && !refuses.allows(&witness.value);
                match is_confirmed {
                    true => tally.confirmed += 1,
                    false => tally.faults.push(format!(
                        "not confirmed: {}, {} ({})\n  {}\n  {}",
                        witness.value,
                        finding.message,
                        finding.rule.id(),
                        pair.old,
                        pair.new
                    )),
                }
                has_witness |= is_confirmed && finding.level == Level::Breaking;
            }
            Evidence::Undecided => tally.undecided += 1,
            _ => {}
        }
    }
    if let Some(value) = &own {
        tally.broken += 1;
        if level >= Level::Unclassified {
            tally.broken_and_breaking += 1;
        }
        if level < Level::Warning {
            tally.faults.push(format!(
                "missed, {}: {value}\n  {}\n  {}\n  {}",
                if pair.is_request {
                    "request"
                } else {
                    "response"
                },
                pair.old,
                pair.new,
                pair.components
            ));
        }
    }
    if level >= Level::Unclassified && !has_witness {
        let breaking = review
            .findings
            .iter()
            .filter(|one| one.level >= Level::Unclassified);
        let rules: Vec<_> = breaking.map(|one| one.rule.id()).collect();
        let rules = format!(
            "{} {}",
            rules.join(" "),
            if own.is_some() {
                "(referee has one)"
            } else {
                ""
            }
        );
        if std::env::var("REFEREE_VERBOSE").is_ok() {
            println!(
                "without witness: {rules}\n  {}\n  {}\n  {}",
                pair.old, pair.new, pair.components
            );
        }
        *tally.without_witness.entry(rules).or_default() += 1;
    }
}

/// How many values the referee tries.
const VALUES: usize = 60;

/// Where a document of a pair has its schema.
const ROOT: &str = "/components/schemas/Root";

fn document(pair: &Pair, schema: &Value) -> Value {
    let mut schemas = pair.components.as_object().cloned().unwrap_or_default();
    schemas.insert("Root".to_owned(), schema.clone());
    let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Root"}}});
    let operation = match pair.is_request {
        true => json!({
            "requestBody": {"required": true, "content": content},
            "responses": {"204": {"description": ""}},
        }),
        false => json!({"responses": {"200": {"description": "", "content": content}}}),
    };
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Pairs", "version": "1"},
        "paths": {"/pair": {"post": operation}},
        "components": {"schemas": schemas},
    })
}

/// A schema of a document, as a validator of JSON Schema takes it.
struct Referee(Validator);

impl Referee {
    fn of(document: &Value, pointer: &str, is_request: bool) -> Self {
        let schema = document.pointer(pointer).expect("the schema");
        let convert = |schema: &Value| converted(schema, is_request);
        let mut converted = convert(schema);
        let components = document["components"]["schemas"].as_object();
        let definitions: Map<String, Value> = components
            .into_iter()
            .flatten()
            .map(|(name, schema)| (name.clone(), convert(schema)))
            .collect();
        if !converted.is_object() {
            converted = json!({"allOf": [converted]});
        }
        converted["$defs"] = Value::Object(definitions);
        let options = jsonschema::draft202012::options().should_validate_formats(true);
        Self(
            options
                .build(&converted)
                .unwrap_or_else(|error| panic!("{error}: {converted}")),
        )
    }

    fn allows(&self, value: &Value) -> bool {
        self.0.is_valid(value)
    }
}

/// A Schema Object of OpenAPI 3.0 as JSON Schema.
fn converted(schema: &Value, is_request: bool) -> Value {
    let Some(members) = schema.as_object() else {
        return schema.clone();
    };
    let inner = |schema: &Value| converted(schema, is_request);
    if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
        return json!({"$ref": reference.replace("#/components/schemas/", "#/$defs/")});
    }
    let mut all: Vec<Value> = Vec::new();
    let mut out = Map::new();
    for (key, value) in members {
        match key.as_str() {
            "nullable" | "readOnly" | "writeOnly" | "exclusiveMinimum" | "exclusiveMaximum" => {}
            "minimum" | "maximum" => {
                let exclusive = format!("exclusive{}{}", &key[..1].to_uppercase(), &key[1..]);
                let name = match members.get(&exclusive) == Some(&json!(true)) {
                    true => exclusive,
                    false => key.clone(),
                };
                out.insert(name, value.clone());
            }
            "format" => match value.as_str() {
                Some("int32") => all.push(json!({"minimum": i32::MIN, "maximum": i32::MAX})),
                Some("int64") => all.push(json!({"minimum": i64::MIN, "maximum": i64::MAX})),
                Some("byte") => all.push(json!({
                    "pattern": "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"
                })),
                _ => {
                    out.insert(key.clone(), value.clone());
                }
            },
            "properties" => {
                let properties = value.as_object().into_iter().flatten();
                let properties: Map<String, Value> = properties
                    .map(|(name, property)| {
                        let converted = match is_unsent(property, is_request) {
                            true => json!(true),
                            false => inner(property),
                        };
                        (name.clone(), converted)
                    })
                    .collect();
                out.insert(key.clone(), Value::Object(properties));
            }
            "required" => {
                let names = value.as_array().into_iter().flatten();
                let names = names.filter(|name| {
                    let name = name.as_str().unwrap_or_default();
                    let property = schema["properties"].get(name);
                    let is_unsent = property.is_some_and(|one| is_unsent(one, is_request));
                    !is_unsent
                });
                out.insert(key.clone(), names.cloned().collect());
            }
            "items" | "not" | "additionalProperties" => {
                out.insert(key.clone(), inner(value));
            }
            "allOf" | "anyOf" | "oneOf" => {
                let parts = value.as_array().into_iter().flatten().map(inner);
                out.insert(key.clone(), parts.collect());
            }
            _ => {
                out.insert(key.clone(), value.clone());
            }
        }
    }
    if !all.is_empty() {
        all.push(Value::Object(out));
        out = Map::new();
        out.insert("allOf".to_owned(), Value::Array(all));
    }
    match members.get("nullable") == Some(&json!(true)) {
        true => json!({"anyOf": [{"type": "null"}, out]}),
        false => Value::Object(out),
    }
}

fn is_unsent(property: &Value, is_request: bool) -> bool {
    let key = if is_request { "readOnly" } else { "writeOnly" };
    property.get(key) == Some(&json!(true))
}
