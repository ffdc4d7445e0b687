//! Translates patterns from the dialect of OpenAPI to the dialect of the client.
//!
//! A `pattern` is a regular expression of ECMA-262 (OpenAPI 3.0.3, "Schema Object").
//! Typify's output uses `regress` for it, a backtracking engine that is as large as the
//! rest of the client. The client uses `regex-lite`, which is small and runs in linear
//! time. But it has no look-around and no backreferences, and some syntax has a different
//! meaning there. So a pattern is rewritten where the dialects differ, or the client does
//! not check it.

use std::fmt;
use std::ops::Range;

use regex_lite::Regex;
use regex_syntax::ast::{
    AssertionKind, Ast, ClassBracketed, ClassPerl, ClassPerlKind, ClassSetBinaryOp, ClassSetItem,
    ErrorKind, GroupKind, HexLiteralKind, Literal, LiteralKind, Span, SpecialLiteralKind, Visitor,
    parse::Parser, visit,
};

/// White space and line terminators of ECMA-262, as members of a character class.
const SPACES: &str =
    r"\t-\r \u{A0}\u{1680}\u{2000}-\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}\u{FEFF}";
/// The characters that `.` does not match.
const LINE_ENDS: &str = r"\n\r\u{2028}\u{2029}";
/// More groups may be nested too deeply for a recursive parser.
const MAX_GROUPS: usize = 250;

/// Why the client cannot check a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unusable {
    /// It is not a regular expression.
    Malformed(String),
    /// It is a regular expression, but the client cannot run it.
    Beyond(String),
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Malformed(reason) | Self::Beyond(reason)) = self;
        f.write_str(reason)
    }
}

/// The pattern for `regex-lite` that matches the same strings as `pattern`.
///
/// # Errors
/// The reason why there is no such pattern.
pub(crate) fn translate(pattern: &str) -> Result<String, Unusable> {
    if pattern.matches('(').count() > MAX_GROUPS {
        return Err(Unusable::Beyond(format!("more than {MAX_GROUPS} groups")));
    }
    // This only checks whether the pattern can be parsed.
    let flags = regress::Flags {
        no_opt: true,
        ..regress::Flags::default()
    };
    if let Err(error) = regress::Regex::with_flags(pattern, flags) {
        return Err(Unusable::Malformed(error.to_string()));
    }
    let translated = rewrite(pattern).map_err(Unusable::Beyond)?;
    match Regex::new(&translated) {
        Ok(_) => Ok(translated),
        Err(error) => Err(Unusable::Beyond(error.to_string())),
    }
}

/// The result of [`translate`] for a pattern that it is known to accept.
pub(crate) fn rewrite(pattern: &str) -> Result<String, String> {
    rewritten(pattern, false)
}

/// The same with every character class written out, for an engine whose own classes are
/// those of Unicode. There is no such form for `\b`.
pub(crate) fn explicit(pattern: &str) -> Option<String> {
    translate(pattern).ok()?;
    rewritten(pattern, true).ok()
}

fn rewritten(pattern: &str, is_explicit: bool) -> Result<String, String> {
    let ast = Parser::new()
        .parse(pattern)
        .map_err(|error| match error.kind() {
            ErrorKind::UnsupportedLookAround => "look-around".to_owned(),
            ErrorKind::UnsupportedBackreference => "a backreference".to_owned(),
            kind => kind.to_string(),
        })?;
    let dialect = Dialect {
        pattern,
        is_explicit,
        rewritten: Vec::new(),
    };
    let mut translated = pattern.to_owned();
    // Replace from the end, so that earlier positions stay valid.
    for (range, text) in visit(&ast, dialect)?.into_iter().rev() {
        translated.replace_range(range, &text);
    }
    Ok(translated)
}

/// Keeps syntax that has the same meaning in both dialects, rewrites syntax that has
/// different meanings, and rejects everything else.
struct Dialect<'p> {
    pattern: &'p str,
    /// Whether classes are written out even if both dialects agree on them.
    is_explicit: bool,
    /// In the order of the pattern.
    rewritten: Vec<(Range<usize>, String)>,
}

