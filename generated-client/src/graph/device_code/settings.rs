//! The HTTP client of a sign-in. It is built at the first use, because the caller sets HTTP
//! settings and authority in any order, and the authority decides whether a proxy may be
//! used.

use reqwest::{Client, ClientBuilder};

use crate::transport::{self, Limits};
use crate::{CredentialError, Error};

/// An HTTP client, and the settings from which it is built.
#[derive(Default)]
pub(super) struct Http {
    /// The caller's settings. `None` for the default ones.
    settings: Option<ClientBuilder>,
    made: Option<Result<Client, CredentialError>>,
}

impl Http {
    #[cfg(feature = "reqwest-0_13")]
    pub(super) fn of(settings: ClientBuilder) -> Self {
        Self {
            settings: Some(settings),
            made: None,
        }
    }

    /// The client that sends requests to this authority.
    pub(super) fn client(&mut self, authority: &str) -> Result<Client, CredentialError> {
        let settings = &mut self.settings;
        let made = self.made.get_or_insert_with(|| {
            transport::http(settings.take(), Limits::default(), authority).map_err(refused)
        });
        made.clone()
    }
}

fn refused(error: Error) -> CredentialError {
    match error {
        Error::Configuration {
            message,
            source: Some(source),
        } => CredentialError::new(format!("{message}; change those of `DeviceCode::http`"))
            .caused_by(source),
        error => error.into(),
    }
}
