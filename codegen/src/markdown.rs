//! Descriptions of a document as Rust documentation that only contains text.
//!
//! Descriptions are CommonMark (OpenAPI 3.0.3, "Rich Text Formatting"). Rust's
//! documentation is CommonMark too, but there, more has a meaning: code is compiled and
//! run, brackets are links to items, HTML is HTML. A description keeps its headings,
//! lists, tables, code and links to the web; everything else is escaped so that it is
//! shown as it is written.
//!
//! The text is changed where its parser finds something to change, and parsed again,
//! until nothing is found. If that does not end, the whole text is shown as it was
//! written.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag};

/// How often a text is changed before the whole text is shown as it was written.
const PASSES: usize = 8;

/// The indentation that makes a line a code block (CommonMark, "Indented code blocks").
const INDENT: usize = 4;

/// The extensions of CommonMark that rustdoc uses.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// The text without anything that rustdoc would run, resolve or warn about.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return text.into();
    }
    let text = visible(text);
    let mut harmless = match without_tasks(&text) {
        Cow::Owned(changed) => changed.into(),
        Cow::Borrowed(_) => text.clone(),
    };
    for _ in 0..PASSES {
        match edits(&harmless) {
            Some(edits) if edits.is_empty() && is_closed(&harmless) => return harmless,
            Some(edits) if edits.is_empty() => break,
            Some(edits) => harmless = edited(&harmless, edits).into(),
            None => break,
        }
    }
    let fence = fence(&text);
    format!("{fence}text\n{}\n{fence}", text.trim_end()).into()
}

/// Whether what follows the text is outside it: no block of code or HTML is left open.
fn is_closed(text: &str) -> bool {
    let followed = format!("{text}\n\n# ");
    let parser = Parser::new_ext(&followed, OPTIONS);
    let mut ends = parser.into_offset_iter().filter_map(|(event, range)| {
        matches!(event, Event::Start(Tag::Heading { .. })).then_some(range.start)
    });
    ends.any(|start| start == text.len() + 2)
}

/// The text with a visible sign for each invisible character: control characters, and
/// those that change the direction of text, which Rust does not allow in comments.
fn visible(text: &str) -> Cow<'_, str> {
    let is_hidden = |c: char| {
        let turns = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        turns || c.is_control() && !matches!(c, '\n' | '\r' | '\t')
    };
    match text.contains(is_hidden) {
        true => text.replace(is_hidden, "\u{FFFD}").into(),
        false => text.into(),
    }
}

/// A text as inline code, without line ends.
pub(crate) fn code(text: &str) -> String {
    let text = visible(text).replace(char::is_whitespace, " ");
    if !text.contains('`') {
        return format!("`{text}`");
    }
    let fence = "`".repeat(longest_run(&text, '`') + 1);
    format!("{fence} {text} {fence}")
}

/// A text of one line in which every mark is an ordinary character.
#[cfg(feature = "emit")]
pub(crate) fn plain(text: &str) -> String {
    let text = visible(text);
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii_punctuation() && !"'\"(),-./;?".contains(character) {
            plain.push('\\');
        }
        plain.push(character);
    }
    plain
}

/// Whether nothing needs to be changed, as in most texts: there is no character that
/// starts some markup, and none that may be invisible.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let starts =
        |at: usize, what: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(what));
    bytes.iter().enumerate().all(|(at, byte)| match byte {
        b'[' | b'<' | 0..=9 | 11..=31 | 127 => false,
        b' ' => !starts(at, b"    "),
        b':' => !starts(at, b"://"),
        b'`' => !starts(at, b"```"),
        b'~' => !starts(at, b"~~~"),
        // The first bytes of the characters that `visible` replaces, in UTF-8.
        0xC2 | 0xE2 => false,
        _ => true,
    })
}

/// A change of a text: the text in the range is replaced.
struct Edit {
    range: Range<usize>,
    to: String,
}

