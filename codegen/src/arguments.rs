//! The command line, as clap reads it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) const SPEC: &str = "spec/recover-passcode.yaml";
const CLIENT: &str = "generated-client";

/// Reads an OpenAPI document and writes the Rust client of its operations
///
/// Exit status: 0 done, 1 a gate tripped or something was left out, 2 the document
/// or the command line is at fault.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Write the source of the client
    ///
    /// A document that cannot become a client is refused, with every reason at its
    /// place.
    Generate {
        /// The document, YAML or JSON
        #[arg(default_value = SPEC)]
        spec: PathBuf,
        /// Where to write; standard output if left out
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Leave out the operations that cannot be carried, and say so
        #[arg(long)]
        keep_going: bool,
    },
    /// Write the client as a finished crate, ready for `cargo publish`
    ///
    /// Its dependencies are what it needs to run: nothing of the generator.
    Emit {
        /// An empty folder, or one that is made
        dir: PathBuf,
        /// The document, YAML or JSON
        #[arg(default_value = SPEC)]
        spec: PathBuf,
        /// The client's package, which the crate is made of
        #[arg(long, value_name = "FOLDER", default_value = CLIENT)]
        client: PathBuf,
        /// The name of the crate; by default that of the client's package, or for another
        /// document than the package's own one of the document's title
        #[arg(long)]
        name: Option<String>,
        /// Leave out the operations that cannot be carried, and say so
        #[arg(long)]
        keep_going: bool,
    },
    /// Say what is wrong with the document, and what would surprise
    ///
    /// Every problem in one run, in the order of the document: what cannot become
    /// a client, what becomes another one than might be expected, and what is
    /// rewritten on the way.
    Check {
        /// The document, YAML or JSON
        #[arg(default_value = SPEC)]
        spec: PathBuf,
        /// For whom the problems are written
        #[arg(long, value_enum, default_value = "text")]
        format: CheckFormat,
        /// Also fail on warnings
        #[arg(long)]
        deny_warnings: bool,
    },
    /// Say what a change does to callers: on the wire, in Rust, in the version
    ///
    /// Compares two files, or with --base the file in the working tree with
    /// what it was at the merge base.
    #[command(
        override_usage = "codegen review [OPTIONS] <OLD> <NEW>\n       codegen review [OPTIONS] --base <REV> [SPEC]"
    )]
    Review(ReviewArguments),
    /// Print the rules of `check` and of `review`: how bad, id, meaning, advice
    Rules,
    /// Say what a rule means, with an example and what is said of it
    ///
    /// Reports name rules in brackets, such as `[cookie-parameter]`.
    Explain {
        /// The rule's id; all rules are listed if left out
        rule: Option<String>,
    },
}

#[derive(Args)]
pub(crate) struct ReviewArguments {
    /// The old and the new document; with --base the document alone
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// A git revision: review against the merge base of HEAD and it
    #[arg(long, value_name = "REV")]
    pub(crate) base: Option<String>,
    /// The client's manifest, for its version [default: generated-client/Cargo.toml]
    #[arg(long, value_name = "FILE", requires = "base")]
    pub(crate) client: Option<PathBuf>,
    /// For whom the report is written
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Format,
    /// What fails the command [default: breaking, with --base bump]
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) fail_on: Option<FailOn>,
    /// Nobody uses the Rust client: compare the wire only
    #[arg(long)]
    pub(crate) wire_only: bool,
    /// Where links of the Markdown report lead: https://github.com/OWNER/NAME/blob/REV
    #[arg(long, value_name = "URL")]
    pub(crate) links: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// People at a terminal
    Text,
    /// A comment on a pull request
    Markdown,
    /// Programs
    Json,
    /// Annotations of a GitHub workflow
    Github,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum CheckFormat {
    /// People at a terminal
    Text,
    /// Programs
    Json,
    /// Annotations of a GitHub workflow
    Github,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum FailOn {
    /// A verdict of breaking
    Breaking,
    /// A verdict of warning or breaking
    Warning,
    /// A version of the client that rose by less than the change needs
    Bump,
    /// Nothing
    Never,
}
