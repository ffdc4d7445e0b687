//! Request bodies, responses, and their media types and headers.

use super::super::level::Direction;
use super::super::rule::Rule;
use super::super::side::{At, Both, Fate};
use super::context::Context;
use super::walk::Walk;
use crate::media_type::{is_same, kind};

impl<'a> Walk<'a> {
    pub(super) fn request_body(&mut self, operation: &Both<'a>, context: &Context<'a>) {
        let context = context.toward(Direction::Request).about("the request body");
        let Some(fate) = operation.field("requestBody") else {
            return;
        };
        let both = match fate {
            Fate::Kept(both) => self.resolve(both, &context).0,
            Fate::Removed(old) => {
                return self.report(
                    Rule::RequestBodyRemoved,
                    &context,
                    (Some(&old), None),
                    || "the request body was removed".to_owned(),
                );
            }
            Fate::Added(new) => {
                let source = self.new;
                let body = self.target(source, new.clone());
                let rule = match body.flag("required") {
                    true => Rule::RequiredRequestBodyAdded,
                    false => Rule::OptionalRequestBodyAdded,
                };
                return self.report(rule, &context, (None, Some(&new)), || {
                    "the request body was added".to_owned()
                });
            }
        };
        if self.same(&both) {
            return;
        }
        let rules = [
            Rule::RequestBodyBecameRequired,
            Rule::RequestBodyBecameOptional,
        ];
        self.report_flag(&both, "required", &context, rules);
        self.media_types(&both, &context);
        self.rest(&both, &["required", "content"], &context);
    }

    fn media_type(&mut self, both: &Both<'a>, name: &str, context: &Context<'a>) {
        if self.same(both) {
            return;
        }
        let context = &Context {
            is_text: is_text(name),
            may_be_left_out: false,
            ..context.clone()
        };
        match both.field("schema") {
            Some(Fate::Kept(schema)) => self.schema(schema, context),
            Some(fate @ Fate::Added(_)) => {
                let rule = context.either(Rule::RequestTypeChanged, Rule::ResponseTypeNarrowed);
                self.report_field(rule, context, &format!("schema of {name}"), &fate);
            }
            Some(fate @ Fate::Removed(_)) => {
                let rule = context.either(Rule::RequestTypeWidened, Rule::ResponseTypeChanged);
                self.report_field(rule, context, &format!("schema of {name}"), &fate);
            }
            None => {}
        }
        if let Some(fate) = both.changed("encoding") {
            self.report_field(Rule::EncodingChanged, context, "encoding", &fate);
        }
        self.rest(both, &["schema", "encoding"], context);
    }

    pub(super) fn responses(&mut self, operation: &Both<'a>, context: &Context<'a>) {
        let context = context.toward(Direction::Response);
        for (status, fate) in operation.entries("responses") {
            let about = context.about(format!("the response `{status}`"));
            if status.starts_with("x-") {
                if !matches!(&fate, Fate::Kept(both) if self.same(both)) {
                    self.report_field(Rule::ExtensionChanged, &about, status, &fate);
                }
                continue;
            }
            let is_success = status.starts_with('2');
            let (rule, what) = match &fate {
                Fate::Kept(both) => {
                    self.response(both.clone(), &about);
                    continue;
                }
                Fate::Removed(_) if is_success => (Rule::SuccessStatusRemoved, "removed"),
                Fate::Removed(_) => (Rule::ErrorStatusRemoved, "removed"),
                Fate::Added(_) if is_success => (Rule::SuccessStatusAdded, "added"),
                Fate::Added(_) => (Rule::ErrorStatusAdded, "added"),
            };
            self.report(rule, &about, fate.sides(), || {
                format!("{} was {what}", about.subject())
            });
            // A range or `default` described the status before, or describes it now.
            let covering =
                match &fate {
                    Fate::Added(new) => covering(operation.old.get("responses"), status)
                        .map(|old| (old, new.clone())),
                    Fate::Removed(old) => covering(operation.new.get("responses"), status)
                        .map(|new| (old.clone(), new)),
                    Fate::Kept(_) => None,
                };
            if let Some((old, new)) = covering {
                self.response(Both { old, new }, &about);
            }
        }
    }

