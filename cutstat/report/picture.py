"""A picture of a report: what it takes, what it says, and how it is placed by millimetres."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cutstat.core.episodes import Unit
from cutstat.figures import theme
from cutstat.figures.marks import Marks
from cutstat.report.look import EpisodeLook
from cutstat.stats.compare import Comparison
from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.population import PopulationPlace
from cutstat.stats.published import PublishedComparison
from cutstat.stats.sample import SeriesSample, common_unit

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
"""A4, in mm."""

MARGIN = 18.0
LABELS = 44.0
"""Room for row labels at the left, in mm."""

NUMBERS = 48.0
"""Room for numbers at the right, in mm."""

NARROW = 96.0
"""Width of a picture for a narrow screen, in mm: its margins are small, and no labels stand at its
sides."""

NARROW_MARGIN = 3.0

EPISODE_LABELS = 20.0
"""Room for the names of episodes at the left, in mm."""


MOST_WORDS = 9
"""Words of a title that says what is seen; where it takes more, the picture has its label."""

LEAST_PART = 30.0
"""Height of rows that may stand by themselves where a picture is parted, in mm."""

Parts = list[tuple[slice, float]]
"""Rows that stand on one page each, with the room that they need below their title, in mm."""


class DrawRows(Protocol):
    """Draws some rows of a picture."""

    def __call__(self, figure: Figure, top: float, shown: slice, stretch: float = 1.0) -> Marks:
        """Draw into a figure from `top` on, in mm from its bottom, with rows so much higher."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What pictures are made of."""

    everyone: tuple[SeriesSample, ...]
    """All series, the target first."""

    settings: ComparisonSettings
    comparison: Comparison | None = None
    """None where a show is looked at alone."""

    published: PublishedComparison | None = None
    """The target against published figures, if that was asked."""

    looks: Mapping[str, Sequence[EpisodeLook]] = field(default_factory=dict)
    """What is known of the episodes of each series beyond their numbers, in their order."""

    population: Sequence[PopulationPlace] | None = None
    """The target among the shows of a population, if that was asked."""

    @property
    def unit(self) -> Unit:
        """What texts call an episode, or a film."""
        return common_unit(self.everyone)

    @property
    def is_films(self) -> bool:
        """Whether there are films among what is shown, with which no count of TV compares."""
        return any(one.is_films for one in self.everyone)

    @property
    def is_one_film(self) -> bool:
        """Whether all that is shown is one film, of which there is no row beside another."""
        return self.is_films and [len(one) for one in self.everyone] == [1]

    @property
    def target(self) -> SeriesSample:
        """The series that is asked about."""
        return self.everyone[0]

    @property
    def baselines(self) -> tuple[SeriesSample, ...]:
        """The series that it is compared with."""
        return self.everyone[1:]


@dataclass(frozen=True, slots=True)
class Picture:
    """A kind of picture: a row of the list that every output and command goes through."""

    key: str
    title: str
    """Its label, for where it is not known what is seen; with ``{unit}`` where an episode is named,
    or a film."""

    values: Callable[[Material], Any]
    """Gives what is drawn: values with texts, nothing drawn yet."""

    caption: Callable[[Any, Material], str]
    """Says of these values what a reader should know to read them."""

    frame: float
    """Room for axes and their labels, in mm."""

    rows: Callable[[Any], tuple[float, ...]]
    """Gives the room for each row of the values, in mm."""

    draw: Callable[..., Marks]
    """Draws some rows of the values into a figure: takes it, the upper edge in mm from its bottom,
    the values and the rows; where it `stretches`, `stretch` too. Gives what its places say."""

    draw_on: Callable[[Axes, Any], None] | None = None
    """Draws the values on somebody's own axes; None where one pair of axes cannot hold them."""

    posted: slice = field(default_factory=lambda: slice(None))
    """The rows that its image among those of a report shows."""

    printed: slice = field(default_factory=lambda: slice(None))
    """The rows that pages to print show; the page to read on a screen shows all."""

    fits: Callable[[Material], bool] = lambda _: True
    """Whether there is something to show."""

    reflows: bool = False
    """Whether it can be drawn `NARROW`."""

    stretches: bool = False
    """Whether its rows can be drawn higher and lower."""

    findings: Callable[[Any, Material], tuple[str, ...]] = lambda *_: ()
    """Says what is seen, from many words to few; the first that is short enough is its title."""

    needs: str = ""
    """What there must be, where it does not always fit, as in ``"a baseline that is a series"``."""

    def filled(self, values: Any, material: Material) -> Filled:
        """Give the picture with its values."""
        label = self.title.format(unit=material.unit)
        found = self.findings(values, material)
        short = (one for one in found if len(one.split()) <= MOST_WORDS)
        title = next(short, label[:1].upper() + label[1:])
        return Filled(title, self.caption(values, material), values)

    def panel(self, filled: Filled) -> Panel:
        """Place the picture of some values."""
        return Panel(
            self.key,
            filled.title,
            filled.caption,
            self.frame,
            self.rows(filled.values),
            self._draw_stretched(filled.values),
            self.posted,
            self.printed,
            self.reflows,
            self.stretches,
        )

    def _draw_stretched(self, values: Any) -> DrawRows:
        def draw(figure: Figure, top: float, shown: slice, stretch: float = 1.0) -> Marks:
            how = {"stretch": stretch} if self.stretches else {}
            return self.draw(figure, top, values, shown, **how)

        return draw


