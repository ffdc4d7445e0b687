//! Makes expressions and types without parsing, because parsing takes most of the time
//! for a client. Also finds the module `types`.

use proc_macro2::Span;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Expr, ExprArray, ExprLit, ExprMethodCall, ExprPath, ExprRange, ExprReference, ExprStruct,
    ExprTry, Ident, Item, Lit, LitBool, LitInt, LitStr, Path, RangeLimits, Token, Type, TypePath,
    token,
};

fn literal(lit: Lit) -> Expr {
    Expr::Lit(ExprLit {
        attrs: Vec::new(),
        lit,
    })
}

pub(super) fn text(text: &str) -> Expr {
    literal(Lit::Str(LitStr::new(text, Span::call_site())))
}

pub(super) fn number(number: impl ToString) -> Expr {
    literal(Lit::Int(LitInt::new(
        &number.to_string(),
        Span::call_site(),
    )))
}

pub(super) fn boolean(value: bool) -> Expr {
    literal(Lit::Bool(LitBool::new(value, Span::call_site())))
}

pub(super) fn variable(name: &Ident) -> Expr {
    Expr::Path(ExprPath {
        attrs: Vec::new(),
        qself: None,
        path: name.clone().into(),
    })
}

/// `name.to_string()`
pub(super) fn text_of(name: &Ident) -> Expr {
    method(variable(name), "to_string", [])
}

/// `receiver.name(arguments)`
pub(super) fn method(
    receiver: Expr,
    name: &str,
    arguments: impl IntoIterator<Item = Expr>,
) -> Expr {
    Expr::MethodCall(ExprMethodCall {
        attrs: Vec::new(),
        receiver: Box::new(receiver),
        dot_token: Token![.](Span::call_site()),
        method: Ident::new(name, Span::call_site()),
        turbofish: None,
        paren_token: token::Paren(Span::call_site()),
        args: arguments.into_iter().collect(),
    })
}

/// `result?`
pub(super) fn tried(result: Expr) -> Expr {
    Expr::Try(ExprTry {
        attrs: Vec::new(),
        expr: Box::new(result),
        question_token: Token![?](Span::call_site()),
    })
}

/// A type by its name alone.
pub(super) fn ty(name: &Ident) -> Type {
    Type::Path(TypePath {
        attrs: Vec::new(),
        qself: None,
        path: name.clone().into(),
    })
}

/// `first..=last`
pub(super) fn range(first: Expr, last: Expr) -> Expr {
    Expr::Range(ExprRange {
        attrs: Vec::new(),
        start: Some(Box::new(first)),
        limits: RangeLimits::Closed(Token![..=](Span::call_site())),
        end: Some(Box::new(last)),
    })
}

/// `&[items]`
pub(super) fn slice(items: impl IntoIterator<Item = Expr>) -> Expr {
    let array = ExprArray {
        attrs: Vec::new(),
        bracket_token: token::Bracket(Span::call_site()),
        elems: items.into_iter().collect(),
    };
    Expr::Reference(ExprReference {
        attrs: Vec::new(),
        and_token: Token![&](Span::call_site()),
        mutability: None,
        expr: Box::new(Expr::Array(array)),
    })
}

/// A copy of a structure expression, with these values for its fields, in order.
pub(super) fn structure(like: &ExprStruct, values: impl IntoIterator<Item = Expr>) -> Expr {
    let mut structure = like.clone();
    for (field, value) in structure.fields.iter_mut().zip(values) {
        field.expr = value;
    }
    Expr::Struct(structure)
}

/// Replaces `()` by a type.
pub(super) struct InPlace(pub(super) Type);

impl VisitMut for InPlace {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        match ty {
            Type::Tuple(_) => ty.clone_from(&self.0),
            ty => visit_mut::visit_type_mut(self, ty),
        }
    }
}

/// Replaces names by others.
pub(super) struct Named<'n>(pub(super) &'n [(&'static str, &'n Ident)]);

impl VisitMut for Named<'_> {
    fn visit_ident_mut(&mut self, ident: &mut Ident) {
        let mut names = self.0.iter();
        if let Some((_, name)) = names.find(|(placeholder, _)| ident == placeholder) {
            ident.clone_from(name);
        }
    }
}

/// `types::Pet` → `Pet`, for code inside the module `types`.
pub(super) struct Within;

impl VisitMut for Within {
    fn visit_path_mut(&mut self, path: &mut Path) {
        if let Some(first) = path.segments.first()
            && first.ident == "types"
            && path.leading_colon.is_none()
            && path.segments.len() == 2
        {
            path.segments = path.segments.iter().skip(1).cloned().collect();
        }
        visit_mut::visit_path_mut(self, path);
    }
}

/// The items of the module `types`, if there is one.
pub(super) fn types(wire: &mut syn::File) -> Option<&mut Vec<Item>> {
    let content = wire.items.iter_mut().find_map(|item| match item {
        Item::Mod(module) if module.ident == "types" => module.content.as_mut(),
        _ => None,
    });
    content.map(|(_, items)| items)
}
