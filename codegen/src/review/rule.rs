//! The rules of the wire layer, as a table. Ids are permanent; a level that
//! differs from oasdiff's has its reason beside it.

use serde::{Serialize, Serializer};

use super::level::Level;
use crate::diagnostic::rule_names;
use Level::{Breaking, Compatible, Docs, Unclassified, Warning};

/// Writes the enum of all rules from a table: level, whether it is about `values`, name, id, meaning, what callers
/// do, how the change could be made without breaking them, and the functions that
/// decide it, by module and name.
macro_rules! rules {
    ($($level:ident $(($values:ident))? $rule:ident $id:literal $meaning:literal $callers:literal $($remedy:literal)? in $deciders:literal;)*) => {
        /// What a change is judged by.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(
                #[doc = concat!("`", $id, "`: ", $meaning, ".\n")]
                #[doc = concat!("[`", stringify!($level), "`](Level::", stringify!($level), "), ")]
                #[doc = concat!("decided by `", $deciders, "`.")]
                $rule,
            )*
        }

        rule_names! { $($rule $id $meaning $deciders;)* }

        impl Rule {
            /// What a change under this rule means on the wire.
            #[must_use]
            pub const fn level(self) -> Level {
                match self {
                    $(Self::$rule => $level,)*
                }
            }

            /// Whether it is about which values are described, so that a value can show
            /// what a change does; the level is the careful one where none decides.
            #[must_use]
            pub const fn is_about_values(self) -> bool {
                match self {
                    $(Self::$rule => false $(|| is_named!($values))?,)*
                }
            }

            /// What callers do about it.
            #[must_use]
            pub const fn callers(self) -> &'static str {
                match self {
                    $(Self::$rule => $callers,)*
                }
            }

            /// How the change could be made without breaking them; empty if it does
            /// not.
            #[must_use]
            pub const fn remedy(self) -> &'static str {
                match self {
                    $(Self::$rule => concat!($($remedy)?),)*
                }
            }

            /// A change that leads to it, as JSON Patches.
            #[cfg(feature = "explain")]
            pub(crate) const fn example(self) -> &'static str {
                match self {
                    $(Self::$rule => include_str!(concat!(
                        env!("CARGO_MANIFEST_DIR"),
                        "/explanations/review/",
                        $id,
                        ".json"
                    )),)*
                }
            }
        }
    };
}

macro_rules! is_named {
    (values) => {
        true
    };
}

impl Rule {
    /// Whether it is about what is no longer described: callers lose that, although no
    /// value is refused.
    pub(super) const fn is_about_description(self) -> bool {
        matches!(
            self,
            Self::RequestPropertyRemoved
                | Self::ResponseOptionalPropertyRemoved
                | Self::ResponseRequiredPropertyRemoved
                | Self::RequestAllOfRemoved
                | Self::ResponseAllOfRemoved
                | Self::RequestAdditionalPropertiesForbidden
        )
    }
}

/// As its id.
impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