impl Dialect<'_> {
    fn text(&self, span: &Span) -> &str {
        let range = span.start.offset..span.end.offset;
        self.pattern.get(range).unwrap_or_default()
    }

    fn rewrite(&mut self, span: &Span, text: String) {
        let range = span.start.offset..span.end.offset;
        self.rewritten.push((range, text));
    }

    fn refuse(&self, span: &Span) -> Result<(), String> {
        Err(format!("`{}`", self.text(span)))
    }

    fn literal(&self, literal: &Literal) -> Result<(), String> {
        match &literal.kind {
            LiteralKind::Verbatim | LiteralKind::Meta | LiteralKind::Superfluous => Ok(()),
            LiteralKind::HexFixed(HexLiteralKind::X | HexLiteralKind::UnicodeShort) => Ok(()),
            LiteralKind::Special(special) if *special != SpecialLiteralKind::Bell => Ok(()),
            _ => self.refuse(&literal.span),
        }
    }

    fn perl(&mut self, class: &ClassPerl, is_within_a_class: bool) -> Result<(), String> {
        let not = if class.negated { "^" } else { "" };
        match (&class.kind, class.negated, is_within_a_class) {
            (ClassPerlKind::Digit, ..) if self.is_explicit => {
                self.rewrite(&class.span, format!("[{not}0-9]"));
            }
            (ClassPerlKind::Word, ..) if self.is_explicit => {
                self.rewrite(&class.span, format!("[{not}0-9A-Za-z_]"));
            }
            (ClassPerlKind::Digit | ClassPerlKind::Word, ..) => {}
            (ClassPerlKind::Space, false, true) => self.rewrite(&class.span, SPACES.to_owned()),
            (ClassPerlKind::Space, true, true) => return self.refuse(&class.span),
            (ClassPerlKind::Space, _, false) => {
                self.rewrite(&class.span, format!("[{not}{SPACES}]"));
            }
        }
        Ok(())
    }

    /// `[]a]` is an empty class and two characters in one dialect, and a class of two
    /// characters in the other.
    fn class(&self, class: &ClassBracketed) -> Result<(), String> {
        let text = self.text(&class.span);
        match text.starts_with("[]") || text.starts_with("[^]") {
            true => self.refuse(&class.span),
            false => Ok(()),
        }
    }
}

