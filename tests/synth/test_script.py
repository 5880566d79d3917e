"""The reader of episode scripts: what may be written, and what is said of a slip."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from cutstat.errors import InputError
from cutstat.synth.script import (
    ACTIONS,
    EFFECTS,
    VIEWS,
    EpisodeScript,
    Part,
    ShotScript,
    TransitionScript,
    load_series,
)

SERIES = (
    'title = "Show"\nrate = "24000/1001"\nsuffix = ".mkv"\nsize = [160, 90]\n'
    "step = 2\npalette = 10\ngrain = 0.0\n"
)


def part(shots: str, *, kind: str = "body", more: str = "") -> str:
    return f'[[part]]\nkind = "{kind}"\n{more}shots = """\n{shots}\n"""\n'


def load(folder: Path, episode: str, *, series: str = SERIES, **files: str) -> EpisodeScript:
    """Write a series of one episode, and read it."""
    (folder / "series.toml").write_text(series, "utf-8")
    (folder / "01.toml").write_text(episode, "utf-8")
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, "utf-8")
    return load_series(folder)[0]


def test_a_series_and_its_shots_are_read(tmp_path: Path) -> None:
    episode = load(tmp_path, part("72 classroom close rei talk\n\n 48 harbour wide - pan-right "))
    assert episode.number == 1
    assert episode.series.title == "Show"
    assert episode.series.rate == Fraction(24000, 1001)
    assert episode.series.size == (160, 90)
    assert episode.parts == (
        Part(
            "body",
            (
                ShotScript(72, "classroom", "close", "rei", frozenset({"talk"})),
                ShotScript(48, "harbour", "wide", None, frozenset({"pan-right"})),
            ),
        ),
    )


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_every_action_is_read(tmp_path: Path, action: str) -> None:
    (shot,) = load(tmp_path, part(f"20 roof action kai {action}")).parts[0].lines
    assert isinstance(shot, ShotScript)
    assert shot.actions == {action}
    assert shot.effects == ()


@pytest.mark.parametrize("effect", sorted(EFFECTS))
def test_every_effect_is_read_with_its_frame(tmp_path: Path, effect: str) -> None:
    (shot,) = load(tmp_path, part(f"20 roof action kai run {effect}@17 {effect}@0")).parts[0].lines
    assert isinstance(shot, ShotScript)
    assert shot.actions == {"run"}
    assert shot.effects == ((effect, 17), (effect, 0))


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_read(tmp_path: Path, view: str) -> None:
    (shot,) = load(tmp_path, part(f"20 roof {view} kai")).parts[0].lines
    assert isinstance(shot, ShotScript)
    assert shot.view == view


@pytest.mark.parametrize(
    ("line", "transition"),
    [
        ("dissolve 12", TransitionScript("dissolve", (12,))),
        ("wipe 10", TransitionScript("wipe", (10,))),
        ("fade-black 10 6 11", TransitionScript("fade", (10, 6, 11))),
        ("fade-white 0 2 0", TransitionScript("fade", (0, 2, 0), is_white=True)),
    ],
)
def test_every_transition_is_read_with_its_length(
    tmp_path: Path, line: str, transition: TransitionScript
) -> None:
    read = load(tmp_path, part(f"9 a wide -\n{line}\n9 b wide -")).parts[0].lines[1]
    assert read == transition
    assert isinstance(read, TransitionScript)
    assert read.length == sum(int(word) for word in line.split()[1:])


def test_a_part_can_use_the_lines_of_another_file_and_have_its_own_text(tmp_path: Path) -> None:
    episode = load(
        tmp_path,
        part("9 a wide -") + '[[part]]\nkind = "opening"\nuse = "opening"\ntext = "CREDITS"\n',
        opening='shots = """\n24 stage wide -\n"""\n',
    )
    assert [one.kind for one in episode.parts] == ["body", "opening"]
    (shot,) = episode.parts[1].lines
    assert isinstance(shot, ShotScript)
    assert (shot.frames, shot.text) == (24, "CREDITS")


def test_a_transition_may_stand_between_two_parts(tmp_path: Path) -> None:
    load(tmp_path, part("9 a wide -\ndissolve 4") + part("9 b wide -", kind="ending"))
    load(tmp_path, part("9 a wide -") + part("dissolve 4\n9 b wide -", kind="ending"))


def test_episodes_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    (tmp_path / "series.toml").write_text(SERIES, "utf-8")
    for name in ("10", "2", "01", "opening", "2-notes"):
        (tmp_path / f"{name}.toml").write_text(part(f"{len(name)} a wide -"), "utf-8")
    assert [episode.number for episode in load_series(tmp_path)] == [1, 2, 10]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("72 classroom close", "a shot is written FRAMES PLACE VIEW WHO ACTION..."),
        ("disolve 12", "a shot is written FRAMES PLACE VIEW WHO ACTION..."),
        ("long classroom close rei", "'long' is no number of frames"),
        ("-5 classroom close rei", "'-5' is no number of frames"),
        ("7.5 classroom close rei", "'7.5' is no number of frames"),
        ("0 classroom close rei", "a shot needs at least one frame"),
        ("9 classroom near rei", "view 'near' is none of wide, medium, close"),
        ("9 classroom close rei jump", "action 'jump' is unknown"),
        ("9 classroom close rei boom@2", "action 'boom' is unknown"),
        ("9 classroom close rei flash@", "action 'flash@' is unknown"),
        ("9 classroom close rei flash", "action 'flash' is unknown"),
        ("9 classroom close rei flash@7", "flash@7 does not fit into 9 frames"),
        ("9 a wide -\ndissolve\n9 b wide -", "dissolve takes 1 frame counts"),
        ("9 a wide -\nfade-black 3 3\n9 b wide -", "fade-black takes 3 frame counts"),
        ("9 a wide -\nwipe x\n9 b wide -", "'x' is no number of frames"),
        ("9 a wide -\nwipe -2\n9 b wide -", "'-2' is no number of frames"),
        ("9 a wide -\ndissolve 0\n9 b wide -", "a dissolve needs at least one frame"),
    ],
)
def test_a_slip_in_a_line_is_said_with_the_file_and_the_line(
    tmp_path: Path, line: str, message: str
) -> None:
    with pytest.raises(InputError) as caught:
        load(tmp_path, part(line))
    said = str(caught.value)
    assert said.startswith(f"{tmp_path / '01.toml'}: cannot read the line ")
    assert message in said
    assert any(repr(one) in said for one in line.splitlines())


@pytest.mark.parametrize(
    ("episode", "message"),
    [
        ("", r"holds no \[\[part\]\]"),
        ("part = 3", r"holds no \[\[part\]\]"),
        ("[[part]", "cannot be read as a script"),
        (part("9 a wide -", kind="intro"), "kind 'intro' is none of opening, ending"),
        ('[[part]]\nshots = "9 a wide -"', "kind None is none of opening"),
        (part(""), "a part of kind 'body' needs at least one shot"),
        ('[[part]]\nkind = "body"', "a part of kind 'body' needs at least one shot"),
        ('[[part]]\nkind = "body"\nshots = 3', "shots and text must be texts"),
        (part("9 a wide -", more="text = 3\n"), "shots and text must be texts"),
        ('[[part]]\nkind = "body"\nuse = "absent"', "absent.toml: cannot be read as a script"),
        ('[[part]]\nkind = "body"\nuse = "series"', "series.toml: a part of kind 'body' needs at"),
        (part("dissolve 4\n9 a wide -"), "a dissolve must stand between two shots"),
        (part("9 a wide -\nwipe 4"), "a wipe must stand between two shots"),
        (
            part("9 a wide -\ndissolve 4\nfade-black 1 1 1\n9 b wide -"),
            "a dissolve must stand between two shots",
        ),
    ],
)
def test_a_slip_in_an_episode_is_said_with_the_file(
    tmp_path: Path, episode: str, message: str
) -> None:
    with pytest.raises(InputError, match=message) as caught:
        load(tmp_path, episode)
    assert str(caught.value).startswith(str(tmp_path))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('title = "Show"\n', "", "'title' is missing"),
        ("step = 2\n", "", "'step' is missing"),
        ('"24000/1001"', '"fast"', "cannot be used"),
        ('"24000/1001"', '"24/0"', "cannot be used"),
        ('"24000/1001"', '"0"', "rate must be positive, not 0"),
        ("[160, 90]", "[160]", "cannot be used"),
        ("[160, 90]", "[161, 90]", r"size must be two even numbers, not \[161, 90\]"),
        ("[160, 90]", "[160, 0]", "size must be two even numbers"),
        ("step = 2", "step = 0", "step must be a whole number of frames, not 0"),
        ("step = 2", "step = 1.5", "step must be a whole number of frames, not 1.5"),
        ("grain = 0.0", "grain = -1", "grain must not be negative"),
        ('".mkv"', '"mkv"', "suffix must be like .mkv, not 'mkv'"),
    ],
)
def test_a_slip_in_the_series_is_said_with_the_file(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(InputError, match=message) as caught:
        load(tmp_path, part("9 a wide -"), series=SERIES.replace(old, new))
    assert str(caught.value).startswith(str(tmp_path / "series.toml"))


def test_a_folder_without_series_or_episodes_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read as a script"):
        load_series(tmp_path)
    (tmp_path / "series.toml").write_text(SERIES, "utf-8")
    (tmp_path / "opening.toml").write_text("", "utf-8")
    with pytest.raises(InputError, match="holds no episode script"):
        load_series(tmp_path)