    fn response(&mut self, both: Both<'a>, context: &Context<'a>) {
        let (both, context) = self.resolve(both, context);
        if self.same(&both) {
            return;
        }
        self.headers(&both, &context);
        self.media_types(&both, &context);
        let links_differ = match both.field("links") {
            Some(Fate::Kept(links)) => !self.same(&links),
            fate => fate.is_some(),
        };
        if let (true, Some(fate)) = (links_differ, both.field("links")) {
            self.report_field(Rule::LinksChanged, &context, "links", &fate);
        }
        self.rest(&both, &["headers", "content", "links"], &context);
    }

    fn headers(&mut self, response: &Both<'a>, context: &Context<'a>) {
        for (name, fate) in headers(response) {
            let about = context.about(format!("the header `{name}` of {}", context.subject()));
            let [old, _] = self.targets(&fate);
            let (rule, what) = match fate {
                Fate::Kept(both) => {
                    let (both, _) = self.resolve(both, &about);
                    self.header(&both, &about);
                    continue;
                }
                Fate::Removed(_) if old.is_some_and(|old| old.flag("required")) => {
                    (Rule::RequiredResponseHeaderRemoved, "removed")
                }
                Fate::Removed(_) => (Rule::OptionalResponseHeaderRemoved, "removed"),
                Fate::Added(_) => (Rule::ResponseHeaderAdded, "added"),
            };
            self.report(rule, &about, fate.sides(), || {
                format!("{} was {what}", about.subject())
            });
        }
    }

    fn header(&mut self, both: &Both<'a>, context: &Context<'a>) {
        if self.same(both) {
            return;
        }
        let rules = [
            Rule::ResponseHeaderBecameRequired,
            Rule::ResponseHeaderBecameOptional,
        ];
        self.report_flag(both, "required", context, rules);
        match both.field("schema") {
            Some(Fate::Kept(schema)) => self.schema(schema, context),
            Some(fate @ Fate::Added(_)) => {
                self.report_field(Rule::ResponseTypeNarrowed, context, "schema", &fate);
            }
            Some(fate @ Fate::Removed(_)) => {
                self.report_field(Rule::ResponseTypeChanged, context, "schema", &fate);
            }
            None => {}
        }
        self.media_types(both, context);
        self.rest(both, &["required", "schema", "content"], context);
    }

    /// Compares the media types under `content`. A renamed media type is compared with
    /// its new name.
    pub(super) fn media_types(&mut self, owner: &Both<'a>, context: &Context<'a>) {
        let mut kept = Vec::new();
        let mut removed = Vec::new();
        let mut added = Vec::new();
        for (name, fate) in owner.entries("content") {
            match fate {
                Fate::Kept(both) => {
                    kept.push(name);
                    self.media_type(&both, name, context);
                }
                Fate::Removed(old) => removed.push((name, old)),
                Fate::Added(new) => added.push((name, new)),
            }
        }
        self.respelled(&kept, &mut removed, &mut added, context);
        for (old_name, old) in removed {
            let heirs = added.iter().enumerate();
            let heir = heirs
                .filter_map(|(index, (name, _))| Some((index, renaming(old_name, name, context)?)))
                .next();
            let Some((index, rule)) = heir else {
                let rule = context.either(
                    Rule::RequestMediaTypeRemoved,
                    Rule::ResponseMediaTypeRemoved,
                );
                self.report_field(rule, context, old_name, &Fate::Removed(old));
                continue;
            };
            let (new_name, new) = added.remove(index);
            let both = Both { old, new };
            self.report(rule, context, both.sides(), || {
                let subject = context.subject();
                format!("{subject}: the media type changed from `{old_name}` to `{new_name}`")
            });
            self.media_type(&both, new_name, context);
        }
        for (name, new) in added {
            let rule = context.either(Rule::RequestMediaTypeAdded, Rule::ResponseMediaTypeAdded);
            self.report_field(rule, context, name, &Fate::Added(new));
        }
    }