@dataclass(frozen=True, slots=True)
class Filled:
    """A picture of a report, not yet drawn."""

    title: str
    caption: str
    values: Any


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

    draw: DrawRows
    """Draws some rows into a figure, whose upper edge is given in mm from the bottom, and gives
    what its places say."""

    posted: slice = field(default_factory=lambda: slice(None))
    """The rows that its image among those of a report shows."""

    printed: slice = field(default_factory=lambda: slice(None))
    """The rows that pages to print show."""

    reflows: bool = False
    """Whether it can be drawn `NARROW`."""

    stretches: bool = False
    """Whether its rows can be drawn higher and lower."""

    @property
    def is_flowing(self) -> bool:
        """Whether its rows stand for themselves, and not all are printed."""
        return self.printed.stop is not None

    @property
    def height(self) -> float:
        """Room that the whole picture needs below its title, in mm."""
        return self.frame + sum(self.rows)

    def stretched(self, stretch: float, *, room: float) -> Panel:
        """Give the same with rows so much higher, if they can be and each has room on a page."""
        if not self.stretches or self.frame + stretch * max(self.rows) > room:
            return replace(self, stretches=False)
        return replace(self, rows=tuple(stretch * row for row in self.rows))

    def parts(self, room: float, *, left: float = 0.0) -> Parts:
        """Split what is printed into parts that each fit a page, with their heights, in mm.

        Parameters
        ----------
        room : float
            On a page of its own.
        left : float
            On the page that was begun. Rows that stand for themselves begin there, if one has room;
            others are kept together where a page can hold them, and else parted evenly.
        """
        rows = self.rows[self.printed]
        if self.is_flowing and self.frame + rows[0] <= left:
            return self._filled(room, first=left)
        return self._even(room)

    def parted(self, room: float, *, left: float) -> Parts | None:
        """Split what is printed so that it begins on the page that was begun.

        Gives None where no part that may stand by itself has room there, or would be left.
        """
        rows = self.rows[self.printed]
        counts = (
            count
            for count in range(len(rows) - 1, 0, -1)
            if self.frame + sum(rows[:count]) <= left
            and min(sum(rows[:count]), sum(rows[count:])) >= LEAST_PART
        )
        count = next(counts, None)
        if count is None:
            return None
        first = (slice(0, count), self.frame + sum(rows[:count]))
        return [first, *self._even(room, start=count)]

    def _even(self, room: float, *, start: int = 0) -> Parts:
        """Split rows from `start` on into as few parts as pages can hold, of like heights."""
        rows = self.rows[self.printed][start:]
        count = len(self._filled(room, start=start))
        even = self.frame + sum(rows) / count + max(rows)
        return self._filled(min(room, even), start=start)

    def _filled(self, room: float, *, start: int = 0, first: float | None = None) -> Parts:
        """Fill pages with rows from `start` on, one after the other."""
        rows = self.rows[self.printed]
        parts: Parts = []
        height = self.frame
        for index, row in enumerate(rows[start:], start):
            if index > start and height + row > (first if first and not parts else room):
                parts.append((slice(start, index), height))
                start, height = index, self.frame
            height += row
        return [*parts, (slice(start, len(rows)), height)]


def is_narrow(figure: Figure) -> bool:
    """Whether a figure is drawn for a narrow screen."""
    return bool(figure.get_size_inches()[0] * theme.MM_PER_INCH < NARROW + 1)


def axes_at(
    figure: Figure, top: float, height: float, *, left: float = LABELS, right: float = NUMBERS
) -> Axes:
    """Add axes whose upper edge lies `top` mm above the bottom of the figure."""
    figure_width, figure_height = (size * theme.MM_PER_INCH for size in figure.get_size_inches())
    margin = MARGIN
    if is_narrow(figure):
        margin, left, right = NARROW_MARGIN, 0.0, 0.0
    width = figure_width - 2 * margin - left - right
    return figure.add_axes(
        (
            (margin + left) / figure_width,
            (top - height) / figure_height,
            width / figure_width,
            height / figure_height,
        )
    )
