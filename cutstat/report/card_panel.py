"""The cards of episodes, one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from matplotlib.figure import Figure

from cutstat.figures import theme
from cutstat.figures.card import (
    EpisodeCard,
    course_marks,
    draw_colours,
    draw_course,
    draw_film,
    draw_minutes,
    draw_sound,
)
from cutstat.figures.marks import Marks, placed, together
from cutstat.figures.text import shorten, text_width
from cutstat.report.cards import STILLS, episode_cards
from cutstat.report.picture import MARGIN, Material, Picture, axes_at

HEAD, MINUTES, COURSE, COLOURS, SOUND, AXIS = 6.0, 4.0, 10.0, 2.6, 3.4, 6.0
FILM, LINE, GAP = 15.5, 4.0, 4.0
"""Heights of the parts of a card, in mm."""

POSTED = slice(3)
"""Cards of an image: more are no picture any more."""

PRINTED = slice(2)
"""Cards of pages to print: the others are looked up on a screen."""

ABOVE = 4.0
LEFT = 13.0
FILM_GAP = 0.8
FILMS_GAP = 5.0
"""Room between pictures, and between the films of a card, in mm."""


def _cards(material: Material) -> tuple[EpisodeCard, ...]:
    return episode_cards(material.target, material.looks.get(material.target.name))


def _caption(cards: Sequence[EpisodeCard], _: Material) -> str:
    has_colours = any(len(card.colours) for card in cards)
    return (
        "Cuts per minute over the file, above its segments and cuts"
        + (", and the mean colours of its pictures" if has_colours else "")
        + (
            ", voices (upper strip) and music (lower strip)"
            if any(card.voices or card.music for card in cards)
            else ""
        )
        + ". Segments have the colours of the picture before this. "
        + (
            "The minute with the most cuts and that with the fewest are shaded."
            if any(card.fastest for card in cards)
            else ""
        )
    )


def _draw(figure: Figure, top: float, cards: Sequence[EpisodeCard], shown: slice) -> Marks:
    marks: list[Marks] = []
    top -= ABOVE
    for card in cards[shown]:
        marks.append(_draw_card(figure, top, card))
        top -= _card_height(card)
    return together(marks)


def _card_height(card: EpisodeCard) -> float:
    films = FILM if card.films else 0.0
    lines = LINE * len(card.lines)
    course = COURSE + COLOURS + _sound_height(card) + AXIS
    return HEAD + _minutes_height(card) + course + films + lines + GAP


def _sound_height(card: EpisodeCard) -> float:
    """Give the room for voices and music below the colours."""
    return SOUND if card.voices or card.music else 0.0


def _minutes_height(card: EpisodeCard) -> float:
    """Give the room for the names of minutes above the course."""
    return MINUTES if card.fastest else 0.0


def _draw_card(figure: Figure, top: float, card: EpisodeCard) -> Marks:
    width = figure.get_size_inches()[0] * theme.MM_PER_INCH - 2 * MARGIN

    def write(text: str, below: float, *, left: float = 0.0, room: float = width) -> None:
        is_title = text is card.title
        size = theme.NORMAL if is_title else theme.SMALL
        figure.text(
            (MARGIN + left) / (width + 2 * MARGIN),
            (top - below) / (figure.get_size_inches()[1] * theme.MM_PER_INCH),
            shorten(text, room, size, bold=is_title),
            fontsize=size,
            fontweight="bold" if is_title else "normal",
            color=theme.INK if is_title else theme.MUTED,
            va="top",
        )

    facts = text_width(card.facts, theme.SMALL)
    write(card.title, 0, room=width - facts - 4)
    write(card.facts, 0.5, left=width - facts)
    position = top - HEAD - _minutes_height(card)
    axes = axes_at(figure, position, COURSE, left=LEFT, right=0)
    draw_course(axes, card)
    marks = placed(axes, partial(course_marks, card))
    axes.set_xticks([])
    position -= COURSE
    colours = axes_at(figure, position, COLOURS, left=LEFT, right=0)
    draw_colours(colours, card)
    lowest = colours
    if _sound_height(card):
        colours.set_axis_off()
        lowest = axes_at(figure, position - COLOURS - 0.6, SOUND - 0.6, left=LEFT, right=0)
        draw_sound(lowest, card)
    draw_minutes(lowest)
    position -= COLOURS + _sound_height(card) + AXIS
    room = (width - FILMS_GAP * (len(card.films) - 1)) / max(len(card.films), 1)
    for index, film in enumerate(card.films):
        left = index * (room + FILMS_GAP)
        write(film.caption, top - position, left=left, room=room)
        count = STILLS * 2 // len(card.films)
        picture = (room - (count - 1) * FILM_GAP) / count
        frames = axes_at(figure, position - 4, FILM - 5, left=left, right=0)
        draw_film(frames, film, width=picture, gap=FILM_GAP)
    if card.films:
        position -= FILM
    for line in card.lines:
        write(line, top - position)
        position -= LINE
    return marks


CARDS = Picture(
    "cards",
    "{unit} by {unit}",
    _cards,
    _caption,
    ABOVE,
    lambda cards: tuple(map(_card_height, cards)),
    _draw,
    posted=POSTED,
    printed=PRINTED,
)
