"""One picture of a report, placed by millimetres on a page or in an image of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cutstat.figures import theme
from cutstat.figures.marks import Mark

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
"""A4, in mm."""

MARGIN = 18.0
LABELS = 44.0
"""Room for row labels at the left, in mm."""

NUMBERS = 48.0
"""Room for numbers at the right, in mm."""

EPISODE_LABELS = 20.0
"""Room for the names of episodes at the left, in mm."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One picture with its title and what a reader should know to read it."""

    key: str
    title: str
    caption: str
    frame: float
    """Room for axes and their labels, in mm."""

    rows: tuple[float, ...]
    """Room for each of its rows, in mm."""

    draw: Callable[[Figure, float, slice], tuple[Mark, ...]]
    """Draws some rows into a figure, whose upper edge is given in mm from the bottom, and gives
    what its places say."""

    posted: slice = field(default_factory=lambda: slice(None))
    """The rows that its image among those of a report shows; pages show all."""

    @property
    def height(self) -> float:
        """Room that the whole picture needs below its title, in mm."""
        return self.frame + sum(self.rows)

    def parts(self, room: float) -> list[tuple[slice, float]]:
        """Split the picture into like parts that each fit some room, with their heights, in mm."""
        count = len(self._fill(room))
        even = self.frame + sum(self.rows) / count + max(self.rows)
        return self._fill(min(room, even))

    def _fill(self, room: float) -> list[tuple[slice, float]]:
        parts: list[tuple[slice, float]] = []
        start, height = 0, self.frame
        for index, row in enumerate(self.rows):
            if index > start and height + row > room:
                parts.append((slice(start, index), height))
                start, height = index, self.frame
            height += row
        return [*parts, (slice(start, len(self.rows)), height)]


def axes_at(
    figure: Figure, top: float, height: float, *, left: float = LABELS, right: float = NUMBERS
) -> Axes:
    """Add axes whose upper edge lies `top` mm above the bottom of the figure."""
    figure_width, figure_height = (size * theme.MM_PER_INCH for size in figure.get_size_inches())
    width = figure_width - 2 * MARGIN - left - right
    return figure.add_axes(
        (
            (MARGIN + left) / figure_width,
            (top - height) / figure_height,
            width / figure_width,
            height / figure_height,
        )
    )
