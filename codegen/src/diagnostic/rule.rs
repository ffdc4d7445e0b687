//! Every diagnostic that there is, as a table. Ids are permanent.

use std::fmt;

use Severity::{Error, Note, Warning};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The generator rewrites this to carry it.
    Note,
    /// It becomes a client, but not the one that might be expected.
    Warning,
    /// It cannot become a client.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// What every table of rules gives its enum.
macro_rules! rule_names {
    ($($rule:ident $id:literal $meaning:literal $deciders:literal;)*) => {
        impl Rule {
            /// All rules, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$rule),*];

            /// The permanent id, in kebab case.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$rule => $id,)*
                }
            }

            /// What the rule is about, in one line.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self {
                    $(Self::$rule => $meaning,)*
                }
            }

            /// The functions of this crate that decide it, by module and name.
            #[must_use]
            pub const fn deciders(self) -> &'static str {
                match self {
                    $(Self::$rule => $deciders,)*
                }
            }
        }
    };
}
#[cfg(feature = "review")]
pub(crate) use rule_names;

/// Writes the enum of all rules from a table: severity, name, id, meaning, and the
/// functions that decide it, by module and name.
macro_rules! rules {
    ($($severity:ident $rule:ident $id:literal $meaning:literal in $deciders:literal;)*) => {
        /// A kind of diagnostic: how a text is read, what OpenAPI 3.0.3 says, what
        /// can be carried, what would surprise, what is rewritten.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(
                #[doc = concat!("`", $id, "`: ", $meaning, ".\n")]
                #[doc = concat!("[`", stringify!($severity), "`](Severity::", stringify!($severity), "), ")]
                #[doc = concat!("decided by `", $deciders, "`.")]
                $rule,
            )*
        }

        rule_names! { $($rule $id $meaning $deciders;)* }

        impl Rule {
            /// How bad it is.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self {
                    $(Self::$rule => $severity,)*
                }
            }

            /// A document that leads to it, under comments that say what it is about.
            #[cfg(feature = "explain")]
            pub(crate) const fn example(self) -> &'static [u8] {
                match self {
                    $(Self::$rule => include_bytes!(concat!(
                        env!("CARGO_MANIFEST_DIR"),
                        "/explanations/check/",
                        $id,
                        ".yaml"
                    )),)*
                }
            }
        }
    };
}

