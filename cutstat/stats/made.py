"""How an episode is made, in words that need no method to be known."""

from __future__ import annotations

from collections import Counter

from cutstat.measure.episode import EpisodeMeasures
from cutstat.measure.making import Making
from cutstat.measure.sound import MUSIC_MARGIN, VOICE_MARGIN, HeardSpan, ReadSpan
from cutstat.stats.numbers import percent

STRETCHES = 5
"""Action stretches that are listed; more are counted."""


def making_sentences(episode: EpisodeMeasures) -> tuple[str, ...]:
    """Say what is known of the body beside its cuts, and why what is not known is not."""
    making, made = episode.making, episode.body.made
    if not episode.body.seconds:
        return ()
    said = [_drawings(episode)]
    if made.heard is None or making.why_unheard:
        said.append(f"Voices and music were not told: {making.why_unheard or 'no sound is known'}.")
    else:
        said += _sound(made.heard, making)
    if made.read is not None:
        said.append(_lines(made.read, making))
    if stretches := _stretches(episode):
        said.append(stretches)
    return tuple(said)


def _drawings(episode: EpisodeMeasures) -> str:
    drawn = episode.body.made.drawn
    if drawn is None:
        return "Drawings were not looked at; `cutstat scan --complete` on the file adds them."
    if drawn.is_full:
        return (
            f"The pictures are rendered, or fully animated: {percent(drawn.share_on(1))} of what "
            "moves changes with every frame."
        )
    return (
        f"At least {drawn.distinct:,} different pictures were shown, {drawn.distinct_per_shot:.1f} "
        f"a shot (camera moves left out, layers count as one), and {percent(drawn.held_share)} of "
        "the time a picture is held."
    )


def _sound(heard: HeardSpan, making: Making) -> list[str]:
    source = making.heard
    by = "" if source is None else f"; {source.stream}, told by {source.model}"
    return [
        f"Voices are heard for {percent(heard.voices)} of the body, give or take "
        f"{100 * VOICE_MARGIN:.0f} points (shouts and gasps count{by}).",
        f"Music is heard for {percent(heard.music)}, give or take {100 * MUSIC_MARGIN:.0f} points; "
        "whether it plays inside the story cannot be told. The longest stretch without it lasts "
        f"{_minutes(heard.longest_without_music)}.",
    ]


def _lines(read: ReadSpan, making: Making) -> str:
    track = making.lines
    dropped: Counter[str] = Counter()
    for one in () if track is None else track.dropped:
        dropped[one.reason] += one.count
    left = ", ".join(f"{count} {reason}" for reason, count in dropped.most_common())
    return (
        f"A line of dialogue is on screen for {percent(read.share)} of the body, "
        f"{read.lines_per_minute:.0f} lines a minute ({track}"
        + (f"; left out as none: {left}" if left else "")
        + ")."
    )


def _stretches(episode: EpisodeMeasures) -> str | None:
    tempo = episode.tempo
    if tempo is None:
        return None
    voices = " and ".join([", ".join(tempo.voices[:-1]), tempo.voices[-1]])
    if not tempo.stretches:
        other = "other " if tempo.cleared else ""
        return f"No {other}stretch of 20 s or more stands out by {voices}."
    spans = [one.text for one in tempo.stretches]
    more = len(spans) - STRETCHES
    listed = ", ".join(spans[:STRETCHES]) + (f" and {more} more" if more > 0 else "")
    return f"Stretches that stand out by {voices}, whatever happens in them: {listed}."


def _minutes(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60} min {whole % 60} s" if whole >= 60 else f"{whole} s"
