//! The `codegen` command: a thin layer over the library.

mod arguments;

use std::fs;
use std::io::{self, Write};
use std::panic;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

use anstream::{AutoStream, ColorChoice};
use anyhow::Context;
use arguments::{Arguments, CheckFormat, Command, FailOn, Format, ReviewArguments, SPEC};
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use codegen::review::{self, Review, Verdict};
use codegen::{Document, Error, Files, Severity, Source};

/// The last line of a text report that names rules.
const MORE: &str = "`codegen explain RULE` says more about a rule, with an example\n";

fn main() -> ExitCode {
    // A panic of the generator comes back as an error with a place.
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if thread::current().name() != Some(codegen::GENERATOR_THREAD) {
            usual(panic);
        }
    }));
    let done = match Arguments::parse().command {
        Command::Generate {
            spec,
            out,
            keep_going,
        } => generate(&spec, out, keep_going),
        Command::Emit {
            dir,
            spec,
            client,
            name,
            keep_going,
        } => emit(&dir, &spec, &client, name.as_deref(), keep_going),
        Command::Check {
            spec,
            format,
            deny_warnings,
        } => check(&spec, format, deny_warnings),
        Command::Review(arguments) => review(arguments),
        Command::Rules => print(&rules()).map(|()| ExitCode::SUCCESS),
        Command::Explain { rule } => explain(rule.as_deref()),
    };
    done.unwrap_or_else(|error| {
        // If standard error is closed, nobody can read the error.
        let _ = writeln!(io::stderr(), "{error:#}");
        if let Some(Error::Refused { .. }) = error.downcast_ref() {
            let _ = write!(io::stderr(), "{MORE}");
        }
        ExitCode::from(2)
    })
}

fn generate(spec: &Path, out: Option<PathBuf>, keep_going: bool) -> anyhow::Result<ExitCode> {
    let (document, status) = read(spec, keep_going)?;
    let source = codegen::client(&document)?;
    match out {
        Some(file) => fs::write(&file, source)
            .with_context(|| format!("{}: cannot write the client", file.display()))?,
        None => print(&source)?,
    }
    Ok(status)
}

fn emit(
    dir: &Path,
    spec: &Path,
    client: &Path,
    name: Option<&str>,
    keep_going: bool,
) -> anyhow::Result<ExitCode> {
    let (document, status) = read(spec, keep_going)?;
    codegen::emit(&document, client, dir, name)?;
    Ok(status)
}

/// Reads the document. With `keep_going`, operations with errors are left out, and the
/// report about them goes to standard error.
fn read(spec: &Path, keep_going: bool) -> anyhow::Result<(Document, ExitCode)> {
    if !keep_going {
        return Ok((Document::read(spec)?, ExitCode::SUCCESS));
    }
    let (document, left_out) = codegen::keep_going(Source::read(spec)?)?;
    let is_coloured = AutoStream::choice(&io::stderr()) != ColorChoice::Never;
    let format = codegen::Format::Text { is_coloured };
    let report = codegen::report(document.files(), &left_out, format);
    let more = if left_out.is_empty() { "" } else { MORE };
    let _ = write!(io::stderr(), "{report}{more}");
    Ok(match left_out.is_empty() {
        true => (document, ExitCode::SUCCESS),
        false => (document, ExitCode::from(1)),
    })
}

fn check(spec: &Path, format: CheckFormat, deny_warnings: bool) -> anyhow::Result<ExitCode> {
    let bytes = fs::read(spec).map_err(|cause| Error::Unreadable {
        file: spec.to_owned(),
        cause,
    })?;
    let diagnostics = codegen::check(spec, &bytes);
    print(&codegen::report(
        &Files::one(spec),
        &diagnostics,
        match format {
            CheckFormat::Text => codegen::Format::Text {
                is_coloured: is_coloured(),
            },
            CheckFormat::Json => codegen::Format::Json,
            CheckFormat::Github => codegen::Format::Github,
        },
    ))?;
    if matches!(format, CheckFormat::Text) && !diagnostics.is_empty() {
        print(MORE)?;
    }
    let worst = diagnostics.iter().map(|one| one.rule.severity()).max();
    Ok(match worst {
        Some(Severity::Error) => ExitCode::from(2),
        Some(Severity::Warning) if deny_warnings => ExitCode::from(1),
        _ => ExitCode::SUCCESS,
    })
}

