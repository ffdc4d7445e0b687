//! Numbers of a document, compared exactly.

use std::cmp::Ordering;

use crate::tree::{Node, Value};

/// A number.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Number {
    Integer(i128),
    Real(f64),
}

impl Number {
    pub(crate) fn of_node(node: &Node) -> Option<Self> {
        match node.value {
            Value::Integer(value) => Some(Self::Integer(value.into())),
            Value::Float(value) => Some(Self::real(value)),
            _ => None,
        }
    }

    pub(crate) fn of_json(value: &serde_json::Number) -> Self {
        match (value.as_i64(), value.as_u64()) {
            (Some(value), _) => Self::Integer(value.into()),
            (_, Some(value)) => Self::Integer(value.into()),
            _ => Self::real(value.as_f64().unwrap_or(f64::NAN)),
        }
    }

    /// A floating-point number; whole numbers become integers.
    pub(crate) fn real(value: f64) -> Self {
        const EXACT: f64 = 1e36;
        match value.fract() == 0.0 && value.abs() < EXACT {
            true => Self::Integer(value as i128),
            false => Self::Real(value),
        }
    }

    pub(crate) fn is_whole(self) -> bool {
        match self {
            Self::Integer(_) => true,
            Self::Real(value) => value.fract() == 0.0,
        }
    }

    pub(crate) fn as_f64(self) -> f64 {
        match self {
            Self::Integer(value) => value as f64,
            Self::Real(value) => value,
        }
    }

    pub(crate) fn is_multiple_of(self, divisor: Self) -> bool {
        match (self, divisor) {
            (Self::Integer(value), Self::Integer(divisor)) => {
                value.checked_rem(divisor).is_none_or(|rest| rest == 0)
            }
            (value, divisor) => {
                let quotient = value.as_f64() / divisor.as_f64();
                // Fractions are not exact, but 0.3 must count as a multiple of 0.1.
                !quotient.is_finite() || (quotient - quotient.round()).abs() < 1e-9
            }
        }
    }

    /// The number as JSON, if JSON can represent it exactly.
    pub(crate) fn json(self) -> Option<serde_json::Value> {
        match self {
            Self::Integer(value) => match (i64::try_from(value), u64::try_from(value)) {
                (Ok(value), _) => Some(value.into()),
                (_, Ok(value)) => Some(value.into()),
                _ => {
                    let real = value as f64;
                    (real as i128 == value).then(|| real.into())
                }
            },
            Self::Real(value) => serde_json::Number::from_f64(value).map(Into::into),
        }
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        /// Larger than every `i128`.
        const BEYOND: f64 = 1e38;
        let mixed = |whole: i128, real: f64| {
            if real.is_nan() {
                None
            } else if real.abs() >= BEYOND {
                0.0.partial_cmp(&real)
            } else {
                let floor = real.floor() as i128;
                let rest = if real.fract() == 0.0 {
                    Ordering::Equal
                } else {
                    Ordering::Less
                };
                Some(whole.cmp(&floor).then(rest))
            }
        };
        match (*self, *other) {
            (Self::Integer(one), Self::Integer(other)) => Some(one.cmp(&other)),
            (Self::Real(one), Self::Real(other)) => one.partial_cmp(&other),
            (Self::Integer(one), Self::Real(other)) => mixed(one, other),
            (Self::Real(one), Self::Integer(other)) => mixed(other, one).map(Ordering::reverse),
        }
    }
}

/// A limit for numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bound {
    pub(crate) number: Number,
    /// Whether the limit itself is not allowed.
    pub(crate) is_exclusive: bool,
}

impl Bound {
    /// Reads a limit. `exclusive` is a flag for the limit (OpenAPI 3.0), or another limit
    /// (3.1); of two limits, the tighter one is used.
    pub(super) fn read(
        node: &Node,
        limit: &str,
        exclusive: &str,
        is_tighter: impl Fn(&Number, &Number) -> bool,
    ) -> Option<Self> {
        let number = node.get(limit).and_then(Number::of_node);
        let own = node.get(exclusive).and_then(Number::of_node);
        let beside = Bound {
            number: number.or(own)?,
            is_exclusive: number.is_none() || node.flag(exclusive),
        };
        Some(match own {
            Some(own) if !is_tighter(&beside.number, &own) => Bound {
                number: own,
                is_exclusive: true,
            },
            _ => beside,
        })
    }
}
