"""Figures to draw on, one after the other: what one leaves behind goes before the next begins."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from matplotlib.figure import Figure

from cutstat.figures import theme


def new_sheet(width: float, height: float) -> Figure:
    """Give an empty figure of a size in mm."""
    if not gc.isenabled():
        gc.collect()
    return Figure(figsize=(width / theme.MM_PER_INCH, height / theme.MM_PER_INCH))


@contextmanager
def one_by_one() -> Iterator[None]:
    """Look for garbage before each new sheet alone, and not among what is there already.

    A figure is a quarter of a million objects that refer to each other. To look through them while
    they are drawn finds nothing, and so do the measures of hundreds of episodes.
    """
    was_enabled, is_first = gc.isenabled(), gc.get_freeze_count() == 0
    if is_first:
        gc.collect()
        gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
        if is_first:
            gc.unfreeze()
