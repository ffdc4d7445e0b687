//! A request as the embedded server receives it.

use std::fmt;
use std::io::{self, BufRead, Read};

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::{Cloud, OPERATIONS, Operation, template};

/// The path of the default server's URL. The paths of the operations begin below it.
pub(super) fn base_path() -> &'static str {
    let root = Cloud::default().service_root();
    let path = match root.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |begin| &rest[begin..]),
        None => root,
    };
    path.trim_end_matches('/')
}

/// How long the head of a request may be, in bytes.
const HEAD_LIMIT_BYTES: usize = 64 * 1024;
/// How many headers a request may have.
const HEADER_LIMIT: usize = 100;

/// A request as it arrived. `Debug` and `Display` do not show the token, but
/// [`headers`](Self::headers) contains it.
#[derive(Clone)]
#[non_exhaustive]
pub struct Request {
    /// The method, such as `POST`.
    pub method: String,
    /// The request target from the request line, still encoded.
    pub path: String,
    /// All headers, in the order and spelling in which they arrived.
    pub headers: Vec<(String, String)>,
    /// The body. Empty if there was none.
    pub body: Vec<u8>,
    /// The operation with this method and path, if there is one.
    pub operation: Option<&'static Operation>,
    /// The decoded arguments in the path, in the order of the path.
    pub arguments: Vec<String>,
    /// The decoded names and values of the query, in the order of the query.
    pub query: Vec<(String, String)>,
    /// The arguments as they are in the path, still encoded.
    raw_arguments: Vec<String>,
}

impl Request {
    /// The value of a header. The case of the name does not matter.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Whether the request is for the operation with this `operationId`.
    pub fn is_of(&self, operation_id: &str) -> bool {
        self.operation
            .is_some_and(|operation| operation.id == operation_id)
    }

    /// The decoded argument of a path parameter.
    pub fn argument(&self, parameter: &str) -> Option<&str> {
        named(self.operation?, parameter, &self.arguments)
    }

    /// The decoded value of a query parameter, or the first value if there are several.
    pub fn query(&self, parameter: &str) -> Option<&str> {
        let mut named = self.query.iter().filter(|(name, _)| name == parameter);
        named.next().map(|(_, value)| value.as_str())
    }

    /// The body as JSON. A form becomes an object of strings, and another text becomes a
    /// string. `None` if the media type is none of these, or if the body is not valid.
    pub fn json(&self) -> Option<serde_json::Value> {
        let content_type = self.header("content-type").unwrap_or_default();
        let essence = content_type.split(';').next().unwrap_or_default().trim();
        match essence.to_ascii_lowercase().as_str() {
            json if json.ends_with("json") => serde_json::from_slice(&self.body).ok(),
            "application/x-www-form-urlencoded" => {
                let pairs = form_urlencoded::parse(&self.body);
                Some(
                    pairs
                        .map(|(name, value)| (name, value.into_owned()))
                        .collect(),
                )
            }
            text if text.starts_with("text/") => Some(str::from_utf8(&self.body).ok()?.into()),
            _ => None,
        }
    }

    pub(super) fn raw_argument(&self, parameter: &str) -> Option<&str> {
        named(self.operation?, parameter, &self.raw_arguments)
    }

    pub(super) fn query_string(&self) -> &str {
        self.path.split_once('?').map_or("", |(_, query)| query)
    }

