"""A picture of a report: what it takes, what it says, and how it is placed by millimetres."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

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
    """With ``{unit}`` where an episode is named, or a film."""

    values: Callable[[Material], Any]
    """Gives what is drawn: values with texts, nothing drawn yet."""

    caption: Callable[[Any, Material], str]
    """Says of these values what a reader should know to read them."""

    frame: float
    """Room for axes and their labels, in mm."""

    rows: Callable[[Any], tuple[float, ...]]
    """Gives the room for each row of the values, in mm."""

    draw: Callable[[Figure, float, Any, slice], Marks]
    """Draws some rows of the values into a figure, whose upper edge is given in mm from the bottom,
    and gives what its places say."""

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

    needs: str = ""
    """What there must be, where it does not always fit, as in ``"a baseline that is a series"``."""

    def filled(self, material: Material) -> Filled:
        """Give the picture with its values."""
        values, title = self.values(material), self.title.format(unit=material.unit)
        return Filled(title[:1].upper() + title[1:], self.caption(values, material), values)

    def panel(self, filled: Filled) -> Panel:
        """Place the picture of some values."""
        return Panel(
            self.key,
            filled.title,
            filled.caption,
            self.frame,
            self.rows(filled.values),
            lambda figure, top, shown: self.draw(figure, top, filled.values, shown),
            self.posted,
            self.printed,
            self.reflows,
        )


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

    draw: Callable[[Figure, float, slice], Marks]
    """Draws some rows into a figure, whose upper edge is given in mm from the bottom, and gives
    what its places say."""

    posted: slice = field(default_factory=lambda: slice(None))
    """The rows that its image among those of a report shows."""

    printed: slice = field(default_factory=lambda: slice(None))
    """The rows that pages to print show."""

    reflows: bool = False
    """Whether it can be drawn `NARROW`."""

    @property
    def is_flowing(self) -> bool:
        """Whether its rows stand for themselves, and not all are printed."""
        return self.printed.stop is not None

    @property
    def height(self) -> float:
        """Room that the whole picture needs below its title, in mm."""
        return self.frame + sum(self.rows)

    def parts(self, room: float, *, left: float = 0.0) -> list[tuple[slice, float]]:
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
            return self._fill(rows, room, first=left)
        count = len(self._fill(rows, room))
        even = self.frame + sum(rows) / count + max(rows)
        return self._fill(rows, min(room, even))

    def _fill(
        self, rows: Sequence[float], room: float, *, first: float | None = None
    ) -> list[tuple[slice, float]]:
        parts: list[tuple[slice, float]] = []
        start, height = 0, self.frame
        for index, row in enumerate(rows):
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
