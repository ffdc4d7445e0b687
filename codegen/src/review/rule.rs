//! The rules of the review, as a table. Ids are permanent. `REVIEW.md`, "Differences from
//! oasdiff", says where a level differs from oasdiff's, and why.

use serde::{Serialize, Serializer};

use super::level::Level;
use crate::diagnostic::rule_names;
use Level::{Breaking, Compatible, Docs, Unclassified, Warning};

/// Writes the enum of all rules from a table. The columns are: level, whether the rule
/// is about `values`, name, id, meaning, what callers do, how to make the change without
/// breaking them, and the functions that decide the rule, by module and name.
macro_rules! rules {
    ($($level:ident $(($values:ident))? $rule:ident $id:literal $meaning:literal $callers:literal $($remedy:literal)? in $deciders:literal;)*) => {
        /// The rule that classifies a change.
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

            /// Whether the rule is about which values are described. Then the review looks
            /// for a value that shows what the change does. If it proves that there is none,
            /// the finding is compatible; if it can do neither, the rule's level applies. It
            /// has no effect on a compatible rule.
            #[must_use]
            pub const fn is_about_values(self) -> bool {
                match self {
                    $(Self::$rule => false $(|| is_named!($values))?,)*
                }
            }

            /// What callers have to do.
            #[must_use]
            pub const fn callers(self) -> &'static str {
                match self {
                    $(Self::$rule => $callers,)*
                }
            }

            /// How to make the change without breaking callers. Empty if it does not break
            /// them.
            #[must_use]
            pub const fn remedy(self) -> &'static str {
                match self {
                    $(Self::$rule => concat!($($remedy)?),)*
                }
            }

            /// A change that triggers the rule, as JSON Patches.
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
    /// Whether the rule is about something that is no longer described. Callers lose it,
    /// although no value is refused.
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

    /// Whether the rule is about texts for people, on which no code depends.
    pub(super) const fn is_about_texts(self) -> bool {
        matches!(
            self,
            Self::DocumentationChanged | Self::DocumentVersionChanged
        )
    }
}

/// Serializes the rule as its id.
impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

