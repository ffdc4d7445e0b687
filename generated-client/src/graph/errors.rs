//! What Graph's errors say beyond those of other services.

use crate::received::header;
use crate::{ServiceError, service};

impl ServiceError {
    /// Intune's own id of what it did ("Activity ID"). Quote it to Microsoft's
    /// support.
    pub fn activity_id(&self) -> Option<&str> {
        self.explanation.activity_id.as_deref()
    }

    /// The permissions of which a `403` says that the token lacks them; any one
    /// is enough. Empty if it does not say.
    pub fn needed_scopes(&self) -> &[String] {
        &self.explanation.needed_scopes
    }

    /// Which of Graph's servers answered, as JSON (`x-ms-ags-diagnostic`). For
    /// Microsoft's support.
    pub fn diagnostic(&self) -> Option<&str> {
        header(self.headers(), service::DIAGNOSTIC)
    }
}
