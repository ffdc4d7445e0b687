//! Every diagnostic that there is, as a table. Ids are permanent.

use std::fmt;

use Severity::{Error, Note, Warning};

/// How severe a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The document is rewritten before the client is generated.
    Note,
    /// The client is generated, but it may not be what you expect.
    Warning,
    /// No client can be generated.
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

/// Adds the constants and functions that every enum of rules has.
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

            /// What the rule reports, in one line.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self {
                    $(Self::$rule => $meaning,)*
                }
            }

            /// The functions of this crate that decide about it, by module and name.
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

/// Defines the enum of all rules from a table: severity, name, id, meaning, and the
/// functions that decide about the rule, by module and name.
macro_rules! rules {
    ($($severity:ident $rule:ident $id:literal $meaning:literal in $deciders:literal;)*) => {
        /// A kind of diagnostic: the text cannot be read, OpenAPI 3.0.3 does not allow
        /// it, the client cannot represent it, the result may surprise, or the document
        /// is rewritten.
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
            /// How severe a diagnostic is.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self {
                    $(Self::$rule => $severity,)*
                }
            }

            /// An example document for the rule. The comments at its start explain the
            /// rule.
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
    Error NotWellFormed "not-well-formed" "a text that is not well-formed YAML or JSON"
        in "source::limits::not_well_formed";
    Error EmptyDocument "empty-document" "a document without content"
        in "source::parse::empty";
    Error SecondDocument "second-document" "a second YAML document in the same file"
        in "source::parse::begin_document";
    Error DuplicateKey "duplicate-key" "a key that appears twice in a mapping"
        in "source::parse::put";
    Error KeyNotText "key-not-text" "a mapping, a sequence or an alias that is used as a key"
        in "source::parse::not_a_key";
    Error TagMismatch "tag-mismatch" "a value that does not fit its tag"
        in "source::parse::mismatch";
    Error RecursiveAlias "recursive-alias" "an alias inside the value that it repeats"
        in "source::parse::alias";
    Error TooManyAliases "too-many-aliases" "aliases that repeat too many values"
        in "source::parse::repeat";
    Error TooDeep "too-deep" "mappings and sequences that are nested too deeply"
        in "source::limits::too_deep";

    // OpenAPI 3.0.3
    Error UnsupportedVersion "unsupported-version" "a version other than OpenAPI 3.0"
        in "grammar::version::check";
    Error WrongValue "wrong-value" "a value that its field does not accept"
        in "check::operations::when_unknown, grammar::item, grammar::object, grammar::ref_or, grammar::version::check, grammar::wrong_value";
    Error UnknownField "unknown-field" "a field that OpenAPI 3.0.3 does not define"
        in "grammar::field";
    Error MissingField "missing-field" "a required field that is missing"
        in "grammar::object, grammar::version::check";
    Error MalformedKey "malformed-key" "a key that its map does not allow"
        in "grammar::key, grammar::merge_key";
    Error ExternalReference "external-reference" "a `$ref` to another file"
        in "grammar::comparable::fault, grammar::references::check";
    Error WrongReference "wrong-reference" "a `$ref` to the wrong kind of object"
        in "grammar::references::check";
    Error UnresolvedReference "unresolved-reference" "a `$ref` whose target does not exist"
        in "grammar::comparable::fault, grammar::references::check";
    Error CircularReference "circular-reference" "a `$ref` that leads back to itself"
        in "grammar::references::check";
    Error UnreadableValue "unreadable-value" "a value that the types of the `openapiv3` crate cannot hold"
        in "lower::deserialize::from_lowered";

    // What the client cannot represent: operations
    Error PathReference "path-reference" "a path whose operations are behind a `$ref`"
        in "check::operations::path_item";
    Error MalformedPath "malformed-path" "a path whose braces do not match"
        in "check::parameters::path";
    Error UndeclaredPathParameter "undeclared-path-parameter" "a name in a path for which there is no parameter"
        in "check::parameters::path";
    Error UnusedPathParameter "unused-path-parameter" "a path parameter that does not appear in the path"
        in "check::parameters::path";
    Error OptionalPathParameter "optional-path-parameter" "a path parameter that is not required"
        in "check::parameters::parameter";
    Error DuplicateParameter "duplicate-parameter" "a parameter that is listed twice"
        in "check::parameters::effective_parameters";
    Error CookieParameter "cookie-parameter" "a parameter in a cookie"
        in "check::parameters::parameter";
    Error ParameterStyle "parameter-style" "a parameter with a style that OpenAPI does not define for it"
        in "check::parameters::writing";
    Error HeaderName "header-name" "a parameter that cannot be a header"
        in "check::parameters::parameter";
    Error ParameterContent "parameter-content" "a parameter with neither a `schema` nor JSON `content`"
        in "check::parameters::parameter";
    Error MediaType "media-type" "a request body with a media type that the client cannot send"
        in "check::bodies::request_body";
    Error BodyWithoutSchema "body-without-schema" "a body whose content has no `schema`"
        in "check::bodies::carried_body";
    Error Encoding "encoding" "a body with an `encoding` that the client does not support"
        in "check::bodies::encodings";
    Error ServerName "server-name" "a server whose `x-name` cannot be the name of a variant"
        in "check::servers::servers";

    Error UnknownSecurityScheme "unknown-security-scheme" "a security requirement that names an undeclared scheme"
        in "check::security::security";
    Error UnknownScope "unknown-scope" "a scope that no flow of its security scheme declares"
        in "check::security::security";

    // What the client cannot represent: schemas
    Error EndlessSchema "endless-schema" "a schema that is composed of itself"
        in "check::schemas::endless_schemas";
    Error MixedKeywords "mixed-keywords" "keywords of several types in a schema without `type`"
        in "check::schemas::keywords_of_one_kind";
    Error MalformedPattern "malformed-pattern" "a `pattern` that is not a regular expression"
        in "check::schemas::pattern";
    Error ExclusiveWithoutBound "exclusive-without-bound" "`exclusiveMinimum` without `minimum`, or `exclusiveMaximum` without `maximum`"
        in "check::schemas::exclusive_bounds";

    // What would surprise: names
    Error RustName "rust-name" "an `x-rust-name` that cannot be a Rust name"
        in "check::names::names";
    Warning EnumNames "enum-names" "`x-enum-varnames` that cannot be used"
        in "check::names::names";
    Warning ReservedOperationId "reserved-operation-id" "an operation whose method would have the name of a method that every client has"
        in "check::names::names";
    Warning CollidingOperationIds "colliding-operation-ids" "an operation whose method would have the name of another method"
        in "check::names::names";
    Warning CollidingParameters "colliding-parameters" "a parameter whose argument would have the name of another argument"
        in "check::names::gives_way, check::names::names";
    Warning CollidingTypes "colliding-types" "a schema whose type would have the name of another type"
        in "check::names::gives_way, check::names::names";
    Warning CollidingProperties "colliding-properties" "a property whose field would have the name of another field"
        in "check::names::gives_way, check::names::names";
    Warning CollidingVariants "colliding-variants" "a value or alternative whose variant would have the name of another variant"
        in "check::names::gives_way, check::names::names";

    // What would surprise
    Warning NotCarried "not-carried" "something that has no effect on the client"
        in "check::bodies::responses, check::schemas::ways, grammar::losses";
    Warning UnknownExtension "unknown-extension" "an extension that has no effect on the client"
        in "grammar::losses";
    Warning IgnoredHeader "ignored-header" "a header parameter that OpenAPI or HTTP ignores"
        in "check::parameters::effective_parameters";
    Warning UndeclaredServerVariable "undeclared-server-variable" "a name in the URL of a server for which there is no variable"
        in "check::servers::servers";
    Warning IgnoredSibling "ignored-sibling" "a field next to a `$ref`, which OpenAPI 3.0 ignores"
        in "grammar::losses";
    Warning UndescribedRequired "undescribed-required" "a required property that is not described"
        in "check::mistakes::undescribed";
    Warning Contradiction "contradiction" "branches of `allOf` that contradict each other"
        in "check::mistakes::contradictions, check::schemas::crossed_limits";
    Warning SeveralAlternatives "several-alternatives" "a value that can match several alternatives, of which the client keeps one"
        in "check::mistakes::several_alternatives";
    Warning MisfitDiscriminator "misfit-discriminator" "a discriminator that does not fit its schemas"
        in "check::mistakes::discriminators, check::schemas::mapping";
    Warning SamePath "same-path" "two paths that differ in the names of their parameters only"
        in "check::operations::same_paths";
    Warning ServerVariable "server-variable" "a variable of a server that does not fit its URL or its values"
        in "check::servers::server_variables";
    Warning ServerUrl "server-url" "the URL of a server to which no path can be added"
        in "check::servers::server_variables";
    Warning NoSuccess "no-success" "an operation without a success response"
        in "check::bodies::responses";
    Warning UndefinedStyle "undefined-style" "a list in a style that OpenAPI defines only for objects"
        in "check::parameters::writing";
    Warning PathFragment "path-fragment" "a path with a `#`; what follows it is never sent"
        in "check::parameters::path";
    Warning CredentialNotSent "credential-not-sent" "a security scheme whose credential the client does not send"
        in "check::security::credentials";
    Warning UnusedComponent "unused-component" "a component that no operation uses"
        in "check::components::unused";
    Warning ForeignKeyword "foreign-keyword" "a keyword that does not apply to the schema's type"
        in "check::schemas::keywords_of_one_kind";
    Warning ForeignFormat "foreign-format" "a `format` on a type that has no formats"
        in "check::schemas::foreign_format";
    Warning MisfitEnum "misfit-enum" "a value in `enum` that is not of the schema's type"
        in "check::values::values";
    Warning MisfitDefault "misfit-default" "a `default` that the schema does not allow"
        in "check::values::values";
    Warning UncheckedPattern "unchecked-pattern" "a `pattern` that the client cannot check"
        in "check::schemas::pattern";
    Warning StrictErrorBody "strict-error-body" "a strict format in an error body; one malformed value makes the whole body unreadable"
        in "check::components::error_bodies";
    Warning AnonymousType "anonymous-type" "a constrained schema without a name, which becomes a separate type for each use"
        in "check::parameters::anonymous_type";
    Warning SeveralSuccessBodies "several-success-bodies" "success responses with different bodies; callers get the raw body"
        in "check::bodies::responses";
    Warning UntypedBody "untyped-body" "JSON without a schema; callers get the raw body"
        in "check::bodies::responses";
    Warning RespelledMediaType "respelled-media-type" "a media type that is listed twice, in two spellings"
        in "check::bodies::spellings";
    Warning UnusablePageable "unusable-pageable" "an `x-ms-pageable` for which no method can follow the pages"
        in "check::operations::pageable";
    Warning MediaTypeLeftOut "media-type-left-out" "a second media type of a request body, which callers cannot send"
        in "check::bodies::request_body";

    // What is rewritten
    Note DerivedOperationId "derived-operation-id" "an operation without `operationId`, named after its method and path"
        in "check::operations::operation_id";
    Note DateAsText "date-as-text" "a date, which the client keeps as a string"
        in "check::schemas::dates";
    Note UnenforcedLimit "unenforced-limit" "limits that the service enforces, but the client may not"
        in "check::schemas::limits";
    Note UncheckedValues "unchecked-values" "an `enum` of numbers or booleans, whose values the client does not check"
        in "check::values::values";
    Note NullableComponent "nullable-component" "a component schema that may be null, so every use of it may be null"
        in "check::schemas::nullable_components";
    Note AnyMediaType "any-media-type" "a request body of any media type, which is sent as JSON"
        in "check::bodies::carried_body";
    Note DefaultResponse "default-response" "a `default` response, which the client uses either for success or for errors"
        in "check::bodies::default_response";
    Note SeveralErrorBodies "several-error-bodies" "error responses with different bodies"
        in "check::bodies::error_bodies_differ";
    Note LeftOut "left-out" "an operation that is left out because of an error"
        in "carry::left_out::operations";

    // The generator itself
    Error GeneratorDefect "generator-defect" "the generator fails on a document that passed every check"
        in "carry::search::defect";
}
