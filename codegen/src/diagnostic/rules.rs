//! Every problem that a document can have, as a table. Ids are permanent.

use super::Severity;
use Severity::{Error, Note, Warning};

/// A kind of problem.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The permanent id, in kebab case.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub meaning: &'static str,
}

/// The rule of an id; the one for defects of ours if there is none.
pub(super) fn rule(id: &str) -> &'static Rule {
    RULES.iter().find(|rule| rule.id == id).unwrap_or(&FALLBACK)
}

const FALLBACK: Rule = Rule {
    id: "generator-defect",
    severity: Error,
    meaning: "a dependency fails on a document that passed every check of ours",
};

macro_rules! rules {
    ($($severity:ident $id:literal $meaning:literal;)*) => {
        /// All rules: how a text is read, what OpenAPI 3.0.3 says, what can be
        /// carried, what would surprise, what is rewritten.
        pub static RULES: &[Rule] = &[
            $(Rule { id: $id, severity: $severity, meaning: $meaning },)*
            FALLBACK,
        ];
    };
}

rules! {
    // The text
    Error "not-utf-8" "a byte that is not UTF-8";
    Error "not-well-formed" "the text is neither YAML nor JSON";
    Error "empty-document" "there is nothing in it";
    Error "second-document" "a second YAML document in the same file";
    Error "duplicate-key" "a key that stands twice in a mapping";
    Error "key-not-text" "a mapping, a sequence or an alias in the place of a key";
    Error "tag-mismatch" "a value that does not fit its tag";
    Error "recursive-alias" "an alias inside the value that it repeats";
    Error "too-many-aliases" "aliases that repeat more than a document can hold";
    Error "too-deep" "more mappings and sequences inside one another than can be read";

    // OpenAPI 3.0.3
    Error "unsupported-version" "another version than OpenAPI 3.0";
    Error "wrong-value" "a value of another kind than its field takes";
    Error "unknown-field" "a field that OpenAPI 3.0.3 does not know";
    Error "missing-field" "a required field that is not there";
    Error "malformed-key" "a key that cannot stand in its map";
    Error "external-reference" "a `$ref` to another file";
    Error "wrong-reference" "a `$ref` to something else than its place takes";
    Error "unresolved-reference" "a `$ref` to nothing";
    Error "circular-reference" "a `$ref` that leads back to itself";
    Error "unreadable-value" "a combination that the types of `openapiv3` do not know";

    // What can be carried: operations
    Error "path-reference" "a path that is kept behind a `$ref`";
    Error "malformed-path" "a path whose braces do not match";
    Error "reserved-operation-id" "an `operationId` that becomes a method which every client has";
    Error "colliding-operation-ids" "two operations that become one method";
    Error "undeclared-path-parameter" "a name in a path that is no parameter";
    Error "unused-path-parameter" "a path parameter that the path does not name";
    Error "optional-path-parameter" "a path parameter that is not required";
    Error "duplicate-parameter" "a parameter that stands twice";
    Error "colliding-parameters" "two parameters that become one argument";
    Error "cookie-parameter" "a parameter in a cookie";
    Error "parameter-style" "a parameter that is written in another way than its default";
    Error "parameter-content" "a parameter without a `schema`";
    Error "media-type" "a request body of a media type that cannot be carried";
    Error "body-without-schema" "a body whose content has no `schema`";
    Error "encoding" "a body whose parts are encoded one by one";
    Error "server-name" "a server whose `x-name` cannot name a variant";

    // What can be carried: schemas
    Error "colliding-types" "two schemas that become one type";
    Error "endless-schema" "a schema that is composed of itself";
    Error "mixed-keywords" "keywords of several types in a schema without `type`";
    Error "misfit-enum" "a value in `enum` that is not of the schema's type";
    Error "malformed-pattern" "a `pattern` that is no regular expression";
    Error "exclusive-without-bound" "`exclusiveMinimum` or `exclusiveMaximum` without its bound";

    // What would surprise
    Warning "not-carried" "something that does not reach the client";
    Warning "unknown-extension" "an extension that means nothing to the client";
    Warning "ignored-header" "a header parameter that OpenAPI says to ignore";
    Warning "unused-component" "a component that no operation reaches";
    Warning "foreign-keyword" "a keyword of another type than the schema's";
    Warning "foreign-format" "a `format` of a type that has none";
    Warning "misfit-default" "a `default` that the schema does not allow";
    Warning "unchecked-pattern" "a `pattern` that the client cannot check";
    Warning "strict-error-body" "a value in an error's body that, if malformed, costs the whole body";
    Warning "anonymous-type" "a constrained schema without a name, which becomes a type for each use";
    Warning "several-success-bodies" "successes with bodies of several kinds, which callers get as they came";
    Warning "untyped-body" "JSON without a schema, which callers get as it came";
    Warning "media-type-left-out" "a request body in a second media type, which callers cannot send";

    // What is rewritten
    Note "derived-operation-id" "an operation without `operationId`, named by method and path";
    Note "date-as-text" "a date, which is read as text";
    Note "joined-items" "a list in the query that is written as one text";
    Note "nullable-component" "a component schema that may be null, which its uses are then";
    Note "any-media-type" "a request body of any media type, which is sent as JSON";
    Note "default-response" "a `default` response, taken for the answers that the others leave";
    Note "several-error-bodies" "error answers that differ in their bodies";
    Note "left-out" "an operation that is left out for its errors";
}
