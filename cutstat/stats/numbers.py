"""Numbers with the digits that they deserve."""

from __future__ import annotations

import math

FACTOR = 3.0
"""Ratio from which on, either way, a change is written as a factor: +848 % says less than ×9.5."""

LARGEST = 1000.0


def p_text(p_value: float) -> str:
    """Write a p-value with the digits that it deserves: ``p = .012`` or ``p < .001``."""
    return "p < .001" if p_value < 0.001 else f"p = {p_value:.3f}".replace("0.", ".")


def percent(share: float) -> str:
    """Write a share in whole per cent, or with one digit that counts: ``12 %``, ``0.4 %``."""
    return f"{_digits(100 * share)} %"


def change(ratio: float) -> str:
    """Write a ratio as a change: 1.21 is +21 %, 12 is ×12, 1.004 is +0.4 %."""
    return _factor(ratio) if is_far(ratio) else _percents(ratio)


def change_range(interval: tuple[float, float], *, joint: str = " to ") -> str:
    """Write the interval of a ratio, both of its ends in the same way: −4 % to +21 %, ×2 to ×11."""
    write = _factor if any(map(is_far, interval)) else _percents
    return joint.join(map(write, interval))


def points(difference: float) -> str:
    """Write a difference of shares in whole points: +12, −3, 0."""
    whole = round(100 * difference)
    return f"{whole:+d} points".replace("-", "−") if whole else "0 points"


def number_of(value: float) -> str:
    """Write a number with three digits that count: 1,234, 12.3, 0.012."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def is_far(ratio: float) -> bool:
    """Whether a ratio is so far from 1 that it is written as a factor."""
    return ratio >= FACTOR or ratio <= 1 / FACTOR


def _factor(ratio: float) -> str:
    if ratio >= LARGEST:
        return f"×{LARGEST:.0f}+"
    if ratio < 1 / LARGEST:
        return f"under ×{1 / LARGEST:g}"
    return f"×{ratio:.0f}" if ratio >= 10 else f"×{float(f'{ratio:.2g}'):g}"


def _percents(ratio: float) -> str:
    digits = _digits(100 * (ratio - 1))
    return f"{digits} %" if digits[0] in "−0" and digits[:2] != "0." else f"+{digits} %"


def _digits(value: float) -> str:
    """Write a number of per cent: whole, but what would become 0 with its first digit."""
    if abs(value) >= 0.5:
        return f"{value:.0f}".replace("-", "−")
    if abs(value) < 0.005:
        return "0"
    places = -math.floor(math.log10(abs(value)))
    return f"{value:.{places}f}".replace("-", "−")


def times_text(ratio: float) -> str:
    """Write a factor in words: ``4.2 times``, ``0.24 times``."""
    return f"{_factor(ratio).replace('×', '')} times"
