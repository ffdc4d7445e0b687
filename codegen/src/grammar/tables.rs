//! The objects of OpenAPI 3.0.3 and their fields, as listed in its section 4.7.

use super::shapes::{Field, Keys, Object, Shape};

const fn need(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        required: true,
        is_lost: false,
        shape,
    }
}

const fn may(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        required: false,
        is_lost: false,
        shape,
    }
}

/// A field that is used neither by progenitor nor by the client around its code.
/// Annotations are not marked as lost, because they are for readers of the document:
/// examples, `externalDocs`, `contact`, `license`, `termsOfService`, the descriptions and
/// the order of tags, the descriptions of responses, and the schema of a response header.
const fn lost(name: &'static str, shape: Shape) -> Field {
    Field {
        is_lost: true,
        ..may(name, shape)
    }
}

const fn object(name: &'static str, fields: &'static [Field]) -> Object {
    Object {
        name,
        section: "",
        fields,
        others: None,
    }
}

const fn component(name: &'static str, section: &'static str, fields: &'static [Field]) -> Object {
    Object {
        name,
        section,
        fields,
        others: None,
    }
}

use Shape::{Any, Bool, BoolOr, List, Map, Number, OneOf, RefOr, Size, String};

const STRINGS: Shape = List(&String);

pub(super) static OPENAPI: Object = object(
    "OpenAPI Object",
    &[
        need("openapi", String),
        need("info", Shape::Object(&INFO)),
        may("servers", List(&Shape::Object(&SERVER))),
        need("paths", Map(Keys::Path, &Shape::Object(&PATH_ITEM))),
        may("components", Shape::Object(&COMPONENTS)),
        may("security", List(&Map(Keys::Any, &STRINGS))),
        may("tags", List(&Shape::Object(&TAG))),
        may("externalDocs", Shape::Object(&EXTERNAL_DOCS)),
    ],
);

static INFO: Object = object(
    "Info Object",
    &[
        need("title", String),
        may("description", String),
        may("termsOfService", String),
        may("contact", Shape::Object(&CONTACT)),
        may("license", Shape::Object(&LICENSE)),
        need("version", String),
    ],
);

static CONTACT: Object = object(
    "Contact Object",
    &[
        may("name", String),
        may("url", String),
        may("email", String),
    ],
);

static LICENSE: Object = object(
    "License Object",
    &[need("name", String), may("url", String)],
);

static SERVER: Object = object(
    "Server Object",
    &[
        need("url", String),
        may("description", String),
        may(
            "variables",
            Map(Keys::Any, &Shape::Object(&SERVER_VARIABLE)),
        ),
    ],
);

static SERVER_VARIABLE: Object = object(
    "Server Variable Object",
    &[
        may("enum", STRINGS),
        need("default", String),
        may("description", String),
    ],
);

static COMPONENTS: Object = object(
    "Components Object",
    &[
        may("schemas", Map(Keys::Component, &RefOr(&SCHEMA))),
        may("responses", Map(Keys::Component, &RefOr(&RESPONSE))),
        may("parameters", Map(Keys::Component, &RefOr(&PARAMETER))),
        may("examples", Map(Keys::Component, &RefOr(&EXAMPLE))),
        may("requestBodies", Map(Keys::Component, &RefOr(&REQUEST_BODY))),
        may("headers", Map(Keys::Component, &RefOr(&HEADER))),
        may(
            "securitySchemes",
            Map(Keys::Component, &RefOr(&SECURITY_SCHEME)),
        ),
        lost("links", Map(Keys::Component, &RefOr(&LINK))),
        lost("callbacks", Map(Keys::Component, &RefOr(&CALLBACK))),
    ],
);

