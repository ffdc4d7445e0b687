//! HTTP methods that have no function in reqwest: `self.client.options(url)` becomes
//! `self.client.request(::reqwest::Method::OPTIONS, url)`.

use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprMethodCall, Ident, Member, parse_quote};

const UNKNOWN: [&str; 2] = ["options", "trace"];

/// Whether reqwest's client has no function with this name, in lower case.
pub(super) fn is_unknown_to_reqwest(method: &str) -> bool {
    UNKNOWN.contains(&method)
}

/// Replaces these methods in the requests of progenitor's code.
pub(super) fn name(wire: &mut syn::File) {
    Named.visit_file_mut(wire);
}

struct Named;

impl VisitMut for Named {
    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        if is_client(&call.receiver)
            && let Some(method) = UNKNOWN.into_iter().find(|method| call.method == method)
        {
            let span = call.method.span();
            let method = Ident::new(&method.to_uppercase(), span);
            call.method = Ident::new("request", span);
            call.args
                .insert(0, parse_quote!(::reqwest::Method::#method));
        }
        visit_mut::visit_expr_method_call_mut(self, call);
    }
}

/// `self.client`
fn is_client(receiver: &Expr) -> bool {
    matches!(receiver, Expr::Field(field)
        if matches!(&field.member, Member::Named(name) if name == "client")
            && matches!(&*field.base, Expr::Path(base) if base.path.is_ident("self")))
}
