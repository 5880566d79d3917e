"""What the page's server answers, to whom, and what outlives it."""

from __future__ import annotations

import base64
import itertools
import json
import shutil
import socket
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest
from review.conftest import TITLE
from support.review import Served, served
from support.shows import Ran, lengths_of, run_cli
from support.videos import borders

from cutstat.errors import InputError
from cutstat.library.reviews import transition_overrides
from cutstat.library.store import Library
from cutstat.review.page import serve_review
from cutstat.review.server import PageServer
from cutstat.study.study import Study

CUTS = borders(lengths_of(1, pace=20))


def first(page: Served) -> str:
    return str(page.ask("episodes")["episodes"][0]["key"])


def listed(library: Path) -> list[tuple[int, int | None]]:
    """Give what the library holds, as another program sees it."""
    ran = run_cli("review", TITLE, "--list", "--json", "--library", library)
    documents = [json.loads(line) for line in ran.stdout.splitlines()]
    return [
        (one["place"], one["said"] and one["said"]["start"])
        for document in documents
        for one in document["overrides"]
    ]


def kept(library: Path) -> dict[int, int | None]:
    """Give what the library holds of the first episode."""
    with Library(library) as shelf:
        words = transition_overrides(shelf, shelf.episodes()[0].file_key)
    return {one.place: one.said and one.said.start for one in words}


def test_an_episode_is_shown_with_what_is_worth_a_look(library: Path) -> None:
    with served(library, TITLE) as page:
        names = page.ask("episodes")["episodes"]
        assert [one["label"] for one in names] == ["01", "02", "03"]
        assert names[0]["series"] == TITLE
        episode = page.ask(f"episode?key={first(page)}")
    assert [one["place"] for one in episode["places"] if one["is_found"]] == CUTS
    assert [shot[0] for shot in episode["shots"]] == [0, *CUTS]
    assert episode["count"]["body"] == episode["count"]["found"] == 5
    assert len(episode["milliseconds"]) == episode["frames"] + 1
    assert episode["has_video"]


def test_a_decision_is_kept_at_once_and_moves_the_count(library: Path) -> None:
    with served(library, TITLE) as page:
        key = first(page)
        answer = page.tell("say", key=key, place=CUTS[1], said=None)
        assert (answer["count"]["body"], answer["count"]["found"]) == (4, 5)
        assert listed(library) == [(CUTS[1], None)]
        there = {"start": CUTS[0] + 5, "stop": CUTS[0] + 5, "kind": "cut"}
        answer = page.tell("say", key=key, place=CUTS[0] + 5, said=there)
        assert answer["count"]["body"] == 5
        for _ in range(2):
            answer = (
                page.tell("take-back", key=key, **answer["undo"]) if "undo" in answer else answer
            )
        assert listed(library) == [(CUTS[1], None)]


def test_what_is_put_in_beside_a_transition_leaves_that_in_place(library: Path) -> None:
    with served(library, TITLE) as page:
        there = {"start": CUTS[1] + 2, "stop": CUTS[1] + 2, "kind": "cut"}
        answer = page.tell("say", key=first(page), place=CUTS[1] + 2, said=there)
    assert [shot[0] for shot in answer["shots"]] == [0, *CUTS[:2], CUTS[1] + 2, *CUTS[2:]]


def test_two_pages_see_what_the_other_has_said(library: Path) -> None:
    with served(library, TITLE) as one, served(library, TITLE) as other:
        key = first(one)
        undo = one.tell("say", key=key, place=CUTS[1], said=None)["undo"]
        assert other.ask(f"state?key={key}")["count"]["body"] == 4
        other.tell("take-back", key=key, **undo)
        assert one.ask(f"state?key={key}")["count"]["body"] == 5
        status, answer = one.call("api/take-back", json.dumps({"key": key, **undo}).encode())
        assert (status, answer["error"]) == (
            409,
            "this was taken back already, here or on another page",
        )


