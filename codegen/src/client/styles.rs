//! Writes the parameters of a query, and others that are not scalars, in the style of the
//! document. Progenitor writes a parameter by its `Display`. This pass over its methods
//! passes the value to the module `style` of the surrounding crate instead.
//!
//! ```text
//! encode_path(&ids.to_string())  →  crate::style::in_path(…, "ids", &ids)
//! header_map.append("X-Ids", ids.to_string().try_into()?);
//!                                →  … crate::style::in_header(…, &ids).try_into()?
//! .query(&QueryParam::new("ids", &ids))
//!                                →  crate::style::in_query(request.url_mut(), …);
//! ```

use quote::{ToTokens, format_ident};
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Expr, ExprCall, ExprMethodCall, Ident, ImplItemFn, Lit, Macro, Pat, Stmt, Token, parse_quote,
};

use crate::names::Argument;
use crate::shape::Writing;

/// An argument and how it is written.
pub(super) struct Written<'n> {
    pub(super) argument: &'n Argument,
    pub(super) how: How,
}

pub(super) enum How {
    Styled(Writing),
    /// As a string between quotes in a path.
    Quoted,
}

impl Written<'_> {
    /// The first arguments of the functions that write the value.
    fn style(&self) -> (Expr, bool) {
        let writing = match self.how {
            How::Styled(writing) => writing,
            How::Quoted => Writing::of_a_text(),
        };
        let style = format_ident!("{}", format!("{:?}", writing.style));
        (
            parse_quote!(crate::style::Style::#style),
            writing.is_exploded,
        )
    }

    /// The text in the path, percent-encoded.
    pub(super) fn in_path(&self, name: &Ident) -> Expr {
        if let How::Quoted = self.how {
            return parse_quote!(crate::style::quoted(&#name.to_string()));
        }
        let (style, is_exploded) = self.style();
        let wire = &self.argument.wire;
        parse_quote!(crate::style::in_path(#style, #is_exploded, #wire, &#name))
    }
}

/// Changes a method so that it writes these parameters in their styles. False if it makes
/// no request.
#[must_use]
pub(super) fn of_parameters(method: &mut ImplItemFn, written: &[Written<'_>]) -> bool {
    if written.is_empty() {
        return true;
    }
    let mut statements = method.block.stmts.iter().enumerate();
    let Some((at, request)) = statements.find_map(|(at, one)| Some((at, request(one)?))) else {
        return false;
    };
    let mut pass = Pass {
        written,
        request: request.clone(),
        of_query: Vec::new(),
    };
    pass.visit_block_mut(&mut method.block);
    let after = at + 1;
    method.block.stmts.splice(after..after, pass.of_query);
    true
}

/// The variable of `let mut request = ….build()?;`. It has another name if a parameter has
/// this one.
fn request(statement: &Stmt) -> Option<&Ident> {
    let Stmt::Local(local) = statement else {
        return None;
    };
    let Expr::Try(made) = &*local.init.as_ref()?.expr else {
        return None;
    };
    match (&*made.expr, &local.pat) {
        (Expr::MethodCall(call), Pat::Ident(pat)) if call.method == "build" => Some(&pat.ident),
        _ => None,
    }
}

struct Pass<'p, 'n> {
    written: &'p [Written<'n>],
    request: Ident,
    /// The statements that add parameters to the query, after the request is made.
    of_query: Vec<Stmt>,
}

impl<'n> Pass<'_, 'n> {
    fn find(&self, location: &str, is_it: impl Fn(&Argument) -> bool) -> Option<&Written<'n>> {
        let mut of_location = self.written.iter();
        of_location.find(|one| one.argument.location == location && is_it(one.argument))
    }

    /// `x.to_string()`
    fn named(expression: &Expr) -> Option<&Ident> {
        match expression {
            Expr::Reference(reference) => Self::named(&reference.expr),
            Expr::MethodCall(call) if call.method == "to_string" => match &*call.receiver {
                Expr::Path(path) => path.path.get_ident(),
                _ => None,
            },
            _ => None,
        }
    }

    /// The query parameter of `….query(&QueryParam::new("x", &x))`.
    fn of_query(&self, call: &ExprMethodCall) -> Option<Stmt> {
        let Some(Expr::Reference(made)) = call.args.first() else {
            return None;
        };
        let Expr::Call(made) = &*made.expr else {
            return None;
        };
        let name = text(made.args.first()?)?;
        let value = made.args.last()?;
        let written = self.find("query", |argument| argument.wire == name)?;
        let (style, is_exploded) = written.style();
        let request = &self.request;
        Some(parse_quote! {
            crate::style::in_query(#request.url_mut(), #style, #is_exploded, #name, #value);
        })
    }
}

impl VisitMut for Pass<'_, '_> {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        match expression {
            Expr::MethodCall(call) if call.method == "query" => {
                if let Some(statement) = self.of_query(call) {
                    // The chain is visited from its start.
                    self.of_query.push(statement);
                    *expression = std::mem::replace(&mut *call.receiver, Expr::PLACEHOLDER);
                }
            }
            Expr::Call(ExprCall { func, args, .. }) if is_named(func, "encode_path") => {
                if let Some(name) = args.first().and_then(Self::named)
                    && let Some(written) = self.find("path", |argument| *name == *argument.name)
                {
                    *expression = written.in_path(name);
                }
            }
            _ => {}
        }
    }

    /// `format!("{}/a/{}", self.baseurl, encode_path(&a.to_string()))`
    fn visit_macro_mut(&mut self, format: &mut Macro) {
        let arguments = Punctuated::<Expr, Token![,]>::parse_terminated;
        if let Ok(mut arguments) = format.parse_body_with(arguments) {
            for argument in &mut arguments {
                self.visit_expr_mut(argument);
            }
            format.tokens = arguments.into_token_stream();
        }
    }

    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        if call.method == "append"
            && let Some(name) = call.args.first().and_then(text)
            && let Some(written) = self.find("header", |argument| argument.wire == name)
        {
            let (style, is_exploded) = written.style();
            InHeader { style, is_exploded }.visit_expr_method_call_mut(call);
            return;
        }
        visit_mut::visit_expr_method_call_mut(self, call);
    }
}

/// `x.to_string()` → `crate::style::in_header(…, &x)`
struct InHeader {
    style: Expr,
    is_exploded: bool,
}

impl VisitMut for InHeader {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        if let Expr::MethodCall(call) = expression
            && call.method == "to_string"
        {
            let (style, is_exploded, value) = (&self.style, self.is_exploded, &call.receiver);
            *expression = parse_quote!(crate::style::in_header(#style, #is_exploded, &#value));
            return;
        }
        visit_mut::visit_expr_mut(self, expression);
    }
}

fn is_named(function: &Expr, name: &str) -> bool {
    matches!(function, Expr::Path(path)
        if path.path.segments.last().is_some_and(|last| last.ident == name))
}

fn text(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}
