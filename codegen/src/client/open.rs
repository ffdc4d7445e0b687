//! The common code of several types: enums, unions and structures that keep values which
//! the document does not list, and strings with constraints.

use std::collections::HashSet;

use syn::{Item, ItemMod, parse_quote};

/// Types that share code.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Shared {
    Enums,
    Unions,
    /// Structures that tell null and nothing apart.
    Present,
    /// Strings with constraints.
    Constrained,
}

/// The module `open`, with only the parts that are needed.
pub(super) fn module(shared: &HashSet<Shared>) -> ItemMod {
    let mut module: ItemMod = parse_quote! {
        /// What several types share, such as support for values that the document does not
        /// list.
        pub mod open {}
    };
    let has_unions = shared.contains(&Shared::Unions);
    let mut items: Vec<Item> = Vec::new();
    if shared.contains(&Shared::Enums) {
        items.extend(texts(has_unions));
    }
    if has_unions {
        items.extend(unions());
    }
    if shared.contains(&Shared::Present) {
        items.push(present());
    }
    if shared.contains(&Shared::Constrained) {
        items.extend(constrained());
    }
    module.content = Some((syn::token::Brace::default(), items));
    module
}

fn present() -> Item {
    parse_quote! {
        /// Reads a property that is present, even if it is null.
        pub(super) fn present<'de, T, D>(
            deserializer: D,
        ) -> ::std::result::Result<::std::option::Option<T>, D::Error>
        where
            T: ::serde::Deserialize<'de>,
            D: ::serde::Deserializer<'de>,
        {
            T::deserialize(deserializer).map(Some)
        }
    }
}

fn constrained() -> Vec<Item> {
    let file: syn::File = parse_quote! {
        /// The common code of all strings with constraints. `FromStr` checks them.
        macro_rules! constrained {
            ($name:ident) => {
                impl ::std::convert::TryFrom<&str> for $name {
                    type Error = self::error::ConversionError;
                    fn try_from(
                        value: &str,
                    ) -> ::std::result::Result<Self, self::error::ConversionError> {
                        value.parse()
                    }
                }
                impl ::std::convert::TryFrom<::std::string::String> for $name {
                    type Error = self::error::ConversionError;
                    fn try_from(
                        value: ::std::string::String,
                    ) -> ::std::result::Result<Self, self::error::ConversionError> {
                        value.parse()
                    }
                }
                impl ::std::convert::From<$name> for ::std::string::String {
                    fn from(value: $name) -> Self {
                        value.0
                    }
                }
                impl ::std::ops::Deref for $name {
                    type Target = ::std::string::String;
                    fn deref(&self) -> &::std::string::String {
                        &self.0
                    }
                }
                impl ::std::fmt::Display for $name {
                    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                        f.pad(&self.0)
                    }
                }
                impl ::serde::Serialize for $name {
                    fn serialize<S>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error>
                    where
                        S: ::serde::Serializer,
                    {
                        serializer.serialize_str(&self.0)
                    }
                }
                impl<'de> ::serde::Deserialize<'de> for $name {
                    fn deserialize<D>(deserializer: D) -> ::std::result::Result<Self, D::Error>
                    where
                        D: ::serde::Deserializer<'de>,
                    {
                        <::std::string::String as ::serde::Deserialize>::deserialize(deserializer)?
                            .parse()
                            .map_err(<D::Error as ::serde::de::Error>::custom)
                    }
                }
            };
        }
        pub(super) use constrained;
    };
    file.items
}

fn texts(has_unions: bool) -> Vec<Item> {
    let note: Option<syn::Stmt> = has_unions.then(|| {
        parse_quote! {
            if matches!(value, Self::Unknown(_)) {
                super::open::note_unknown();
            }
        }
    });
    let file: syn::File = parse_quote! {
        /// A string that the document does not list. `as_str` of its enum returns it.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct UnknownText(::std::boxed::Box<str>);

        impl UnknownText {
            pub(super) fn new(text: &str) -> Self {
                Self(text.into())
            }

            pub(super) fn as_str(&self) -> &str {
                &self.0
            }
        }

        /// The common code of all enums of strings.
        macro_rules! text {
            ($name:ident) => {
                impl ::std::convert::From<::std::string::String> for $name {
                    fn from(text: ::std::string::String) -> Self {
                        Self::from(text.as_str())
                    }
                }
                impl ::std::str::FromStr for $name {
                    type Err = ::std::convert::Infallible;
                    fn from_str(
                        text: &str,
                    ) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                        Ok(Self::from(text))
                    }
                }
                impl ::std::fmt::Display for $name {
                    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                        f.pad(self.as_str())
                    }
                }
                impl ::serde::Serialize for $name {
                    fn serialize<S>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error>
                    where
                        S: ::serde::Serializer,
                    {
                        serializer.serialize_str(self.as_str())
                    }
                }
                impl<'de> ::serde::Deserialize<'de> for $name {
                    fn deserialize<D>(deserializer: D) -> ::std::result::Result<Self, D::Error>
                    where
                        D: ::serde::Deserializer<'de>,
                    {
                        let text = <::std::borrow::Cow<'_, str> as ::serde::Deserialize>::deserialize(deserializer)?;
                        let value = Self::from(&*text);
                        #note
                        Ok(value)
                    }
                }
            };
        }
        pub(super) use text;
    };
    file.items
}

