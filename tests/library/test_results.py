"""Results of series in the library: the newest of each kind and detector."""

from __future__ import annotations

from pathlib import Path

import pytest

from cutstat.library.results import Kind, forget_results, get_result, put_result
from cutstat.library.store import Library


@pytest.mark.parametrize("kind", ["segmentation", "tally"])
def test_the_newest_result_of_a_series_and_detector_is_kept(tmp_path: Path, kind: Kind) -> None:
    with Library(tmp_path) as library:
        assert get_result(library, kind, "海の駅", detector="cutstat") is None
        put_result(library, kind, "海の駅", detector="cutstat", key="1", document="{}")
        put_result(library, kind, "海の駅", detector="hash", key="2", document="[]")
        put_result(library, kind, "海の駅", detector="cutstat", key="3", document='{"a": 1}')
        put_result(library, kind, "Show", detector="cutstat", key="4", document="")
        assert get_result(library, kind, "海の駅", detector="cutstat") == ("3", '{"a": 1}')
        assert get_result(library, kind, "海の駅", detector="hash") == ("2", "[]")
        assert get_result(library, kind, "Show", detector="cutstat") == ("4", "")
        forget_results(library, kind, "海の駅")
        assert get_result(library, kind, "海の駅", detector="hash") is None
        assert get_result(library, kind, "Show", detector="cutstat") == ("4", "")
