//! Which version the client needs, and which one it was given.

use semver::Version;
use serde::Serialize;

/// A step between two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Bump {
    /// The same version, or an earlier one.
    None,
    /// `1.2.3` → `1.2.4`.
    Patch,
    /// `1.2.3` → `1.3.0`.
    Minor,
    /// `1.2.3` → `2.0.0`.
    Major,
}

impl Bump {
    /// The bump that stands for this one below 1.0.0: there, Cargo takes
    /// another minor number for incompatible and another patch for compatible.
    #[must_use]
    pub fn before_1_0(self) -> Self {
        match self {
            Self::Major => Self::Minor,
            Self::Minor | Self::Patch => Self::Patch,
            Self::None => Self::None,
        }
    }

    /// As it is written: `major`, `minor`, `patch`, `none`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// The version of the client at both ends; none where there was no client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// At the old end.
    pub old: Option<Version>,
    /// At the new end.
    pub new: Option<Version>,
}

impl Declared {
    pub(super) fn bump(&self) -> Option<Bump> {
        let (old, new) = (self.old.as_ref()?, self.new.as_ref()?);
        Some(if new <= old {
            Bump::None
        } else if new.major > old.major {
            Bump::Major
        } else if new.minor > old.minor {
            Bump::Minor
        } else {
            Bump::Patch
        })
    }

    pub(super) fn is_first(&self) -> bool {
        self.old.is_none() && self.new.is_some()
    }

    pub(super) fn is_before_1_0(&self) -> bool {
        self.old
            .as_ref()
            .or(self.new.as_ref())
            .is_some_and(|version| version.major == 0)
    }
}
