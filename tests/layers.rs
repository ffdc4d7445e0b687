//! The layers of a crate: a file may use only the modules in the rows above its own row,
//! in the table of the crate's documentation. Files may not use each other in cycles.
//!
//! A file uses everything that it names by a path, in `use` and in code, also inside
//! macros and attributes. Uses without a path are not found: method calls with a dot,
//! operators, and the traits behind `?` and `{}`.

mod faults;
mod paths;
mod sources;

use std::fs;

use faults::{faults, tables};
use sources::Sources;

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

/// The violations in a crate with these files, and with `low` below `high`.
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
    let high = "use crate::low::Low;\npub struct High(Low);\n#[cfg(all(test, unix))]\nmod tests { use crate::low; }\n";
    let low = "pub struct Low;\n#[cfg(test)]\nmod tests { use crate::high::High; }\n#[tokio::test]\nasync fn t() { crate::high::f(); }\n#[cfg(test)]\nuse crate::high;\n";
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
        (
            "fn f() {\n    use crate::high::High;\n}\n",
            2,
            "crate::high::High",
        ),
        (
            "const _: () = {\n    use crate::{high::f};\n};\n",
            2,
            "crate::high::f",
        ),
        (
            "#[serde(with = \"crate::high::f\")]\nstruct S;\n",
            1,
            "crate::high::f",
        ),
        (
            "#[derive(crate::high::f)]\nstruct S;\n",
            1,
            "crate::high::f",
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
fn a_cycle_of_three_files_is_found() {
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

/// A re-export leads to the file that defines the item, and it is also a use of that
/// file.
#[test]
fn a_parent_that_re_exports_what_uses_it_is_a_cycle() {
    let files = [
        ("three.rs", "mod a;\npub use a::A;\npub struct Shared;\n"),
        ("three/a.rs", "use super::Shared;\npub struct A(Shared);\n"),
    ];
    assert_eq!(
        faults_of(&files),
        ["a circle: three.rs:2 uses `a::A`, three/a.rs:1 uses `super::Shared`"]
    );
}

/// A method may be in another file than its type.
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
fn what_an_impl_has_is_found_under_every_name_of_its_type() {
    let high = "use crate::low::Low;\nimpl Low {\n    pub const SIZE: u8 = 1;\n    fn a() {}\n}\nimpl Default for Low { fn default() -> Self { Low } }\n";
    for (low, path) in [
        ("fn f() -> u8 { Low::SIZE }", "Low::SIZE"),
        ("fn f() -> Low { Low::default() }", "Low::default"),
        ("impl Low { fn f() { Self::a() } }", "Low::a"),
    ] {
        let low = format!("pub struct Low;\n{low}\n");
        let found = faults_of(&[("low.rs", &low), ("high.rs", high)]);
        let expected = format!(": `{path}` is in a higher layer");
        assert!(found[0].ends_with(&expected), "{found:?}");
    }
}

#[test]
fn what_the_owner_of_the_table_has_itself_is_above_all() {
    let found = faults_of(&[
        ("low.rs", "\nfn f() {\n    crate::g();\n}\n"),
        (
            "lib.rs",
            "//! | layer | modules |\n//! |---|---|\n//! | 0 | `low` |\nmod low;\nfn g() {}\n",
        ),
    ]);
    assert_eq!(found, ["low.rs:3: `crate::g` is in a higher layer"]);
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