fn review(arguments: ReviewArguments) -> anyhow::Result<ExitCode> {
    let mut review = match (&arguments.base, arguments.files.as_slice()) {
        (None, [old, new]) => files(old, new, arguments.wire_only)?,
        (Some(base), [] | [_]) => {
            let spec = arguments.files.first();
            let spec = spec.map_or(SPEC.as_ref(), PathBuf::as_path);
            let client = arguments.client.as_deref();
            review::git::review(base, spec, client, arguments.wire_only)?
        }
        (None, _) => misuse("two files are needed: the old document and the new one"),
        (Some(_), _) => misuse("with --base, only one file can be reviewed"),
    };
    review.links = arguments.links;
    print(&review.report(match arguments.format {
        Format::Text => review::Format::Text {
            is_coloured: is_coloured(),
        },
        Format::Markdown => review::Format::Markdown,
        Format::Json => review::Format::Json,
        Format::Github => review::Format::Github,
    }))?;
    if matches!(arguments.format, Format::Text) && !review.findings.is_empty() {
        print(&format!("\n{MORE}"))?;
    }
    let gate = match (arguments.fail_on, &arguments.base) {
        (Some(gate), _) => gate,
        (None, Some(_)) => FailOn::Bump,
        (None, None) => FailOn::Breaking,
    };
    let has_passed = match gate {
        FailOn::Breaking => review.verdict() < Verdict::Breaking,
        FailOn::Warning => review.verdict() < Verdict::Warning,
        FailOn::Bump => review.is_accepted(),
        FailOn::Never => true,
    };
    Ok(if has_passed {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

/// Compares two files. Errors in the old one are part of the review and do not stop it.
fn files(old: &Path, new: &Path, is_wire_only: bool) -> anyhow::Result<Review> {
    let compare = match is_wire_only {
        true => Review::wire_only,
        false => Review::new,
    };
    let new = Source::read(new)?;
    Ok(match Source::read(old) {
        Ok(old) => compare(Some(&old), Some(&new))?,
        Err(fault @ Error::Refused { .. }) => compare(None, Some(&new))?.with_old_fault(&fault),
        Err(error) => return Err(error.into()),
    })
}

/// Ends the command in the same way as clap does for wrong arguments.
fn misuse(message: &str) -> ! {
    let mut command = Arguments::command();
    command.build();
    let command = command.find_subcommand_mut("review");
    let error = clap::Error::raw(ErrorKind::WrongNumberOfValues, message);
    match command {
        Some(command) => error.with_cmd(command).exit(),
        None => error.exit(),
    }
}

/// Whether standard output is a terminal, unless the user says otherwise
/// (`NO_COLOR`, `CLICOLOR_FORCE`).
fn is_coloured() -> bool {
    AutoStream::choice(&io::stdout()) != ColorChoice::Never
}

fn rules() -> String {
    let of_check = |rule: &codegen::Rule| {
        format!(
            "{} {}\n    {}\n",
            rule.severity(),
            rule.id(),
            rule.meaning()
        )
    };
    let of_review = |rule: &review::Rule| {
        let remedy = match rule.remedy() {
            "" => String::new(),
            remedy => format!("\n    help: {remedy}"),
        };
        let evidence = match rule.is_about_values() {
            true => ", shown by a value",
            false => "",
        };
        format!(
            "{} {}{evidence}\n    {}\n    callers: {}{remedy}\n",
            rule.level(),
            rule.id(),
            rule.meaning(),
            rule.callers()
        )
    };
    let diagnostics: String = codegen::Rule::ALL.iter().map(of_check).collect();
    let changes: String = review::Rule::ALL.iter().map(of_review).collect();
    format!("Rules of `codegen check`\n\n{diagnostics}\nRules of `codegen review`\n\n{changes}")
}

fn explain(rule: Option<&str>) -> anyhow::Result<ExitCode> {
    let text = match rule {
        Some(rule) => codegen::explain(rule)?,
        None => codegen::rules(),
    };
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn print(text: &str) -> anyhow::Result<()> {
    match io::stdout().write_all(text.as_bytes()) {
        // `codegen generate | head` is not a failure.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("standard output: cannot write"),
    }
}
