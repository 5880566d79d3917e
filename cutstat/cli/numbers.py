"""Numbers that options take; what is none is refused in words that a person understands."""

from __future__ import annotations

import click


class WholeNumber(click.ParamType[int]):
    """A whole number from `least` to `most`, or without an end."""

    name = "number"

    def __init__(self, least: int = 0, most: int | None = None) -> None:
        self.least, self.most = least, most

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Read the number; a configuration may hold one already."""
        text = str(value).strip()
        try:
            number = int(text)
        except ValueError:
            number = self.least - 1
        if number < self.least or (self.most is not None and number > self.most):
            span = f"from {self.least} to {self.most}" if self.most else f"of {self.least} or more"
            self.fail(f"{text!r} is no whole number {span}", param, ctx)
        return number


class RealNumber(click.ParamType[float]):
    """A number above `above`, and up to `most` or, if it is open, below it."""

    name = "number"

    def __init__(self, above: float, most: float, *, is_open: bool = False) -> None:
        self.above, self.most, self.is_open = above, most, is_open

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read the number; a configuration may hold one already."""
        text = str(value).strip()
        try:
            number = float(text)
        except ValueError:
            number = self.above
        # What is not a number is in no range.
        is_within = self.above < number < self.most or (number == self.most and not self.is_open)
        if not is_within:
            end = "below" if self.is_open else "up to"
            span = f"above {self.above:g} and {end} {self.most:g}"
            self.fail(f"{text!r} is no number {span}", param, ctx)
        return number
