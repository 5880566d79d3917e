"""Loudness against the values and the filters of Recommendation ITU-R BS.1770."""

from __future__ import annotations

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from cutstat.sound.loudness import LoudnessMeter, channel_weights

# Tables 1 and 2 of the recommendation: coefficients at 48 kHz.
SHELF = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (1.0, -1.69065929318241, 0.73248077421585),
)
HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))


def response(hertz: float) -> float:
    """Give the gain of both filters of the recommendation, in decibels."""
    delays = np.exp(-2j * np.pi * hertz / 48_000 * np.arange(3))
    gain = 1.0
    for above, below in (SHELF, HIGH_PASS):
        gain *= abs(np.dot(above, delays) / np.dot(below, delays))
    return float(20 * np.log10(gain))


def sine(hertz: float, *, rate: int = 48_000, seconds: float = 2.0) -> NDArray[np.float32]:
    return np.sin(2 * np.pi * hertz * np.arange(round(rate * seconds)) / rate).astype(np.float32)


def measured(
    *channels: NDArray[np.float32], layout: str = "mono", rate: int = 48_000, form: str = "fltp"
) -> NDArray[np.float32]:
    meter = LoudnessMeter()
    feed(meter, *channels, layout=layout, rate=rate, form=form)
    return meter.finish()


def feed(
    meter: LoudnessMeter,
    *channels: NDArray[np.float32],
    layout: str = "mono",
    rate: int = 48_000,
    form: str = "fltp",
) -> None:
    samples = np.stack(channels)
    if form == "s16":
        samples = np.rint(samples.T.reshape(1, -1) * 32767).astype(np.int16)
    step = rate * (len(channels) if form == "s16" else 1)
    for start in range(0, samples.shape[1], step):
        piece = np.ascontiguousarray(samples[:, start : start + step])
        frame = av.AudioFrame.from_ndarray(piece, format=form, layout=layout)
        frame.sample_rate = rate
        if not start:
            meter.begin(frame)
        meter.feed(frame)


def test_a_sine_of_997_hertz_at_full_scale_in_one_channel() -> None:
    levels = measured(sine(997))
    assert len(levels) == 20
    assert np.abs(levels + 3.01).max() < 0.05


@pytest.mark.parametrize("hertz", [50, 100, 500, 2000, 10_000, 15_000])
@pytest.mark.parametrize("rate", [48_000, 44_100, 96_000])
def test_other_frequencies_differ_by_the_response_of_the_filters(hertz: int, rate: int) -> None:
    louder = measured(sine(hertz, rate=rate), rate=rate) - measured(sine(997))
    # The bilinear transform bends the shelf a little near half of the rate.
    assert np.abs(louder - (response(hertz) - response(997))).max() < 0.1


def test_channels_are_summed_with_their_weights() -> None:
    tone, none = sine(997), np.zeros(96_000, np.float32)
    one = measured(tone, none, layout="stereo")
    both = measured(tone, tone, layout="stereo")
    assert np.abs(one + 3.01).max() < 0.05
    assert both - one == pytest.approx(np.full(20, 10 * np.log10(2)), abs=0.01)
    low = measured(tone, none, none, tone, tone, none, layout="5.1")
    assert low - one == pytest.approx(np.full(20, 10 * np.log10(1 + 1.41)), abs=0.01)


@pytest.mark.parametrize("layout", ["5.1", "5.1(side)", "7.1", "7.1(wide)", "6.1", "quad", "7.1.4"])
def test_channels_beside_the_listener_count_more(layout: str) -> None:
    """The recommendation: 1.41 from 60 to 120 degrees, else 1, and nothing for low effects."""
    # 7.1 has its back channels at 135 degrees (BS.2051, system I), 5.1 at 110 (system B).
    louder = {"5.1": {"BL", "BR"}, "7.1(wide)": {"BL", "BR"}, "quad": {"BL", "BR"}}
    names = [channel.name for channel in av.AudioLayout(layout).channels]
    found = dict(zip(names, channel_weights(names), strict=True))
    beside = louder.get(layout, {"SL", "SR"})
    assert {name for name, weight in found.items() if weight == 1.41} == beside
    assert {name for name, weight in found.items() if weight == 0} <= {"LFE", "LFE2"}
    rest = set(names) - beside - {"LFE", "LFE2"}
    assert all(found[name] == 1 for name in rest)


def test_form_and_rate_of_the_samples_do_not_matter() -> None:
    assert np.abs(measured(sine(997), form="s16") + 3.01).max() < 0.05
    # 11,025 samples a second are no whole number in a tenth of one.
    levels = measured(sine(997, rate=11_025), rate=11_025)[2:-2]
    assert np.abs(levels + 3.01).max() < 0.1


def test_gaps_are_silent_and_keep_the_time() -> None:
    meter = LoudnessMeter()
    feed(meter, sine(997, seconds=0.55))
    meter.skip(1.5)
    feed(meter, sine(997, seconds=0.95))
    levels = meter.finish()
    assert len(levels) == 30
    is_loud = levels > -10
    assert np.flatnonzero(is_loud).tolist() == [*range(6), *range(20, 30)]
    assert levels[~is_loud].max() < -100


def test_a_form_that_changes_with_each_frame_keeps_the_time() -> None:
    meter = LoudnessMeter()
    for _ in range(20):
        feed(meter, sine(1000, seconds=0.05))
        feed(meter, *[sine(1000, seconds=0.05, rate=44_100)] * 2, layout="stereo", rate=44_100)
    levels = meter.finish()
    assert len(levels) == 20
    # Half of the time in one channel, half in two.
    assert np.abs(levels - (-3.01 + 10 * np.log10(1.5))).max() < 0.2


def test_silence_and_no_sound_at_all() -> None:
    assert measured(np.zeros(48_000, np.float32)).max() < -100
    assert LoudnessMeter().finish().shape == (0,)


def test_eight_channels_and_more_are_heard() -> None:
    tone, none = sine(997), np.zeros(96_000, np.float32)
    for layout, count in (("7.1", 8), ("hexadecagonal", 16)):
        channels = [tone, *[none] * (count - 1)]
        found = measured(*channels, layout=layout, form="s16")
        assert found[5:15] == pytest.approx(measured(tone)[5:15], abs=0.01)
