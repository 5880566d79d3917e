"""Pictures of a report on axes of somebody's own figure."""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes

from cutstat.core.text import printable
from cutstat.figures import theme
from cutstat.figures.fonts import choose_typeface
from cutstat.report.model import Report, rewritten, strings
from cutstat.report.picture import Picture
from cutstat.report.pictures import PICTURES, find_picture


def draw_picture(report: Report, name: str, axes: Axes) -> None:
    """Draw one picture of a report; the axes need room for labels at both sides.

    Raises
    ------
    ValueError
        If there is no such picture, or one pair of axes cannot hold it.
    """
    picture = find_picture(name)
    if picture.draw_on is None:
        fitting = ", ".join(one.key for one in PICTURES if one.draw_on is not None)
        raise ValueError(f"{name!r} needs a page of its own; on axes there are {fitting}")
    draw_values(picture, report.values(name), axes)


def draw_values(picture: Picture, values: Any, axes: Axes) -> None:
    """Draw values of a picture that stands on one pair of axes."""
    assert picture.draw_on is not None
    shown = rewritten(values, printable)
    typeface = choose_typeface(strings(shown))
    with mpl.rc_context(theme.style(typeface.families)):
        picture.draw_on(axes, rewritten(shown, typeface.fit))
