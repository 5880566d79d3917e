"""The pictures of a report, placed by millimetres; pages and single images share them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cutstat.core.segments import SegmentKind
from cutstat.figures import theme
from cutstat.figures.card import (
    EpisodeCard,
    course_marks,
    draw_colours,
    draw_course,
    draw_film,
    draw_minutes,
)
from cutstat.figures.episodes import draw_episodes, episode_marks
from cutstat.figures.lengths import draw_shot_lengths, length_marks
from cutstat.figures.marks import Mark, placed
from cutstat.figures.pacing import (
    MANY_BASELINES,
    PacingLine,
    draw_heat,
    draw_pacing,
    heat_marks,
    pacing_marks,
)
from cutstat.figures.season import SeasonBlock, draw_key, draw_season, season_marks
from cutstat.figures.text import shorten, text_width
from cutstat.figures.verdict import draw_verdict, verdict_marks
from cutstat.measure.episode import STANDARD_BODY_MINUTES
from cutstat.measure.pacing import BANDWIDTH_SECONDS
from cutstat.report.cards import PICTURES
from cutstat.report.model import Report

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
"""A4, in mm."""

MARGIN = 18.0
LABELS = 44.0
"""Room for row labels at the left, in mm."""

NUMBERS = 48.0
"""Room for numbers at the right, in mm."""

MM_PER_INCH = 25.4
VERDICT_ROW, EPISODES_ROW, LENGTHS_ROW = 9.0, 15.0, 21.0
HEAT_ROW, HEAT_MAX = 5.0, 60.0
HEAT_GAP = 9.0
"""Heights of rows, in mm."""

SEASON_ROW, SEASON_BARE_ROW, SEASON_MAX = 9.0, 3.4, 192.0
"""Heights of an episode with a curve and without, and of a series at most, in mm."""

SEASON_GAP = 14.0
"""Room for the name of a series above its rows and the ticks below them, in mm."""

KEY_HEIGHT = 5.0
CARD_HEAD, CARD_MINUTES, CARD_COURSE, CARD_COLOURS, CARD_AXIS = 7.0, 4.0, 17.0, 2.6, 6.0
CARD_FILM, CARD_LINE, CARD_GAP = 15.5, 4.0, 8.0
"""Heights of the parts of a card, in mm."""

CARDS_ABOVE = 4.0
CARD_LEFT = 13.0
FILM_GAP = 0.8
FILMS_GAP = 5.0
"""Room between pictures, and between the films of a card, in mm."""
HEAT_LABELS, HEAT_BAR = 20.0, 18.0
MIN_BAR = 24.0


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

    is_posted: bool = True
    """Whether it makes an image of its own; cards are for pages."""

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


def panels(report: Report) -> tuple[Panel, ...]:
    """Give the pictures of a report, in order."""
    level = theme.share(report.level)
    target = shorten(report.rates[0].label, 80, theme.NORMAL)

    def verdict(figure: Figure, top: float, shown: slice) -> tuple[Mark, ...]:
        height = VERDICT_ROW * len(report.ratios[shown]) + 6
        axes = _axes(figure, top - 4, height)
        draw_verdict(axes, report.ratios, margin=report.margin, shown=shown)
        return placed(axes, verdict_marks(report.ratios, shown=shown))

    def counts(figure: Figure, top: float, shown: slice) -> tuple[Mark, ...]:
        axes = _axes(figure, top - 4, EPISODES_ROW * len(report.counts[shown]) + 4)
        draw_episodes(axes, report.counts, unit="shots", shown=shown)
        return placed(axes, episode_marks(report.counts, unit="shots", shown=shown))

    def rates(figure: Figure, top: float, shown: slice) -> tuple[Mark, ...]:
        axes = _axes(figure, top - 14, EPISODES_ROW * len(report.rates[shown]) + 4)
        unit = "shots per minute"
        draw_episodes(
            axes,
            report.rates,
            unit=unit,
            digits=1,
            standard_minutes=STANDARD_BODY_MINUTES,
            shown=shown,
        )
        return placed(axes, episode_marks(report.rates, unit=unit, digits=1, shown=shown))

    def lengths(figure: Figure, top: float, shown: slice) -> tuple[Mark, ...]:
        axes = _axes(figure, top - 4, LENGTHS_ROW * len(report.lengths[shown]) + 4)
        draw_shot_lengths(axes, report.lengths, shown=shown)
        return placed(axes, length_marks(report.lengths, shown=shown))

    def pacing(figure: Figure, top: float, shown: slice) -> tuple[Mark, ...]:
        axes = _axes(figure, top - 4, 74, left=14.0)
        draw_pacing(axes, report.pacing)
        return placed(axes, pacing_marks(report.pacing))

    def heat_map(figure: Figure, top: float, shown: slice) -> tuple[Mark, ...]:
        return _draw_heat_maps(figure, top, report, shown)

    return (
        Panel(
            "verdict",
            "How much faster",
            f"Mean cutting rate of {target} over that of each row, with {level} intervals."
            + (
                " Broad bars are ranges: of what is published of TV anime, which is described and "
                "not tested, or of shows like the baselines."
                if any(row.ratio is None for row in report.ratios)
                else ""
            ),
            26,
            (VERDICT_ROW,) * len(report.ratios),
            verdict,
        ),
        Panel(
            "shots",
            "Shots of every episode",
            "Of the body: what a studio counts as cuts of an episode, without opening, ending and "
            f"preview. Means are geometric; bars are their {level} intervals.",
            28,
            (EPISODES_ROW,) * len(report.counts),
            counts,
        ),
        Panel(
            "rates",
            "Cutting rate of every episode",
            "Shots by the length of the body, so that longer episodes do not count for more. Means "
            f"are geometric; bars are their {level} intervals.",
            38,
            (EPISODES_ROW,) * len(report.rates),
            rates,
        ),
        Panel(
            "shot-lengths",
            "Shot lengths",
            "How common each length is: every episode weighs the same, whatever its number of "
            "shots, and every curve is drawn to the same height.",
            26,
            (LENGTHS_ROW,) * len(report.lengths),
            lengths,
        ),
        Panel(
            "pacing",
            "Pacing",
            "Median over the episodes of each series; the band round the target holds the middle "
            f"half of its episodes. Cuts are smoothed over {BANDWIDTH_SECONDS:.0f} s, over less "
            "in very short episodes."
            + _parts(report)
            + (
                f" The band of the {len(report.pacing) - 1} baselines reaches from the lowest of "
                "their medians to the highest."
                if len(report.pacing) > MANY_BASELINES + 1
                else ""
            ),
            22,
            (74,),
            pacing,
        ),
        Panel(
            "heat-map",
            "Every episode from start to end",
            "One row an episode, its body from start to end; brighter means more cuts per minute."
            + _parts(report),
            22,
            tuple(HEAT_GAP + _heat_height(line) for line in report.pacing),
            heat_map,
        ),
        season_panel(report.season),
        cards_panel(report.cards),
    )


def season_panel(season: Sequence[SeasonBlock]) -> Panel:
    """Give the picture of series with their episodes as rows, segments and cuts."""

    def draw(figure: Figure, top: float, shown: slice) -> tuple[Mark, ...]:
        return _draw_season(figure, top, season[shown])

    caption = "One row an episode, in minutes of its file. Colours are segments, ticks are cuts"
    if any(block.has_curves for block in season):
        caption += "; the curve above them is their density, over the whole file"
    caption += "."
    if any(block.has_doubts for block in season):
        caption += " Where it is hatched a segment may lie, which is counted as body."
    return Panel(
        "season",
        "Every episode with its segments and cuts",
        caption,
        KEY_HEIGHT + 9,
        tuple(SEASON_GAP + _season_height(block) for block in season),
        draw,
    )


def cards_panel(cards: Sequence[EpisodeCard]) -> Panel:
    """Give the cards of episodes."""
    has_colours = any(len(card.colours) for card in cards)
    caption = (
        "Cuts per minute over the file, above its segments and cuts"
        + (", and the mean colours of its pictures. " if has_colours else ". ")
        + (
            "The minute with the most cuts and that with the fewest are shaded."
            if any(card.fastest for card in cards)
            else ""
        )
    )

    def draw(figure: Figure, top: float, shown: slice) -> tuple[Mark, ...]:
        marks: list[Mark] = []
        top -= CARDS_ABOVE
        for card in cards[shown]:
            marks += _draw_card(figure, top, card)
            top -= _card_height(card)
        return tuple(marks)

    heights = tuple(map(_card_height, cards))
    return Panel(
        "cards", "Episode by episode", caption, CARDS_ABOVE, heights, draw, is_posted=False
    )


def _card_height(card: EpisodeCard) -> float:
    films = CARD_FILM if card.films else 0.0
    lines = CARD_LINE * len(card.lines)
    course = CARD_COURSE + CARD_COLOURS + CARD_AXIS
    return CARD_HEAD + _minutes_height(card) + course + films + lines + CARD_GAP


def _minutes_height(card: EpisodeCard) -> float:
    """Give the room for the names of minutes above the course."""
    return CARD_MINUTES if card.fastest else 0.0


def _draw_card(figure: Figure, top: float, card: EpisodeCard) -> tuple[Mark, ...]:
    width = figure.get_size_inches()[0] * MM_PER_INCH - 2 * MARGIN

    def write(text: str, below: float, *, left: float = 0.0, room: float = width) -> None:
        is_title = text is card.title
        size = theme.NORMAL if is_title else theme.SMALL
        figure.text(
            (MARGIN + left) / (width + 2 * MARGIN),
            (top - below) / (figure.get_size_inches()[1] * MM_PER_INCH),
            shorten(text, room, size, bold=is_title),
            fontsize=size,
            fontweight="bold" if is_title else "normal",
            color=theme.INK if is_title else theme.MUTED,
            va="top",
        )

    facts = text_width(card.facts, theme.SMALL)
    write(card.title, 0, room=width - facts - 4)
    write(card.facts, 0.5, left=width - facts)
    position = top - CARD_HEAD - _minutes_height(card)
    axes = _axes(figure, position, CARD_COURSE, left=CARD_LEFT, right=0)
    draw_course(axes, card)
    marks = placed(axes, course_marks(card))
    axes.tick_params(axis="x", labelbottom=False, length=0)
    position -= CARD_COURSE
    colours = _axes(figure, position, CARD_COLOURS, left=CARD_LEFT, right=0)
    draw_colours(colours, card)
    draw_minutes(colours)
    position -= CARD_COLOURS + CARD_AXIS
    room = (width - FILMS_GAP * (len(card.films) - 1)) / max(len(card.films), 1)
    for index, film in enumerate(card.films):
        left = index * (room + FILMS_GAP)
        write(film.caption, top - position, left=left, room=room)
        count = PICTURES * 2 // len(card.films)
        picture = (room - (count - 1) * FILM_GAP) / count
        frames = _axes(figure, position - 4, CARD_FILM - 5, left=left, right=0)
        draw_film(frames, film, width=picture, gap=FILM_GAP)
    if card.films:
        position -= CARD_FILM
    for line in card.lines:
        write(line, top - position)
        position -= CARD_LINE
    return marks


def _season_height(block: SeasonBlock) -> float:
    row = SEASON_ROW if block.has_curves else SEASON_BARE_ROW
    return min(row * len(block.rows), SEASON_MAX)


def _draw_season(figure: Figure, top: float, blocks: Sequence[SeasonBlock]) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    position = top
    kinds = frozenset[SegmentKind]().union(*(block.kinds for block in blocks))
    key = _axes(figure, position, KEY_HEIGHT, left=HEAT_LABELS, right=0)
    draw_key(key, kinds, has_doubts=any(block.has_doubts for block in blocks))
    position -= KEY_HEIGHT
    for block in blocks:
        axes = _axes(figure, position - 8, _season_height(block), left=HEAT_LABELS, right=0)
        draw_season(axes, block)
        marks += placed(axes, season_marks(block))
        position -= SEASON_GAP + _season_height(block)
    axes.set_xlabel("Minutes")
    return tuple(marks)


def _parts(report: Report) -> str:
    """Explain the axis of parts, where there are any."""
    if not report.pacing[0].has_parts:
        return ""
    return (
        " Part A and part B of each episode are each stretched to half of the width, so that the "
        "break stands at one place."
    )


def _heat_height(line: PacingLine) -> float:
    return min(HEAT_ROW * len(line.names), HEAT_MAX)


def _draw_heat_maps(figure: Figure, top: float, report: Report, shown: slice) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    peak = max(float(line.episodes.max()) for line in report.pacing) or 1.0
    position = top
    lines = report.pacing[shown]
    for line in lines:
        position -= HEAT_GAP
        axes = _axes(figure, position, _heat_height(line), left=HEAT_LABELS, right=HEAT_BAR + 8)
        image = draw_heat(axes, line, top=peak)
        marks += placed(axes, heat_marks(line))
        if line is not lines[-1]:
            axes.tick_params(axis="x", labelbottom=False)
            axes.set_xlabel("")
        position -= _heat_height(line)
    bar = _axes(
        figure,
        top - HEAT_GAP,
        max(min(top - HEAT_GAP - position, 40), MIN_BAR),
        left=PAGE_WIDTH - 2 * MARGIN - HEAT_BAR,
        right=HEAT_BAR - 4,
    )
    colorbar = figure.colorbar(image, cax=bar)
    colorbar.outline.set_visible(False)
    bar.tick_params(length=0, labelsize=theme.SMALL)
    bar.set_title("Cuts/min", fontsize=theme.SMALL, color=theme.MUTED, loc="left")
    return tuple(marks)


def _axes(
    figure: Figure, top: float, height: float, *, left: float = LABELS, right: float = NUMBERS
) -> Axes:
    """Add axes whose upper edge lies `top` mm above the bottom of the figure."""
    figure_width, figure_height = (size * MM_PER_INCH for size in figure.get_size_inches())
    width = figure_width - 2 * MARGIN - left - right
    return figure.add_axes(
        (
            (MARGIN + left) / figure_width,
            (top - height) / figure_height,
            width / figure_width,
            height / figure_height,
        )
    )
