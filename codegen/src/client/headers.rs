//! The header that progenitor sends though no document declares it:
//! `api-version`, with the document's version.
//!
//! This is a pass over the syntax tree of progenitor's methods, which begin
//!
//! ```text
//! let mut header_map = HeaderMap::with_capacity(1usize);
//! header_map.append("api-version", HeaderValue::from_static(Self::api_version()));
//! …                                        // what the document declares
//! let mut request = self.client.post(url).headers(header_map).build()?;
//! ```
//!
//! The second statement goes, and with it the map where nothing else is put into
//! it.

use syn::{Expr, ExprMethodCall, ImplItem, Item, Pat, Stmt};

const MAP: &str = "header_map";

/// Leaves the headers that the document declares.
pub(super) fn keep_declared(wire: &mut syn::File) {
    let blocks = wire.items.iter_mut().filter_map(|item| match item {
        Item::Impl(block) => Some(block),
        _ => None,
    });
    for item in blocks.flat_map(|block| &mut block.items) {
        if let ImplItem::Fn(method) = item {
            keep_declared_in(&mut method.block.stmts);
        }
    }
}

fn keep_declared_in(statements: &mut Vec<Stmt>) {
    let Some(map) = statements.iter().position(declares_map) else {
        return;
    };
    if !statements.get(map + 1).is_some_and(appends_version) {
        return;
    }
    statements.remove(map + 1);
    // Declared headers are expressions; the request is the next binding.
    if let Some(Stmt::Local(request)) = statements.get_mut(map + 1)
        && let Some(init) = &mut request.init
    {
        without_map(&mut init.expr);
        statements.remove(map);
    }
}

fn declares_map(statement: &Stmt) -> bool {
    matches!(statement, Stmt::Local(local) if matches!(&local.pat, Pat::Ident(name) if name.ident == MAP))
}

/// Whether the value is `Self::api_version()`, and no parameter of that name.
fn appends_version(statement: &Stmt) -> bool {
    let Stmt::Expr(Expr::MethodCall(append), _) = statement else {
        return false;
    };
    let Some(Expr::Call(value)) = append.args.last() else {
        return false;
    };
    let Some(Expr::Call(version)) = value.args.first() else {
        return false;
    };
    is_map(&append.receiver)
        && matches!(&*version.func, Expr::Path(function)
            if function.path.segments.last().is_some_and(|name| name.ident == "api_version"))
}

/// `request.headers(header_map).build()?` → `request.build()?`
fn without_map(expression: &mut Expr) {
    match expression {
        Expr::Try(tried) => without_map(&mut tried.expr),
        Expr::MethodCall(ExprMethodCall {
            receiver,
            method,
            args,
            ..
        }) => {
            without_map(receiver);
            if method == "headers" && args.first().is_some_and(is_map) {
                *expression = (**receiver).clone();
            }
        }
        _ => {}
    }
}

fn is_map(expression: &Expr) -> bool {
    matches!(expression, Expr::Path(name) if name.path.is_ident(MAP))
}
