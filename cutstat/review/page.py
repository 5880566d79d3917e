"""The page of a review: a desk, pictures and a server put together, until Ctrl-C."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any

from cutstat.core.segments import SEGMENT_KINDS, SegmentKind
from cutstat.core.shots import TRANSITION_KINDS, Transition
from cutstat.errors import InputError
from cutstat.review.audit_desk import AuditDesk
from cutstat.review.desk import Desk
from cutstat.review.server import Errands, PageServer, Route
from cutstat.review.stills import SIZES, Stills
from cutstat.study.audit import DrawnAudit
from cutstat.study.overrides import find_target
from cutstat.study.study import Study

MOST_FRAMES = 64
"""Pictures in one answer."""


def serve_review(
    study: Study, target: str, *, port: int = 0, started: Callable[[str], None]
) -> int:
    """Serve the page on the episodes of a series, or on one, until Ctrl-C.

    Parameters
    ----------
    study : Study
        Opened by this thread.
    target : str
        Title of a series, or an episode.
    port : int >= 0
        0 takes one that is free.
    started : callable
        Told the address of the page.

    Returns
    -------
    int
        Decisions that were made, less those that were taken back.

    Raises
    ------
    InputError
        If there is no such series or episode, the first one is not analysed, or the port is taken.
    """
    episodes = find_target(study.library, target)
    # One file that could not be analysed is no reason not to look at the others.
    shown = [one for one in episodes if one.track_key is not None] or episodes[:1]
    desk = Desk(study, shown)
    desk.opened(shown[0].file_key)
    serve(desk, port=port, started=started, reads={"audit": lambda _: {}}, writes={})
    return desk.decisions


def serve_audit(
    study: Study, drawn: DrawnAudit, *, port: int = 0, started: Callable[[str], None]
) -> int:
    """Ask the questions of an audit on the page, until Ctrl-C; parameters as for `serve_review`."""
    desk, questions = Desk(study, drawn.episodes), AuditDesk(study, drawn)
    serve(
        desk,
        port=port,
        started=started,
        reads={
            "audit": lambda _: questions.opened(),
            "audit-state": lambda asked: questions.renewed(str(asked["key"])),
        },
        writes={"audit-keep": lambda _: questions.keep()},
    )
    return desk.decisions


def serve(
    desk: Desk,
    *,
    port: int,
    started: Callable[[str], None],
    reads: Mapping[str, Route],
    writes: Mapping[str, Route],
) -> None:
    """Serve a desk until Ctrl-C; `reads` and `writes` are what a page asks beside it."""
    errands, stills = Errands(), Stills()

    def handed(route: Route) -> Route:
        return lambda asked: errands.do(lambda: route(asked))

    def pictures(asked: Mapping[str, Any]) -> Any:
        frames = [int(frame) for frame in str(asked["frames"]).split(",")][:MOST_FRAMES]
        size = str(asked["size"])
        if size not in SIZES:
            raise ValueError(f"no size {size!r}")
        one = errands.do(lambda: desk.opened(str(asked["key"])))
        if one.video is None or one.stills is None:
            raise InputError(f"{one.entry.path.name}: the video is not there")
        n_frames = len(one.stills.times)
        frames = [frame for frame in frames if 0 <= frame < n_frames]
        found = stills.get(one.video, frames, index=one.stills, size=size)
        return {
            str(frame): "data:image/jpeg;base64," + base64.b64encode(data).decode()
            for frame, data in found.items()
        }

    own_reads: dict[str, Route] = {
        "episodes": lambda _: desk.overview(),
        "episode": lambda asked: desk.episode(str(asked["key"])),
        "state": lambda asked: desk.state(str(asked["key"])),
        **reads,
    }
    own_writes: dict[str, Route] = {
        "say": lambda asked: desk.say(asked["key"], int(asked["place"]), _said(asked["said"])),
        "through": lambda asked: desk.go_through(
            asked["key"], int(asked["start"]), int(asked["stop"])
        ),
        "segments": lambda asked: desk.set_segments(
            asked["key"],
            _kind(asked["kind"]),
            [(int(start), int(stop)) for start, stop in asked["spans"]],
        ),
        "take-back": lambda asked: desk.take_back(
            asked["key"], str(asked["what"]), int(asked["number"])
        ),
        **writes,
    }
    server = PageServer(
        port=port,
        reads={name: handed(route) for name, route in own_reads.items()} | {"pictures": pictures},
        writes={name: handed(route) for name, route in own_writes.items()},
    )
    with server:
        server.serve_beside()
        started(server.address)
        try:
            errands.run()
        except KeyboardInterrupt:
            pass  # how a page is closed; all that was said is in the library
        finally:
            server.shutdown()


def _said(text: Mapping[str, Any] | None) -> Transition | None:
    if text is None:
        return None
    if text["kind"] not in TRANSITION_KINDS:
        raise ValueError(f"{text['kind']!r} is none of {', '.join(TRANSITION_KINDS)}")
    return Transition(int(text["start"]), int(text["stop"]), text["kind"])


def _kind(text: str) -> SegmentKind:
    if text not in SEGMENT_KINDS:
        raise ValueError(f"{text!r} is none of {', '.join(SEGMENT_KINDS)}")
    return text
