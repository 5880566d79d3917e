from __future__ import annotations

import gc
import weakref

import pytest

from cutstat.figures import theme
from cutstat.report.sheet import new_sheet, one_by_one


def test_what_a_figure_leaves_is_gone_when_the_next_begins() -> None:
    with one_by_one():
        assert not gc.isenabled()
        first = weakref.ref(new_sheet(100, 50))
        assert first() is not None  # a figure refers to itself
        width, height = new_sheet(100, 50).get_size_inches() * theme.MM_PER_INCH
        assert first() is None
    assert (width, height) == pytest.approx((100, 50))
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_garbage_is_looked_for_again_after_an_error() -> None:
    with pytest.raises(OSError), one_by_one(), one_by_one():
        raise OSError
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
