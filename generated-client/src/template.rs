//! Templates of paths (OpenAPI 3.0.3, "Path Templating") and of the URLs of servers. Only
//! this file reads their braces.

/// The names of the parameters, in order, without duplicates.
pub(crate) fn parameters(template: &str) -> impl Iterator<Item = &str> {
    let is_first =
        |(index, name): &(usize, &str)| names(template).take(*index).all(|one| one != *name);
    let first = names(template).enumerate().filter(is_first);
    first.map(|(_, name)| name)
}

fn names(template: &str) -> impl Iterator<Item = &str> {
    let pieces = template.split('{').skip(1);
    pieces.filter_map(|piece| piece.split('}').next())
}

/// Whether a parameter is inside quotes.
pub(crate) fn is_quoted(template: &str, parameter: &str) -> bool {
    let (before, after) = template
        .split_once(&format!("{{{parameter}}}"))
        .unwrap_or_default();
    let [before, after] = [before, after].map(|constant| constant.matches('\'').count());
    before % 2 == 1 && after % 2 == 1
}

/// The arguments that a path has for the parameters of the template, each within one
/// segment. `None` if the path does not match the template.
pub(crate) fn arguments<'a>(template: &str, path: &'a str) -> Option<Vec<&'a str>> {
    let mut pieces = template.split('{');
    let mut rest = path.strip_prefix(pieces.next()?)?;
    let mut known: Vec<(&str, &str)> = Vec::new();
    for piece in pieces {
        let (name, constant) = piece.split_once('}')?;
        let segment_end = rest.find('/').unwrap_or(rest.len());
        let end = match constant {
            "" => segment_end,
            constant => rest.find(constant).filter(|end| *end <= segment_end)?,
        };
        let (argument, after) = rest.split_at(end);
        if argument.is_empty() && !is_quoted(template, name) {
            return None;
        }
        match known.iter().find(|(other, _)| *other == name) {
            Some((_, other)) if *other != argument => return None,
            Some(_) => {}
            None => known.push((name, argument)),
        }
        rest = after.strip_prefix(constant)?;
    }
    let arguments = known.into_iter().map(|(_, argument)| argument).collect();
    rest.is_empty().then_some(arguments)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_stands_twice_is_one_parameter() {
        let found: Vec<_> = parameters("/a/{id}/b/{x}/c/{id}").collect();
        assert_eq!(found, ["id", "x"]);
    }

    #[test]
    fn parameters_are_found_as_segments_and_within_them() {
        let found = |template, path| arguments(template, path).map(|all| all.join(" "));
        for (template, path, expected) in [
            ("/a/{b}/c", "/a/x/c", Some("x")),
            ("/a/{b}/c", "/a//c", None),
            ("/a/{b}/c", "/a/x/y/c", None),
            ("/a/{b}", "/a/x", Some("x")),
            ("/a/{b}", "/a/x/y", None),
            ("/f(x='{x}',y={y})/{z}", "/f(x='1',y=2)/3", Some("1 2 3")),
            ("/f(x='{x}')", "/f(x='1/2')", None),
            ("/a/{b}/c/{b}", "/a/x/c/x", Some("x")),
            ("/a/{b}/c/{b}", "/a/x/c/y", None),
        ] {
            assert_eq!(
                found(template, path).as_deref(),
                expected,
                "{template} {path}"
            );
        }
    }
}