rules! {
    // The text
    Error NotUtf8 "not-utf-8" "a byte that is not UTF-8"
        in "source::text::decode";
    Error NotWellFormed "not-well-formed" "the text is neither YAML nor JSON"
        in "source::limits::not_well_formed";
    Error EmptyDocument "empty-document" "there is nothing in it"
        in "source::parse::empty";
    Error SecondDocument "second-document" "a second YAML document in the same file"
        in "source::parse::begin_document";
    Error DuplicateKey "duplicate-key" "a key that stands twice in a mapping"
        in "source::parse::put";
    Error KeyNotText "key-not-text" "a mapping, a sequence or an alias in the place of a key"
        in "source::parse::not_a_key";
    Error TagMismatch "tag-mismatch" "a value that does not fit its tag"
        in "source::parse::mismatch";
    Error RecursiveAlias "recursive-alias" "an alias inside the value that it repeats"
        in "source::parse::alias";
    Error TooManyAliases "too-many-aliases" "aliases that repeat more than a document can hold"
        in "source::parse::repeat";
    Error TooDeep "too-deep" "more mappings and sequences inside one another than can be read"
        in "source::limits::too_deep";

    // OpenAPI 3.0.3
    Error UnsupportedVersion "unsupported-version" "another version than OpenAPI 3.0"
        in "grammar::version::check";
    Error WrongValue "wrong-value" "a value of another kind than its field takes"
        in "check::operations::when_unknown, grammar::item, grammar::object, grammar::ref_or, grammar::version::check, grammar::wrong_value";
    Error UnknownField "unknown-field" "a field that OpenAPI 3.0.3 does not know"
        in "grammar::field";
    Error MissingField "missing-field" "a required field that is not there"
        in "grammar::object, grammar::version::check";
    Error MalformedKey "malformed-key" "a key that cannot stand in its map"
        in "grammar::key, grammar::merge_key";
    Error ExternalReference "external-reference" "a `$ref` to another file"
        in "grammar::comparable::fault, grammar::references::check";
    Error WrongReference "wrong-reference" "a `$ref` to something else than its place takes"
        in "grammar::references::check";
    Error UnresolvedReference "unresolved-reference" "a `$ref` to nothing"
        in "grammar::comparable::fault, grammar::references::check";
    Error CircularReference "circular-reference" "a `$ref` that leads back to itself"
        in "grammar::references::check";
    Error UnreadableValue "unreadable-value" "a combination that the types of `openapiv3` do not know"
        in "lower::deserialize::from_lowered";

    // What can be carried: operations
    Error PathReference "path-reference" "a path that is kept behind a `$ref`"
        in "check::operations::path_item";
    Error MalformedPath "malformed-path" "a path whose braces do not match"
        in "check::parameters::path";
    Error UndeclaredPathParameter "undeclared-path-parameter" "a name in a path that is no parameter"
        in "check::parameters::path";
    Error UnusedPathParameter "unused-path-parameter" "a path parameter that the path does not name"
        in "check::parameters::path";
    Error OptionalPathParameter "optional-path-parameter" "a path parameter that is not required"
        in "check::parameters::parameter";
    Error DuplicateParameter "duplicate-parameter" "a parameter that stands twice"
        in "check::parameters::effective_parameters";
    Error CookieParameter "cookie-parameter" "a parameter in a cookie"
        in "check::parameters::parameter";
    Error ParameterStyle "parameter-style" "a parameter written in a style that OpenAPI does not define for it"
        in "check::parameters::writing";
    Error ParameterContent "parameter-content" "a parameter with neither a `schema` nor JSON"
        in "check::parameters::parameter";
    Error MediaType "media-type" "a request body of a media type that cannot be carried"
        in "check::bodies::request_body";
    Error BodyWithoutSchema "body-without-schema" "a body whose content has no `schema`"
        in "check::bodies::carried_body";
    Error Encoding "encoding" "a body whose parts are encoded one by one"
        in "check::bodies::encodings";
    Error ServerName "server-name" "a server whose `x-name` cannot name a variant"
        in "check::servers::servers";

    Error UnknownSecurityScheme "unknown-security-scheme" "a security requirement that names no scheme"
        in "check::security::security";
    Error UnknownScope "unknown-scope" "a scope that no flow of its security scheme has"
        in "check::security::security";

    // What can be carried: schemas
    Error EndlessSchema "endless-schema" "a schema that is composed of itself"
        in "check::schemas::endless_schemas";
    Error MixedKeywords "mixed-keywords" "keywords of several types in a schema without `type`"
        in "check::schemas::keywords_of_one_kind";
    Error MalformedPattern "malformed-pattern" "a `pattern` that is no regular expression"
        in "check::schemas::pattern";
    Error ExclusiveWithoutBound "exclusive-without-bound" "`exclusiveMinimum` or `exclusiveMaximum` without its bound"
        in "check::schemas::exclusive_bounds";

    // What would surprise: names
    Error RustName "rust-name" "a name chosen for Rust that cannot be one"
        in "check::names::names";
    Warning EnumNames "enum-names" "names chosen for the values of an enum that cannot be used"
        in "check::names::names";
    Warning ReservedOperationId "reserved-operation-id" "an operation that gives way to a method which every client has"
        in "check::names::names";
    Warning CollidingOperationIds "colliding-operation-ids" "an operation whose method's name another has"
        in "check::names::names";
    Warning CollidingParameters "colliding-parameters" "a parameter whose argument's name another has"
        in "check::names::gives_way, check::names::names";
    Warning CollidingTypes "colliding-types" "a schema whose type's name another has"
        in "check::names::gives_way, check::names::names";
    Warning CollidingProperties "colliding-properties" "a property whose field's name another has"
        in "check::names::gives_way, check::names::names";
    Warning CollidingVariants "colliding-variants" "a value or alternative whose variant's name another has"
        in "check::names::gives_way, check::names::names";

    // What would surprise
    Warning NotCarried "not-carried" "something that does not reach the client"
        in "check::schemas::ways, grammar::losses";
    Warning UnknownExtension "unknown-extension" "an extension that means nothing to the client"
        in "grammar::losses";
    Warning IgnoredHeader "ignored-header" "a header parameter that OpenAPI says to ignore"
        in "check::parameters::effective_parameters";
    Warning UndeclaredServerVariable "undeclared-server-variable" "a name in the URL of a server that is no variable"
        in "check::servers::servers";
    Warning IgnoredSibling "ignored-sibling" "something beside a `$ref`, which OpenAPI 3.0 ignores"
        in "grammar::losses";
    Warning UndescribedRequired "undescribed-required" "a required name that no property has"
        in "check::mistakes::undescribed";
    Warning Contradiction "contradiction" "branches of `allOf` that no value follows together"
        in "check::mistakes::contradictions";
    Warning SeveralAlternatives "several-alternatives" "alternatives of which a value may follow several, and the client keeps one"
        in "check::mistakes::several_alternatives";
    Warning NoSuccess "no-success" "an operation without a success"
        in "check::bodies::responses";
    Warning UndefinedStyle "undefined-style" "a list in a style that OpenAPI defines for objects"
        in "check::parameters::writing";
    Warning PathFragment "path-fragment" "a path with a `#`, of which the rest is never sent"
        in "check::parameters::path";
    Warning CredentialNotSent "credential-not-sent" "a security scheme for which the client sends nothing"
        in "check::security::credentials";
    Warning UnusedComponent "unused-component" "a component that no operation reaches"
        in "check::components::unused";
    Warning ForeignKeyword "foreign-keyword" "a keyword of another type than the schema's"
        in "check::schemas::keywords_of_one_kind";
    Warning ForeignFormat "foreign-format" "a `format` of a type that has none"
        in "check::schemas::foreign_format";
    Warning MisfitEnum "misfit-enum" "a value in `enum` that is not of the schema's type"
        in "check::values::values";
    Warning MisfitDefault "misfit-default" "a `default` that the schema does not allow"
        in "check::values::values";
    Warning UncheckedPattern "unchecked-pattern" "a `pattern` that the client cannot check"
        in "check::schemas::pattern";
    Warning StrictErrorBody "strict-error-body" "a value in an error's body that, if malformed, costs the whole body"
        in "check::components::error_bodies";
    Warning AnonymousType "anonymous-type" "a constrained schema without a name, which becomes a type for each use"
        in "check::parameters::anonymous_type";
    Warning SeveralSuccessBodies "several-success-bodies" "successes with bodies of several kinds, which callers get as they came"
        in "check::bodies::responses";
    Warning UntypedBody "untyped-body" "JSON without a schema, which callers get as it came"
        in "check::bodies::responses";
    Warning RespelledMediaType "respelled-media-type" "a media type that stands there twice, in two spellings"
        in "check::bodies::spellings";
    Warning UnusablePageable "unusable-pageable" "an answer in pages (`x-ms-pageable`) that no method follows"
        in "check::operations::pageable";
    Warning MediaTypeLeftOut "media-type-left-out" "a request body in a second media type, which callers cannot send"
        in "check::bodies::request_body";

    // What is rewritten
    Note DerivedOperationId "derived-operation-id" "an operation without `operationId`, named by method and path"
        in "check::operations::operation_id";
    Note DateAsText "date-as-text" "a date, which is read as text"
        in "check::schemas::dates";
    Note UnenforcedLimit "unenforced-limit" "limits that the service enforces and the client may not"
        in "check::schemas::limits";
    Note UncheckedValues "unchecked-values" "an `enum` of numbers or booleans, whose values the client does not check"
        in "check::values::values";
    Note NullableComponent "nullable-component" "a component schema that may be null, which its uses are then"
        in "check::schemas::nullable_components";
    Note AnyMediaType "any-media-type" "a request body of any media type, which is sent as JSON"
        in "check::bodies::carried_body";
    Note DefaultResponse "default-response" "a `default` response, taken for the answers that the others leave"
        in "check::bodies::default_response";
    Note SeveralErrorBodies "several-error-bodies" "error answers that differ in their bodies"
        in "check::bodies::error_bodies_differ";
    Note LeftOut "left-out" "an operation that is left out for its errors"
        in "carry::left_out::operations";

    // Of our own
    Error GeneratorDefect "generator-defect" "a dependency fails on a document that passed every check of ours"
        in "carry::search::defect";
}
