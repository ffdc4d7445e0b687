//! The `codegen` command: a thin door to the library.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Parser, Subcommand};
use codegen::Document;

/// Reads an OpenAPI document and writes the Rust client of its operations
///
/// Exit status: 0 done, 2 the document or the command line is at fault.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the source of the client
    ///
    /// A document that cannot become a client is refused, with every reason as
    /// `file:line:column: what` and a line `help: …`.
    Generate {
        /// The document, YAML or JSON
        #[arg(default_value = "spec/recover-passcode.yaml")]
        spec: PathBuf,
        /// Where to write; standard output if left out
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    let Command::Generate { spec, out } = Arguments::parse().command;
    match generate(&spec, out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The last reader may have gone; there is nobody left to tell then.
            let _ = writeln!(io::stderr(), "{error:#}");
            ExitCode::from(2)
        }
    }
}

fn generate(spec: &PathBuf, out: Option<PathBuf>) -> anyhow::Result<()> {
    let source = codegen::client(&Document::read(spec)?)?;
    match out {
        Some(file) => fs::write(&file, source)
            .with_context(|| format!("{}: cannot write the client", file.display())),
        None => match io::stdout().write_all(source.as_bytes()) {
            // `codegen generate | head` is not a failure.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => written.context("standard output: cannot write the client"),
        },
    }
}
