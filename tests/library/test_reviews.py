"""What a person says of a file, in the library."""

from __future__ import annotations

from pathlib import Path

from support.stored import make_file

from cutstat.core.making import MakingOverride
from cutstat.library.makings import making_overrides, put_making_override
from cutstat.library.reviews import move_review
from cutstat.library.store import Library


def test_what_is_handed_on_to_a_file_goes_over_what_was_said_of_it(tmp_path: Path) -> None:
    old, new = "0" * 20, "1" * 20
    with Library(tmp_path) as library:
        for key, said in ((old, "the duel"), (new, "the chase")):
            library.put_file(make_file(tmp_path / f"{key}.mkv"), key=key, size=1)
            put_making_override(library, key, MakingOverride("stretch", "2150", said))
        move_review(library, old, to=new)
        assert making_overrides(library, old) == ()
        assert [one.said for one in making_overrides(library, new)] == ["the duel"]
