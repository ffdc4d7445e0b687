//! What only the client of Microsoft Graph offers: ways to sign in to Microsoft Entra,
//! and what Graph's errors say beyond those of other services ([`errors`]). What stands
//! in requests and answers is the concern of [`service`](crate::service).
//!
//! How long a token is used is the concern of [`lifetime`] as far as others say it, and
//! of the credentials' neighbour, `credential::cache`.

mod azure_cli;
#[cfg(feature = "azure-core")]
mod azure_core;
mod cloud;
#[cfg(feature = "device-code")]
mod device_code;
mod errors;
mod lifetime;
mod tenant;

pub use azure_cli::AzureCli;
#[cfg(feature = "azure-core")]
pub use azure_core::AzureCredential;
#[cfg(feature = "device-code")]
pub use device_code::{DeviceCode, SignIn};
