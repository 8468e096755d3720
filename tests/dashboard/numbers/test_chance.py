"""Exact tests, held against values that can be computed in another way."""

from fractions import Fraction
from math import comb, inf, sqrt

import pytest

from dashboard.numbers.chance import binomial, incomplete_beta, student

pytestmark = pytest.mark.quick


def exactly(successes: int, trials: int, share: Fraction) -> float:
    """By adding up the probabilities as whole fractions."""
    each = [comb(trials, k) * share**k * (1 - share) ** (trials - k) for k in range(trials + 1)]
    return float(min(Fraction(1), 2 * min(sum(each[: successes + 1]), sum(each[successes:]))))


@pytest.mark.parametrize("trials", [1, 2, 7, 30, 200])
@pytest.mark.parametrize("share", [Fraction(1, 2), Fraction(31, 61), Fraction(1, 10)])
def test_the_binomial_is_exact(trials: int, share: Fraction) -> None:
    for successes in range(0, trials + 1, max(1, trials // 20)):
        assert binomial(successes, trials, float(share)) == pytest.approx(exactly(successes, trials, share), rel=1e-9)


def test_large_counts_agree_with_the_normal_distribution() -> None:
    trials, out = 20_000, 141  # two standard deviations of 70.7, less half a visit for continuity
    found = binomial(trials // 2 + out, trials, 0.5)
    assert found == pytest.approx(student((out - 0.5) / sqrt(trials / 4), inf), rel=1e-3)


@pytest.mark.parametrize(
    ("t", "freedom"), [(12.706205, 1), (4.302653, 2), (2.446912, 6), (2.228139, 10), (2.008559, 50), (1.959964, inf)]
)
def test_students_t_has_the_quantiles_of_the_tables(t: float, freedom: float) -> None:
    assert student(t, freedom) == pytest.approx(0.05, abs=1e-6)


def test_nothing_is_certain_and_certainty_is_one() -> None:
    assert (incomplete_beta(2, 3, 0), incomplete_beta(2, 3, 1)) == (0, 1)
    assert student(0, 5) == 1
    assert incomplete_beta(1, 1, 0.3) == pytest.approx(0.3)
