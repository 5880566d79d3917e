"""Loudness of sound over time, weighed as ears do."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import av
import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from cutstat.core.sound import LEVEL_SECONDS

USUAL_RATE = 48_000
RATES = range(8_000, 192_001, round(1 / LEVEL_SECONDS))
"""Rates, in hertz, of which a level is a whole number of samples; sound of others is resampled."""

SURROUND = 1.41
"""Weight of channels between 60 and 120 degrees to the sides, at the height of the ears."""

SIDES = (("SL", "SR", "WL", "WR", "SSL", "SSR"), ("BL", "BR"))
"""Names of channels there. FFmpeg's "back" stands at 110 degrees, but at 135 beside one at the
sides."""

FAINTEST = 1e-12
"""Power of silence: 120 decibels below full scale."""

OFFSET = -0.691
"""What is added, in decibels: by it a sine of 997 Hz is as loud as it is strong."""

SILENT = 10 * np.log10(FAINTEST) + OFFSET
"""Loudness where there is no sound at all, in LUFS."""


class LoudnessMeter:
    """Takes in frames of sound at their own rate, and gives the loudness of each tenth of a second.

    It is that of Recommendation ITU-R BS.1770 [1]_ in LUFS, of `LEVEL_SECONDS` each and ungated:
    the power of each channel after two filters, summed with weights. By Parseval's theorem that is
    the sum of its spectrum times the squared response of the filters.

    References
    ----------
    .. [1] ITU-R BS.1770-5 (2023), Algorithms to measure audio programme loudness and true-peak
       audio level.
    """

    def __init__(self) -> None:
        self._resampler: av.AudioResampler | None = None
        self._weights = np.ones(1)
        self._rate = USUAL_RATE
        self._pending: list[NDArray[np.float32]] = [np.zeros((1, 0), np.float32)]
        self._held = 0
        """Samples that are pending."""

        self._carried = 0.0
        """Power of the level at work that came in another form."""

        self._powers: list[NDArray[np.float64]] = []

    @property
    def _step(self) -> int:
        return round(LEVEL_SECONDS * self._rate)

    def begin(self, frame: AudioFrame) -> None:
        """Go on in the form of a frame; the level at work keeps what it has.

        Raises FFmpegError or ValueError for a form that no sound has.
        """
        rate = frame.sample_rate if frame.sample_rate in RATES else USUAL_RATE
        resampler = av.AudioResampler(format="flt", layout=frame.layout, rate=rate)
        self._process(self._held // self._step)
        filled = self._held / self._step
        if self._held:
            self._pad(self._step)
            self._process(1)
            self._carried = float(self._powers.pop()[0])
        names = [channel.name for channel in frame.layout.channels]
        self._resampler, self._rate = resampler, rate
        self._weights = channel_weights(names)
        self._pending = [np.zeros((len(names), 0), np.float32)]
        self._pad(round(filled * self._step))

    def feed(self, frame: AudioFrame) -> None:
        """Take in a frame of the form with which `begin` was called, best of about a second."""
        if self._resampler is None:
            return
        for piece in self._resampler.resample(frame):
            # Channels in turn: PyAV reads beyond the memory of eight or more that lie apart.
            samples = np.asarray(piece.to_ndarray(), np.float32).reshape(-1, len(self._weights))
            samples = np.ascontiguousarray(samples.T)
            self._pending.append(samples)
            self._held += samples.shape[1]
        self._process(self._held // self._step)

    def skip(self, seconds: float) -> None:
        """Take in so much silence."""
        self._process(self._held // self._step)
        whole, rest = divmod(self._held + round(seconds * self._rate), self._step)
        if not whole:
            self._pad(rest)
            return
        self._pad(self._step)
        self._process(1)
        self._powers.append(np.zeros(whole - 1))
        self._pad(rest)

    def finish(self) -> NDArray[np.float32]:
        """Give the loudness of each level, shape (n,), in LUFS."""
        self._pad(-(-self._held // self._step) * self._step)
        self._process(self._held // self._step)
        powers = np.concatenate([np.zeros(0), *self._powers])
        return np.asarray(10 * np.log10(powers + FAINTEST) + OFFSET, np.float32)

    def _pad(self, length: int) -> None:
        """Fill up what is pending with silence."""
        missing = length - self._held
        if missing > 0:
            self._pending.append(np.zeros((len(self._weights), missing), np.float32))
            self._held += missing

    def _process(self, levels: int) -> None:
        if not levels:
            return
        samples = np.concatenate(self._pending, axis=1)
        stop = levels * self._step
        blocks = np.nan_to_num(samples[:, :stop]).reshape(len(samples), levels, self._step)
        spectra = np.ascontiguousarray(np.fft.rfft(blocks)).view(np.float32)
        power = np.square(spectra) @ k_weights(self._rate, self._step)
        summed = self._weights @ power.astype(float)
        summed[0] += self._carried
        self._carried = 0.0
        self._powers.append(summed)
        self._pending = [samples[:, stop:]]
        self._held -= stop


@lru_cache(maxsize=8)
def k_weights(rate: int, length: int) -> NDArray[np.float32]:
    """Give the weights that turn the squares of a real spectrum into its power as ears weigh it.

    The filters of the recommendation are given at 48 kHz; at other rates they are those with the
    same frequencies and qualities.

    Parameters
    ----------
    rate : int
        Samples a second.
    length : int
        Samples of which the spectrum is taken.

    Returns
    -------
    ndarray of float, shape (2 * (length // 2 + 1),)
        For real and imaginary parts in turn.
    """
    delays = np.exp(-2j * np.pi * np.fft.rfftfreq(length))

    def section(one: float, first: float, last: float, place: float) -> NDArray[np.complex128]:
        """Give a polynomial of second order, by the bilinear transform."""
        above, below = one + first * place, one - first * place
        second = last * place**2
        return np.polyval([below + second, 2 * (second - one), above + second], delays)

    shelf, low = np.tan(np.pi * np.array([1681.974450955533, 38.13547087602444]) / rate)
    gain = 10 ** (3.999843853973347 / 20)
    q = 0.7071752369554196
    response = section(gain, gain**0.4996667741545416 / q, 1.0, shelf)
    response /= section(1.0, 1 / q, 1.0, shelf)
    q = 0.5003270373238773
    # The numerator of the high pass is 1, -2, 1 at any rate: its gain is a little above 1.
    response *= (1 - delays) ** 2 * (1 + low / q + low**2) / section(1.0, 1 / q, 1.0, low)
    sides = np.full(len(delays), 2.0)
    sides[0] = 1.0
    if length % 2 == 0:
        sides[-1] = 1.0
    weights = sides * np.abs(response) ** 2 / length**2
    return np.repeat(weights, 2).astype(np.float32)


def channel_weights(names: Sequence[str]) -> NDArray[np.float64]:
    """Give the weight of each channel: those for low effects do not count.

    Parameters
    ----------
    names : sequence of str
        As FFmpeg calls the channels.
    """
    sides, backs = SIDES
    loud = sides if any(name in sides for name in names) else backs
    return np.array(
        [0.0 if name.startswith("LFE") else SURROUND if name in loud else 1.0 for name in names]
    )
