//! Where tokens come from ([`source`]): the environment, the Azure CLI, a person, or
//! Azure's own crates. How long one is used is the concern of [`cache`], and of
//! [`lifetime`] as far as others say it.

mod azure_cli;
#[cfg(feature = "azure-core")]
mod azure_core;
mod cache;
#[cfg(feature = "device-code")]
mod device_code;
mod environment;
mod lifetime;
mod source;
mod tenant;

pub use azure_cli::AzureCli;
#[cfg(feature = "azure-core")]
pub use azure_core::AzureCredential;
pub(crate) use cache::Tokens;
#[cfg(feature = "device-code")]
pub use device_code::{DeviceCode, SignIn};
pub use environment::EnvironmentVariable;
pub use source::{AccessToken, Credential, GettingToken};
