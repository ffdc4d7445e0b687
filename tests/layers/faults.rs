//! What is wrong with the layers of a crate.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;

use super::sources::{Sources, Use};

/// What is wrong with the layers of a crate, in lines.
pub(super) fn faults(folder: &Path, root: &str) -> Vec<String> {
    let sources = Sources::read(folder, root);
    let mut faults = unlisted(&sources);
    faults.extend(upward(&sources));
    faults.extend(circles(&sources));
    faults
}

/// The row of each module that a table lists, by the module with the table.
pub(super) fn tables(sources: &Sources) -> BTreeMap<&str, BTreeMap<String, usize>> {
    let table = |owner: &str| -> BTreeMap<String, usize> {
        let rows = sources.comments(owner);
        rows.skip_while(|row| !row.starts_with("| layer | modules |"))
            .skip(2)
            .take_while(|row| row.starts_with('|'))
            .enumerate()
            .flat_map(|(index, row)| {
                let modules = row.split('|').nth(2).unwrap_or_default();
                let modules = modules.split('`').skip(1).step_by(2);
                modules.map(move |module| (module.to_owned(), index))
            })
            .collect()
    };
    let tables = sources.modules().map(|owner| (owner, table(owner)));
    tables.filter(|(_, rows)| !rows.is_empty()).collect()
}

/// Every module has a row, and every row a module.
fn unlisted(sources: &Sources) -> Vec<String> {
    let mut faults = Vec::new();
    for (owner, rows) in tables(sources) {
        let children: BTreeSet<_> = sources.children(owner).collect();
        let listed: BTreeSet<_> = rows.keys().map(String::as_str).collect();
        let file = sources.file(owner);
        for module in children.difference(&listed) {
            faults.push(format!("{file}: the table of layers lacks `{module}`"));
        }
        for module in listed.difference(&children) {
            faults.push(format!(
                "{file}: the table of layers has `{module}`, which is no module"
            ));
        }
    }
    faults
}

/// Uses of a higher layer.
fn upward(sources: &Sources) -> Vec<String> {
    let mut faults = Vec::new();
    for (owner, rows) in tables(sources) {
        for one in sources.uses() {
            let row = |module: &str| rows.get(below(owner, module)?);
            // What the owner of the table has itself is above all rows.
            let to = match one.to == owner {
                true => Some(&usize::MAX),
                false => row(&one.to),
            };
            if let (Some(from), Some(to)) = (row(&one.from), to)
                && to > from
            {
                faults.push(format!(
                    "{}: `{}` is in a higher layer",
                    one.place(sources),
                    one.path
                ));
            }
        }
    }
    faults
}

/// The name under which `owner` has a module that is below it.
fn below<'a>(owner: &str, module: &'a str) -> Option<&'a str> {
    let rest = match owner {
        "" => module,
        owner => module.strip_prefix(owner)?.strip_prefix("::")?,
    };
    rest.split("::").next().filter(|name| !name.is_empty())
}

/// Files that use each other: for each such file, the shortest way around.
fn circles(sources: &Sources) -> Vec<String> {
    let mut used: BTreeMap<&str, Vec<&Use>> = BTreeMap::new();
    for one in sources.uses() {
        let (from, to) = (sources.file(&one.from), sources.file(&one.to));
        if from != to {
            used.entry(from).or_default().push(one);
        }
    }
    let mut known = BTreeSet::new();
    let mut faults = Vec::new();
    for start in used.keys() {
        let Some(circle) = around(start, &used, sources) else {
            continue;
        };
        let files: BTreeSet<_> = circle.iter().map(|one| sources.file(&one.from)).collect();
        if known.insert(files) {
            let steps: Vec<_> = circle
                .iter()
                .map(|one| format!("{} uses `{}`", one.place(sources), one.path))
                .collect();
            faults.push(format!("a circle: {}", steps.join(", ")));
        }
    }
    faults
}

fn around<'a>(
    start: &str,
    used: &BTreeMap<&str, Vec<&'a Use>>,
    sources: &Sources,
) -> Option<Vec<&'a Use>> {
    let mut next: VecDeque<Vec<&Use>> = VecDeque::from([Vec::new()]);
    let mut seen = BTreeSet::new();
    while let Some(way) = next.pop_front() {
        let file = way.last().map_or(start, |one| sources.file(&one.to));
        if file == start && !way.is_empty() {
            return Some(way);
        }
        for one in used.get(file).into_iter().flatten() {
            if seen.insert(sources.file(&one.to)) {
                next.push_back([way.as_slice(), &[*one]].concat());
            }
        }
    }
    None
}
