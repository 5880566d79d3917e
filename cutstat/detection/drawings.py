"""Observe which pictures are new: the largest change of a cell, with camera moves taken out."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from cutstat.core.drawings import Drawings

Grid = NDArray[np.uint8]

CHANGED = 16
"""Grey levels from which on a cell may have changed. Cells of held pictures stay below in 8 of 10
clips whose frames were looked at; what comes later decides by the clip itself."""

CAMERA_RUN = 3
"""Frames in a row that change before a camera move is looked for: drawings on ones are rare."""

WIDE = 0.05
"""Share of the cells that change from which on a single frame may be a jolt of the camera."""

KEPT_PICTURES = 12
"""Pictures that a new one is compared with: three mouths, two eyes and a nod are fewer."""

CORNERS = 60
"""Corners followed from frame to frame, of which a few dozen lie on the background."""

COARSE = (96, 54)
"""Columns and rows of the pictures whose correlation tells visual activity."""

ENOUGH_CORNERS, CORNER_LIFE = 30, 6
"""Corners that were followed are followed on, as long as so many are left and for so many frames:
to find new ones costs as much as all else."""

FOLLOWING = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 10, 0.03)
"""Steps, and cells, after which a corner is taken as found."""

TRIALS, REFINED = 300, 3
"""Pairs of corners that a move is guessed from, and steps by which the best guess is refined."""

NO_CORNERS: NDArray[np.float32] = np.zeros((0, 1, 2), np.float32)

PYRAMID = 3
"""Halvings of the grid in which corners are first looked for: moves of some forty cells."""

SLACK = 0.25
"""Share of the contrast around a cell by which it may leave it: moved by half a cell, lines are
sampled otherwise."""

TESTS_KEPT = 60
UNEXPLAINED = 50
"""Change that is left once a camera move is taken out, from which on a picture is new."""

GIVE_UP_SHARE = 0.6
SAMPLED = 8
"""Where more than this share of the last tests found new pictures nonetheless, as in 3D, one frame
in so many is tested."""


class DrawingObserver:
    """Takes in the grids of a video frame by frame; its memory does not grow with the video."""

    def __init__(self) -> None:
        self._recent: deque[Grid] = deque(maxlen=CAMERA_RUN + 1)
        self._kept: deque[tuple[int, Grid]] = deque(maxlen=KEPT_PICTURES)
        # Of runs and of jolts, whether the last tests found new pictures nonetheless.
        self._runs: deque[bool] = deque(maxlen=TESTS_KEPT)
        self._jolts: deque[bool] = deque(maxlen=TESTS_KEPT)
        self._run = 0
        self._camera = Camera()
        self._change = bytearray()
        self._beyond = bytearray()
        self._earlier = bytearray()
        self._earlier_frame: list[int] = []
        self._coarse: deque[NDArray[np.float32]] = deque(maxlen=2)
        self._activity: list[float] = []

    def feed(self, grid: Grid) -> None:
        """Take in the next frame: its brightness in cells, under 480 to a side."""
        frame = len(self._change)
        before = self._recent[-1] if self._recent else None
        change = 255 if before is None else _largest(grid, before)
        self._recent.append(grid)
        if len(self._activity) % 2 == 0:
            coarse = cv2.resize(grid, COARSE, interpolation=cv2.INTER_LINEAR)
            self._coarse.append(np.asarray(coarse, np.float32))
            self._activity.append(_activity(self._coarse))
        else:
            self._activity.append(self._activity[-1])
        self._change.append(change)
        self._beyond.append(change)
        found = (255, -1)
        if change >= CHANGED:
            self._run += before is not None  # the first frame follows none
            found = self._nearest(grid)
            self._keep(frame, grid, found)
        else:
            self._run = 0
        self._earlier.append(found[0])
        self._earlier_frame.append(found[1])
        if self._run == CAMERA_RUN:
            for back in reversed(range(CAMERA_RUN)):
                self._test(back, self._runs)
        elif self._run > CAMERA_RUN:
            self._test(0, self._runs)
        elif self._run and self._is_wide():
            self._test(0, self._jolts)

    def finish(self) -> Drawings:
        """Give what was observed, after the last frame."""
        return Drawings(
            np.frombuffer(bytes(self._change), np.uint8),
            np.frombuffer(bytes(self._beyond), np.uint8),
            np.frombuffer(bytes(self._earlier), np.uint8),
            np.array(self._earlier_frame, np.int32),
            np.array(self._activity, np.float32),
        )

    def _nearest(self, grid: Grid) -> tuple[int, int]:
        return min(
            ((_largest(grid, picture), first) for first, picture in self._kept), default=(255, -1)
        )

    def _keep(self, frame: int, grid: Grid, found: tuple[int, int]) -> None:
        """Keep a picture that was not shown before; one that was moves to the front."""
        if found[0] < CHANGED:
            again = next(one for one in self._kept if one[0] == found[1])
            self._kept.remove(again)
            self._kept.append(again)
        else:
            self._kept.append((frame, grid))

    def _is_wide(self) -> bool:
        """Whether so much of the last frame changed that the camera may have moved."""
        before, grid = self._recent[-2], self._recent[-1]
        if before.shape != grid.shape:
            return False
        changed = np.count_nonzero(cv2.absdiff(before, grid) >= CHANGED)
        return bool(changed >= WIDE * grid.size)

    def _test(self, back: int, tests: deque[bool]) -> None:
        """Look for a camera move that explains the frame so many before the last."""
        frame = len(self._change) - 1 - back
        if sum(tests) > GIVE_UP_SHARE * TESTS_KEPT and frame % SAMPLED:
            return
        beyond = self._camera.unexplained(self._recent[-2 - back], self._recent[-1 - back])
        tests.append(beyond >= UNEXPLAINED)
        self._beyond[frame] = min(beyond, self._change[frame])


def _activity(pictures: Sequence[NDArray[np.float32]]) -> float:
    """Give one less the correlation of two pictures; 0 where there is one, or one is plain."""
    if len(pictures) < 2:
        return 0.0
    old, new = (picture.ravel() - picture.mean() for picture in pictures)
    scale = float(np.sqrt(np.dot(old, old) * np.dot(new, new)))
    return 1 - float(np.dot(old, new)) / scale if scale > len(old) else 0.0


def _largest(grid: Grid, before: Grid) -> int:
    """Give the largest change of a cell; pictures of unlike size have nothing in common."""
    if grid.shape != before.shape:
        return 255
    return int(cv2.norm(grid, before, cv2.NORM_INF))


class Camera:
    """Follows corners from frame to frame, and tells what a move of the camera explains."""

    def __init__(self) -> None:
        self._seen: Grid | None = None
        """The frame in which the corners lie."""

        self._corners = NO_CORNERS
        self._age = 0

    def unexplained(self, before: Grid, grid: Grid) -> int:
        """Give the largest change of a cell that neither stands still nor moves with the camera.

        A similarity transform is estimated from corners that are followed from one frame to the
        next. A cell counts as moved along if it lies within what the moved picture shows around it,
        since a line that moves by half a cell changes two.

        Returns
        -------
        int
            In grey levels, 0..255; 255 where no move can be estimated.
        """
        if grid.shape != before.shape:
            return 255
        move = self._move(before, grid)
        if move is None:
            return 255
        height, width = grid.shape
        moved = cv2.warpAffine(before, move, (width, height), borderMode=cv2.BORDER_REPLICATE)
        inside = cv2.warpAffine(np.full_like(before, 255), move, (width, height))
        around = np.ones((3, 3), np.uint8)
        high, low = cv2.dilate(moved, around), cv2.erode(moved, around)
        slack = cv2.convertScaleAbs(cv2.subtract(high, low), alpha=SLACK)
        beyond = cv2.max(cv2.subtract(grid, high), cv2.subtract(low, grid))
        by_move = cv2.subtract(beyond, slack)
        by_move = cv2.bitwise_and(by_move, cv2.erode(inside, np.ones((5, 5), np.uint8)))
        return int(cv2.min(by_move, cv2.absdiff(grid, before)).max())

    def _move(self, before: Grid, grid: Grid) -> NDArray[np.float64] | None:
        """Estimate how the background moved, as a 2 by 3 matrix; None where nothing is followed."""
        is_worn = len(self._corners) < ENOUGH_CORNERS or self._age >= CORNER_LIFE
        if before is not self._seen or is_worn:
            found = cv2.goodFeaturesToTrack(before, CORNERS, 0.01, 5)
            self._corners = NO_CORNERS if found is None else np.asarray(found, np.float32)
            self._age = 0
        self._seen, self._age = grid, self._age + 1
        corners = self._corners
        if len(corners) < 4:
            return None
        followed, is_found, _ = cv2.calcOpticalFlowPyrLK(
            *(before, grid, corners, np.empty_like(corners)),
            winSize=(11, 11),
            maxLevel=PYRAMID,
            criteria=FOLLOWING,
        )
        kept = is_found.ravel() == 1
        self._corners = np.asarray(followed[kept], np.float32)
        if kept.sum() < 4:
            return None
        move, fits = cv2.estimateAffinePartial2D(
            *(corners[kept], followed[kept]),
            method=cv2.RANSAC,
            ransacReprojThreshold=0.7,
            maxIters=TRIALS,
            refineIters=REFINED,
        )
        if move is None:
            return None
        # What moves otherwise is no background; it would be lost from the frame on.
        self._corners = self._corners[fits.ravel() == 1]
        return np.asarray(move, np.float64)
