"""Threads while a video is analysed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import cv2
from threadpoolctl import threadpool_limits


@contextmanager
def one_thread() -> Iterator[None]:
    """Let OpenCV and the matrix products of NumPy use one thread while the block runs.

    Small pictures are not worth sharing, and episodes at work beside each other would fight over
    cores; the decoder has its own threads. Measured on 1080p, OpenCV's threads cost 4 % of the
    whole scan. Afterwards this process has the threads that it had before.
    """
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        with threadpool_limits(1):
            yield
    finally:
        cv2.setNumThreads(before)
