"""The sound and the drawings of the samples, by their scripts."""

from __future__ import annotations

import numpy as np

from cutstat.synth import tones
from cutstat.synth.render import frames, new_drawings, truth
from cutstat.synth.samples import sample_series
from cutstat.synth.sounds import passages, sound


def test_what_is_heard_is_where_the_script_has_it() -> None:
    for series in sample_series():
        episode = series[0]
        samples = sound(episode)
        rate = float(episode.series.rate)
        facts = truth(episode, video="a.mkv")
        assert abs(len(samples) / tones.RATE - facts["frames"] / rate) < 0.01
        heard = np.zeros(facts["frames"], bool)
        for one in facts["sound"]:
            heard[one["start"] : one["stop"]] = True
        edges = np.round(np.arange(facts["frames"] + 1) / rate * tones.RATE).astype(int)
        power = np.sqrt(np.add.reduceat(samples**2, edges[:-1]) / np.diff(edges))
        assert np.median(power[heard]) > 0.02
        assert power[~heard].max(initial=0.0) < 0.01 if (~heard).sum() > 48 else True


def test_scores_are_as_the_series_have_them() -> None:
    scores = {}
    for series in sample_series():
        spans = [one for one in passages(series[0]) if one.kind == "music"]
        scores[series[0].series.score] = sum(one.stop - one.start for one in spans)
    assert scores["none"] < scores["action"] < scores["all"]


def test_themes_sound_alike_in_all_episodes_and_no_two_series_share_one() -> None:
    seeds = []
    for series in sample_series():
        own = {
            one.seed
            for episode in series
            for one in passages(episode)
            if one.stop - one.start > 300
        }
        themes = [{one.seed for one in passages(episode)} & own for episode in series]
        common = set.intersection(*themes)
        assert common
        seeds.append(common)
    assert not set.intersection(*seeds)


def test_frames_that_the_script_calls_new_differ_and_others_do_not() -> None:
    episode = next(s for s in sample_series() if s[0].series.step == 3 and not s[0].series.grain)[0]
    part = next(p for p in episode.parts if p.kind == "body")
    shot = next(
        line
        for line in part.lines
        if getattr(line, "actions", None) is not None
        and line.who  # type: ignore[union-attr]
        and line.actions == frozenset({"talk"})  # type: ignore[union-attr]
        and line.view in ("medium", "close")  # type: ignore[union-attr]
    )
    new = set(new_drawings(episode.series, shot))  # type: ignore[arg-type]
    start = 0
    for line in (line for p in episode.parts for line in p.lines):
        if line is shot:
            break
        start += line.frames if hasattr(line, "who") else line.length  # type: ignore[union-attr]
    before = None
    for k, image in enumerate(frames(episode)):
        inside = k - start
        if 0 < inside < min(shot.frames, 48):  # type: ignore[union-attr]
            assert (inside in new) == bool((image != before).any()), inside
        if inside >= 48:
            break
        before = image
