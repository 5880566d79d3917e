"""What a sentence quotes of what was found is short; paths stay whole."""

from __future__ import annotations

import pickle

import pytest

from cutstat.errors import QUOTED, CutstatError, InputError, quoted, with_short_quotes


@pytest.mark.parametrize("text", ["x" * 5000, "it's " * 1000, 'say "no" ' * 900, "\n\\" * 2000])
def test_a_quote_of_5000_characters_becomes_one_of_80(text: str) -> None:
    said = str(InputError(f"/a/list.txt: line 3: {text!r} is no time; write seconds"))
    assert len(said) < QUOTED + 60
    assert said.startswith("/a/list.txt: line 3: ")
    assert said.endswith("… is no time; write seconds")
    assert len(quoted(text)) == QUOTED


@pytest.mark.parametrize(
    "sentence",
    [
        f"/{'a' * 200}/b.mkv: no such file; check the path",
        f"it's gone, {'a ' * 100} and that's all",
        f"cannot be read ([Errno 2] No such file: '/{'a' * 200}')",
        f"can mean 'Show 01 (/{'a' * 200}/b.mkv)'; give the path",
        f"'{'a' * 78}' is short enough",
    ],
)
def test_paths_and_what_is_no_quote_stay_whole(sentence: str) -> None:
    assert with_short_quotes(sentence) == sentence == str(CutstatError(sentence))


def test_an_error_goes_from_process_to_process_as_it_is() -> None:
    error = pickle.loads(pickle.dumps(InputError("a.mkv: 'x' is no number")))
    assert (type(error), str(error)) == (InputError, "a.mkv: 'x' is no number")
