//! Candidate numbers.

use super::goal::{Against, Candidates, State};
use crate::schema::{Bound, Number, range};

/// The conditions on numbers.
struct Wanted {
    least: Option<Bound>,
    most: Option<Bound>,
    are_whole: bool,
    are_fractions: bool,
    multiples: Vec<Number>,
    not_multiples: Vec<Number>,
}

pub(super) fn candidates(state: &State<'_>) -> Candidates {
    let wanted = Wanted::of(state);
    let is_impossible = wanted.are_whole && wanted.are_fractions
        || wanted.is_empty()
        || wanted.multiples.iter().any(|multiple| {
            let is_whole = matches!(multiple, Number::Integer(_));
            wanted.are_fractions && is_whole
                || wanted
                    .not_multiples
                    .iter()
                    .any(|not| multiple.is_multiple_of(*not))
        })
        || wanted.are_whole
            && wanted
                .not_multiples
                .iter()
                .any(|not| Number::Integer(1).is_multiple_of(*not));
    if is_impossible {
        return Candidates::NOTHING;
    }
    let (numbers, are_all) = match wanted.are_whole {
        true => wanted.whole(),
        false => wanted.real(),
    };
    let numbers = numbers
        .into_iter()
        .filter(|number| wanted.are_met_by(*number));
    Candidates {
        values: numbers.filter_map(Number::json).collect(),
        are_all,
    }
}

impl Wanted {
    fn of(state: &State<'_>) -> Self {
        let mut wanted = Self {
            least: None,
            most: None,
            are_whole: false,
            are_fractions: false,
            multiples: Vec::new(),
            not_multiples: Vec::new(),
        };
        let inclusive = |number| Bound {
            number: Number::Integer(number),
            is_exclusive: false,
        };
        let opposite = |bound: &Bound| Bound {
            is_exclusive: !bound.is_exclusive,
            ..*bound
        };
        for (_, schema) in &state.met {
            wanted.are_whole |= schema.types.only_integers;
            wanted.multiples.extend(schema.multiple_of);
            schema.minimum.iter().for_each(|bound| wanted.above(*bound));
            schema.maximum.iter().for_each(|bound| wanted.below(*bound));
            if let Some([least, most]) = range(schema) {
                wanted.above(inclusive(least));
                wanted.below(inclusive(most));
            }
        }
        for against in &state.against {
            match against {
                Against::Below(bound) => wanted.below(opposite(bound)),
                Against::Above(bound) => wanted.above(opposite(bound)),
                Against::BelowFormat(least) => wanted.below(inclusive(least - 1)),
                Against::AboveFormat(most) => wanted.above(inclusive(most + 1)),
                Against::Fraction => wanted.are_fractions = true,
                Against::NotMultiple(number) => wanted.not_multiples.push(*number),
                _ => {}
            }
        }
        wanted
    }

    fn above(&mut self, bound: Bound) {
        let is_tighter = self.least.is_none_or(|least| {
            bound.number > least.number || bound.number == least.number && bound.is_exclusive
        });
        if is_tighter {
            self.least = Some(bound);
        }
    }

    fn below(&mut self, bound: Bound) {
        let is_tighter = self.most.is_none_or(|most| {
            bound.number < most.number || bound.number == most.number && bound.is_exclusive
        });
        if is_tighter {
            self.most = Some(bound);
        }
    }

    fn is_empty(&self) -> bool {
        match (self.least, self.most) {
            (Some(least), Some(most)) => {
                least.number > most.number
                    || least.number == most.number && (least.is_exclusive || most.is_exclusive)
            }
            _ => false,
        }
    }

    fn are_met_by(&self, number: Number) -> bool {
        let is_above = self.least.is_none_or(|least| {
            number > least.number || !least.is_exclusive && number == least.number
        });
        let is_below = self
            .most
            .is_none_or(|most| number < most.number || !most.is_exclusive && number == most.number);
        is_above
            && is_below
            && (!self.are_whole || number.is_whole())
            && (!self.are_fractions || !number.is_whole())
            && self.multiples.iter().all(|one| number.is_multiple_of(*one))
            && !self
                .not_multiples
                .iter()
                .any(|one| number.is_multiple_of(*one))
    }