static PATH_ITEM: Object = object(
    "Path Item Object",
    &[
        may("$ref", String),
        lost("summary", String),
        lost("description", String),
        may("get", Shape::Object(&OPERATION)),
        may("put", Shape::Object(&OPERATION)),
        may("post", Shape::Object(&OPERATION)),
        may("delete", Shape::Object(&OPERATION)),
        may("options", Shape::Object(&OPERATION)),
        may("head", Shape::Object(&OPERATION)),
        may("patch", Shape::Object(&OPERATION)),
        may("trace", Shape::Object(&OPERATION)),
        lost("servers", List(&Shape::Object(&SERVER))),
        may("parameters", List(&RefOr(&PARAMETER))),
    ],
);

static OPERATION: Object = object(
    "Operation Object",
    &[
        may("tags", STRINGS),
        may("summary", String),
        may("description", String),
        may("externalDocs", Shape::Object(&EXTERNAL_DOCS)),
        may("operationId", String),
        may("parameters", List(&RefOr(&PARAMETER))),
        may("requestBody", RefOr(&REQUEST_BODY)),
        need("responses", Map(Keys::Status, &RefOr(&RESPONSE))),
        lost("callbacks", Map(Keys::Any, &RefOr(&CALLBACK))),
        may("deprecated", Bool),
        may("security", List(&Map(Keys::Any, &STRINGS))),
        lost("servers", List(&Shape::Object(&SERVER))),
    ],
);

static EXTERNAL_DOCS: Object = object(
    "External Documentation Object",
    &[may("description", String), need("url", String)],
);

const STYLES: Shape = OneOf(&[
    "matrix",
    "label",
    "form",
    "simple",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
]);

static PARAMETER: Object = component(
    "Parameter Object",
    "parameters",
    &[
        need("name", String),
        need("in", OneOf(&["query", "header", "path", "cookie"])),
        may("description", String),
        may("required", Bool),
        lost("deprecated", Bool),
        lost("allowEmptyValue", Bool),
        may("style", STYLES),
        may("explode", Bool),
        lost("allowReserved", Bool),
        may("schema", RefOr(&SCHEMA)),
        may("example", Any),
        may("examples", Map(Keys::Any, &RefOr(&EXAMPLE))),
        may("content", Map(Keys::Any, &Shape::Object(&MEDIA_TYPE))),
    ],
);

static REQUEST_BODY: Object = component(
    "Request Body Object",
    "requestBodies",
    &[
        may("description", String),
        need("content", Map(Keys::Any, &Shape::Object(&MEDIA_TYPE))),
        may("required", Bool),
    ],
);

static MEDIA_TYPE: Object = object(
    "Media Type Object",
    &[
        may("schema", RefOr(&SCHEMA)),
        may("example", Any),
        may("examples", Map(Keys::Any, &RefOr(&EXAMPLE))),
        may("encoding", Map(Keys::Any, &Shape::Object(&ENCODING))),
    ],
);

static ENCODING: Object = object(
    "Encoding Object",
    &[
        may("contentType", String),
        may("headers", Map(Keys::Any, &RefOr(&HEADER))),
        may("style", STYLES),
        may("explode", Bool),
        may("allowReserved", Bool),
    ],
);

static RESPONSE: Object = component(
    "Response Object",
    "responses",
    &[
        need("description", String),
        may("headers", Map(Keys::Any, &RefOr(&HEADER))),
        may("content", Map(Keys::Any, &Shape::Object(&MEDIA_TYPE))),
        lost("links", Map(Keys::Any, &RefOr(&LINK))),
    ],
);

static CALLBACK: Object = Object {
    others: Some(&Shape::Object(&PATH_ITEM)),
    ..component("Callback Object", "callbacks", &[])
};

static EXAMPLE: Object = component(
    "Example Object",
    "examples",
    &[
        may("summary", String),
        may("description", String),
        may("value", Any),
        may("externalValue", String),
    ],
);

static LINK: Object = component(
    "Link Object",
    "links",
    &[
        may("operationRef", String),
        may("operationId", String),
        may("parameters", Map(Keys::Any, &Any)),
        may("requestBody", Any),
        may("description", String),
        may("server", Shape::Object(&SERVER)),
    ],
);