rules! {
    // Documents, paths and operations
    Breaking DocumentRemoved "document-removed" "the document was removed"
        "move to its replacement, or keep the last version of the client" "keep the document until its callers have moved" in "wire::appearance";
    Compatible DocumentAdded "document-added" "the document was added"
        "nothing to do" in "wire::appearance";
    Breaking PathRemoved "path-removed" "a path was removed"
        "stop calling it" "keep it, mark its operations as deprecated, and remove it in the next major version" in "wire::operations::removed_path";
    Breaking OperationRemoved "operation-removed" "an operation was removed"
        "stop calling it" "keep it, mark it as deprecated, and remove it in the next major version" in "wire::operations::path";
    Warning AnnouncedRemoval "announced-removal" "a deprecated or unstable operation was removed"
        "stop calling it" in "wire::lifecycle::removal";
    Breaking SunsetSooner "sunset-sooner" "the announced end (`x-sunset`) is earlier, or its date was removed"
        "stop using it earlier than was announced" "keep the announced date" in "wire::lifecycle::sunset";
    Breaking StabilityDecreased "stability-decreased" "the promised stability (`x-stability-level`) is lower"
        "expect changes without notice" "keep the stability level of everything that was released" in "wire::lifecycle::stability";
    Compatible PathAdded "path-added" "a path was added"
        "nothing to do" in "wire::operations::paths";
    Compatible OperationAdded "operation-added" "an operation was added"
        "nothing to do" in "wire::operations::path";
    Compatible PathParameterRenamed "path-parameter-renamed" "only the names of the parameters in a path changed"
        "nothing to do; the Rust argument has a new name" in "wire::operations::path";
    Compatible OperationIdChanged "operation-id-changed" "an operationId was added, removed or changed"
        "nothing to do on the wire; the Rust method has a new name" in "rust::renamed::is_told, wire::operations::operation";
    Compatible RustNameChanged "rust-name-changed" "an item has a new name in Rust, because an addition took its old one"
        "nothing to do on the wire; use the new name in Rust" "choose names with `x-rust-name` or `x-enum-varnames`, or give the addition another name" in "rust::renamed::renamed";
    Breaking RustNameTaken "rust-name-taken" "a name in Rust stands for something else"
        "check what the name stands for now" "let the name stand for the same thing as before, or leave it unused" in "rust::compare, rust::taken::servers, rust::taken::taken";
    Breaking CallMediaTypeChanged "call-media-type-changed" "calls send or ask for another media type, or write a form in another way"
        "check that the service and your code treat both alike" "keep what calls use now, first in the document, or give the new one an operation of its own" in "rust::calls::calls";
    Breaking CredentialNeeded "credential-needed" "the first operation needs a token"
        "give the builder of the client a `token` or a `credential`" "let the operation be called without a token too: add `{}` to its `security`" in "rust::calls::credential";
    Breaking ServiceRootNeeded "service-root-needed" "the document names no host any more"
        "give the builder of the client a `service_root`" "keep a server with a host" in "rust::calls::service_root";
    Breaking SuccessNarrowed "success-narrowed" "a success status that was accepted is a failure now"
        "treat other success statuses as failures" "list all success statuses, or `2XX`" in "rust::calls::calls";
    Compatible Deprecated "deprecated" "something is now deprecated"
        "plan to stop using it" in "wire::walk::rest";
    Compatible Reactivated "reactivated" "something is no longer deprecated"
        "nothing to do" in "wire::walk::rest";
    Compatible TagsChanged "tags-changed" "the tags of an operation changed"
        "nothing to do" in "wire::operations::operation";
    Compatible LinksChanged "links-changed" "the links of a response changed"
        "nothing to do; the client does not follow links" in "wire::bodies::response";
    Warning CallbacksChanged "callbacks-changed" "the callbacks of an operation changed"
        "implement the change, if they serve the callbacks" in "wire::operations::operation";

    // Parameters
    Breaking RequiredParameterAdded "required-parameter-added" "a required parameter was added"
        "send the parameter; requests without it are refused" "make it optional, so that old requests still work" in "wire::parameters::parameters";
    Compatible OptionalParameterAdded "optional-parameter-added" "an optional parameter was added"
        "nothing to do" in "wire::parameters::parameters";
    Warning ParameterRemoved "parameter-removed" "a parameter was removed"
        "stop sending it; the service may ignore or refuse it" in "wire::parameters::parameters";
    Breaking RequiredParameterMoved "required-parameter-moved" "a required parameter moved to another location (path, query, header, cookie)"
        "send it in the new location" "accept it in both locations" in "wire::parameters::parameters";
    Warning OptionalParameterMoved "optional-parameter-moved" "an optional parameter moved to another location (query, header, cookie)"
        "send it in the new location; in the old one the service may ignore or refuse it" in "wire::parameters::parameters";
    Breaking ParameterBecameRequired "parameter-became-required" "a parameter is now required"
        "send it in every request; requests without it are refused" "keep it optional" in "wire::parameters::parameter";
    Compatible ParameterBecameOptional "parameter-became-optional" "a parameter is now optional"
        "nothing to do" in "wire::parameters::parameter";
    Breaking ParameterStyleChanged "parameter-style-changed" "a parameter is serialized in another style"
        "send it in the new style; the service may misread the old one" "accept both styles, or add a parameter" in "wire::parameters::parameter";
    Breaking ParameterDefaultChanged "parameter-default-changed" "the default of a parameter changed"
        "send the old value, if they relied on the default" "keep the default" in "wire::schemas::values";
    Warning ParameterEmptyValueChanged "parameter-empty-value-changed" "whether a parameter may be empty (`allowEmptyValue`) changed"
        "check that an empty value is still allowed, if they send one" in "wire::parameters::parameter";

    // Request bodies
    Breaking RequestBodyRemoved "request-body-removed" "a request body was removed"
        "send no body" "keep accepting the body" in "wire::bodies::request_body";
    Breaking RequiredRequestBodyAdded "required-request-body-added" "a required request body was added"
        "send the body; requests without it are refused" "make it optional" in "wire::bodies::request_body";
    Compatible OptionalRequestBodyAdded "optional-request-body-added" "an optional request body was added"
        "nothing to do" in "wire::bodies::request_body";
    Breaking RequestBodyBecameRequired "request-body-became-required" "a request body is now required"
        "send it in every request; requests without it are refused" "keep it optional" in "wire::bodies::request_body";
    Compatible RequestBodyBecameOptional "request-body-became-optional" "a request body is now optional"
        "nothing to do" in "wire::bodies::request_body";
    Breaking RequestMediaTypeRemoved "request-media-type-removed" "a media type of a request body was removed"
        "send another media type" "keep accepting it" in "wire::bodies::media_types";
    Compatible RequestMediaTypeAdded "request-media-type-added" "a media type of a request body was added"
        "nothing to do" in "wire::bodies::media_types";
    Warning EncodingChanged "encoding-changed" "the encoding of the parts of a form changed"
        "use the new encoding, if they send the form" in "wire::bodies::media_type";

    // Responses
    Breaking SuccessStatusRemoved "success-status-removed" "a success status was removed"
        "expect another status; until then, they treat it as a failure" "keep the status" in "wire::bodies::responses";
    Compatible SuccessStatusAdded "success-status-added" "a success status was added"
        "expect it, if they check the status: a client of the old document may treat it as a failure" in "wire::bodies::responses";
    Compatible ErrorStatusRemoved "error-status-removed" "an error status was removed"
        "nothing to do" in "wire::bodies::responses";
    Compatible ErrorStatusAdded "error-status-added" "an error status was added"
        "nothing to do on the wire; the Rust error type may change" in "wire::bodies::responses";
    Breaking ResponseMediaTypeRemoved "response-media-type-removed" "a media type of a response was removed"
        "read another media type" "keep offering it" in "wire::bodies::media_types";
    Compatible ResponseMediaTypeAdded "response-media-type-added" "a media type of a response was added"
        "nothing to do" in "wire::bodies::media_types";
    Breaking ResponseMediaTypeGeneralized "response-media-type-generalized" "the media type of a response is more general"
        "accept everything that the more general media type allows" "keep the more specific one" in "wire::bodies::renaming";
    Compatible ResponseMediaTypeSpecialized "response-media-type-specialized" "the media type of a response is more specific"
        "nothing to do" in "wire::bodies::renaming";
    Compatible MediaTypeParametersChanged "media-type-parameters-changed" "the parameters of a media type changed"
        "nothing to do" in "wire::bodies::renaming";
    Breaking RequiredResponseHeaderRemoved "required-response-header-removed" "a required response header was removed"
        "do without the header" "keep sending it" in "wire::bodies::headers";
    Warning OptionalResponseHeaderRemoved "optional-response-header-removed" "an optional response header was removed"
        "do without it, if they read it" in "wire::bodies::headers";
    Breaking ResponseHeaderBecameOptional "response-header-became-optional" "a response header is now optional"
        "expect that the header may be missing" "keep sending it" in "wire::bodies::header";
    Compatible ResponseHeaderBecameRequired "response-header-became-required" "a response header is now required"
        "nothing to do" in "wire::bodies::header";
    Compatible ResponseHeaderAdded "response-header-added" "a response header was added"
        "nothing to do" in "wire::bodies::headers";

    // Schemas: types and values
    Breaking(values) RequestTypeChanged "request-type-changed" "the type or format of a request value changed"
        "send the new type; the old one is refused" "accept the old type too, or add a property" in "wire::bodies::media_type, wire::parameters::parameter_schema, wire::schemas::report_shift";
    Compatible(values) RequestTypeWidened "request-type-widened" "more types or formats of a request value are accepted"
        "nothing to do" in "wire::bodies::media_type, wire::parameters::parameter_schema, wire::schemas::report_shift";
    Breaking(values) ResponseTypeChanged "response-type-changed" "the type or format of a response value changed"
        "read the new type; until then, decoding fails" "keep the old type, and add a property for the new one" in "wire::bodies::header, wire::bodies::media_type, wire::schemas::report_shift";
    Compatible(values) ResponseTypeNarrowed "response-type-narrowed" "a response value has fewer types or formats"
        "nothing to do" in "wire::bodies::header, wire::bodies::media_type, wire::objects::additional_properties, wire::schemas::report_shift";
    Breaking(values) RequestBecameNotNullable "request-became-not-nullable" "null is no longer accepted"
        "send a value instead of null" "keep accepting null" in "wire::schemas::null";
    Compatible(values) RequestBecameNullable "request-became-nullable" "null is now accepted"
        "nothing to do" in "wire::schemas::null";
    Breaking(values) ResponseBecameNullable "response-became-nullable" "a response value may now be null"
        "expect null; until then, decoding may fail" "keep sending a value" in "wire::schemas::null";
    Compatible(values) ResponseBecameNotNullable "response-became-not-nullable" "a response value is no longer null"
        "nothing to do" in "wire::schemas::null";
    Breaking(values) RequestEnumAdded "request-enum-added" "only listed values are accepted now"
        "send a listed value; other values are refused" "keep accepting other values" in "wire::schemas::enumeration";
    Compatible(values) RequestEnumRemoved "request-enum-removed" "request values are no longer limited to a list"
        "nothing to do" in "wire::schemas::enumeration";
    Breaking(values) RequestEnumValueRemoved "request-enum-value-removed" "a listed value is no longer accepted"
        "send another value" "keep accepting it" in "wire::schemas::enumeration";
    Breaking RequestExtensibleEnumValueRemoved "request-extensible-enum-value-removed" "a value was removed from a list that may grow (`x-extensible-enum`)"
        "send another value" "keep it in the list" in "wire::schemas::enumeration";
    Compatible(values) RequestEnumValueAdded "request-enum-value-added" "another listed value is accepted"
        "nothing to do" in "wire::schemas::enumeration";
    Compatible(values) ResponseEnumAdded "response-enum-added" "response values are now limited to a list"
        "nothing to do" in "wire::schemas::enumeration";
    Warning(values) ResponseEnumRemoved "response-enum-removed" "response values are no longer limited to a list"
        "add a case for other values, if they match on the list" in "wire::schemas::enumeration";
    Warning(values) ResponseEnumValueAdded "response-enum-value-added" "a response may contain another listed value"
        "add a case for other values, if they match on the list" in "wire::schemas::enumeration";
    Compatible(values) ResponseEnumValueRemoved "response-enum-value-removed" "a response no longer contains a listed value"
        "nothing to do" in "wire::schemas::enumeration";
    Compatible DefaultChanged "default-changed" "the default of a value changed"
        "check the new default, if they leave the value out" in "wire::schemas::values";

    Breaking(values) RequestValuesRefused "request-values-refused" "values that were described are now refused"
        "send other values" "keep accepting them" in "wire::evidence::settle";
    Breaking(values) ResponseValuesAdded "response-values-added" "a response may contain values that were not described"
        "expect them; until then, they may fail to decode a response" "send only values that were described" in "wire::evidence::settle";
    Warning(values) ValuesUndecided "values-undecided" "it is not known whether both documents describe the same values"
        "wait until a person has checked the change" "describe both with simpler schemas" in "wire::evidence::settle";

    // Schemas: constraints
    Breaking(values) RequestConstraintTightened "request-constraint-tightened" "a limit on a request value was tightened"
        "keep to the new limit; values beyond it are refused" "keep the old limit" in "wire::constraints::multiple_of, wire::constraints::tightened";
    Warning(values) RequestConstraintAdded "request-constraint-added" "a limit on a request value was added"
        "keep to the limit; the service may have refused values beyond it before" in "wire::composition::added, wire::constraints::added, wire::objects::additional_properties";
    Compatible(values) RequestConstraintRelaxed "request-constraint-relaxed" "a limit on a request value was relaxed or removed"
        "nothing to do" in "wire::composition::removed, wire::constraints::relaxed, wire::objects::additional_properties";
    Breaking(values) ResponseConstraintRelaxed "response-constraint-relaxed" "a limit on a response value was relaxed or removed"
        "expect values beyond the old limit" "keep the old limit" in "wire::constraints::multiple_of, wire::constraints::relaxed";
    Compatible(values) ResponseConstraintTightened "response-constraint-tightened" "a limit on a response value was tightened or added"
        "nothing to do" in "wire::constraints::added, wire::constraints::multiple_of, wire::constraints::tightened";
    Breaking(values) RequestPatternAdded "request-pattern-added" "request values must now match a pattern"
        "send values that match; other values are refused" "keep accepting other values" in "wire::constraints::pattern";
    Warning(values) RequestPatternChanged "request-pattern-changed" "request values must match another pattern"
        "send values that match the new pattern" "keep the old pattern, or one that matches more" in "wire::constraints::pattern";
    Compatible(values) RequestPatternRemoved "request-pattern-removed" "request values no longer have to match a pattern"
        "nothing to do" in "wire::constraints::pattern";
    Warning(values) ResponsePatternChanged "response-pattern-changed" "the pattern of response values changed"
        "expect values that the old pattern did not match" in "wire::constraints::pattern";

    // Schemas: objects
    Breaking(values) RequestRequiredPropertyAdded "request-required-property-added" "a required request property was added"
        "send the property; requests without it are refused" "make it optional" in "wire::objects::property";
    Compatible(values) RequestOptionalPropertyAdded "request-optional-property-added" "an optional request property was added"
        "nothing to do" in "wire::objects::property";
    Warning(values) RequestPropertyRemoved "request-property-removed" "a request property was removed"
        "stop sending it; the service may ignore or refuse it" in "wire::evidence::is_lost, wire::objects::property";
    Breaking(values) RequestPropertyBecameRequired "request-property-became-required" "a request property is now required"
        "send it in every request; requests without it are refused" "keep it optional" in "wire::objects::requirement";
    Compatible(values) RequestPropertyBecameOptional "request-property-became-optional" "a request property is now optional"
        "nothing to do" in "wire::objects::requirement";
    Breaking(values) ResponseRequiredPropertyRemoved "response-required-property-removed" "a required response property was removed"
        "do without the property; until then, decoding fails" "keep sending it" in "wire::evidence::is_lost, wire::objects::property";
    Warning(values) ResponseOptionalPropertyRemoved "response-optional-property-removed" "an optional response property was removed"
        "do without it, if they read it" in "wire::evidence::is_lost, wire::objects::property";
    Compatible(values) ResponsePropertyAdded "response-property-added" "a response property was added"
        "nothing to do" in "wire::objects::property";
    Breaking(values) ResponsePropertyBecameOptional "response-property-became-optional" "a response property is now optional"
        "expect that the property may be missing; until then, decoding may fail" "keep sending it" in "wire::objects::requirement";
    Compatible(values) ResponsePropertyBecameRequired "response-property-became-required" "a response property is now required"
        "nothing to do" in "wire::objects::requirement";
    Warning(values) RequestAdditionalPropertiesForbidden "request-additional-properties-forbidden" "properties that are not described are no longer accepted"
        "send only properties that are described" "keep accepting other properties" in "wire::evidence::is_lost, wire::objects::additional_properties";
    Compatible(values) RequestAdditionalPropertiesAllowed "request-additional-properties-allowed" "properties that are not described are now accepted"
        "nothing to do" in "wire::objects::additional_properties";
    Compatible(values) ResponseAdditionalPropertiesChanged "response-additional-properties-changed" "a response may now contain properties that are not described, or no longer may"
        "nothing to do" in "wire::objects::additional_properties";
    // Callers can hardly rely on values that no schema describes.
    Warning(values) ResponseAdditionalPropertiesOpened "response-additional-properties-opened" "properties that are not described may now have any value in a response"
        "expect other values" "keep describing their values" in "wire::objects::additional_properties";
    Compatible AccessChanged "access-changed" "a property is now read-only or write-only, or no longer is"
        "check which side sends it" in "wire::schemas::values";
    Compatible UnsentPropertyChanged "unsent-property-changed" "a read-only property of a request changed, or a write-only property of a response"
        "nothing to do" in "wire::objects::property";

    // Schemas: composition
    Breaking(values) RequestAllOfAdded "request-all-of-added" "request values must match another schema (allOf)"
        "send values that match it too" "make the new part optional" in "wire::composition::added";
    Warning(values) RequestAllOfRemoved "request-all-of-removed" "request values no longer have to match a schema (allOf)"
        "expect that the service ignores the properties of that schema" in "wire::composition::removed";
    Compatible(values) ResponseAllOfAdded "response-all-of-added" "response values match another schema (allOf)"
        "nothing to do" in "wire::composition::added";
    Warning(values) ResponseAllOfRemoved "response-all-of-removed" "response values no longer have to match a schema (allOf)"
        "do without the properties of that schema" in "wire::composition::removed";
    Breaking(values) RequestAlternativeRemoved "request-alternative-removed" "an alternative is no longer accepted (oneOf, anyOf)"
        "send another alternative" "keep accepting it" in "wire::composition::removed";
    Compatible(values) RequestAlternativeAdded "request-alternative-added" "another alternative is accepted (oneOf, anyOf)"
        "nothing to do" in "wire::composition::added";
    Warning(values) ResponseOneOfAdded "response-one-of-added" "a response may contain another alternative (oneOf)"
        "add a case for `Unknown`: an old client with several alternatives reads the new one as `Unknown`, and an old client without alternatives cannot decode it" in "wire::composition::added";
    Compatible(values) ResponseAnyOfAdded "response-any-of-added" "a response may contain another alternative (anyOf)"
        "nothing to do" in "wire::composition::added";
    Compatible(values) ResponseAlternativeRemoved "response-alternative-removed" "a response no longer contains an alternative (oneOf, anyOf)"
        "nothing to do" in "wire::composition::removed";
    Breaking(values) RequestExclusionAdded "request-exclusion-added" "request values must not match a schema (not)"
        "send other values" "keep accepting them" in "wire::composition::composition";
    Compatible(values) RequestExclusionRemoved "request-exclusion-removed" "request values may match a schema that was excluded (not)"
        "nothing to do" in "wire::composition::composition";
    Warning(values) ResponseExclusionChanged "response-exclusion-changed" "the schema that response values must not match changed (not)"
        "check the change, if they rely on it" in "wire::composition::composition";
    Compatible DiscriminatorChanged "discriminator-changed" "the description of a discriminator changed"
        "nothing to do, if its values stay the same" in "wire::discriminators::discriminator";
    Warning DiscriminatorValuesChanged "discriminator-values-changed" "a value of a discriminator stands for another schema, or for none"
        "send and read the values of the new document" "keep the values, and only add new ones" in "wire::discriminators::discriminator";
    Warning XmlChanged "xml-changed" "the XML form of a value changed"
        "use the new form, if they send or read XML" in "wire::schemas::values";

    // Security and servers. oasdiff reports an added requirement or scope as
    // information only. But a caller without the credential stops working.
    Breaking SecurityTightened "security-tightened" "a credential that was enough is no longer enough"
        "get the credential or scope that is required now" "keep accepting the old one" in "rust::calls::credential, wire::security::security";
    Compatible SecurityRelaxed "security-relaxed" "other credentials are accepted, or none is needed"
        "nothing to do" in "wire::security::security";
    Breaking SecuritySchemeChanged "security-scheme-changed" "a credential is sent in another way"
        "send the credential in the new way" "accept both ways" in "wire::security::scheme";
    Compatible SecuritySchemeDetailsChanged "security-scheme-details-changed" "the details of a security scheme changed (bearerFormat, flows, openIdConnectUrl)"
        "check the sign-in" in "wire::security::scheme";
    Warning ServerRemoved "server-removed" "a server was removed"
        "use another server, if they use this one" in "wire::security::servers";
    Warning DefaultServerChanged "default-server-changed" "another server comes first; clients use the first one by default"
        "name the server they want, if they rely on the default" in "wire::security::servers";
    Compatible ServerAdded "server-added" "a server was added"
        "nothing to do" in "wire::security::servers";
    Compatible ServerChanged "server-changed" "the variables of a server changed"
        "check the variables" in "wire::security::servers";

    // Components and the rest
    Compatible ComponentAdded "component-added" "a component was added"
        "nothing to do" in "wire::components::components";
    Compatible ComponentRemoved "component-removed" "a component was removed"
        "nothing to do on the wire; a Rust type may be removed" in "wire::components::components";
    Compatible UnusedComponentChanged "unused-component-changed" "a component that no operation uses changed"
        "nothing to do" in "wire::components::components";
    Compatible ExtensionChanged "extension-changed" "an extension (`x-…`) changed"
        "nothing to do on the wire; the generator may read it" in "rust::renamed::is_told, wire::bodies::responses, wire::components::components, wire::lifecycle::stability, wire::lifecycle::sunset, wire::schemas::enumeration, wire::walk::rest";
    Docs DocumentVersionChanged "document-version-changed" "the version of OpenAPI or of the document changed"
        "nothing to do" in "wire::operations::info";
    Docs DocumentationChanged "documentation-changed" "a documentation text changed"
        "nothing to do" in "wire::operations::info, wire::operations::tags, wire::schemas::values, wire::walk::rest";
    Docs SpellingChanged "spelling-changed" "the documents are written differently and mean the same"
        "nothing to do" in "wire::both";

    // Everything else
    Unclassified Unclassified "unclassified" "a difference that no other rule covers"
        "wait until a person has checked the change" in "wire::constraints::bound, wire::constraints::size, wire::walk::rest";
}
