//! The version bump that a client needs, and the one that was declared.

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
    /// The bump that replaces this one below 1.0.0. There, Cargo treats a new minor
    /// version as incompatible and a new patch version as compatible.
    #[must_use]
    pub fn before_1_0(self) -> Self {
        match self {
            Self::Major => Self::Minor,
            Self::Minor | Self::Patch => Self::Patch,
            Self::None => Self::None,
        }
    }

    /// The first version after `old` that makes this bump.
    #[must_use]
    pub fn after(self, old: &Version) -> Version {
        let Version {
            major,
            minor,
            patch,
            ..
        } = *old;
        match self {
            Self::None => old.clone(),
            Self::Patch => Version::new(major, minor, patch.saturating_add(1)),
            Self::Minor => Version::new(major, minor.saturating_add(1), 0),
            Self::Major => Version::new(major.saturating_add(1), 0, 0),
        }
    }

    /// The bump as text: `major`, `minor`, `patch`, `none`.
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

/// The old and the new version of the client; `None` if there was no client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// The old version.
    pub old: Option<Version>,
    /// The new version.
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