    /// Compares media types that differ only in their spelling, and removes them from both
    /// lists. Also removes other spellings of a media type that was kept.
    fn respelled(
        &mut self,
        kept: &[&str],
        removed: &mut Vec<(&'a str, At<'a>)>,
        added: &mut Vec<(&'a str, At<'a>)>,
        context: &Context<'a>,
    ) {
        let is_kept = |name: &str| kept.iter().any(|known| is_same(known, name));
        removed.retain(|(name, _)| !is_kept(name));
        added.retain(|(name, _)| !is_kept(name));
        for (old_name, old) in std::mem::take(removed) {
            let is_same = |(name, _): &(&str, At<'_>)| is_same(name, old_name);
            match added.iter().position(is_same) {
                Some(index) => {
                    let (name, new) = added.remove(index);
                    self.media_type(&Both { old, new }, name, context);
                }
                None => removed.push((old_name, old)),
            }
        }
    }
}

/// The other entry that describes a status: its range, or `default` (OpenAPI 3.0.3,
/// "Responses Object").
fn covering<'a>(responses: Option<At<'a>>, status: &str) -> Option<At<'a>> {
    let responses = responses?;
    let range = format!("{}XX", status.get(..1)?);
    let mut keys = [range.as_str(), "default"].into_iter();
    keys.find_map(|key| responses.get(key).filter(|_| key != status))
}

/// Compares headers by name. Header names are case-insensitive (RFC 9110, section 5.1).
fn headers<'a>(response: &Both<'a>) -> Vec<(&'a str, Fate<'a>)> {
    let (mut gone, mut others) = (Vec::new(), Vec::new());
    for (name, fate) in response.entries("headers") {
        match fate {
            Fate::Removed(old) => gone.push((name, old)),
            fate => others.push((name, fate)),
        }
    }
    for (name, fate) in &mut others {
        let Fate::Added(new) = fate else { continue };
        let heir = gone
            .iter()
            .position(|(old, _)| old.eq_ignore_ascii_case(name));
        if let Some(index) = heir {
            let (_, old) = gone.remove(index);
            let new = new.clone();
            *fate = Fate::Kept(Both { old, new });
        }
    }
    others.extend(
        gone.into_iter()
            .map(|(name, old)| (name, Fate::Removed(old))),
    );
    others
}

/// The rule for a media type that replaces another one, or `None` if it does not. In a
/// request, only the parameters may change, because callers keep sending the old name.
fn renaming(old: &str, new: &str, context: &Context<'_>) -> Option<Rule> {
    let [old, new] = [old, new].map(kind);
    if old == new {
        Some(Rule::MediaTypeParametersChanged)
    } else if context.direction == Direction::Request {
        None
    } else if is_kind_of(&old, &new) {
        Some(Rule::ResponseMediaTypeGeneralized)
    } else if is_kind_of(&new, &old) {
        Some(Rule::ResponseMediaTypeSpecialized)
    } else {
        None
    }
}

/// Whether one media type includes another: `application/json` includes
/// `application/problem+json` (RFC 6838, section 4.2.8), and `application/*` includes
/// both.
fn is_kind_of(narrow: &str, wide: &str) -> bool {
    let (Some((narrow_type, narrow_sub)), Some((wide_type, wide_sub))) =
        (narrow.split_once('/'), wide.split_once('/'))
    else {
        return false;
    };
    let is_suffixed = narrow_sub
        .strip_suffix(wide_sub)
        .is_some_and(|rest| rest.ends_with('+'));
    wide == "*/*" || (narrow_type == wide_type && (wide_sub == "*" || is_suffixed))
}

/// Whether a media type carries all values as text.
fn is_text(media_type: &str) -> bool {
    let forms = [
        "application/x-www-form-urlencoded",
        "multipart/",
        "text/plain",
    ];
    let media_type = kind(media_type);
    forms.iter().any(|form| media_type.starts_with(form))
}