impl Visitor for Dialect<'_> {
    type Output = Vec<(Range<usize>, String)>;
    type Err = String;

    fn finish(self) -> Result<Self::Output, String> {
        Ok(self.rewritten)
    }

    fn visit_pre(&mut self, ast: &Ast) -> Result<(), String> {
        match ast {
            Ast::Empty(_) | Ast::Alternation(_) | Ast::Concat(_) | Ast::Repetition(_) => Ok(()),
            Ast::Literal(literal) => self.literal(literal),
            Ast::Dot(span) => {
                self.rewrite(span, format!("[^{LINE_ENDS}]"));
                Ok(())
            }
            Ast::ClassPerl(class) => self.perl(class, false),
            Ast::ClassBracketed(class) => self.class(class),
            Ast::Assertion(assertion) => match assertion.kind {
                AssertionKind::StartLine | AssertionKind::EndLine => Ok(()),
                AssertionKind::WordBoundary | AssertionKind::NotWordBoundary
                    if !self.is_explicit =>
                {
                    Ok(())
                }
                _ => self.refuse(&assertion.span),
            },
            Ast::Group(group) => match &group.kind {
                GroupKind::CaptureIndex(_) => Ok(()),
                GroupKind::CaptureName { starts_with_p, .. } if !starts_with_p => Ok(()),
                GroupKind::NonCapturing(flags) if flags.items.is_empty() => Ok(()),
                _ => self.refuse(&group.span),
            },
            Ast::Flags(flags) => self.refuse(&flags.span),
            Ast::ClassUnicode(class) => self.refuse(&class.span),
        }
    }

    fn visit_class_set_item_pre(&mut self, item: &ClassSetItem) -> Result<(), String> {
        match item {
            ClassSetItem::Empty(_) | ClassSetItem::Union(_) => Ok(()),
            ClassSetItem::Literal(literal) => self.literal(literal),
            ClassSetItem::Range(range) => {
                self.literal(&range.start)?;
                self.literal(&range.end)
            }
            ClassSetItem::Perl(class) => self.perl(class, true),
            ClassSetItem::Ascii(_) | ClassSetItem::Unicode(_) | ClassSetItem::Bracketed(_) => {
                self.refuse(item.span())
            }
        }
    }

    fn visit_class_set_binary_op_pre(&mut self, op: &ClassSetBinaryOp) -> Result<(), String> {
        self.refuse(&op.span)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn beyond(pattern: &str) -> String {
        match translate(pattern) {
            Err(Unusable::Beyond(reason)) => reason,
            other => panic!("{pattern}: {other:?}"),
        }
    }

    #[test]
    fn what_both_dialects_read_alike_is_left_as_it_is() {
        for pattern in [
            r"^[A-Za-z0-9][A-Za-z0-9_-]*$",
            r"^(?:\d{3}|[\w.-]+?)@\x41\u0042\/$",
            r"^(?<year>[0-9]{4,})-(0[1-9]|1[012])$",
            r"\bword\B",
        ] {
            assert_eq!(translate(pattern).as_deref(), Ok(pattern));
        }
    }

    #[test]
    fn what_they_read_differently_is_rewritten() {
        assert_eq!(
            translate("^.$").as_deref(),
            Ok(r"^[^\n\r\u{2028}\u{2029}]$")
        );
        assert!(translate(r"a\s[\s]\S").is_ok_and(|it| it.matches(r"\t-\r").count() == 3));
    }

    #[test]
    fn what_the_client_cannot_check_is_said() {
        assert_eq!(beyond(r"^(?!\.)a"), "look-around");
        assert_eq!(beyond(r"(a)\1"), "a backreference");
        for (pattern, part) in [
            (r"[[:alpha:]]", "[:alpha:]"),
            (r"[a&&b]", "a&&b"),
            (r"[^]a]", "[^]a]"),
            (r"\a", r"\a"),
            (r"[\S]", r"\S"),
        ] {
            assert_eq!(beyond(pattern), format!("`{part}`"));
        }
    }

    #[test]
    fn what_is_no_regular_expression_is_said() {
        for pattern in ["(", "[z-a]", "a**", "a{2,1}"] {
            let is_malformed = matches!(translate(pattern), Err(Unusable::Malformed(_)));
            assert!(is_malformed, "{pattern}: {:?}", translate(pattern));
        }
    }

    #[test]
    fn many_groups_end_no_stack() {
        for unit in ["(", "(?:a", "(?=", "[(", "((((a)*)*)*)*", "(a{1000}){1000}"] {
            let _ = translate(&unit.repeat(10_000));
        }
    }

    /// Patterns made of all kinds of parts.
    fn patterns() -> impl Strategy<Value = String> {
        let part = prop::sample::select(vec![
            "a", "b", "-", "_", ".", "^", "$", "|", "(", ")", "(?:", "(?<n>", "[", "]", "[^", "*",
            "+", "?", "{2}", "{1,2}", "{1,}", r"\d", r"\D", r"\w", r"\W", r"\s", r"\S", r"\b",
            r"\B", r"\.", r"\/", r"\-", r"\x41", r"\u0041", r"\t", r"\a", r"\1", "&&", "~~", "]",
            "a-c", "{,2}", "{", "}", "(?=", "(?i)", ":", "é", "😀", " ",
        ]);
        prop::collection::vec(part, 1..8).prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, max_global_rejects: 1_000_000, ..ProptestConfig::default() })]

        #[test]
        fn a_translated_pattern_matches_what_the_pattern_does(
            pattern in patterns(),
            text in r"[ab_.A\-1 \n\r\t\u{2028}\u{A0}é😀&\]~{}]{0,6}",
        ) {
            if let Ok(translated) = translate(&pattern) {
                let regress = regress::Regex::new(&pattern).expect("it was translated");
                let lite = Regex::new(&translated).expect("it was translated");
                prop_assert_eq!(regress.find(&text).is_some(), lite.is_match(&text), "{}", translated);
            }
        }
    }
}
