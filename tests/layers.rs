//! The layers of a crate: a file uses the modules in the rows above its own in the
//! table of the crate's documentation, and no two files use each other, on whatever
//! way around.
//!
//! What a file uses are the paths in it, in `use` and in code, within macros too.
//! Methods that are called by a dot are not among them.

mod sources;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::path::Path;

use sources::{Sources, Use};

/// What is wrong with the layers of a crate, in lines.
fn faults(folder: &Path, root: &str) -> Vec<String> {
    let sources = Sources::read(folder, root);
    let mut faults = unlisted(&sources);
    faults.extend(upward(&sources));
    faults.extend(circles(&sources));
    faults
}

/// The row of each module that a table lists, by the module with the table.
fn tables(sources: &Sources) -> BTreeMap<&str, BTreeMap<String, usize>> {
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
            if let (Some(from), Some(to)) = (row(&one.from), row(&one.to))
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

#[test]
fn each_file_uses_lower_layers_only_and_none_uses_itself_on_the_way() {
    for (package, root) in [
        ("codegen", "lib.rs"),
        ("codegen", "main.rs"),
        ("generated-client", "lib.rs"),
    ] {
        let folder = tests::workspace().join(package).join("src");
        let faults = faults(&folder, root);
        assert!(faults.is_empty(), "{package}:\n{}", faults.join("\n"));
        let sources = Sources::read(&folder, root);
        let is_layered = tables(&sources).contains_key("");
        assert!(is_layered || root == "main.rs", "{package} has no table");
    }
}

/// The faults of a crate with these files, and with `low` below `high`.
fn faults_of(files: &[(&str, &str)]) -> Vec<String> {
    const TABLE: &str =
        "//! | layer | modules |\n//! |---|---|\n//! | 0 | `low`, `three` |\n//! | 1 | `high` |\n";
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, text).expect("a file");
    };
    write(
        "lib.rs",
        &format!(
            "{TABLE}mod low;\nmod three;\nmod high;\npub use high::High;\npub use low::Low;\n"
        ),
    );
    for name in ["low.rs", "three.rs", "high.rs"] {
        write(name, "");
    }
    for (name, text) in files {
        write(name, text);
    }
    faults(folder.path(), "lib.rs")
}

#[test]
fn what_is_used_from_below_is_no_fault() {
    let high = "use crate::low::Low;\npub struct High(Low);\n#[cfg(test)]\nmod tests { use crate::low; }\n";
    let low = "pub struct Low;\n#[cfg(test)]\nmod tests { use crate::high::High; }\n#[test]\nfn t() { crate::high::f(); }\n";
    let none: [String; 0] = [];
    assert_eq!(faults_of(&[("high.rs", high), ("low.rs", low)]), none);
}

#[test]
fn a_use_of_a_higher_layer_is_found_wherever_it_hides() {
    let high = "pub struct High;\nimpl High { pub fn new() {} }\npub fn f() {}\n";
    for (low, line, path) in [
        ("use crate::high::High;\n", 1, "crate::high::High"),
        (
            "use std::fmt;\nuse crate::{\n    high::{\n        self,\n    },\n};\n",
            3,
            "crate::high",
        ),
        // Through a name of the crate's root.
        ("\nuse crate::High;\n", 2, "crate::High"),
        ("fn f() {\n    crate::high::f();\n}\n", 2, "crate::high::f"),
        ("fn f() {\n    super::high::f();\n}\n", 2, "super::high::f"),
        ("fn f(_: crate::high::High) {}\n", 1, "crate::high::High"),
        (
            "// crate::high::f()\nfn f() {\n    println!(\"{:?}\", crate::high::f());\n}\n",
            3,
            "crate::high::f",
        ),
        (
            "macro_rules! m {\n    () => { $crate::high::f() };\n}\n",
            2,
            "crate::high::f",
        ),
        (
            "impl From<u8> for X where crate::High: Sized {}\n",
            1,
            "crate::High",
        ),
    ] {
        let found = faults_of(&[("low.rs", low), ("high.rs", high)]);
        assert_eq!(
            found,
            [format!("low.rs:{line}: `{path}` is in a higher layer")],
            "{low}"
        );
    }
}

#[test]
fn a_circle_of_three_files_is_found() {
    let files = [
        ("three.rs", "mod a;\nmod b;\nmod c;\n"),
        ("three/a.rs", "use super::b::B;\npub struct A;\n"),
        (
            "three/b.rs",
            "\nfn f() {\n    crate::three::c::C::new();\n}\npub struct B;\n",
        ),
        (
            "three/c.rs",
            "use super::a;\npub struct C;\nimpl C { pub fn new() { a::A; } }\n",
        ),
    ];
    assert_eq!(
        faults_of(&files),
        [
            "a circle: three/a.rs:1 uses `super::b::B`, three/b.rs:3 uses `crate::three::c::C::new`, three/c.rs:3 uses `a::A`"
        ]
    );
}

/// A re-export leads to the file that defines the item; and it is a use, too.
#[test]
fn a_parent_that_hands_on_what_uses_it_is_a_circle() {
    let files = [
        ("three.rs", "mod a;\npub use a::A;\npub struct Shared;\n"),
        ("three/a.rs", "use super::Shared;\npub struct A(Shared);\n"),
    ];
    assert_eq!(
        faults_of(&files),
        ["a circle: three.rs:2 uses `a::A`, three/a.rs:1 uses `super::Shared`"]
    );
}

/// A method may stand in another file than its type.
#[test]
fn a_function_of_a_type_leads_to_the_file_that_defines_it() {
    let files = [
        ("low.rs", "pub struct Low;\nfn f() {\n    Low::made();\n}\n"),
        (
            "high.rs",
            "use crate::low::Low;\nimpl Low { pub fn made() {} }\n",
        ),
    ];
    assert_eq!(
        faults_of(&files),
        [
            "low.rs:3: `Low::made` is in a higher layer",
            "a circle: high.rs:1 uses `crate::low::Low`, low.rs:3 uses `Low::made`"
        ]
    );
}

#[test]
fn a_module_without_a_row_is_found() {
    let found = faults_of(&[(
        "lib.rs",
        "//! | layer | modules |\n//! |---|---|\n//! | 0 | `low`, `lost` |\nmod low;\nmod high;\n",
    )]);
    assert_eq!(
        found,
        [
            "lib.rs: the table of layers lacks `high`",
            "lib.rs: the table of layers has `lost`, which is no module"
        ]
    );
}
