//! The items that macros of a source write. Generated source has macros with one rule,
//! `($name:ident) => { … };`, which implement traits for the type `$name`.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use syn::{Item, ItemMacro};

/// What a call of the macro writes; nothing if the macro has another form.
pub(super) fn written(definition: &ItemMacro, call: &ItemMacro) -> Vec<Item> {
    let items = body(definition).map(|(parameter, body)| {
        let tokens = filled(body, &parameter, &call.mac.tokens);
        syn::parse2::<syn::File>(tokens)
    });
    items
        .and_then(Result::ok)
        .map(|file| file.items)
        .unwrap_or_default()
}

/// The parameter and the body of a macro's rule.
fn body(definition: &ItemMacro) -> Option<(Ident, TokenStream)> {
    let tokens = definition.mac.tokens.clone().into_iter();
    let mut groups = tokens.filter_map(|token| match token {
        TokenTree::Group(group) => Some(group),
        _ => None,
    });
    let (takes, body) = (groups.next()?, groups.next()?);
    let parameter = takes.stream().into_iter().find_map(|token| match token {
        TokenTree::Ident(name) => Some(name),
        _ => None,
    })?;
    (body.delimiter() == Delimiter::Brace && groups.next().is_none())
        .then(|| (parameter, body.stream()))
}

/// Tokens with the argument in place of `$parameter`.
fn filled(tokens: TokenStream, parameter: &Ident, argument: &TokenStream) -> TokenStream {
    let mut filled = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(dollar)
                if dollar.as_char() == '$'
                    && matches!(tokens.peek(), Some(TokenTree::Ident(name)) if name == parameter) =>
            {
                tokens.next();
                filled.extend(argument.clone());
            }
            TokenTree::Group(group) => {
                let stream = self::filled(group.stream(), parameter, argument);
                filled.extend([TokenTree::Group(Group::new(group.delimiter(), stream))]);
            }
            token => filled.extend([token]),
        }
    }
    filled
}