impl Edit {
    fn insert(at: usize, text: impl Into<String>) -> Self {
        Self {
            range: at..at,
            to: text.into(),
        }
    }

    fn escape(at: usize) -> Self {
        Self::insert(at, "\\")
    }
}

/// The text with the edits applied; if edits overlap, only the first.
fn edited(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| edit.range.start);
    let mut edited = String::with_capacity(text.len() + edits.len());
    let mut end = 0;
    for edit in edits {
        if let Some(kept) = text.get(end..edit.range.start) {
            edited.push_str(kept);
            edited.push_str(&edit.to);
            end = edit.range.end;
        }
    }
    edited.push_str(text.get(end..).unwrap_or_default());
    edited
}

/// The necessary edits; none if they cannot be determined.
fn edits(text: &str) -> Option<Vec<Edit>> {
    // Rustdoc reads a link without a target as the name of an item.
    let nowhere = |_: BrokenLink<'_>| Some((CowStr::from(""), CowStr::from("")));
    let parser = Parser::new_with_broken_link_callback(text, OPTIONS, Some(nowhere));
    let definitions = parser.reference_definitions().iter();
    // Rustdoc also looks for the items that unused definitions name.
    let nowhere = definitions.filter(|(_, definition)| !is_of_the_web(&definition.dest));
    let mut edits: Vec<_> = nowhere
        .map(|(_, definition)| Edit::escape(definition.span.start))
        .collect();
    let mut words_end = 0;
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                words_end = range.end;
                match kind {
                    CodeBlockKind::Fenced(_) => edits.extend(fenced(text, range)),
                    CodeBlockKind::Indented => edits.push(indented(text, range)?),
                }
            }
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                ..
            }) => match link_type == LinkType::Email || is_of_the_web(&dest_url) {
                true => words_end = range.end,
                false => edits.push(Edit::escape(range.start)),
            },
            // Reading documentation must not request pictures from a server.
            Event::Start(Tag::Image { .. } | Tag::FootnoteDefinition(_))
            | Event::FootnoteReference(_) => edits.push(Edit::escape(range.start)),
            Event::Html(_) | Event::InlineHtml(_) => edits.extend(html(text, range)),
            Event::Text(_) if range.start >= words_end => {
                let found = addresses(text, range);
                words_end = found.last().map_or(words_end, |edit| edit.range.end);
                edits.extend(found);
            }
            _ => {}
        }
    }
    Some(edits)
}

/// Whether rustdoc takes an address for one of the web. It reads `mailto:` with a host
/// without a dot as the name of an item.
fn is_of_the_web(address: &str) -> bool {
    let has = |scheme: &str| {
        let begin = address.get(..scheme.len());
        begin.is_some_and(|begin| begin.eq_ignore_ascii_case(scheme))
    };
    let host = address.rsplit('@').next().unwrap_or_default();
    has("https://") || has("http://") || has("mailto:") && host.contains('.')
}

/// The text without task list markers: parsers differ in what may follow one.
fn without_tasks(text: &str) -> Cow<'_, str> {
    let marks = ["[ ]", "[x]", "[X]", "[\t]"];
    if !marks.iter().any(|mark| text.contains(mark)) {
        return text.into();
    }
    let is_before = |c: char| " \t>-*+.)".contains(c) || c.is_ascii_digit();
    let lines = text.split_inclusive(['\n', '\r']).map(|line| {
        let rest = line.trim_start_matches(is_before);
        let before = &line[..line.len() - rest.len()];
        let is_item = before.contains(['-', '*', '+', '.', ')']);
        match is_item && marks.iter().any(|mark| rest.starts_with(mark)) {
            true => format!("{before}\\{rest}"),
            false => line.to_owned(),
        }
    });
    lines.collect::<String>().into()
}

