"""Rows of pictures with labels and bars between them, in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from cutstat.figures import theme

GAP = 12
"""Pixels between pictures, so that a bar has room."""

BAR = 5
LABEL_HEIGHT, CAPTION_HEIGHT, SPACE = 26, 18, 16
"""Pixels above a block of pictures, above a line of captioned pictures, and below a block."""


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """One picture of a row."""

    image: NDArray[np.uint8]
    """Red, green, blue, shape (height, width, 3); drawn pixel by pixel."""

    caption: str = ""
    bars: int = 0
    """Places that lie between the picture before and this one."""


@dataclass(frozen=True, slots=True)
class ContactBlock:
    """Pictures that belong together, under one label."""

    number: str
    label: str
    stills: tuple[Still, ...]
    columns: int
    """Pictures in a line; further ones go below."""

    @property
    def lines(self) -> tuple[tuple[Still, ...], ...]:
        """The pictures line by line."""
        return tuple(
            self.stills[first : first + self.columns]
            for first in range(0, len(self.stills), self.columns)
        )

    def height(self, size: tuple[int, int]) -> int:
        """Give the height in pixels, of pictures in boxes of `size` (width, height)."""
        captions = CAPTION_HEIGHT * self.has_captions
        return LABEL_HEIGHT + SPACE + len(self.lines) * (size[1] + GAP // 2 + captions)

    @property
    def has_captions(self) -> bool:
        """Whether any picture has words above it."""
        return any(still.caption for still in self.stills)


def draw_blocks(axes: Axes, blocks: Sequence[ContactBlock], *, size: tuple[int, int]) -> None:
    """Draw blocks one below the other on axes whose units are pixels, from (0, 0) at the top left.

    Parameters
    ----------
    axes : Axes
        As large as the blocks.
    blocks : sequence of ContactBlock
        From top to bottom.
    size : (width, height)
        Box of a picture in pixels.
    """
    top = 0
    for block in blocks:
        axes.text(0, top + LABEL_HEIGHT - 8, block.number, fontweight="bold", fontsize=theme.LARGE)
        axes.text(52, top + LABEL_HEIGHT - 8, block.label, fontsize=theme.NORMAL)
        place = top + LABEL_HEIGHT
        for line in block.lines:
            place += CAPTION_HEIGHT * block.has_captions
            for column, still in enumerate(line):
                _draw_still(axes, still, GAP + column * (size[0] + GAP), place, size=size)
            place += size[1] + GAP // 2
        top += block.height(size)


def _draw_still(axes: Axes, still: Still, left: int, top: int, *, size: tuple[int, int]) -> None:
    height, width = still.image.shape[:2]
    x, y = left + (size[0] - width) // 2, top + (size[1] - height) // 2
    axes.add_patch(Rectangle((left, top), *size, facecolor=theme.BAND, lw=0))
    axes.imshow(
        still.image,
        extent=(x, x + width, y + height, y),
        interpolation="none",
        aspect="auto",
        zorder=2,  # above its box; pictures lie below patches otherwise
    )
    axes.add_patch(  # or a white picture would look like none
        Rectangle((x, y), width, height, facecolor="none", edgecolor=theme.MUTED, lw=0.4, zorder=3)
    )
    if still.caption:
        axes.text(left, top - 5, still.caption, fontsize=theme.SMALL, color=theme.MUTED)
    for bar in range(still.bars):
        # Several stand one above the other, so that they can be counted.
        share = size[1] / still.bars
        axes.add_patch(
            Rectangle(
                (left - (GAP + BAR) / 2, top + bar * share),
                BAR,
                share - (4 if still.bars > 1 else 0),
                facecolor=theme.TARGET,
                lw=0,
            )
        )
