"""Cuts: how likely each candidate is one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cutstat.core.track import Track
from cutstat.detection.encoder import with_encoder
from cutstat.detection.features import cut_features
from cutstat.detection.footage import Footage
from cutstat.detection.model import Model
from cutstat.detection.network import chance_of, log_odds_of
from cutstat.detection.sampling import step_of


def cut_log_odds(track: Track, model: Model, *, footage: Footage) -> NDArray[np.float32]:
    """Give the log odds of each candidate to be a cut, shape (n_candidates,).

    By the pictures, and by what the encoder thought.
    """
    frames = track.seen.evidence.frames
    if not len(frames):
        return np.zeros(0, np.float32)
    step = step_of(track.header.declared_rate)
    features = cut_features(track.seen, step=step, footage=footage)
    chance = with_encoder(chance_of(model.cut.log_odds(features, footage)), track.is_intra[frames])
    return log_odds_of(chance)


def peaks_of(curve: NDArray[np.float32], *, reach: int = 1) -> NDArray[np.float32]:
    """Keep of frames near each other the likeliest: one cut often leaves traces in two.

    Of equal ones, the first is kept.

    Parameters
    ----------
    curve : ndarray of float, shape (n,)
    reach : int > 0
        Frames on each side within which a frame must be the likeliest.
    """
    around = np.lib.stride_tricks.sliding_window_view(np.pad(curve, reach), 2 * reach + 1)
    is_peak = (around[:, reach] > around[:, :reach].max(axis=1)) & (
        around[:, reach] >= around[:, reach + 1 :].max(axis=1)
    )
    return np.where(is_peak, curve, 0).astype(np.float32)