    /// Some whole numbers, and whether they are all that are possible.
    fn whole(&self) -> (Vec<Number>, bool) {
        const FEW: i128 = 64;
        let step = self.multiples.iter().fold(1, |step, one| match one {
            Number::Integer(one) => least_common_multiple(step, *one).unwrap_or(step),
            Number::Real(_) => step,
        });
        let up = |number: i128| number + (step - number.rem_euclid(step)) % step;
        let down = |number: i128| number - number.rem_euclid(step);
        let least = self.least.map(|bound| up(ceiling(bound)));
        let most = self.most.map(|bound| down(floor(bound)));
        if let (Some(least), Some(most)) = (least, most) {
            if least > most {
                return (Vec::new(), true);
            }
            if (most - least) / step < FEW {
                let all = (0..=(most - least) / step).map(|index| least + index * step);
                return (all.map(Number::Integer).collect(), true);
            }
        }
        // Large numbers in JSON are not consecutive, so this also tries numbers farther away.
        let far = [least, most].into_iter().flatten();
        let far = far
            .filter_map(|end| end.checked_mul(4))
            .flat_map(|end| [up(end), down(end)]);
        let mut numbers: Vec<i128> = Vec::new();
        let around = |from: i128| (-FEW..=FEW).map(move |index| from + index * step);
        let middle = least
            .zip(most)
            .map(|(least, most)| up(least / 2 + most / 2));
        for from in [Some(0), least, most, middle].into_iter().flatten() {
            let mut near: Vec<_> = around(from).collect();
            near.sort_by_key(|number| (number - from).abs());
            numbers.extend(near);
        }
        numbers.extend(far);
        (numbers.into_iter().map(Number::Integer).collect(), false)
    }

    /// Some numbers, and whether they are all that are possible.
    fn real(&self) -> (Vec<Number>, bool) {
        let ends = [self.least, self.most].map(|bound| bound.map(|bound| bound.number));
        if let [Some(least), Some(most)] = ends
            && least == most
        {
            return (vec![least], true);
        }
        let mut numbers: Vec<Number> = ends.into_iter().flatten().collect();
        let [least, most] = ends.map(|end| end.map(Number::as_f64));
        let mut from = vec![0.0];
        from.extend(least);
        from.extend(most);
        from.extend(
            least
                .zip(most)
                .map(|(least, most)| least / 2.0 + most / 2.0),
        );
        for from in from {
            for away in [
                0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, 0.125, -0.125, 3.7, -3.7,
            ] {
                numbers.push(Number::real(from + away));
            }
            let far = if from == 0.0 { 1e12 } else { from };
            numbers.extend([far * 3.0, far * 0.999, far * 1.001, -far].map(Number::real));
        }
        for multiple in &self.multiples {
            let unit = multiple.as_f64();
            for start in [Some(0.0), least, most].into_iter().flatten() {
                let first = (start / unit).round();
                numbers
                    .extend((-8..=8).map(|index| Number::real((first + f64::from(index)) * unit)));
            }
        }
        (numbers, false)
    }
}

fn ceiling(bound: Bound) -> i128 {
    match bound.number {
        Number::Integer(number) => number + i128::from(bound.is_exclusive),
        Number::Real(number) => number.ceil() as i128,
    }
}

fn floor(bound: Bound) -> i128 {
    match bound.number {
        Number::Integer(number) => number - i128::from(bound.is_exclusive),
        Number::Real(number) => number.floor() as i128,
    }
}

fn least_common_multiple(one: i128, other: i128) -> Option<i128> {
    let (mut a, mut b) = (one, other);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    // If the step is too large to compute, each number is checked on its own.
    one.checked_div(a)?
        .checked_mul(other)
        .map(i128::abs)
        .filter(|step| (1..=1 << 60).contains(step))
}
