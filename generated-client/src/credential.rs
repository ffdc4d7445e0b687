//! Where tokens come from ([`source`]): the caller, or the environment. How long a token is
//! used is decided in [`cache`].

mod cache;
mod environment;
mod source;

pub(crate) use cache::Tokens;
pub use environment::EnvironmentVariable;
pub use source::{AccessToken, Credential, GettingToken, TokenRequest};
