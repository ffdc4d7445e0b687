//! Templates of paths (OpenAPI 3.0.3, "Path Templating") and of server URLs. Only this
//! file handles their braces.

use std::collections::BTreeSet;

/// A private-use character of Unicode, which no URL contains.
const MARK: char = '\u{E000}';

/// A piece of a path template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'a> {
    Constant(&'a str),
    /// The name of a parameter.
    Parameter(&'a str),
}

/// The pieces of a template; a brace without a partner is an ordinary character.
fn pieces(path: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = path;
    std::iter::from_fn(move || {
        if let Some(open) = rest.strip_prefix('{')
            && let Some((name, after)) = open.split_once('}')
        {
            rest = after;
            return Some(Piece::Parameter(name));
        }
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(_, character)| *character == '{')
            .map_or(rest.len(), |(at, _)| at);
        let (constant, after) = rest.split_at(end);
        rest = after;
        (!constant.is_empty()).then_some(Piece::Constant(constant))
    })
}

/// The names of a template's parameters, in order. A name that appears twice is one
/// parameter. `None` if the braces do not match, or a name is not within one segment.
pub(crate) fn names(path: &str) -> Option<Vec<&str>> {
    let is_malformed = |piece| match piece {
        Piece::Constant(text) => text.contains(['{', '}']),
        Piece::Parameter(name) => name.is_empty() || name.contains(['{', '/']),
    };
    (!pieces(path).any(is_malformed)).then(|| parameters(path).collect())
}

/// The names of a template's parameters, in order, each once.
pub(crate) fn parameters(path: &str) -> impl Iterator<Item = &str> {
    let mut seen = BTreeSet::new();
    pieces(path).filter_map(move |piece| match piece {
        Piece::Parameter(name) => seen.insert(name).then_some(name),
        Piece::Constant(_) => None,
    })
}

/// A template as words: `/pets/{petId}` → ` pets  by petId`.
pub(crate) fn in_words(path: &str) -> String {
    let words = pieces(path).map(|piece| match piece {
        Piece::Constant(text) => text.to_owned(),
        Piece::Parameter(name) => format!(" by {name} "),
    });
    let words: String = words.collect();
    words.replace(|c: char| !c.is_ascii_alphanumeric(), " ")
}

/// A template without the names of its parameters, which is equal for two versions of a
/// path.
pub(crate) fn shape(path: &str) -> String {
    let shape = pieces(path).map(|piece| match piece {
        Piece::Constant(text) => text,
        Piece::Parameter(_) => "{}",
    });
    shape.collect()
}

/// A template with values for its parameters; parameters without a value are kept.
pub(crate) fn filled<'a>(template: &'a str, value: impl Fn(&str) -> Option<&'a str>) -> String {
    let filled = pieces(template).map(|piece| match piece {
        Piece::Constant(text) => text.to_owned(),
        Piece::Parameter(name) => value(name).map_or_else(|| format!("{{{name}}}"), str::to_owned),
    });
    filled.collect()
}

/// A template with other names for its parameters.
pub(crate) fn renamed<'a>(path: &str, name: impl Fn(&str) -> Option<&'a str>) -> String {
    let renamed = pieces(path).map(|piece| match piece {
        Piece::Constant(text) => text.to_owned(),
        Piece::Parameter(old) => format!("{{{}}}", name(old).unwrap_or(old)),
    });
    renamed.collect()
}

/// The names of the parameters that are inside quotes, like strings in OData functions:
/// `/pets(kind='{kind}')`.
pub(crate) fn quoted(path: &str) -> impl Iterator<Item = &str> {
    let quotes = |piece: Piece<'_>| match piece {
        Piece::Constant(text) => text.matches('\'').count(),
        Piece::Parameter(_) => 0,
    };
    let all: usize = pieces(path).map(quotes).sum();
    let mut before = 0;
    pieces(path).filter_map(move |piece| {
        before += quotes(piece);
        match piece {
            Piece::Parameter(name) => (before % 2 == 1 && (all - before) % 2 == 1).then_some(name),
            Piece::Constant(_) => None,
        }
    })
}

/// The names of the parameters in the query of a path.
pub(crate) fn in_query(path: &str) -> impl Iterator<Item = &str> {
    let is_in_path =
        |piece: &Piece<'_>| !matches!(piece, Piece::Constant(text) if text.contains('?'));
    pieces(path)
        .skip_while(is_in_path)
        .filter_map(|piece| match piece {
            Piece::Parameter(name) => Some(name),
            Piece::Constant(_) => None,
        })
}

/// A template in which every parameter is a whole segment, as progenitor requires. Other
/// parameters are separated by marked slashes: `f(x={x})` → `f(x=M/{x}/M)`.
pub(crate) fn split(path: &str) -> String {
    let mut split = String::with_capacity(path.len());
    let mut pieces = pieces(path).peekable();
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Constant(text) => split.push_str(text),
            Piece::Parameter(name) => {
                if !split.ends_with('/') {
                    split.extend([MARK, '/']);
                }
                split.extend(["{", name, "}"]);
                let is_end_of_segment = match pieces.peek() {
                    None => true,
                    Some(Piece::Constant(text)) => text.starts_with('/'),
                    Some(Piece::Parameter(_)) => false,
                };
                if !is_end_of_segment {
                    split.extend(['/', MARK]);
                }
            }
        }
    }
    split
}

/// The text without the slashes that [`split`] marked, if there are any.
pub(crate) fn joined(text: &str) -> Option<String> {
    text.contains(MARK).then(|| {
        text.replace(&format!("{MARK}/"), "")
            .replace(&format!("/{MARK}"), "")
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_that_stands_twice_is_one_parameter() {
        assert_eq!(names("/a/{id}/b/{x}/c/{id}"), Some(vec!["id", "x"]));
    }

    #[test]
    fn braces_match_and_hold_a_name_within_one_segment() {
        for path in [
            "/a/{", "/a/}", "/a/{}", "/a/{b/c}", "/a/{{b}}", "/{a}}", "/}{a}",
        ] {
            assert_eq!(names(path), None, "{path}");
        }
        assert_eq!(names("/f(x='{x}',y={y})/{z}"), Some(vec!["x", "y", "z"]));
    }

    #[test]
    fn a_quote_that_is_not_closed_quotes_nothing() {
        let quoted = |path| quoted(path).collect::<Vec<_>>();
        assert_eq!(quoted("/f(x='{x}',y={y},z='a{z}/b')"), ["x", "z"]);
        assert!(quoted("/o'brien/{id}").is_empty());
    }

    proptest! {
        #[test]
        fn what_is_split_is_joined_again(path in r"[/a={}(,]{0,12}") {
            let split = split(&path);
            prop_assert_eq!(joined(&split).unwrap_or(split), path);
        }
    }
}