    /// Reads the next request of a connection. `None` at the end of the connection.
    pub(super) fn read(reader: &mut impl BufRead) -> io::Result<Option<Self>> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let read = reader
                .by_ref()
                .take(HEAD_LIMIT_BYTES as u64)
                .read_until(b'\n', &mut head)?;
            if read == 0 {
                return Ok(None);
            }
            if head.len() >= HEAD_LIMIT_BYTES {
                return Err(io::ErrorKind::InvalidData.into());
            }
        }
        let mut headers = [httparse::EMPTY_HEADER; HEADER_LIMIT];
        let mut parsed = httparse::Request::new(&mut headers);
        parsed
            .parse(&head)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;

        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let method = parsed.method.unwrap_or_default().to_owned();
        let path = parsed.path.unwrap_or_default().to_owned();
        let (operation, raw_arguments) = route(&method, &path);
        let arguments = operation
            .map(|operation| decoded(operation, &raw_arguments))
            .unwrap_or_default();
        let query = path.split_once('?').map_or("", |(_, query)| query);
        let query = form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        let mut request = Self {
            headers: parsed
                .headers
                .iter()
                .map(|header| (header.name.to_owned(), text(header.value)))
                .collect(),
            method,
            path,
            body: Vec::new(),
            operation,
            arguments,
            query,
            raw_arguments,
        };
        let length = request
            .header("content-length")
            .and_then(|value| value.parse().ok());
        reader
            .by_ref()
            .take(length.unwrap_or(0))
            .read_to_end(&mut request.body)?;
        Ok(Some(request))
    }
}

impl fmt::Display for Request {
    /// Writes the request line and the headers, each in its own line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)?;
        for (name, value) in &self.headers {
            let value = match name.eq_ignore_ascii_case("authorization") {
                true => "Bearer [redacted]",
                false => value,
            };
            write!(f, "\n{name}: {value}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("head", &self.to_string())
            .field("body", &String::from_utf8_lossy(&self.body))
            .finish_non_exhaustive()
    }
}

/// The operation for a method and a raw path, and the raw arguments in the path. If several
/// operations match, this is the one with the fewest parameters (OpenAPI 3.0.3, "Paths
/// Object").
pub(super) fn route(method: &str, path: &str) -> (Option<&'static Operation>, Vec<String>) {
    let found = at(path).filter(|(operation, _)| operation.method == method);
    match found.min_by_key(|(operation, _)| operation.path_parameters().count()) {
        Some((operation, arguments)) => (
            Some(operation),
            arguments.into_iter().map(str::to_owned).collect(),
        ),
        None => (None, Vec::new()),
    }
}

/// The operations at a raw path, and the raw arguments in it.
pub(super) fn at(path: &str) -> impl Iterator<Item = (&'static Operation, Vec<&str>)> {
    let below = path.strip_prefix(base_path());
    let operations = below.into_iter().flat_map(|below| {
        let all = OPERATIONS.iter();
        all.map(move |operation| (operation, arguments(operation.path, below)))
    });
    operations.filter_map(|(operation, arguments)| Some((operation, arguments?)))
}

/// The raw arguments in a raw path, which may have a query. A path of the document may
/// start the query, and may have characters that URLs do not have (WHATWG URL, "path
/// percent-encode set"). What follows a `#` is not sent.
fn arguments<'p>(template: &str, path: &'p str) -> Option<Vec<&'p str>> {
    const NOT_IN_PATHS: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`');
    let template = template.split('#').next().unwrap_or_default();
    let template = utf8_percent_encode(template, NOT_IN_PATHS).to_string();
    let path_end = path.find('?').unwrap_or(path.len());
    let Some((_, fixed)) = template.split_once('?') else {
        return template::arguments(&template, &path[..path_end]);
    };
    // Parameters of the query come after those in the path of the document.
    let mut ends = path
        .match_indices('&')
        .map(|(end, _)| end)
        .filter(|end| *end > path_end);
    let end = ends.nth(fixed.matches('&').count()).unwrap_or(path.len());
    template::arguments(&template, &path[..end])
}

/// The decoded arguments. If the path has quotes around an argument, doubled quotes in it
/// become single ones.
fn decoded(operation: &Operation, raw: &[String]) -> Vec<String> {
    let named = operation.path_parameters().zip(raw);
    let decoded = named.map(|(name, raw)| {
        let text = percent_decode_str(raw).decode_utf8_lossy();
        match template::is_quoted(operation.path, name) {
            true => text.replace("''", "'"),
            false => text.into_owned(),
        }
    });
    decoded.collect()
}

fn named<'r>(operation: &Operation, parameter: &str, arguments: &'r [String]) -> Option<&'r str> {
    let mut named = operation.path_parameters().zip(arguments);
    let found = named.find(|(name, _)| *name == parameter);
    found.map(|(_, argument)| argument.as_str())
}
