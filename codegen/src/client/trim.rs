//! Removes parts of progenitor's code that are not wanted. Its client is private, so
//! nobody reads its documentation or its `prelude`. Its constructor makes its own HTTP
//! settings, which follow redirects. Its methods send the header `api-version`, which no
//! document declares, and call two hooks that do nothing. What they use of the crate
//! `progenitor-client` is in the module `runtime` of the surrounding crate, which is smaller:
//! the traits of that crate are removed.
//!
//! This is a pass over the syntax tree. The methods are:
//!
//! ```text
//! let mut header_map = HeaderMap::with_capacity(1usize);
//! header_map.append("api-version", HeaderValue::from_static(Self::api_version()));
//! …                                        // what the document declares
//! let mut request = self.client.post(url).headers(header_map).build()?;
//! let info = OperationInfo { operation_id: "…" };
//! self.pre(&mut request, &info).await?;
//! let result = self.exec(request, &info).await;
//! self.post(&result, &info).await?;
//! ```
//!
//! The second statement is removed, and also the map if nothing else is put into it. The
//! statements that call `pre` and `post` are removed too. The surrounding crate has
//! `exec`, which takes the request only.

use syn::{
    Attribute, Expr, ExprMethodCall, GenericArgument, ImplItem, ImplItemFn, Item, ItemImpl,
    ItemUse, Local, Pat, PathArguments, ReturnType, Stmt, Type, UseTree, parse_quote,
};

use super::methods::is_client;

const MAP: &str = "header_map";

/// Removes the parts that are not wanted.
pub(super) fn trim(wire: &mut syn::File) {
    wire.items.retain(|item| match item {
        Item::Mod(module) => module.ident != "prelude",
        Item::Use(import) => !is_of_runtime(import),
        // An assertion that the client has the hooks.
        Item::Const(assertion) => assertion.ident != "_",
        Item::Impl(block) => !is_about_the_client(block),
        _ => true,
    });
    wire.items.insert(
        0,
        parse_quote!(
            use crate::runtime::{ByteStream, Error, ResponseValue, encode_path};
        ),
    );
    for item in &mut wire.items {
        match item {
            Item::Struct(client) => client.attrs.retain(|attribute| !is_doc(attribute)),
            Item::Impl(block) if block.trait_.is_none() && is_client(&block.self_ty) => {
                block
                    .items
                    .retain(|item| !matches!(item, ImplItem::Fn(method) if is_constructor(method)));
                for item in &mut block.items {
                    if let ImplItem::Fn(method) = item {
                        trim_method(method);
                    }
                }
            }
            _ => {}
        }
    }
}

/// `use progenitor_client::…;`
fn is_of_runtime(import: &ItemUse) -> bool {
    matches!(&import.tree, UseTree::Path(path) if path.ident == "progenitor_client")
}

/// `impl ClientInfo<…> for Client`
fn is_about_the_client(block: &ItemImpl) -> bool {
    let path = block.trait_.as_ref().map(|(path, _)| path);
    path.and_then(|path| path.segments.last())
        .is_some_and(|last| last.ident == "ClientInfo")
}

fn is_doc(attribute: &Attribute) -> bool {
    attribute.path().is_ident("doc")
}

fn is_constructor(method: &ImplItemFn) -> bool {
    method.sig.ident == "new" && method.sig.receiver().is_none()
}

fn trim_method(method: &mut ImplItemFn) {
    // The documentation of operations is on the methods that callers see.
    if method.sig.asyncness.is_none() {
        method.attrs.retain(|attribute| !is_doc(attribute));
    }
    without_error_type(&mut method.sig.output);
    keep_declared(&mut method.block.stmts);
    method.block.stmts.retain(|statement| !is_idle(statement));
    for statement in &mut method.block.stmts {
        if let Some(exec) = exec(statement) {
            exec.args.pop();
        }
    }
}

/// `Result<ResponseValue<T>, Error<()>>` → `Result<ResponseValue<T>, Error>`
fn without_error_type(output: &mut ReturnType) {
    if let ReturnType::Type(_, result) = output
        && let Type::Path(result) = &mut **result
        && let Some(result) = result.path.segments.last_mut()
        && let PathArguments::AngleBracketed(of_result) = &mut result.arguments
        && let Some(GenericArgument::Type(Type::Path(error))) = of_result.args.last_mut()
        && let Some(error) = error.path.segments.last_mut()
        && error.ident == "Error"
    {
        error.arguments = PathArguments::None;
    }
}

/// `self.exec(request, &info)` of `let result = self.exec(request, &info).await;`
fn exec(statement: &mut Stmt) -> Option<&mut ExprMethodCall> {
    let Stmt::Local(Local {
        init: Some(init), ..
    }) = statement
    else {
        return None;
    };
    let Expr::Await(awaited) = &mut *init.expr else {
        return None;
    };
    match &mut *awaited.base {
        Expr::MethodCall(call) if call.method == "exec" && is_self(&call.receiver) => Some(call),
        _ => None,
    }
}

fn is_self(expression: &Expr) -> bool {
    matches!(expression, Expr::Path(receiver) if receiver.path.is_ident("self"))
}

/// `self.pre(…).await?;`, `self.post(…).await?;`, or `let info = OperationInfo { … };`
fn is_idle(statement: &Stmt) -> bool {
    match statement {
        Stmt::Expr(Expr::Try(tried), Some(_)) => {
            if let Expr::Await(awaited) = &*tried.expr
                && let Expr::MethodCall(hook) = &*awaited.base
            {
                is_self(&hook.receiver) && (hook.method == "pre" || hook.method == "post")
            } else {
                false
            }
        }
        Stmt::Local(Local {
            init: Some(init), ..
        }) => {
            matches!(&*init.expr, Expr::Struct(info) if info.path.is_ident("OperationInfo"))
        }
        _ => false,
    }
}

fn keep_declared(statements: &mut Vec<Stmt>) {
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

/// Whether the value is `Self::api_version()`, and not a parameter with that name.
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
                let receiver = std::mem::replace(&mut **receiver, Expr::PLACEHOLDER);
                *expression = receiver;
            }
        }
        _ => {}
    }
}

fn is_map(expression: &Expr) -> bool {
    matches!(expression, Expr::Path(name) if name.path.is_ident(MAP))
}