def test_a_scan_goes_on_while_a_person_reviews(library: Path, videos: Path, tmp_path: Path) -> None:
    shutil.copytree(videos, tmp_path / "more")
    for number, file in enumerate(sorted((tmp_path / "more").iterdir()), 4):
        file.write_bytes(file.read_bytes() + bytes(number))
        file.rename(file.with_name(f"Fast - {number:02d}.mkv"))
    with served(library, TITLE) as page:
        key = first(page)
        ran: list[Ran] = []
        arguments = ("scan", tmp_path / "more", "--series", TITLE, "--library", library, "-j", "1")
        scanning = threading.Thread(target=lambda: ran.append(run_cli(*arguments)))
        scanning.start()
        said = 0
        while scanning.is_alive():
            page.tell("say", key=key, place=3 + said % 100, said=None)  # of 115 frames
            said += 1
        scanning.join()
        assert ran[0].status == 0, ran[0].stderr
        assert len(listed(library)) == min(said, 100)
    with served(library, TITLE) as page:
        assert len(page.ask("episodes")["episodes"]) == 6


def test_nothing_is_lost_when_the_server_is_killed(library: Path) -> None:
    said: dict[int, int | None] = {}
    turns = itertools.count()
    for moment in range(10):
        with served(library, TITLE) as page:
            key = first(page)
            assert kept(library) == said
            timer = threading.Timer(0.02 * moment, page.kill)
            timer.start()
            frame, there = 0, None
            try:
                while True:
                    lap, frame = divmod(next(turns), 90)
                    frame += 3
                    there = frame if lap % 2 else None
                    cut = there and {"start": there, "stop": there, "kind": "cut"}
                    page.tell("say", key=key, place=frame, said=cut)
                    said[frame] = there
            except (OSError, HTTPException, ValueError):
                timer.join()
        # What was on its way may be kept or not; what was answered must be.
        now = kept(library)
        assert {place: now.get(place) for place in said if place != frame} == {
            place: one for place, one in said.items() if place != frame
        }
        assert now.get(frame) in (there, said.get(frame))
        said = now
    assert len(said) > 10
    assert dict(listed(library)) == said


def test_a_stretch_that_was_gone_through_is_exact(library: Path) -> None:
    with served(library, TITLE) as page:
        key = first(page)
        episode = page.ask(f"episode?key={key}")
        assert not episode["is_whole"]
        answer = page.tell("through", key=key, start=0, stop=episode["frames"])
        assert answer["is_whole"]
        assert not page.tell("take-back", key=key, **answer["undo"])["is_whole"]


def test_segments_are_set_on_the_page(library: Path) -> None:
    with served(library, TITLE) as page:
        key = first(page)
        answer = page.tell("segments", key=key, kind="opening", spans=[[0, CUTS[1]]])
        kinds = [(one["kind"], one["start"], one["stop"]) for one in answer["segments"]]
        assert kinds[0] == ("opening", 0, CUTS[1])
        assert answer["count"]["body"] == 3
        answer = page.tell("segments", key=key, kind="opening", spans=[])
        assert {one["kind"] for one in answer["segments"]} == {"body"}
        page.tell("take-back", key=key, **answer["undo"])
        again = page.ask(f"state?key={key}")
    assert (again["segments"][0]["kind"], again["count"]["body"]) == ("opening", 3)


def test_an_episode_whose_video_is_gone_can_be_gone_through(videos: Path, tmp_path: Path) -> None:
    moved = shutil.copytree(videos, tmp_path / "moved")
    assert run_cli("scan", moved, "--library", tmp_path / "lib", "-j", "1").status == 0
    shutil.rmtree(moved)
    with served(tmp_path / "lib", "Fast") as page:
        key = first(page)
        assert not page.ask(f"episode?key={key}")["has_video"]
        assert page.tell("say", key=key, place=CUTS[1], said=None)["count"]["body"] == 4
        status, answer = page.call(f"api/pictures?key={key}&size=small&frames=1")
        assert (status, answer["error"]) == (409, "Fast - 01.mkv: the video is not there")


def test_pictures_are_jpeg_of_the_frames_that_are_asked_for(library: Path) -> None:
    with served(library, TITLE) as page:
        found = page.ask(f"pictures?key={first(page)}&size=small&frames=0,7,99999")
    assert sorted(found) == ["0", "7"]
    kind, _, data = found["7"].partition(",")
    assert kind == "data:image/jpeg;base64"
    assert base64.b64decode(data).startswith(b"\xff\xd8")


# Who may ask


