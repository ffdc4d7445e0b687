//! The rules of the wire layer, as a table. Ids are permanent; a level that
//! differs from oasdiff's has its reason beside it.

use super::finding::Level;
use Level::{Breaking, Compatible, Docs, Unclassified, Warning};

/// One rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The permanent id, in kebab case.
    pub id: &'static str,
    /// What a change under this rule means on the wire.
    pub level: Level,
    /// What the rule is about, in one line.
    pub meaning: &'static str,
    /// What callers do about it.
    pub callers: &'static str,
    /// How the change could be made without breaking them; empty if it does not.
    pub remedy: &'static str,
}

/// The rule of an id; the one for unclassified changes if there is none.
pub(super) fn rule(id: &str) -> &'static Rule {
    RULES.iter().find(|rule| rule.id == id).unwrap_or(&FALLBACK)
}

const FALLBACK: Rule = Rule {
    id: "unclassified",
    level: Unclassified,
    meaning: "a difference that no other rule knows",
    callers: "look at it closely",
    remedy: "treat it as breaking until you know better",
};

macro_rules! rules {
    ($($level:ident $id:literal $meaning:literal $callers:literal $($remedy:literal)?;)*) => {
        /// All rules, grouped as a document is.
        pub static RULES: &[Rule] = &[
            $(Rule {
                id: $id,
                level: $level,
                meaning: $meaning,
                callers: $callers,
                remedy: concat!($($remedy)?),
            },)*
            FALLBACK,
        ];
    };
}

