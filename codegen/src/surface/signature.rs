//! Syntax → one line of text.

use proc_macro2::{Delimiter, Group, Punct, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Fields, FnArg, Pat, ReceiverKind, Signature};

/// A function under its public path. A leading `mut` of an argument is left out, because
/// callers do not see it.
pub(super) fn function(path: &str, sig: &Signature) -> String {
    let mut sig = sig.clone();
    for input in &mut sig.inputs {
        match input {
            FnArg::Receiver(receiver) if matches!(receiver.kind, ReceiverKind::Value) => {
                receiver.mutability = None;
            }
            FnArg::Typed(typed) => {
                if let Pat::Ident(pat) = &mut *typed.pat {
                    pat.mutability = None;
                }
            }
            FnArg::Receiver(_) => {}
        }
    }
    let name = format!("fn {}", sig.ident);
    let signature = of(&sig).replacen(&name, &format!("fn {path}"), 1);
    format!("pub {}", signature.trim_end_matches([',', ' ']))
}

/// A function without the names of its arguments, which callers do not write.
pub(super) fn call(path: &str, sig: &Signature) -> String {
    let mut sig = sig.clone();
    for input in &mut sig.inputs {
        if let FnArg::Typed(typed) = input {
            *typed.pat = syn::parse_quote!(_);
        }
    }
    function(path, &sig)
}

/// The fields of a variant.
pub(super) fn fields(fields: &Fields) -> String {
    match fields {
        Fields::Unit => String::new(),
        Fields::Named(fields) => {
            let fields: Vec<_> = fields
                .named
                .iter()
                .map(|field| {
                    let name = field.ident.as_ref().map(ToString::to_string);
                    format!("{}: {}", name.unwrap_or_default(), of(&field.ty))
                })
                .collect();
            format!(" {{ {} }}", fields.join(", "))
        }
        Fields::Unnamed(fields) => {
            let types: Vec<_> = fields.unnamed.iter().map(|field| of(&field.ty)).collect();
            format!("({})", types.join(", "))
        }
    }
}

/// Any syntax, with the spaces of rustfmt, and without `crate::` and paths such as
/// `::std::string::`.
pub(super) fn of(syntax: impl ToTokens) -> String {
    let mut text = String::new();
    write(syntax.to_token_stream(), &mut text);
    const LEFT_OUT: [&str; 7] = [
        "::std::boxed::",
        "::std::fmt::",
        "::std::option::",
        "::std::result::",
        "::std::string::",
        "::std::vec::",
        "crate::",
    ];
    LEFT_OUT
        .iter()
        .fold(text, |text, path| text.replace(path, ""))
}

fn write(tokens: TokenStream, text: &mut String) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => write_group(&group, text),
            TokenTree::Punct(punct) => {
                // The `>` of an arrow is written together with its `-`.
                if punct.as_char() == '-' && punct.spacing() == Spacing::Joint {
                    tokens.next();
                }
                write_punct(&punct, text);
            }
            other => {
                let word = text
                    .chars()
                    .last()
                    .is_some_and(|c| c.is_alphanumeric() || c == '_');
                if word {
                    text.push(' ');
                }
                text.push_str(&other.to_string());
            }
        }
    }
}

fn write_group(group: &Group, text: &mut String) {
    let (open, close) = match group.delimiter() {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::Brace => (" { ", " }"),
        Delimiter::None => ("", ""),
    };
    if open == "[" && text.ends_with(char::is_alphanumeric) {
        text.push(' ');
    }
    text.push_str(open);
    write(group.stream(), text);
    let trimmed = text.trim_end_matches([',', ' ']).len();
    if open == "(" {
        text.truncate(trimmed);
    }
    text.push_str(close);
}

fn write_punct(punct: &Punct, text: &mut String) {
    match punct.as_char() {
        ',' => text.push_str(", "),
        ':' if punct.spacing() == Spacing::Alone && !text.ends_with(':') => text.push_str(": "),
        '>' => {
            text.truncate(text.trim_end_matches([',', ' ']).len());
            text.push('>');
        }
        '=' | '+' => {
            text.push(' ');
            text.push(punct.as_char());
            text.push(' ');
        }
        '-' if punct.spacing() == Spacing::Joint => text.push_str(" -> "),
        other => text.push(other),
    }
}
