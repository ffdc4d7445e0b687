//! A review as text for a terminal.

use anstyle::{AnsiColor, Style};

use super::super::finding::{Evidence, Finding};
use super::super::level::{Direction, Level, RustLevel};
use super::super::rust::ApiChange;
use super::super::verdict::{Review, Verdict};
use super::sections::Sections;
use super::words::{Operations, shown};

pub(super) fn write(review: &Review, is_coloured: bool) -> String {
    let paint = Paint { is_coloured };
    let file = review.file.display();
    let mut text = format!(
        "{file}: {}\n",
        paint.verdict(review.verdict(), &review.summary())
    );
    for finding in &review.findings {
        text.push('\n');
        text.push_str(&paragraph(review, finding, &paint));
    }
    let unexplained = Sections::of(review).unexplained;
    if !unexplained.is_empty() {
        text.push_str("\nOther changes in Rust:\n");
        for line in unexplained.into_iter().flat_map(ApiChange::lines) {
            text.push_str(&format!("  {}\n", paint.line(&line)));
        }
    }
    for remark in review.remarks() {
        text.push_str(&format!("\n{remark}\n"));
    }
    text
}

fn paragraph(review: &Review, finding: &Finding, paint: &Paint) -> String {
    let level = paint.level(finding.level);
    let place = review
        .place(finding)
        .map_or_else(String::new, |place| format!(":{place}"));
    let breaks_rust =
        finding.level < Level::Unclassified && finding.rust_level == RustLevel::Breaking;
    let in_rust = if breaks_rust { ", breaks Rust" } else { "" };
    let mut text = format!(
        "{level}{in_rust}: {} [{}]\n",
        finding.message,
        finding.rule.id()
    );
    text.push_str(&format!("  --> {}{place}\n", review.file.display()));
    if let (None, Some(old)) = (&finding.new, &finding.old) {
        text.push_str(&format!("  was at {} in the old document\n", old.place));
    }
    if !finding.operations.is_empty() && finding.level > Level::Docs {
        text.push_str(&format!("  affects {}\n", Operations(&finding.operations)));
    }
    for line in &finding.rust {
        text.push_str(&format!("  {}\n", paint.line(line)));
    }
    match &finding.evidence {
        Evidence::Witness(witness) => text.push_str(&format!(
            "  witness: {}\n    {}\n",
            shown(&witness.value),
            witness.fails_for.in_words(finding.level)
        )),
        Evidence::Undecided => text.push_str(
            "  witness: none was found and none could be ruled out, so the level of the rule applies\n",
        ),
        Evidence::Contained => {
            text.push_str(match finding.direction {
                Direction::Request => {
                    "  the new document accepts every value that the old one describes\n"
                }
                Direction::Response => {
                    "  the old document accepts every value that the new one describes\n"
                }
                Direction::None => {
                    "  each document accepts every value that the other one describes\n"
                }
            });
        }
        Evidence::None => {}
    }
    let rule = finding.rule;
    if finding.level >= Level::Warning {
        text.push_str(&format!("  callers: {}\n", rule.callers()));
    } else if breaks_rust {
        text.push_str("  callers: change the code that no longer compiles\n");
    }
    let is_advised = finding.level >= Level::Warning || breaks_rust;
    if is_advised && !rule.remedy().is_empty() {
        text.push_str(&format!("  help: {}\n", rule.remedy()));
    }
    text
}

struct Paint {
    is_coloured: bool,
}

impl Paint {
    fn paint(&self, style: Style, text: &str) -> String {
        match self.is_coloured {
            true => format!("{style}{text}{style:#}"),
            false => text.to_owned(),
        }
    }

    fn level(&self, level: Level) -> String {
        let colour = match level {
            Level::Breaking | Level::Unclassified => AnsiColor::Red,
            Level::Warning => AnsiColor::Yellow,
            Level::Compatible => AnsiColor::Green,
            Level::Docs => AnsiColor::Blue,
        };
        self.paint(colour.on_default().bold(), &level.to_string())
    }

    fn verdict(&self, verdict: Verdict, text: &str) -> String {
        let colour = match verdict {
            Verdict::Breaking => AnsiColor::Red,
            Verdict::Warning => AnsiColor::Yellow,
            _ => AnsiColor::Green,
        };
        self.paint(colour.on_default().bold(), text)
    }

    /// A line of a diff.
    fn line(&self, line: &str) -> String {
        let colour = if line.starts_with('-') {
            AnsiColor::Red
        } else {
            AnsiColor::Green
        };
        self.paint(colour.on_default(), line)
    }
}