/// Edits for a code block between fences: its language becomes `text`, and it gets an
/// end.
fn fenced(text: &str, range: Range<usize>) -> Vec<Edit> {
    let block = &text[range.clone()];
    let opening = block.split(['\n', '\r']).next().unwrap_or_default();
    let mark = block.chars().next().unwrap_or('`');
    let marks = opening.chars().take_while(|c| *c == mark).count();
    let fence = &opening[..marks];
    let mut edits = Vec::new();
    if opening[marks..] != *"text" {
        let range = range.start + marks..range.start + opening.len();
        let to = "text".to_owned();
        edits.push(Edit { range, to });
    }
    let closing = block[opening.len()..].trim_end().lines().last();
    let closing = closing
        .unwrap_or_default()
        .trim_start_matches([' ', '>', '\t']);
    let is_closed = closing.len() >= marks && closing.chars().all(|c| c == mark);
    // Inside a list or a quotation, the end of that ends the block.
    let is_outermost = text[..range.start].rsplit('\n').next() == Some("");
    if !is_closed && is_outermost {
        edits.push(Edit::insert(text.len(), format!("\n{fence}")));
    }
    edits
}

/// Puts an indented code block between fences. None if something other than space is
/// before it.
fn indented(text: &str, range: Range<usize>) -> Option<Edit> {
    let start = text[..range.start].rfind('\n').map_or(0, |end| end + 1);
    let begin = &text[start..range.start];
    let is_tab = begin == "\t";
    if !is_tab && !begin.chars().all(|c| c == ' ') {
        return None;
    }
    let outer = " ".repeat(begin.len().saturating_sub(INDENT));
    let block = &text[start..range.end];
    let code = block.trim_end();
    let fence = fence(code);
    let mut to = format!("{outer}{fence}text\n");
    for line in code.lines() {
        let inner = match line.strip_prefix('\t') {
            Some(inner) => inner,
            None => {
                let spaces = line.bytes().take_while(|byte| *byte == b' ').count();
                &line[spaces.min(outer.len() + INDENT)..]
            }
        };
        to.push_str(&outer);
        to.push_str(inner);
        to.push('\n');
    }
    to.push_str(&outer);
    to.push_str(&fence);
    to.push_str(&block[code.len()..]);
    Some(Edit {
        range: start..range.end,
        to,
    })
}

/// Escapes HTML, except for line breaks, which tables need.
fn html(text: &str, range: Range<usize>) -> Vec<Edit> {
    let html = &text[range.clone()];
    if ["<br>", "<br/>", "<br />"].contains(&html.trim()) {
        return Vec::new();
    }
    let begins = html.match_indices('<');
    begins
        .map(|(at, _)| Edit::escape(range.start + at))
        .collect()
}

/// Makes bare addresses links.
fn addresses(text: &str, range: Range<usize>) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut from = range.start;
    while let Some(found) = text[from..range.end].find("://") {
        let colon = from + found;
        from = colon + 3;
        let Some(scheme) = ["https", "http"]
            .into_iter()
            .find(|scheme| text[..colon].ends_with(scheme))
        else {
            continue;
        };
        let rest = &text[from..];
        let ends = |c: char| c.is_whitespace() || c.is_control() || "<>\"`|*[]\\".contains(c);
        let address = rest.split(ends).next().unwrap_or_default();
        let address = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', ')', '}', '_']);
        if address.is_empty() {
            continue;
        }
        let (start, end) = (colon - scheme.len(), from + address.len());
        edits.push(Edit {
            range: start..end,
            to: format!("<{}>", &text[start..end]),
        });
        from = end.min(range.end);
    }
    edits
}

/// A fence that does not occur in a text.
fn fence(text: &str) -> String {
    "`".repeat(3.max(longest_run(text, '`') + 1))
}

