"""The questions of an audit on the page; what is answered there is a review of these places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cutstat.core.overrides import overlap
from cutstat.core.shots import Transition
from cutstat.errors import RefusedError
from cutstat.library.audits import put_audit
from cutstat.library.documents import AuditRecord
from cutstat.library.reviews import reviewed_spans, transition_overrides
from cutstat.stats.audit_sample import AuditItem, Verdict, estimate_audit
from cutstat.stats.detection_error import DetectionError
from cutstat.study.audit import DrawnAudit
from cutstat.study.audit_sheets import shown_frames
from cutstat.study.study import Study

TELL_AFTER = 20
"""Answers from one estimate to the next."""


class AuditDesk:
    """A drawn sample, and the answers to it that the library holds.

    A place is answered by a person's word about it, a strip by being gone through, whoever said
    so: one judgement serves review and audit.

    Parameters
    ----------
    study : Study
        The one that it was drawn from.
    drawn : DrawnAudit
    """

    def __init__(self, study: Study, drawn: DrawnAudit) -> None:
        self._study = study
        self._drawn = drawn
        self._verdicts: dict[int, Verdict] = {}
        for entry in drawn.episodes:
            self._read(entry.file_key)

    def opened(self) -> Mapping[str, Any]:
        """Give all questions, and the answers that are there."""
        plan = self._drawn.plan
        return {
            "series": plan.series,
            "items": [self._written(item) for item in plan.items],
            **self._told(is_due=True),
        }

    def renewed(self, key: str) -> Mapping[str, Any]:
        """Give the answers after something was said of an episode."""
        before = self._answered
        self._read(key)
        now = self._answered
        is_done = now == len(self._drawn.plan.items)
        return self._told(is_due=is_done or now // TELL_AFTER != before // TELL_AFTER)

    def keep(self) -> Mapping[str, Any]:
        """Keep what the answers say, so that comparisons are corrected by it.

        Raises
        ------
        RefusedError
            If too little was answered.
        """
        plan = self._drawn.plan
        error = self._estimate()
        if error is None:
            raise RefusedError("too little was answered for an estimate; answer some more")
        digests = {one.file_key: one.digest for one in plan.episodes}
        record = AuditRecord(plan.seed, digests, error)
        put_audit(self._study.library, plan.series, detector=self._study.info, record=record)
        return {"sentence": f"Kept. {_sentence(error)}"}

    @property
    def _answered(self) -> int:
        return sum(verdict is not None for verdict in self._verdicts.values())

    def _told(self, *, is_due: bool) -> Mapping[str, Any]:
        error = self._estimate() if is_due else None
        verdicts = {number: one for number, one in self._verdicts.items() if one is not None}
        return {"verdicts": verdicts, "sentence": _sentence(error) if error else None}

    def _estimate(self) -> DetectionError | None:
        try:
            return estimate_audit(self._drawn.plan, self._verdicts)
        except ValueError:
            return None

    def _written(self, item: AuditItem) -> Mapping[str, Any]:
        entry, places = self._drawn.episodes[item.episode], self._drawn.places[item.episode]
        times = self._study.episode(entry).times
        shown = shown_frames(item, times, places) if item.is_strip else None
        found = self._at(item)
        return {
            "number": item.number,
            "key": entry.file_key,
            "label": f"{entry.name.series} {entry.name.label}",
            "place": item.start if item.is_strip else (item.start + item.stop) // 2,
            "start": item.start,
            "stop": item.stop,
            "kind": found.kind if found else "cut",
            "is_strip": item.is_strip,
            "frames": shown.frames if shown else (),
            "bars": shown.bars if shown else (),
            "seconds": [times.seconds(frame) for frame in shown.frames] if shown else (),
        }

    def _at(self, item: AuditItem) -> Transition | None:
        """Give the transition that was found at a place, with its kind."""
        measures = self._study.measure_found(self._drawn.episodes[item.episode])
        span = (item.start, item.stop)
        return next((t for t in measures.transitions if (t.start, t.stop) == span), None)

    def _read(self, key: str) -> None:
        """Take what was said of an episode for answers."""
        index, entry = next(
            (k, one) for k, one in enumerate(self._drawn.episodes) if one.file_key == key
        )
        words = {one.place: one for one in transition_overrides(self._study.library, key)}
        seen = [one[:2] for one in reviewed_spans(self._study.library, key)]
        known = {place.border for place in self._drawn.places[index].places}
        added: list[int] | None = None
        for item in (one for one in self._drawn.plan.items if one.episode == index):
            if not item.is_strip:
                word = words.get((item.start + item.stop) // 2)
                self._verdicts[item.number] = None if word is None else word.said is not None
                continue
            span = (item.start, item.stop)
            if overlap(seen, [span]) != [span]:
                self._verdicts[item.number] = None
                continue
            if added is None:
                added = [one.border for one in self._study.corrected(entry).added]
            missed = [one for one in added if span[0] <= one < span[1] and one not in known]
            self._verdicts[item.number] = len(missed)


def _sentence(error: DetectionError) -> str:
    """Say what an audit says so far."""
    parts = [
        f"{name} {100 * value:.1f} % ({100 * low:.1f} to {100 * high:.1f})"
        for name, value, (low, high) in (
            ("precision", error.precision, error.precision_interval),
            ("recall", error.recall, error.recall_interval),
        )
    ]
    return f"So far: {', '.join(parts)}."
