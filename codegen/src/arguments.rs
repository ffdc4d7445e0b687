//! The command line, as clap reads it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) const SPEC: &str = "spec/recover-passcode.yaml";
const CLIENT: &str = "generated-client";

/// Generates a Rust client from an OpenAPI document, checks documents, and reviews changes
///
/// Exit status: 0 success; 1 a check failed or an operation was left out; 2 an error, such
/// as one in the document or the command line.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Write the source code of the client
    ///
    /// If the document has errors, no client is written. All errors are reported with
    /// their places.
    Generate {
        /// The document, YAML or JSON
        #[arg(default_value = SPEC)]
        spec: PathBuf,
        /// The output file [default: standard output]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Leave out operations that have errors, and report them
        #[arg(long)]
        keep_going: bool,
    },
    /// Write the client as a complete crate, ready for `cargo publish`
    ///
    /// The crate does not depend on the generator.
    Emit {
        /// The output folder: it must be empty, or it is created
        dir: PathBuf,
        /// The document, YAML or JSON
        #[arg(default_value = SPEC)]
        spec: PathBuf,
        /// The folder of the package from which the crate is made
        #[arg(long, value_name = "FOLDER", default_value = CLIENT)]
        client: PathBuf,
        /// The name of the crate; by default the name of the package, or a name made from the
        /// document's title if it is not the package's own document
        #[arg(long)]
        name: Option<String>,
        /// Leave out operations that have errors, and report them
        #[arg(long)]
        keep_going: bool,
    },
    /// Check the document, and report errors, warnings and notes
    ///
    /// All diagnostics are reported in one run, in the order of the document. Errors: the
    /// client cannot represent this. Warnings: the client may not be what you expect.
    /// Notes: the document is rewritten before the client is generated.
    Check {
        /// The document, YAML or JSON
        #[arg(default_value = SPEC)]
        spec: PathBuf,
        /// The output format
        #[arg(long, value_enum, default_value = "text")]
        format: CheckFormat,
        /// Fail if there are warnings
        #[arg(long)]
        deny_warnings: bool,
    },
    /// Report what a change does to callers: on the wire, in Rust, and in the version
    ///
    /// Compares two files. With --base, compares the file in the working tree with its
    /// version at the merge base.
    #[command(
        override_usage = "codegen review [OPTIONS] <OLD> <NEW>\n       codegen review [OPTIONS] --base <REV> [SPEC]"
    )]
    Review(ReviewArguments),
    /// Print all rules of `check` and `review`: severity, id, meaning, advice
    Rules,
    /// Explain a rule, with an example and the report for it
    ///
    /// Reports show the id of a rule in brackets, such as `[cookie-parameter]`.
    Explain {
        /// The id of the rule; without it, all rules are listed
        rule: Option<String>,
    },
}

#[derive(Args)]
pub(crate) struct ReviewArguments {
    /// The old and the new document; with --base, only the new document
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// A git revision: compare with the merge base of HEAD and this revision
    #[arg(long, value_name = "REV")]
    pub(crate) base: Option<String>,
    /// The manifest of the client, which has its version [default: generated-client/Cargo.toml]
    #[arg(long, value_name = "FILE", requires = "base")]
    pub(crate) client: Option<PathBuf>,
    /// The output format
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Format,
    /// When the command fails [default: breaking; with --base: bump]
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) fail_on: Option<FailOn>,
    /// Compare only the wire, not the Rust client
    #[arg(long)]
    pub(crate) wire_only: bool,
    /// The base URL for links in the Markdown report: https://github.com/OWNER/NAME/blob/REV
    #[arg(long, value_name = "URL")]
    pub(crate) links: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// Text for a terminal
    Text,
    /// Markdown for a comment on a pull request
    Markdown,
    /// JSON for programs
    Json,
    /// Annotations for a GitHub workflow
    Github,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum CheckFormat {
    /// Text for a terminal
    Text,
    /// JSON for programs
    Json,
    /// Annotations for a GitHub workflow
    Github,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum FailOn {
    /// If the verdict is breaking
    Breaking,
    /// If the verdict is warning or breaking
    Warning,
    /// If the version of the client was not increased enough for the change
    Bump,
    /// Never
    Never,
}
