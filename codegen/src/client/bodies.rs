//! The bodies of thin methods: common parts, which are parsed once, and the parts that
//! differ.

use std::cell::LazyCell;

use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Expr, ExprArray, ExprIndex, ExprMethodCall, FnArg, Ident, ImplItemFn, parse_quote,
};

use super::options::Options;
use super::syntax::number;

/// The common parts of methods; [`InPlace`](super::syntax::InPlace) and [`Filled`] add
/// the rest.
pub(super) struct Like {
    /// Progenitor's future is large, and callers may move it, so it is on the heap.
    pub(super) calls: ImplItemFn,
    pub(super) deprecated: Attribute,
    pub(super) with_options: LazyCell<WithOptions>,
}

/// The common parts of methods that take options.
pub(super) struct WithOptions {
    /// For methods whose body may be left out too.
    pub(super) calls_without_body: ImplItemFn,
    /// A deprecated method calls deprecated methods.
    pub(super) allows_deprecated: Attribute,
    /// Leaves out everything that is optional.
    pub(super) leaves_out: ImplItemFn,
    /// `types::Like::default()`
    pub(super) no_options: Expr,
    /// `options: types::Like`
    pub(super) takes_options: FnArg,
    pub(super) options: Options,
}

impl Like {
    pub(super) fn new() -> Self {
        Self {
            calls: parse_quote! {
                ///
                /// # Errors
                ///
                /// [`Error`](crate::Error) for everything except a declared success.
                async fn operation(&self) -> Result<crate::Response<()>, crate::Error> {
                    let wire = self.wire(&OPERATIONS[0], &[])?;
                    let result = Box::pin(wire.operation()).await;
                    wire.inner.finish(result)
                }
            },
            deprecated: parse_quote!(#[deprecated]),
            with_options: LazyCell::new(WithOptions::new),
        }
    }
}

impl WithOptions {
    pub(super) fn new() -> Self {
        Self {
            allows_deprecated: parse_quote!(#[allow(deprecated)]),
            calls_without_body: parse_quote! {
                async fn operation(&self) -> Result<crate::Response<()>, crate::Error> {
                    let mut wire = self.wire(&OPERATIONS[0], &[])?;
                    if options.body.is_none() {
                        wire.inner.leave_out_body();
                    }
                    let result = Box::pin(wire.operation()).await;
                    wire.inner.finish(result)
                }
            },
            leaves_out: parse_quote! {
                async fn operation(&self) -> Result<crate::Response<()>, crate::Error> {
                    self.operation().await
                }
            },
            no_options: parse_quote!(types::Like::default()),
            takes_options: parse_quote!(options: types::Like),
            options: Options::new(),
        }
    }
}

/// The parts that differ between the bodies of methods.
pub(super) struct Filled<'a> {
    pub(super) index: usize,
    pub(super) name: &'a Ident,
    pub(super) arguments: Vec<Expr>,
    /// The arguments in the path, as text.
    pub(super) in_path: Vec<Expr>,
}

impl VisitMut for Filled<'_> {
    fn visit_expr_index_mut(&mut self, row: &mut ExprIndex) {
        *row.index = number(self.index);
    }

    fn visit_expr_array_mut(&mut self, texts: &mut ExprArray) {
        texts.elems = std::mem::take(&mut self.in_path).into_iter().collect();
    }

    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        if call.method == "operation" {
            call.method = self.name.clone();
            call.args = std::mem::take(&mut self.arguments).into_iter().collect();
        } else {
            visit_mut::visit_expr_method_call_mut(self, call);
        }
    }
}
