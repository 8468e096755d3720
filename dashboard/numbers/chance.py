"""How likely chance alone is: the exact binomial, Student's t, and what both are made of."""

import math
from typing import Final

_SMALLEST: Final = 1e-300
_PRECISION: Final = 1e-12
_STEPS: Final = 20_000


def binomial(successes: int, trials: int, share: float) -> float:
    """Two-sided probability of a count at least as far out: twice the smaller tail, so that neither side is called more
    often than half the level (Clopper and Pearson 1934)."""
    low = 1.0 if successes == trials else incomplete_beta(trials - successes, successes + 1, 1 - share)
    high = 1.0 if successes == 0 else incomplete_beta(successes, trials - successes + 1, share)
    return min(1.0, 2 * min(low, high))


def student(t: float, freedom: float) -> float:
    """Two-sided probability of a t at least as far out; infinite freedom makes it the normal distribution's."""
    if math.isinf(freedom):
        return math.erfc(t / math.sqrt(2))
    return incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t))


def incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularized I_x(a, b), by its continued fraction (DLMF 8.17.22) on the side where that converges fast."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(log_front) / (a * _fraction(a, b, x))


def _fraction(a: float, b: float, x: float) -> float:
    """1 + d1/(1 + d2/(1 + ...)), from the front (modified Lentz)."""
    value, above, below = 1.0, 1.0, 0.0
    for step in range(1, _STEPS):
        half, odd = divmod(step, 2)
        if odd:
            part = -(a + half) * (a + b + half) * x / ((a + step - 1) * (a + step))
        else:
            part = half * (b - half) * x / ((a + step - 1) * (a + step))
        below = 1 / ((1 + part * below) or _SMALLEST)
        above = (1 + part / above) or _SMALLEST
        value *= above * below
        if abs(above * below - 1) < _PRECISION:
            break
    return value
