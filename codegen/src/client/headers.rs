//! The header that progenitor sends though no document declares it:
//! `api-version`, with the document's version.
//!
//! This is a pass over the syntax tree of progenitor's methods. The statement
//! that appends the header goes, and with it the map of headers where nothing
//! else is put into it.

use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprMethodCall, ExprPath, Pat, Path, Stmt};

const MAP: &str = "header_map";

/// Leaves the headers that the document declares.
pub(super) fn keep_declared(wire: &mut syn::File) {
    Declared.visit_file_mut(wire);
}

struct Declared;

impl VisitMut for Declared {
    fn visit_block_mut(&mut self, block: &mut Block) {
        visit_mut::visit_block_mut(self, block);
        let before = block.stmts.len();
        block.stmts.retain(|statement| !appends_version(statement));
        if block.stmts.len() < before && !block.stmts.iter().any(puts_into_map) {
            block.stmts.retain(|statement| !declares_map(statement));
            WithoutMap.visit_block_mut(block);
        }
    }
}

/// `header_map.append(…, HeaderValue::from_static(Self::api_version()));`, but no
/// parameter of that name, which is a variable.
fn appends_version(statement: &Stmt) -> bool {
    struct Asks(bool);
    impl Visit<'_> for Asks {
        fn visit_path(&mut self, path: &Path) {
            let names: Vec<_> = path.segments.iter().map(|segment| &segment.ident).collect();
            self.0 |= matches!(names[..], [_, name] if name == "api_version");
            visit::visit_path(self, path);
        }
    }
    let mut asks = Asks(false);
    asks.visit_stmt(statement);
    asks.0 && puts_into_map(statement)
}

/// Whether a method of the map is called anywhere in it.
fn puts_into_map(statement: &Stmt) -> bool {
    struct Puts(bool);
    impl Visit<'_> for Puts {
        fn visit_expr_method_call(&mut self, call: &ExprMethodCall) {
            self.0 |= is_map(&call.receiver);
            visit::visit_expr_method_call(self, call);
        }
    }
    let mut puts = Puts(false);
    puts.visit_stmt(statement);
    puts.0
}

/// `let mut header_map = …;`
fn declares_map(statement: &Stmt) -> bool {
    matches!(statement, Stmt::Local(local) if matches!(&local.pat, Pat::Ident(name) if name.ident == MAP))
}

fn is_map(expression: &Expr) -> bool {
    matches!(expression, Expr::Path(ExprPath { path, .. }) if path.is_ident(MAP))
}

/// `request.headers(header_map)` → `request`.
struct WithoutMap;

impl VisitMut for WithoutMap {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        if let Expr::MethodCall(call) = expression
            && call.method == "headers"
            && call.args.first().is_some_and(is_map)
        {
            *expression = (*call.receiver).clone();
        }
    }
}
