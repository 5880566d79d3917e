"""How a file can end, and the table of how many did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum


class Ending(Enum):
    """What became of a file; the value is the head of its column."""

    RESULT = "result"
    NOTED = "with a note"
    SENTENCE = "refused"
    CRASH = "crashes"
    HANG = "hangs"
    TRACEBACK = "tracebacks"
    SILENT_LOSS = "silent losses"
    RAMBLING = "no sentence"

    @property
    def is_wrong(self) -> bool:
        """Whether no file may end so."""
        return self in WRONG


WRONG = (Ending.CRASH, Ending.HANG, Ending.TRACEBACK, Ending.SILENT_LOSS, Ending.RAMBLING)

_REASONS = {
    "unexpected": Ending.TRACEBACK,
    "the decoder crashed": Ending.CRASH,
    "no frame has come": Ending.HANG,
}
"""Words in a reason that tell of what must be looked into."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One damaged file, and how it ended."""

    what: str
    """Container or format."""

    kind: str
    """What was done to it."""

    ending: Ending
    said: str = ""
    """The note, the sentence or what is wrong."""


def ending_of_reason(reason: str) -> Ending:
    """Say how a file ended for which there is a reason and no result."""
    return next((end for words, end in _REASONS.items() if words in reason), Ending.SENTENCE)


def counted(trials: Sequence[Trial], *, by: str) -> Iterable[str]:
    """Give the lines of a table: how often what ended how, by `what` or `kind`."""
    width = max(len(name) for name in ("in all", *(getattr(one, by) for one in trials)))
    yield " ".join([" " * width, " files", *(f"{end.value:>13s}" for end in Ending)])
    names = sorted({getattr(one, by) for one in trials})
    for name in (*names, "in all"):
        chosen = [one for one in trials if name in ("in all", getattr(one, by))]
        ends = Counter(one.ending for one in chosen)
        yield " ".join(
            [f"{name:<{width}s}", f"{len(chosen):6d}", *(f"{ends[end]:13d}" for end in Ending)]
        )
