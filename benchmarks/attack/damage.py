"""Damage to the bytes of a file, each kind by a name."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Damage = Callable[[Bytes, np.random.Generator], Bytes]

HEAD = 600
"""Bytes at the start in which most containers describe what follows."""

EXTREMES = (0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x00004000, 0x40000000)
"""Numbers that no honest file has for a size, a count or a dimension."""


def damaged(data: bytes, kind: str, rng: np.random.Generator, *, other: bytes = b"") -> bytes:
    """Damage a file in one way.

    Parameters
    ----------
    data : bytes
        The file.
    kind : str
        One of `KINDS`.
    rng : numpy.random.Generator
        Where and how; the same state damages the same way.
    other : bytes
        What a "joined" file goes on with; by default the file once more.
    """
    if kind == "joined":
        return data + (other or data)
    found = np.frombuffer(data, np.uint8).copy()
    kinds = rng.choice(list(DAMAGES), 3).tolist() if kind == "several at once" else [kind]
    for one in kinds:
        found = DAMAGES[one](found, rng)
    return found.tobytes()


def _cut_short(data: Bytes, rng: np.random.Generator) -> Bytes:
    return data[: rng.integers(0, len(data) + 1)].copy()


def _flip(data: Bytes, rng: np.random.Generator) -> Bytes:
    places = rng.integers(0, max(len(data), 1), rng.integers(1, 60))
    data[places[places < len(data)]] ^= np.uint8(1) << np.uint8(rng.integers(0, 8))
    return data


def _overwrite(data: Bytes, rng: np.random.Generator) -> Bytes:
    start, stop = _span(data, rng)
    data[start:stop] = rng.integers(0, 256, stop - start, np.uint8)
    return data


def _level(data: Bytes, rng: np.random.Generator) -> Bytes:
    """Fill a range with zeros, as a download that was not finished does, or with ones."""
    start, stop = _span(data, rng)
    data[start:stop] = 0 if rng.random() < 0.75 else 255
    return data


def _remove(data: Bytes, rng: np.random.Generator) -> Bytes:
    start, stop = _span(data, rng)
    return np.concatenate([data[:start], data[stop:]])


def _insert(data: Bytes, rng: np.random.Generator) -> Bytes:
    start, stop = _span(data, rng)
    between = (
        data[start:stop] if rng.random() < 0.5 else rng.integers(0, 256, stop - start, np.uint8)
    )
    return np.concatenate([data[:start], between, data[start:]])


def _swap(data: Bytes, rng: np.random.Generator) -> Bytes:
    edges = np.sort(rng.integers(0, len(data) + 1, 3))
    first, second, third, fourth = np.split(data, edges)
    return np.concatenate([first, third, second, fourth])


def _change_head(data: Bytes, rng: np.random.Generator) -> Bytes:
    """Change bytes in the head, or write a number there that no honest file has."""
    head = min(len(data), HEAD)
    if head > 4 and rng.random() < 0.5:
        place = rng.integers(0, head - 4)
        number = int(EXTREMES[rng.integers(len(EXTREMES))])
        data[place : place + 4] = np.frombuffer(number.to_bytes(4, "big"), np.uint8)
    elif head:
        places = rng.integers(0, head, rng.integers(1, 12))
        data[places] = rng.integers(0, 256, len(places), np.uint8)
    return data


DAMAGES: dict[str, Damage] = {
    "cut short": _cut_short,
    "bytes changed": _flip,
    "overwritten": _overwrite,
    "zeroed": _level,
    "bytes removed": _remove,
    "bytes inserted": _insert,
    "blocks swapped": _swap,
    "head changed": _change_head,
}

KINDS = (*DAMAGES, "joined", "several at once")
"""What is done to files."""


def _span(data: Bytes, rng: np.random.Generator) -> tuple[int, int]:
    start = int(rng.integers(0, len(data) + 1))
    length = int(len(data) * rng.random() ** 3 / 2) + 1
    return start, min(start + length, len(data))
