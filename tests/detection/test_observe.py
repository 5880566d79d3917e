"""What is measured of pictures, frame by frame and in pairs."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.small import part_of, small_pictures
from support.videos import picture, shot_frames

from cutstat.core.pictures import CHROMA_SHAPE, LUMA_SHAPE, Pictures
from cutstat.detection import curves
from cutstat.detection.evidence import NAMES
from cutstat.detection.observe import Observations, Observer
from cutstat.detection.similarity import CHANNELS, LAGS, SimilarityBand

SHOTS = (30, 5, 40, 4, 30)
BORDERS = [30, 35, 75, 79]


@pytest.fixture(scope="module")
def pictures() -> Pictures:
    return small_pictures(shot_frames(SHOTS, seed=2))


def observe(pictures: Pictures, sizes: list[int]) -> Observations:
    observer = Observer()
    start = 0
    for size in sizes:
        observer.feed(part_of(pictures, start, start + size))
        start += size
    if start < len(pictures):
        observer.feed(part_of(pictures, start, len(pictures)))
    return observer.finish()


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=2))
def test_the_size_of_batches_changes_nothing(sizes: list[int]) -> None:
    pictures = small_pictures(shot_frames(SHOTS, seed=2))
    whole, parts = observe(pictures, []), observe(pictures, sizes)
    np.testing.assert_array_equal(parts.fingerprints, whole.fingerprints)
    np.testing.assert_array_equal(parts.evidence.frames, whole.evidence.frames)
    np.testing.assert_allclose(parts.evidence.values, whole.evidence.values, atol=1e-4)
    # Sums of products may be rounded the other way in batches of another size.
    difference = parts.similarities.astype(int) - whole.similarities.astype(int)
    assert np.abs(difference).max() <= 1
    for name in whole.curves:
        np.testing.assert_allclose(parts.curves[name], whole.curves[name], atol=1e-4)


def test_every_border_is_a_candidate_with_evidence(pictures: Pictures) -> None:
    seen = observe(pictures, [])
    assert set(BORDERS) <= set(seen.evidence.frames.tolist())
    assert seen.evidence.values.shape[1] == len(NAMES)


def test_a_still_picture_has_no_candidate() -> None:
    seen = observe(small_pictures([picture(1)] * 60), [])
    assert len(seen.evidence.frames) == 0
    assert np.all(seen.curves["change"] == 0)
    assert np.all(seen.similarities == 255)


def test_differences_are_zero_for_the_same_and_full_from_black_to_white() -> None:
    black, white = np.zeros((90, 160, 3), np.uint8), np.full((90, 160, 3), 255, np.uint8)
    change = curves.differences(small_pictures([black, black, white]), before=None)
    np.testing.assert_allclose(change, [0, 0, 255])


def test_histograms_are_shares(pictures: Pictures) -> None:
    found = curves.histograms(pictures)
    bins = curves.LUMA_BINS
    np.testing.assert_allclose(found[:, :bins].sum(1), 1, atol=1e-5)
    np.testing.assert_allclose(found[:, bins:].sum(1), 1, atol=1e-5)
    assert np.all(found >= 0)


def test_levels_are_mean_and_deviation(pictures: Pictures) -> None:
    level, deviation = curves.levels(pictures)
    flat = pictures.luma.reshape(len(pictures), -1).astype(np.float64)
    np.testing.assert_allclose(level, flat.mean(1), atol=1e-3)
    np.testing.assert_allclose(deviation, flat.std(1), atol=1e-3)


def test_mean_colours_are_those_of_the_picture() -> None:
    red, green, blue = 180, 90, 60
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue  # ITU-R BT.709
    chroma = np.array([(blue - luma) / 1.8556, (red - luma) / 1.5748]) * 224 / 255 + 128
    pictures = Pictures(
        np.full((1, *LUMA_SHAPE), round(luma), np.uint8),
        np.broadcast_to(chroma.round()[None, :, None, None], (1, 2, *CHROMA_SHAPE)).astype(
            np.uint8
        ),
    )
    # Rounding to 8 bits costs a level of each plane.
    np.testing.assert_allclose(curves.mean_colours(pictures)[0], [red, green, blue], atol=2)


def bits(number: int) -> int:
    return int(number).bit_count()


def test_fingerprints_bear_light_and_noise_but_tell_pictures_apart() -> None:
    random = np.random.default_rng(0)
    image = picture(3)
    darker = (image * 0.7).astype(np.uint8)
    noisy = np.clip(image + random.normal(0, 4, image.shape), 0, 255).astype(np.uint8)
    same, dark, grainy, *others = curves.fingerprints(
        small_pictures([image, darker, noisy, *(picture(k) for k in range(4, 14))])
    ).tolist()
    assert bits(same ^ dark) <= 4
    assert bits(same ^ grainy) <= 4
    assert min(bits(same ^ other) for other in others) > 12


def test_similarities_compare_a_frame_with_those_before_it() -> None:
    band = SimilarityBand().feed(small_pictures([picture(1)] * 10 + [picture(2)] * 10))
    assert band.shape == (20, len(LAGS), len(CHANNELS))
    # Frame 12 against 11 (same picture) and against 9 (the other one).
    assert np.all(band[12, 0] >= 254)
    assert np.all(band[12, 2] < 235)
    # There is nothing before the first frame: it counts as the same.
    assert np.all(band[0] == 255)
    assert np.all(band[3, 3:] == 255)


def test_structure_bears_light_and_layout_feels_it() -> None:
    image = picture(5)
    band = SimilarityBand().feed(small_pictures([image, (image * 0.6).astype(np.uint8)]))
    structure, layout = (
        band[1, 0, CHANNELS.index("structure")],
        band[1, 0, CHANNELS.index("layout")],
    )
    assert structure > 250
    assert layout < 150


def test_edges_and_colours_bear_motion_better_than_structure() -> None:
    image = picture(6)
    band = SimilarityBand().feed(small_pictures([image, np.roll(image, 24, axis=1)]))
    structure, edges, colours, _, palette, _ = band[1, 0].astype(int)
    assert edges > structure
    assert colours > structure
    assert palette > structure


def test_a_line_of_text_leaves_most_cells_kept_and_a_new_view_hardly_any() -> None:
    image = picture(7)
    written = image.copy()
    cv2.putText(written, "A line of text", (40, 158), cv2.FONT_HERSHEY_DUPLEX, 0.8, (255,) * 3, 2)
    band = SimilarityBand().feed(small_pictures([image, written, picture(8)]))
    text, view = band[1:, 0, CHANNELS.index("kept")].astype(int)
    assert text > 0.75 * 255
    assert view < 0.25 * 255


@pytest.mark.parametrize("step", [2, 4])
def test_in_steps_every_frame_is_compared_as_in_the_film_that_was_repeated(step: int) -> None:
    film = small_pictures(shot_frames(SHOTS, seed=2))
    places = np.repeat(np.arange(len(film)), step)
    repeated = Pictures(film.luma[places], film.chroma[places])
    assert np.array_equal(
        SimilarityBand(step=step).feed(repeated)[::step][: len(film)], SimilarityBand().feed(film)
    )


def test_two_flat_pictures_are_alike_in_structure() -> None:
    random = np.random.default_rng(1)
    grey = [
        np.clip(random.normal(16, 0.5, (90, 160, 1)), 0, 255).astype(np.uint8).repeat(3, axis=2)
        for _ in range(2)
    ]
    assert SimilarityBand().feed(small_pictures(grey))[1, 0, 0] > 220