fn unions() -> Vec<Item> {
    let file: syn::File = parse_quote! {
        ::std::thread_local! {
            /// How many values on this thread have become `Unknown`.
            static UNKNOWN: ::std::cell::Cell<usize> = const { ::std::cell::Cell::new(0) };
            /// How many alternatives were compared for the outermost value.
            static COMPARED: ::std::cell::Cell<usize> = const { ::std::cell::Cell::new(0) };
            /// How many unions around this one are being read.
            static AROUND: ::std::cell::Cell<usize> = const { ::std::cell::Cell::new(0) };
        }

        /// The number of comparisons grows with each level of unions inside unions. Below these
        /// levels, the first alternative that can be read is taken after so many comparisons.
        const MAX_LEVELS: usize = 8;
        const MAX_COMPARED: usize = 10_000;

        /// Counts a value that becomes `Unknown`: an alternative that contains one
        /// matches less of the value than it seems.
        pub(super) fn note_unknown() {
            note(1);
        }

        fn note(values: usize) {
            UNKNOWN.with(|count| count.set(count.get().wrapping_add(values)));
        }

        /// Reads an alternative.
        pub(super) fn read<T, U>(
            value: &::serde_json::Value,
            make: fn(T) -> U,
        ) -> ::std::option::Option<U>
        where
            T: ::serde::de::DeserializeOwned,
        {
            T::deserialize(value).ok().map(make)
        }

        /// An alternative that was read.
        pub(super) struct Fit<U> {
            read: U,
            /// How much of the value it writes back.
            known: usize,
            /// How many values in it have become `Unknown`.
            unknown: usize,
            /// Whether the value has a property that it does not write back.
            loses: bool,
        }

        /// Reads an alternative, and compares what it writes back. Does not count yet what
        /// becomes `Unknown` in it.
        pub(super) fn fit<T, U>(
            value: &::serde_json::Value,
            make: fn(T) -> U,
        ) -> ::std::option::Option<Fit<U>>
        where
            T: ::serde::de::DeserializeOwned + ::serde::Serialize,
        {
            let before = UNKNOWN.with(::std::cell::Cell::get);
            let read = T::deserialize(value);
            let unknown = UNKNOWN.with(|count| count.replace(before)).wrapping_sub(before);
            let read = read.ok()?;
            let again = ::serde_json::to_value(&read).ok()?;
            let known = common(value, &again).saturating_sub(EXACT * unknown);
            let loses = match (value.as_object(), again.as_object()) {
                (Some(value), Some(again)) => value.keys().any(|key| !again.contains_key(key)),
                _ => false,
            };
            (known > 0).then(|| Fit { read: make(read), known, unknown, loses })
        }

        /// An alternative: the properties that it requires, whether it allows no others, and
        /// how it is read.
        type Alternative<'a, U> = (
            &'a [&'a str],
            bool,
            fn(&::serde_json::Value) -> ::std::option::Option<Fit<U>>,
        );

        /// Reads the alternative that a value matches: with the fewest parts that it does not
        /// know, and then with the most that it writes back. If several are equal, the first.
        pub(super) fn closest_of<U>(
            value: &::serde_json::Value,
            alternatives: &[Alternative<'_, U>],
        ) -> ::std::option::Option<U> {
            let around = AROUND.get();
            AROUND.set(around + 1);
            if around == 0 {
                COMPARED.set(0);
            }
            let mut closest: ::std::option::Option<Fit<U>> = None;
            for (required, is_closed, fit) in alternatives {
                if required.iter().any(|name| value.get(name).is_none()) {
                    continue;
                }
                COMPARED.set(COMPARED.get().saturating_add(1));
                let Some(mut fit) = fit(value) else {
                    continue;
                };
                if *is_closed && fit.loses {
                    fit.unknown += 1;
                }
                let is_closer = closest.as_ref().is_none_or(|closest| {
                    (fit.unknown, closest.known) < (closest.unknown, fit.known)
                });
                if is_closer {
                    closest = Some(fit);
                }
                if around > MAX_LEVELS && COMPARED.get() > MAX_COMPARED {
                    break;
                }
            }
            AROUND.set(around);
            closest.map(|closest| {
                note(closest.unknown);
                closest.read
            })
        }

        /// What counts for a part that is the same to the letter.
        const EXACT: usize = 2;

        /// How much of a value another value has too. The same number or string may be
        /// written in another way, which counts less.
        fn common(value: &::serde_json::Value, other: &::serde_json::Value) -> usize {
            use ::serde_json::Value;
            match (value, other) {
                (Value::Object(value), Value::Object(other)) => {
                    let each = value.iter().map(|(key, value)| match other.get(key) {
                        Some(other) => 1 + common(value, other),
                        None => usize::from(value.is_null()),
                    });
                    1 + each.sum::<usize>()
                }
                (Value::Array(value), Value::Array(other)) => {
                    let each = value.iter().zip(other).map(|(value, other)| common(value, other));
                    1 + each.sum::<usize>()
                }
                (value, other) if value == other => EXACT,
                (Value::Number(_), Value::Number(_)) | (Value::String(_), Value::String(_)) => 1,
                _ => 0,
            }
        }
    };
    file.items
}