def test_a_page_of_another_origin_cannot_write(library: Path) -> None:
    body = json.dumps({"key": "", "place": 1, "said": None}).encode()
    with served(library, TITLE) as page:
        for refused in (
            page.call("api/say", body, token=""),
            page.call("api/say", body, token=page.token[:-1] + "!"),
            page.call("api/say", body, headers={"Origin": "https://example.org"}),
            page.call("api/say", body, headers={"Origin": "null"}),
            page.call("api/say", body, headers={"Host": "evil.example"}),
            page.call("api/episodes", token=""),
            page.call("api/episodes", headers={"Host": "evil.example"}),
        ):
            assert refused[0] == 403
    assert listed(library) == []


def test_nothing_but_this_machine_is_listened_to() -> None:
    with PageServer(port=0, reads={}, writes={}) as server:
        assert server.server_address[0] == "127.0.0.1"
        assert server.socket.family == socket.AF_INET


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("api/nothing", None, 404),
        ("../../etc/passwd", None, 404),
        ("api/episode", None, 400),
        ("api/episode?key=x", None, 409),
        ("api/say", b"{", 400),
        ("api/say", b"[]", 400),
        ("api/say", b'{"key": "x", "place": "1", "said": {"start": -1}}', 400),
        (
            "api/say",
            b'{"key": "x", "place": 5, "said": {"start": 1, "stop": 9, "kind": "zoom"}}',
            400,
        ),
        ("api/say", b"[" * 5000, 400),
        ("api/pictures?key=x&size=huge&frames=1", None, 400),
    ],
)
def test_what_cannot_be_answered_is_refused(
    shared_page: Served, path: str, body: bytes | None, status: int
) -> None:
    found, answer = shared_page.call(path, body)
    assert found == status
    assert answer["error"]
    assert shared_page.ask("episodes")["episodes"]


@pytest.fixture(scope="module")
def shared_page(scanned: Path) -> Iterator[Served]:
    with served(scanned, TITLE) as page:
        yield page


def test_what_is_too_long_is_not_even_read(shared_page: Served) -> None:
    connection = HTTPConnection(shared_page.base.removeprefix("http://").rstrip("/"), timeout=20)
    connection.putrequest("POST", "/api/say")
    connection.putheader("X-Cutstat-Token", shared_page.token)
    connection.putheader("Content-Length", str(1 << 40))
    connection.endheaders()
    with connection.getresponse() as response:
        assert response.status == 413
    connection.close()


def test_a_place_outside_of_the_file_is_refused(library: Path) -> None:
    with served(library, TITLE) as page:
        said = {"key": first(page), "place": 99999, "said": None}
        status, answer = page.call("api/say", json.dumps(said).encode())
    assert status == 409
    assert answer["error"].startswith("frame 99999 lies outside the ")


def test_a_port_that_is_taken_is_said(library: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        Library(library) as opened,
        pytest.raises(InputError, match=r"port \d+ cannot be had .*--port"),
    ):
        serve_review(Study(opened), TITLE, port=taken.getsockname()[1], started=print)


# An audit


def test_a_review_answers_an_audit_and_an_audit_reviews(library: Path) -> None:
    with served(library, TITLE) as page:
        page.tell("say", key=first(page), place=CUTS[1], said=None)
    with served(library, TITLE, is_audit=True) as page:
        found = page.ask("audit")
        places = [item for item in found["items"] if not item["is_strip"]]
        strips = [item for item in found["items"] if item["is_strip"]]
        answers = {item["number"]: found["verdicts"].get(str(item["number"])) for item in places}
        said = [item for item in places if answers[item["number"]] is not None]
        assert all(item["place"] == CUTS[1] for item in said)
        for item in places:
            if item not in said:
                there = {name: item[name] for name in ("start", "stop", "kind")}
                page.tell("say", key=item["key"], place=item["place"], said=there)
        for item in strips:
            page.tell("through", key=item["key"], start=item["start"], stop=item["stop"])
            told = page.ask(f"audit-state?key={item['key']}")
        for item in places:
            told = page.ask(f"audit-state?key={item['key']}")
        assert len(told["verdicts"]) == len(found["items"])
        kept = page.tell("audit-keep")["sentence"]
        assert kept.startswith("Kept. So far: precision ")
    ran = run_cli("audit", TITLE, "--clear", "--library", library)
    assert "1 audit forgotten" in ran.stderr