fn longest_run(text: &str, mark: char) -> usize {
    let runs = text.split(|c| c != mark).map(str::len);
    runs.max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> String {
        harmless(text).into_owned()
    }

    #[test]
    fn what_is_no_more_than_words_stays_as_it_is() {
        for text in [
            "Pets, *all* of `them`.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |",
            "See [the manual](https://example.com/a_b) and <https://example.com>.",
            "# Title\n\n```text\n[x] <y>\n```",
            "a<br>b, 3 < 4",
        ] {
            assert_eq!(shown(text), text);
        }
    }

    /// Parsers differ in what may follow such a marker.
    #[test]
    fn a_task_list_is_an_ordinary_list() {
        assert_eq!(
            shown("- [ ] to do\n1. [x]     done"),
            "- \\[ ] to do\n1. \\[x]     done"
        );
    }

    #[test]
    fn code_is_text() {
        assert_eq!(shown("```\npanic!()\n```"), "```text\npanic!()\n```");
        assert_eq!(shown("~~~rust\nx\n~~~"), "~~~text\nx\n~~~");
        assert_eq!(
            shown("a\n\n    let x = 1;\n      y\n\nb"),
            "a\n\n```text\nlet x = 1;\n  y\n```\n\nb"
        );
        assert_eq!(shown("\tx"), "```text\nx\n```");
        assert_eq!(shown("- a\n\n      x"), "- a\n\n  ```text\n  x\n  ```");
    }

    #[test]
    fn code_without_an_end_ends_with_its_text() {
        assert_eq!(shown("```json\n{}"), "```text\n{}\n```");
        assert_eq!(shown("- a\n  ```\n  b"), "- a\n  ```text\n  b");
    }

    #[test]
    fn links_to_items_are_text() {
        assert_eq!(
            shown("[Thing] and [`Missing`]"),
            "\\[Thing] and \\[`Missing`]"
        );
        assert_eq!(shown("[a](B) [c][d]"), "\\[a](B) \\[c]\\[d]");
        assert_eq!(
            shown("note[^1]\n\n[^1]: said"),
            "note\\[^1]\n\n\\[^1]: said"
        );
    }

    #[test]
    fn html_is_text() {
        assert_eq!(shown("Vec<String> of <id>"), "Vec\\<String> of \\<id>");
        assert_eq!(
            shown("<script>\nalert(1)\n</script>"),
            "\\<script>\nalert(1)\n\\</script>"
        );
    }

    #[test]
    fn pictures_are_links() {
        assert_eq!(
            shown("![x](https://example.com/x.png)"),
            "\\![x](https://example.com/x.png)"
        );
    }

    #[test]
    fn addresses_are_links() {
        assert_eq!(
            shown("See https://example.com/{id}?a_b=c, (http://example.org)."),
            "See <https://example.com/{id}?a_b=c>, (<http://example.org>)."
        );
    }

    #[test]
    fn a_text_that_resists_is_shown_as_it_was_written() {
        let text = format!("{}x{}", "[".repeat(40), "]".repeat(40));
        assert_eq!(shown(&text), format!("```text\n{text}\n```"));
    }

    #[test]
    fn a_block_that_is_left_open_ends_with_its_text() {
        assert_eq!(shown("a\n\n~~~rust\nb"), "a\n\n~~~text\nb\n~~~");
        let text = "~~~\n\n ```text\n\n";
        assert!(is_closed(&shown(text)), "{}", shown(text));
    }

    #[test]
    fn code_within_a_line_holds_any_text() {
        assert_eq!(code("/a/{id}"), "`/a/{id}`");
        assert_eq!(code("a`b\n"), "`` a`b  ``");
    }

    #[test]
    fn what_nobody_sees_is_a_sign() {
        assert_eq!(shown("a\u{202e}b\u{0}c\nd"), "a\u{FFFD}b\u{FFFD}c\nd");
    }

    proptest! {
        #[test]
        fn nothing_is_left_to_find(text in r"(é|世|[\[\]<>(){}`~!|&#*_\\ \t\n:/^a-]|```|    |https://a\.b|<b>|\]\(|\n\n){0,30}") {
            let harmless = harmless(&text);
            prop_assert!(edits(&harmless).is_some_and(|edits| edits.is_empty()), "{harmless}");
            prop_assert!(is_closed(&harmless), "{harmless}");
        }
    }
}