rules! {
    // Documents, paths and operations
    Breaking "document-removed" "the document is gone"
        "move to what takes its place, or stay with the last client" "keep it until its callers have moved";
    Compatible "document-added" "the document is new" "nothing to do";
    Breaking "path-removed" "a path is gone"
        "stop calling it" "keep it, mark its operations deprecated, remove it with the next major version";
    Breaking "operation-removed" "an operation is gone"
        "stop calling it" "keep it, mark it deprecated, remove it with the next major version";
    Warning "announced-removal" "an operation that was deprecated, or never called stable, is gone" "stop calling it, as was announced";
    Breaking "sunset-sooner" "the announced end of something comes sooner, or has no date any more"
        "move sooner than they were promised" "keep the date that was announced";
    Breaking "stability-decreased" "something promises less stability"
        "expect it to change without notice" "keep the promise for what was released";
    Compatible "path-added" "a path is new" "nothing to do";
    Compatible "operation-added" "an operation is new" "nothing to do";
    Compatible "path-parameter-renamed" "a path differs only in the names of its parameters" "nothing to do; the Rust argument has another name";
    Compatible "operation-id-changed" "an operationId was added, removed or renamed" "nothing to do on the wire; the Rust method has another name";
    Compatible "deprecated" "something is deprecated now" "plan to move";
    Compatible "reactivated" "something is no longer deprecated" "nothing to do";
    Compatible "tags-changed" "an operation has other tags" "nothing to do";
    Compatible "links-changed" "the links of a response differ" "nothing to do; the client does not follow links";
    Warning "callbacks-changed" "the callbacks of an operation differ" "follow, if they serve them";

    // Parameters
    Breaking "required-parameter-added" "a required parameter is new"
        "send the parameter, or be refused" "make it optional, with a behaviour that suits old callers";
    Compatible "optional-parameter-added" "an optional parameter is new" "nothing to do";
    Warning "parameter-removed" "a parameter is gone" "stop sending it; the service may ignore or refuse it";
    Breaking "required-parameter-moved" "a required parameter travels elsewhere (path, query, header, cookie)"
        "send it in its new place" "accept it in both places";
    Warning "optional-parameter-moved" "an optional parameter travels elsewhere (query, header, cookie)" "send it in its new place; in the old one it may be ignored or refused";
    Breaking "parameter-became-required" "a parameter must be sent now"
        "send it in every call, or be refused" "keep it optional";
    Compatible "parameter-became-optional" "a parameter need not be sent any more" "nothing to do";
    Breaking "parameter-style-changed" "a parameter is written in another style"
        "write it in the new style, or be misread" "accept both styles, or add a parameter";
    Breaking "parameter-default-changed" "what the service assumes without the parameter differs"
        "send the old value if they relied on it" "keep the default";
    Warning "parameter-empty-value-changed" "whether a parameter may be empty differs" "check, if they send it empty";

    // Request bodies
    Breaking "request-body-removed" "a request body is no longer taken"
        "send no body" "keep taking it";
    Breaking "required-request-body-added" "a required request body is new"
        "send the body, or be refused" "make it optional";
    Compatible "optional-request-body-added" "an optional request body is new" "nothing to do";
    Breaking "request-body-became-required" "a request body must be sent now"
        "send it in every call, or be refused" "keep it optional";
    Compatible "request-body-became-optional" "a request body need not be sent any more" "nothing to do";
    Breaking "request-media-type-removed" "a request body is no longer taken in a media type"
        "send another media type" "keep taking it";
    Compatible "request-media-type-added" "a request body is taken in another media type too" "nothing to do";
    Warning "encoding-changed" "the parts of a form are encoded otherwise" "follow, if they send the form";

    // Responses
    Breaking "success-status-removed" "a success is no longer answered"
        "expect another status; they take it for a failure until then" "keep the status";
    Compatible "success-status-added" "another success may be answered" "know it, if they look at the status";
    Compatible "error-status-removed" "an error status is no longer described" "nothing to do";
    Compatible "error-status-added" "an error status is described now" "nothing to do on the wire; the Rust error type may change";
    Breaking "response-media-type-removed" "a response no longer comes in a media type"
        "read another media type" "keep offering it";
    Compatible "response-media-type-added" "a response comes in another media type too" "nothing to do";
    Breaking "response-media-type-generalized" "the media type of a response is wider now"
        "read whatever the wider type lets through" "keep the narrow one";
    Compatible "response-media-type-specialized" "the media type of a response is narrower now" "nothing to do";
    Compatible "media-type-parameters-changed" "the parameters of a media type differ" "nothing to do";
    Breaking "required-response-header-removed" "a header that always came is gone"
        "do without the header" "keep sending it";
    Warning "optional-response-header-removed" "a header that might come is gone" "do without, if they read it";
    Breaking "response-header-became-optional" "a header need not come any more"
        "expect that the header is missing" "keep sending it";
    Compatible "response-header-became-required" "a header always comes now" "nothing to do";
    Compatible "response-header-added" "a header is new" "nothing to do";

    // Schemas: types and values
    Breaking "request-type-changed" "a value must be of another type or format"
        "send the new type, or be refused" "accept the old one too, or add a property";
    Compatible "request-type-widened" "a value may be of more types or formats" "nothing to do";
    Breaking "response-type-changed" "a value comes in another type or format"
        "read the new type; decoding fails until then" "keep the old one, and add a property for the new";
    Compatible "response-type-narrowed" "a value comes in fewer types or formats" "nothing to do";
    Breaking "request-became-not-nullable" "null is no longer taken"
        "send a value in place of null" "keep taking null";
    Compatible "request-became-nullable" "null is taken too" "nothing to do";
    Breaking "response-became-nullable" "null may come"
        "expect null; decoding may fail until then" "send a value";
    Compatible "response-became-not-nullable" "null no longer comes" "nothing to do";
    Breaking "request-enum-added" "only listed values are taken now"
        "send a listed value, or be refused" "keep taking the others";
    Compatible "request-enum-removed" "values are no longer limited to a list" "nothing to do";
    Breaking "request-enum-value-removed" "a value is no longer taken"
        "send another value" "keep taking it";
    Compatible "request-enum-value-added" "another value is taken" "nothing to do";
    Compatible "response-enum-added" "only listed values come now" "nothing to do";
    Warning "response-enum-removed" "values are no longer limited to a list" "have a case for others, if they match the list";
    Warning "response-enum-value-added" "another value may come" "have a case for others, if they match the list";
    Compatible "response-enum-value-removed" "a value no longer comes" "nothing to do";
    Compatible "default-changed" "the default of a value differs" "check, if they leave the value out";

    // Schemas: constraints
    Breaking "request-constraint-tightened" "a limit on what is taken is tighter"
        "keep to the new limit, or be refused" "keep the old limit";
    Warning "request-constraint-added" "a limit on what is taken is new" "keep to the limit; values beyond it may have been refused all along";
    Compatible "request-constraint-relaxed" "a limit on what is taken is looser or gone" "nothing to do";
    Breaking "response-constraint-relaxed" "a limit on what comes is looser or gone"
        "expect values beyond the old limit" "keep the old limit";
    Compatible "response-constraint-tightened" "a limit on what comes is tighter or new" "nothing to do";
    Breaking "request-pattern-added" "values must match a pattern now"
        "send values that match, or be refused" "keep taking the others";
    Warning "request-pattern-changed" "values must match another pattern" "make sure that it takes all the old one took";
    Compatible "request-pattern-removed" "values need not match a pattern any more" "nothing to do";
    Compatible "response-pattern-changed" "the pattern of what comes differs" "nothing to do";

    // Schemas: objects
    Breaking "request-required-property-added" "a property that must be sent is new"
        "send the property, or be refused" "make it optional";
    Compatible "request-optional-property-added" "a property that may be sent is new" "nothing to do";
    Warning "request-property-removed" "a property is no longer described" "stop sending it; the service may ignore or refuse it";
    Breaking "request-property-became-required" "a property must be sent now"
        "send it in every call, or be refused" "keep it optional, or give it a default";
    Compatible "request-property-became-required-with-default" "a property with a default is required now" "nothing to do";
    Compatible "request-property-became-optional" "a property need not be sent any more" "nothing to do";
    Breaking "response-required-property-removed" "a property that always came is gone"
        "do without the property; decoding fails until then" "keep sending it";
    Warning "response-optional-property-removed" "a property that might come is gone" "do without, if they read it";
    Compatible "response-property-added" "a property is new" "nothing to do";
    Breaking "response-property-became-optional" "a property need not come any more"
        "expect that the property is missing; decoding may fail until then" "keep sending it";
    Compatible "response-property-became-required" "a property always comes now" "nothing to do";
    Warning "request-additional-properties-forbidden" "properties that are not described are no longer taken" "stop sending more";
    Compatible "request-additional-properties-allowed" "properties that are not described are taken" "nothing to do";
    Compatible "response-additional-properties-changed" "whether more properties may come differs" "nothing to do";
    Compatible "access-changed" "a property is read-only or write-only now, or no longer" "check who sends it";
    Compatible "unsent-property-changed" "a property differs in the direction in which it does not travel" "nothing to do";

    // Schemas: composition
    Breaking "request-all-of-added" "values must meet another schema too"
        "send values that meet it too" "make the new part optional";
    Warning "request-all-of-removed" "values need not meet a schema any more" "expect that properties of that part are ignored";
    Compatible "response-all-of-added" "what comes meets another schema too" "nothing to do";
    Warning "response-all-of-removed" "what comes need not meet a schema any more" "do without the properties of that part";
    Breaking "request-alternative-removed" "a schema is no longer taken (oneOf, anyOf)"
        "send another alternative" "keep taking it";
    Compatible "request-alternative-added" "another schema is taken (oneOf, anyOf)" "nothing to do";
    Breaking "response-one-of-added" "another schema may come (oneOf)"
        "expect the other schema; decoding may fail until then" "add it with the next major version";
    Compatible "response-any-of-added" "what comes may meet another schema (anyOf)" "nothing to do";
    Compatible "response-alternative-removed" "a schema no longer comes (oneOf, anyOf)" "nothing to do";
    Breaking "request-exclusion-added" "values must not meet a schema (not)"
        "send other values" "keep taking them";
    Compatible "request-exclusion-removed" "values may meet a schema that was excluded (not)" "nothing to do";
    Warning "response-exclusion-changed" "the schema that nothing meets differs (not)" "check, if they rely on it";
    Compatible "discriminator-changed" "how alternatives are told apart is described otherwise" "nothing to do if the values stay";
    Warning "xml-changed" "how a value is written in XML differs" "follow, if they speak XML";

    // Security and servers. oasdiff calls an added requirement or scope
    // information; a caller without the credential stops working.
    Breaking "security-tightened" "a credential that was enough is not enough any more"
        "obtain the credential or scope" "keep taking the old one";
    Compatible "security-relaxed" "other credentials are taken, or none is needed" "nothing to do";
    Breaking "security-scheme-changed" "a credential is presented otherwise"
        "present the credential in the new way" "accept both ways";
    Compatible "security-scheme-details-changed" "where a credential comes from differs, or what it may grant" "check the sign-in";
    Warning "server-removed" "a server is no longer listed" "move, if they use it";
    Warning "default-server-changed" "another server comes first, and clients take the first one unless told otherwise" "say which server they mean, if they did not";
    Compatible "server-added" "a server is new" "nothing to do";
    Compatible "server-changed" "what is said of a server differs" "check the variables";

    // Components and the rest
    Compatible "component-added" "a component is new" "nothing to do";
    Compatible "component-removed" "a component is gone" "nothing to do on the wire; a Rust type may be gone";
    Compatible "unused-component-changed" "a component that no operation reaches differs" "nothing to do";
    Compatible "extension-changed" "an extension (`x-…`) differs" "nothing to do on the wire; the generator may read it";
    Docs "document-version-changed" "the version of OpenAPI or of the document differs" "nothing to do";
    Docs "documentation-changed" "a text for people differs" "nothing to do";
    Docs "spelling-changed" "the documents are written differently and say the same" "nothing to do";
}