rules! {
    // Documents, paths and operations
    Breaking DocumentRemoved "document-removed" "the document is gone"
        "move to what takes its place, or stay with the last client" "keep it until its callers have moved" in "wire::appearance";
    Compatible DocumentAdded "document-added" "the document is new"
        "nothing to do" in "wire::appearance";
    Breaking PathRemoved "path-removed" "a path is gone"
        "stop calling it" "keep it, mark its operations deprecated, remove it with the next major version" in "wire::operations::removed_path";
    Breaking OperationRemoved "operation-removed" "an operation is gone"
        "stop calling it" "keep it, mark it deprecated, remove it with the next major version" in "wire::operations::path";
    Warning AnnouncedRemoval "announced-removal" "an operation that was deprecated, or never called stable, is gone"
        "stop calling it, as was announced" in "wire::lifecycle::removal";
    Breaking SunsetSooner "sunset-sooner" "the announced end of something comes sooner, or has no date any more"
        "move sooner than they were promised" "keep the date that was announced" in "wire::lifecycle::sunset";
    Breaking StabilityDecreased "stability-decreased" "something promises less stability"
        "expect it to change without notice" "keep the promise for what was released" in "wire::lifecycle::stability";
    Compatible PathAdded "path-added" "a path is new"
        "nothing to do" in "wire::operations::paths";
    Compatible OperationAdded "operation-added" "an operation is new"
        "nothing to do" in "wire::operations::path";
    Compatible PathParameterRenamed "path-parameter-renamed" "a path differs only in the names of its parameters"
        "nothing to do; the Rust argument has another name" in "wire::operations::path";
    Compatible OperationIdChanged "operation-id-changed" "an operationId was added, removed or renamed"
        "nothing to do on the wire; the Rust method has another name" in "rust::renamed::is_told, wire::operations::operation";
    Compatible RustNameChanged "rust-name-changed" "something has another name in Rust, because an addition took its own"
        "nothing to do on the wire; rename it in Rust" "choose names with `x-rust-name` or `x-enum-varnames`, or give the addition another" in "rust::renamed::renamed";
    Breaking RustNameTaken "rust-name-taken" "a name in Rust stands for something else"
        "read what the name stands for now" "keep the name, or give it to nothing else" in "rust::renamed::renamed";
    Compatible Deprecated "deprecated" "something is deprecated now"
        "plan to move" in "wire::walk::rest";
    Compatible Reactivated "reactivated" "something is no longer deprecated"
        "nothing to do" in "wire::walk::rest";
    Compatible TagsChanged "tags-changed" "an operation has other tags"
        "nothing to do" in "wire::operations::operation";
    Compatible LinksChanged "links-changed" "the links of a response differ"
        "nothing to do; the client does not follow links" in "wire::bodies::response";
    Warning CallbacksChanged "callbacks-changed" "the callbacks of an operation differ"
        "follow, if they serve them" in "wire::operations::operation";

    // Parameters
    Breaking RequiredParameterAdded "required-parameter-added" "a required parameter is new"
        "send the parameter, or be refused" "make it optional, with a behaviour that suits old callers" in "wire::parameters::parameters";
    Compatible OptionalParameterAdded "optional-parameter-added" "an optional parameter is new"
        "nothing to do" in "wire::parameters::parameters";
    Warning ParameterRemoved "parameter-removed" "a parameter is gone"
        "stop sending it; the service may ignore or refuse it" in "wire::parameters::parameters";
    Breaking RequiredParameterMoved "required-parameter-moved" "a required parameter travels elsewhere (path, query, header, cookie)"
        "send it in its new place" "accept it in both places" in "wire::parameters::parameters";
    Warning OptionalParameterMoved "optional-parameter-moved" "an optional parameter travels elsewhere (query, header, cookie)"
        "send it in its new place; in the old one it may be ignored or refused" in "wire::parameters::parameters";
    Breaking ParameterBecameRequired "parameter-became-required" "a parameter must be sent now"
        "send it in every call, or be refused" "keep it optional" in "wire::parameters::parameter";
    Compatible ParameterBecameOptional "parameter-became-optional" "a parameter need not be sent any more"
        "nothing to do" in "wire::parameters::parameter";
    Breaking ParameterStyleChanged "parameter-style-changed" "a parameter is written in another style"
        "write it in the new style, or be misread" "accept both styles, or add a parameter" in "wire::parameters::parameter";
    Breaking ParameterDefaultChanged "parameter-default-changed" "what the service assumes without the parameter differs"
        "send the old value if they relied on it" "keep the default" in "wire::schemas::values";
    Warning ParameterEmptyValueChanged "parameter-empty-value-changed" "whether a parameter may be empty differs"
        "check, if they send it empty" in "wire::parameters::parameter";

    // Request bodies
    Breaking RequestBodyRemoved "request-body-removed" "a request body is no longer taken"
        "send no body" "keep taking it" in "wire::bodies::request_body";
    Breaking RequiredRequestBodyAdded "required-request-body-added" "a required request body is new"
        "send the body, or be refused" "make it optional" in "wire::bodies::request_body";
    Compatible OptionalRequestBodyAdded "optional-request-body-added" "an optional request body is new"
        "nothing to do" in "wire::bodies::request_body";
    Breaking RequestBodyBecameRequired "request-body-became-required" "a request body must be sent now"
        "send it in every call, or be refused" "keep it optional" in "wire::bodies::request_body";
    Compatible RequestBodyBecameOptional "request-body-became-optional" "a request body need not be sent any more"
        "nothing to do" in "wire::bodies::request_body";
    Breaking RequestMediaTypeRemoved "request-media-type-removed" "a request body is no longer taken in a media type"
        "send another media type" "keep taking it" in "wire::bodies::media_types";
    Compatible RequestMediaTypeAdded "request-media-type-added" "a request body is taken in another media type too"
        "nothing to do" in "wire::bodies::media_types";
    Warning EncodingChanged "encoding-changed" "the parts of a form are encoded otherwise"
        "follow, if they send the form" in "wire::bodies::media_type";

    // Responses
    Breaking SuccessStatusRemoved "success-status-removed" "a success is no longer answered"
        "expect another status; they take it for a failure until then" "keep the status" in "wire::bodies::responses";
    Compatible SuccessStatusAdded "success-status-added" "another success may be answered"
        "know it, if they look at the status" in "wire::bodies::responses";
    Compatible ErrorStatusRemoved "error-status-removed" "an error status is no longer described"
        "nothing to do" in "wire::bodies::responses";
    Compatible ErrorStatusAdded "error-status-added" "an error status is described now"
        "nothing to do on the wire; the Rust error type may change" in "wire::bodies::responses";
    Breaking ResponseMediaTypeRemoved "response-media-type-removed" "a response no longer comes in a media type"
        "read another media type" "keep offering it" in "wire::bodies::media_types";
    Compatible ResponseMediaTypeAdded "response-media-type-added" "a response comes in another media type too"
        "nothing to do" in "wire::bodies::media_types";
    Breaking ResponseMediaTypeGeneralized "response-media-type-generalized" "the media type of a response is wider now"
        "read whatever the wider type lets through" "keep the narrow one" in "wire::bodies::renaming";
    Compatible ResponseMediaTypeSpecialized "response-media-type-specialized" "the media type of a response is narrower now"
        "nothing to do" in "wire::bodies::renaming";
    Compatible MediaTypeParametersChanged "media-type-parameters-changed" "the parameters of a media type differ"
        "nothing to do" in "wire::bodies::renaming";
    Breaking RequiredResponseHeaderRemoved "required-response-header-removed" "a header that always came is gone"
        "do without the header" "keep sending it" in "wire::bodies::headers";
    Warning OptionalResponseHeaderRemoved "optional-response-header-removed" "a header that might come is gone"
        "do without, if they read it" in "wire::bodies::headers";
    Breaking ResponseHeaderBecameOptional "response-header-became-optional" "a header need not come any more"
        "expect that the header is missing" "keep sending it" in "wire::bodies::header";
    Compatible ResponseHeaderBecameRequired "response-header-became-required" "a header always comes now"
        "nothing to do" in "wire::bodies::header";
    Compatible ResponseHeaderAdded "response-header-added" "a header is new"
        "nothing to do" in "wire::bodies::headers";

    // Schemas: types and values
    Breaking(values) RequestTypeChanged "request-type-changed" "a value must be of another type or format"
        "send the new type, or be refused" "accept the old one too, or add a property" in "wire::bodies::media_type, wire::parameters::parameter_schema, wire::schemas::report_shift";
    Compatible(values) RequestTypeWidened "request-type-widened" "a value may be of more types or formats"
        "nothing to do" in "wire::bodies::media_type, wire::parameters::parameter_schema, wire::schemas::report_shift";
    Breaking(values) ResponseTypeChanged "response-type-changed" "a value comes in another type or format"
        "read the new type; decoding fails until then" "keep the old one, and add a property for the new" in "wire::bodies::header, wire::bodies::media_type, wire::schemas::report_shift";
    Compatible(values) ResponseTypeNarrowed "response-type-narrowed" "a value comes in fewer types or formats"
        "nothing to do" in "wire::bodies::header, wire::bodies::media_type, wire::objects::additional_properties, wire::schemas::report_shift";
    Breaking(values) RequestBecameNotNullable "request-became-not-nullable" "null is no longer taken"
        "send a value in place of null" "keep taking null" in "wire::schemas::null";
    Compatible(values) RequestBecameNullable "request-became-nullable" "null is taken too"
        "nothing to do" in "wire::schemas::null";
    Breaking(values) ResponseBecameNullable "response-became-nullable" "null may come"
        "expect null; decoding may fail until then" "send a value" in "wire::schemas::null";
    Compatible(values) ResponseBecameNotNullable "response-became-not-nullable" "null no longer comes"
        "nothing to do" in "wire::schemas::null";
    Breaking(values) RequestEnumAdded "request-enum-added" "only listed values are taken now"
        "send a listed value, or be refused" "keep taking the others" in "wire::schemas::enumeration";
    Compatible(values) RequestEnumRemoved "request-enum-removed" "values are no longer limited to a list"
        "nothing to do" in "wire::schemas::enumeration";
    Breaking(values) RequestEnumValueRemoved "request-enum-value-removed" "a value is no longer taken"
        "send another value" "keep taking it" in "wire::schemas::enumeration";
    Breaking RequestExtensibleEnumValueRemoved "request-extensible-enum-value-removed" "a value is no longer expected in a list that may grow (`x-extensible-enum`)"
        "send another value" "keep expecting it" in "wire::schemas::enumeration";
    Compatible(values) RequestEnumValueAdded "request-enum-value-added" "another value is taken"
        "nothing to do" in "wire::schemas::enumeration";
    Compatible(values) ResponseEnumAdded "response-enum-added" "only listed values come now"
        "nothing to do" in "wire::schemas::enumeration";
    Warning(values) ResponseEnumRemoved "response-enum-removed" "values are no longer limited to a list"
        "have a case for others, if they match the list" in "wire::schemas::enumeration";
    Warning(values) ResponseEnumValueAdded "response-enum-value-added" "another value may come"
        "have a case for others, if they match the list" in "wire::schemas::enumeration";
    Compatible(values) ResponseEnumValueRemoved "response-enum-value-removed" "a value no longer comes"
        "nothing to do" in "wire::schemas::enumeration";
    Compatible DefaultChanged "default-changed" "the default of a value differs"
        "check, if they leave the value out" in "wire::schemas::values";

    Breaking(values) RequestValuesRefused "request-values-refused" "values that were described are refused"
        "send other values" "keep taking them" in "wire::evidence::settle";
    Breaking(values) ResponseValuesAdded "response-values-added" "values may come that were not described"
        "expect them; decoding may fail until then" "keep to what was described" in "wire::evidence::settle";
    Warning(values) ValuesUndecided "values-undecided" "whether the same values are described is not known"
        "look at it closely" "write both in simpler words" in "wire::evidence::settle";

    // Schemas: constraints
    Breaking(values) RequestConstraintTightened "request-constraint-tightened" "a limit on what is taken is tighter"
        "keep to the new limit, or be refused" "keep the old limit" in "wire::constraints::multiple_of, wire::constraints::tightened";
    Warning(values) RequestConstraintAdded "request-constraint-added" "a limit on what is taken is new"
        "keep to the limit; values beyond it may have been refused all along" in "wire::composition::added, wire::constraints::added, wire::objects::additional_properties";
    Compatible(values) RequestConstraintRelaxed "request-constraint-relaxed" "a limit on what is taken is looser or gone"
        "nothing to do" in "wire::composition::removed, wire::constraints::relaxed, wire::objects::additional_properties";
    Breaking(values) ResponseConstraintRelaxed "response-constraint-relaxed" "a limit on what comes is looser or gone"
        "expect values beyond the old limit" "keep the old limit" in "wire::constraints::multiple_of, wire::constraints::relaxed";
    Compatible(values) ResponseConstraintTightened "response-constraint-tightened" "a limit on what comes is tighter or new"
        "nothing to do" in "wire::constraints::added, wire::constraints::multiple_of, wire::constraints::tightened";
    Breaking(values) RequestPatternAdded "request-pattern-added" "values must match a pattern now"
        "send values that match, or be refused" "keep taking the others" in "wire::constraints::pattern";
    Warning(values) RequestPatternChanged "request-pattern-changed" "values must match another pattern"
        "make sure that it takes all the old one took" in "wire::constraints::pattern";
    Compatible(values) RequestPatternRemoved "request-pattern-removed" "values need not match a pattern any more"
        "nothing to do" in "wire::constraints::pattern";
    Warning(values) ResponsePatternChanged "response-pattern-changed" "the pattern of what comes differs"
        "expect values that the old pattern did not match" in "wire::constraints::pattern";

    // Schemas: objects
    Breaking(values) RequestRequiredPropertyAdded "request-required-property-added" "a property that must be sent is new"
        "send the property, or be refused" "make it optional" in "wire::objects::property";
    Compatible(values) RequestOptionalPropertyAdded "request-optional-property-added" "a property that may be sent is new"
        "nothing to do" in "wire::objects::property";
    Warning(values) RequestPropertyRemoved "request-property-removed" "a property is no longer described"
        "stop sending it; the service may ignore or refuse it" in "wire::evidence::is_lost, wire::objects::property";
    Breaking(values) RequestPropertyBecameRequired "request-property-became-required" "a property must be sent now"
        "send it in every call, or be refused" "keep it optional" in "wire::objects::requirement";
    Compatible(values) RequestPropertyBecameOptional "request-property-became-optional" "a property need not be sent any more"
        "nothing to do" in "wire::objects::requirement";
    Breaking(values) ResponseRequiredPropertyRemoved "response-required-property-removed" "a property that always came is gone"
        "do without the property; decoding fails until then" "keep sending it" in "wire::evidence::is_lost, wire::objects::property";
    Warning(values) ResponseOptionalPropertyRemoved "response-optional-property-removed" "a property that might come is gone"
        "do without, if they read it" in "wire::evidence::is_lost, wire::objects::property";
    Compatible(values) ResponsePropertyAdded "response-property-added" "a property is new"
        "nothing to do" in "wire::objects::property";
    Breaking(values) ResponsePropertyBecameOptional "response-property-became-optional" "a property need not come any more"
        "expect that the property is missing; decoding may fail until then" "keep sending it" in "wire::objects::requirement";
    Compatible(values) ResponsePropertyBecameRequired "response-property-became-required" "a property always comes now"
        "nothing to do" in "wire::objects::requirement";
    Warning(values) RequestAdditionalPropertiesForbidden "request-additional-properties-forbidden" "properties that are not described are no longer taken"
        "stop sending more" in "wire::evidence::is_lost, wire::objects::additional_properties";
    Compatible(values) RequestAdditionalPropertiesAllowed "request-additional-properties-allowed" "properties that are not described are taken"
        "nothing to do" in "wire::objects::additional_properties";
    Compatible(values) ResponseAdditionalPropertiesChanged "response-additional-properties-changed" "whether more properties may come differs"
        "nothing to do" in "wire::objects::additional_properties";
    // A value that no schema describes can hardly be relied on.
    Warning(values) ResponseAdditionalPropertiesOpened "response-additional-properties-opened" "properties that are not described may come with any value"
        "expect other values" "keep describing them" in "wire::objects::additional_properties";
    Compatible AccessChanged "access-changed" "a property is read-only or write-only now, or no longer"
        "check who sends it" in "wire::schemas::values";
    Compatible UnsentPropertyChanged "unsent-property-changed" "a property differs in the direction in which it does not travel"
        "nothing to do" in "wire::objects::property";

    // Schemas: composition
    Breaking(values) RequestAllOfAdded "request-all-of-added" "values must meet another schema too"
        "send values that meet it too" "make the new part optional" in "wire::composition::added";
    Warning(values) RequestAllOfRemoved "request-all-of-removed" "values need not meet a schema any more"
        "expect that properties of that part are ignored" in "wire::composition::removed";
    Compatible(values) ResponseAllOfAdded "response-all-of-added" "what comes meets another schema too"
        "nothing to do" in "wire::composition::added";
    Warning(values) ResponseAllOfRemoved "response-all-of-removed" "what comes need not meet a schema any more"
        "do without the properties of that part" in "wire::composition::removed";
    Breaking(values) RequestAlternativeRemoved "request-alternative-removed" "a schema is no longer taken (oneOf, anyOf)"
        "send another alternative" "keep taking it" in "wire::composition::removed";
    Compatible(values) RequestAlternativeAdded "request-alternative-added" "another schema is taken (oneOf, anyOf)"
        "nothing to do" in "wire::composition::added";
    Warning(values) ResponseOneOfAdded "response-one-of-added" "another schema may come (oneOf)"
        "have a case for `Unknown`, as which an old client with alternatives reads it; one without fails to decode it" in "wire::composition::added";
    Compatible(values) ResponseAnyOfAdded "response-any-of-added" "what comes may meet another schema (anyOf)"
        "nothing to do" in "wire::composition::added";
    Compatible(values) ResponseAlternativeRemoved "response-alternative-removed" "a schema no longer comes (oneOf, anyOf)"
        "nothing to do" in "wire::composition::removed";
    Breaking(values) RequestExclusionAdded "request-exclusion-added" "values must not meet a schema (not)"
        "send other values" "keep taking them" in "wire::composition::composition";
    Compatible(values) RequestExclusionRemoved "request-exclusion-removed" "values may meet a schema that was excluded (not)"
        "nothing to do" in "wire::composition::composition";
    Warning(values) ResponseExclusionChanged "response-exclusion-changed" "the schema that nothing meets differs (not)"
        "check, if they rely on it" in "wire::composition::composition";
    Compatible DiscriminatorChanged "discriminator-changed" "how alternatives are told apart is described otherwise"
        "nothing to do if the values stay" in "wire::discriminators::discriminator";
    Warning DiscriminatorValuesChanged "discriminator-values-changed" "a value that tells alternatives apart stands for another schema, or for none"
        "send and read the values that the new document names" "keep the values, and add to them" in "wire::discriminators::discriminator";
    Warning XmlChanged "xml-changed" "how a value is written in XML differs"
        "follow, if they speak XML" in "wire::schemas::values";

    // Security and servers. oasdiff calls an added requirement or scope
    // information; a caller without the credential stops working.
    Breaking SecurityTightened "security-tightened" "a credential that was enough is not enough any more"
        "obtain the credential or scope" "keep taking the old one" in "wire::security::security";
    Compatible SecurityRelaxed "security-relaxed" "other credentials are taken, or none is needed"
        "nothing to do" in "wire::security::security";
    Breaking SecuritySchemeChanged "security-scheme-changed" "a credential is presented otherwise"
        "present the credential in the new way" "accept both ways" in "wire::security::scheme";
    Compatible SecuritySchemeDetailsChanged "security-scheme-details-changed" "where a credential comes from differs, or what it may grant"
        "check the sign-in" in "wire::security::scheme";
    Warning ServerRemoved "server-removed" "a server is no longer listed"
        "move, if they use it" in "wire::security::servers";
    Warning DefaultServerChanged "default-server-changed" "another server comes first, and clients take the first one unless told otherwise"
        "say which server they mean, if they did not" in "wire::security::servers";
    Compatible ServerAdded "server-added" "a server is new"
        "nothing to do" in "wire::security::servers";
    Compatible ServerChanged "server-changed" "what is said of a server differs"
        "check the variables" in "wire::security::servers";

    // Components and the rest
    Compatible ComponentAdded "component-added" "a component is new"
        "nothing to do" in "wire::components::components";
    Compatible ComponentRemoved "component-removed" "a component is gone"
        "nothing to do on the wire; a Rust type may be gone" in "wire::components::components";
    Compatible UnusedComponentChanged "unused-component-changed" "a component that no operation reaches differs"
        "nothing to do" in "wire::components::components";
    Compatible ExtensionChanged "extension-changed" "an extension (`x-…`) differs"
        "nothing to do on the wire; the generator may read it" in "rust::renamed::is_told, wire::bodies::responses, wire::components::components, wire::lifecycle::stability, wire::lifecycle::sunset, wire::schemas::enumeration, wire::walk::rest";
    Docs DocumentVersionChanged "document-version-changed" "the version of OpenAPI or of the document differs"
        "nothing to do" in "wire::operations::info";
    Docs DocumentationChanged "documentation-changed" "a text for people differs"
        "nothing to do" in "wire::operations::info, wire::operations::tags, wire::schemas::values, wire::walk::rest";
    Docs SpellingChanged "spelling-changed" "the documents are written differently and say the same"
        "nothing to do" in "wire::both";

    // All else
    Unclassified Unclassified "unclassified" "a difference that no other rule knows"
        "look at it closely" "treat it as breaking until you know better" in "wire::constraints::bound, wire::constraints::size, wire::walk::rest";
}
