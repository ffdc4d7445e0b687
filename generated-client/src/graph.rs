//! What only the client of Microsoft Graph offers: ways to sign in to Microsoft Entra, and
//! the additional information in Graph's errors ([`errors`]). What is specific to Graph in
//! requests and responses is in [`service`](crate::service).
//!
//! [`lifetime`] reads how long a token is valid. `credential::cache` decides how long it is
//! used.

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
