//! The reciprocal as a sum of exponentials: 1/z = Σ weight · e^(−rate · z).
//!
//! The expectation of 1/z over a sum z of many independent amounts has as many terms as there are subsets of them. The
//! expectation of e^(−t·z) is a product. So 1/z = ∫ e^(u − z·e^u) du is summed by the trapezoidal rule. The integrand is
//! analytic, and the rule's relative error is 2·√(π·y / sinh(π·y)) at y = 2π / STEP, by Poisson's formula and |Γ(1 + iy)|
//! (Trefethen and Weideman, The Exponentially Convergent Trapezoidal Rule, SIAM Review 56, 2014, sections 3 and 5): 1.3e-14
//! at the step below, for every z alike. What is cut off on either side is smaller than that.

/// The step of the trapezoidal rule.
const STEP: f64 = 0.28;

/// e^(−z·e^u) is below 1e-16 beyond this u, for z of at least 2.
const LAST: f64 = 2.95;

/// One term of the sum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// How fast it falls, at least 0.
    pub rate: f64,
    /// What it is multiplied by.
    pub weight: f64,
}

/// The terms that give 1/z to a relative error of 2e-14, for every z from 2 to `largest`.
pub fn terms(largest: f64) -> Vec<Term> {
    // Beyond the first step all exponentials are replaced by one of the same weight and mean rate; the error of that is
    // of the third order in z·e^u.
    let first = ((-11.5 - largest.max(2.0).ln()) / STEP).floor();
    let last = (LAST / STEP).ceil();
    let mut terms = vec![rest(first)];
    let steps = (last - first) as u32;
    terms.extend((0..=steps).map(|step| {
        let rate = ((first + f64::from(step)) * STEP).exp();
        Term {
            rate,
            weight: STEP * rate,
        }
    }));
    terms
}

/// All terms before the step `first` in one: geometric series of their weights and of weight times rate.
fn rest(first: f64) -> Term {
    let rate = (first * STEP).exp();
    let weight = STEP * rate / STEP.exp_m1();
    let first_moment = STEP * rate * rate / (2.0 * STEP).exp_m1();
    Term {
        rate: first_moment / weight,
        weight,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_the_reciprocal() {
        for largest in [2.0, 30.0, 300.0, 1e5, 1e9] {
            let terms = terms(largest);
            assert!(terms.len() < 160);
            let mut z = 2.0;
            while z <= largest {
                let sum: f64 = terms
                    .iter()
                    .map(|term| term.weight * (-term.rate * z).exp())
                    .sum();
                assert!(
                    (sum * z - 1.0).abs() < 3e-14,
                    "1/{z} is {sum}: off by {}",
                    sum * z - 1.0
                );
                z *= 1.037;
            }
        }
    }
}
