//! The additional information in Graph's errors.

use crate::received::header;
use crate::{ServiceError, service};

impl ServiceError {
    /// Intune's own id of the action ("Activity ID"). Quote it to Microsoft's support.
    pub fn activity_id(&self) -> Option<&str> {
        self.explanation.activity_id.as_deref()
    }

    /// The permissions that the token lacks, if a `403` names them. Any one of them is
    /// enough. Empty if the response names none.
    pub fn needed_scopes(&self) -> &[String] {
        &self.explanation.needed_scopes
    }

    /// Which of Graph's servers sent the response, as JSON (`x-ms-ags-diagnostic`). Quote it
    /// to Microsoft's support.
    pub fn diagnostic(&self) -> Option<&str> {
        header(self.headers(), service::DIAGNOSTIC)
    }
}