static HEADER: Object = component(
    "Header Object",
    "headers",
    &[
        may("description", String),
        may("required", Bool),
        may("deprecated", Bool),
        may("allowEmptyValue", Bool),
        may("style", OneOf(&["simple"])),
        may("explode", Bool),
        may("allowReserved", Bool),
        may("schema", RefOr(&SCHEMA)),
        may("example", Any),
        may("examples", Map(Keys::Any, &RefOr(&EXAMPLE))),
        may("content", Map(Keys::Any, &Shape::Object(&MEDIA_TYPE))),
    ],
);

static TAG: Object = object(
    "Tag Object",
    &[
        need("name", String),
        may("description", String),
        may("externalDocs", Shape::Object(&EXTERNAL_DOCS)),
    ],
);

static SCHEMA: Object = component(
    "Schema Object",
    "schemas",
    &[
        may("title", String),
        may("multipleOf", Number),
        may("maximum", Number),
        may("exclusiveMaximum", Bool),
        may("minimum", Number),
        may("exclusiveMinimum", Bool),
        may("maxLength", Size),
        may("minLength", Size),
        may("pattern", String),
        may("maxItems", Size),
        may("minItems", Size),
        may("uniqueItems", Bool),
        may("maxProperties", Size),
        may("minProperties", Size),
        may("required", STRINGS),
        may("enum", List(&Any)),
        may(
            "type",
            OneOf(&["array", "boolean", "integer", "number", "object", "string"]),
        ),
        may("allOf", List(&RefOr(&SCHEMA))),
        may("oneOf", List(&RefOr(&SCHEMA))),
        may("anyOf", List(&RefOr(&SCHEMA))),
        may("not", RefOr(&SCHEMA)),
        may("items", RefOr(&SCHEMA)),
        may("properties", Map(Keys::Any, &RefOr(&SCHEMA))),
        may("additionalProperties", BoolOr(&RefOr(&SCHEMA))),
        may("description", String),
        may("format", String),
        may("default", Any),
        may("nullable", Bool),
        may("discriminator", Shape::Object(&DISCRIMINATOR)),
        may("readOnly", Bool),
        may("writeOnly", Bool),
        lost("xml", Shape::Object(&XML)),
        may("externalDocs", Shape::Object(&EXTERNAL_DOCS)),
        may("example", Any),
        lost("deprecated", Bool),
    ],
);

static DISCRIMINATOR: Object = object(
    "Discriminator Object",
    &[
        need("propertyName", String),
        may("mapping", Map(Keys::Any, &String)),
    ],
);

static XML: Object = object(
    "XML Object",
    &[
        may("name", String),
        may("namespace", String),
        may("prefix", String),
        may("attribute", Bool),
        may("wrapped", Bool),
    ],
);

static SECURITY_SCHEME: Object = component(
    "Security Scheme Object",
    "securitySchemes",
    &[
        need(
            "type",
            OneOf(&["apiKey", "http", "oauth2", "openIdConnect"]),
        ),
        may("description", String),
        may("name", String),
        may("in", OneOf(&["query", "header", "cookie"])),
        may("scheme", String),
        may("bearerFormat", String),
        may("flows", Shape::Object(&OAUTH_FLOWS)),
        may("openIdConnectUrl", String),
    ],
);

static OAUTH_FLOWS: Object = object(
    "OAuth Flows Object",
    &[
        may("implicit", Shape::Object(&OAUTH_FLOW)),
        may("password", Shape::Object(&OAUTH_FLOW)),
        may("clientCredentials", Shape::Object(&OAUTH_FLOW)),
        may("authorizationCode", Shape::Object(&OAUTH_FLOW)),
    ],
);

static OAUTH_FLOW: Object = object(
    "OAuth Flow Object",
    &[
        may("authorizationUrl", String),
        may("tokenUrl", String),
        may("refreshUrl", String),
        need("scopes", Map(Keys::Any, &String)),
    ],
);
