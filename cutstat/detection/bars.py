"""Letterbox bars: found in the first frames, and left out of the small pictures."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from cutstat.core.pictures import CHROMA_SHAPE, LUMA_SHAPE, Pictures

LOOKED_AT = 1024
"""Frames from which bars are found: most of a minute, so that a logo on black is not all of it."""

EVERY = 8
"""Of these, one in so many is looked at: bars do not come and go."""

DARK = 16
"""Brightness of a bar at most, in grey levels: black with the noise of coding."""

DARK_SHARE = 0.25
"""Share of a line of pixels that is dark throughout in a bar, whatever is written there."""

LIT = 30
"""Brightness, in grey levels, that the picture next to a bar must show."""

LIT_SHARE = 0.2
"""Share of the frames in which it must."""

LARGEST = 0.3
"""Largest bar, as a share of the height or width."""

UNEVEN = 1
"""Pixels by which two bars may differ: they stand on both sides of the picture, or are none."""

BATCH_FRAMES = 256

Frame = tuple[slice, slice]
"""Rows and columns of the picture between the bars, in pixels of brightness."""

WHOLE: Frame = (slice(0, LUMA_SHAPE[0]), slice(0, LUMA_SHAPE[1]))


class BarCutter:
    """Holds back the first frames until bars are found, then cuts them off all frames."""

    def __init__(self) -> None:
        self._held: list[Pictures] = []
        self._frame: Frame | None = None

    def feed(self, pictures: Pictures) -> Iterator[Pictures]:
        """Take in the next frames, and give those that are ready."""
        if self._frame is None:
            self._held.append(pictures)
            if sum(map(len, self._held)) < LOOKED_AT:
                return
            yield from self.finish()
        else:
            yield cut_to(self._frame, pictures)

    def finish(self) -> Iterator[Pictures]:
        """Give what is held back."""
        if not self._held:
            return
        pictures = Pictures.join(self._held)
        self._held = []
        self._frame = find_frame(pictures.luma)
        for start in range(0, len(pictures), BATCH_FRAMES):
            yield cut_to(self._frame, pictures[start : start + BATCH_FRAMES])


def find_frame(luma: NDArray[np.uint8]) -> Frame:
    """Find the picture between the bars.

    A line of pixels lies in a bar if a quarter of it is always dark: no text is wider than the
    rest. Next to the bars there must be light often enough, or it is a dark film.

    Parameters
    ----------
    luma : ndarray of uint8, shape (n, *LUMA_SHAPE)
        The first frames; more than `LOOKED_AT` are not asked.

    Returns
    -------
    Frame
        Even rows and columns, so that colours at half the size can be cut likewise.
    """
    luma = luma[:LOOKED_AT:EVERY] if len(luma) > EVERY**2 else luma
    rows = _between(np.quantile(luma, DARK_SHARE, axis=2))
    columns = _between(np.quantile(luma[:, rows], DARK_SHARE, axis=1))
    return rows, columns


def _between(lines: NDArray[np.floating]) -> slice:
    """Give the lines between two bars, or all; `lines` is the quantile of each, shape (n, size)."""
    size = lines.shape[1]
    lit = np.flatnonzero(lines.max(axis=0, initial=0) > DARK)
    if not len(lit):
        return slice(0, size)
    first, after = int(lit[0]), int(lit[-1]) + 1
    before, behind = first, size - after
    inside = lines[:, [min(first + 1, size - 1), max(after - 2, 0)]]
    is_bar = (
        min(before, behind) > 0
        and abs(before - behind) <= UNEVEN
        and max(before, behind) <= LARGEST * size
        and bool(np.all((inside > LIT).mean(axis=0) >= LIT_SHARE))
    )
    if not is_bar:
        return slice(0, size)
    # The line at the edge may hold a part of the bar.
    start = first + 1 + (first + 1) % 2
    stop = after - 1 - (after - 1) % 2
    return slice(start, stop)


def cut_to(frame: Frame, pictures: Pictures) -> Pictures:
    """Cut pictures to what lies between the bars, and bring them to their size again."""
    if frame == WHOLE:
        return pictures
    rows, columns = frame
    small = tuple(slice(part.start // 2, part.stop // 2) for part in frame)

    def grown(plane: NDArray[np.uint8], shape: tuple[int, int]) -> NDArray[np.uint8]:
        size = (shape[1], shape[0])
        return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR), np.uint8)

    luma = [grown(one[rows, columns], LUMA_SHAPE) for one in pictures.luma]
    chroma = [
        [grown(plane[small[0], small[1]], CHROMA_SHAPE) for plane in one] for one in pictures.chroma
    ]
    return Pictures(np.array(luma, np.uint8), np.array(chroma, np.uint8))
