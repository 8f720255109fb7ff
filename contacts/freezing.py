"""Freezing an audience: its contacts are read in one statement, then written down step by step."""

import zlib
from array import array
from functools import cached_property
from typing import Any

from django.db import connection
from django.utils import timezone

from contacts import applied, audiences, calling_counts
from contacts.calling import Verdict
from contacts.models import FrozenList, FrozenMember, Job
from contacts.rights import check_right
from contacts.steps import Step, Stopped, TakesTurns

# Members written in one transaction.
CHUNKS = {"sqlite": 4_000, "postgresql": 10_000}
GONE = "The audience was deleted."
_VERDICTS = list(Verdict)
_ID_BYTES = 8


def pack(rows: list[tuple[int, str]]) -> bytes:
    """Ids and verdicts, small enough for one column: some megabytes for a million."""
    ids = array("q", [contact_id for contact_id, _ in rows])
    verdicts = bytes(_VERDICTS.index(Verdict(verdict)) for _, verdict in rows)
    return zlib.compress(ids.tobytes() + verdicts, 1)


def unpack(snapshot: bytes) -> list[tuple[int, str]]:
    data = zlib.decompress(snapshot)
    count = len(data) // (_ID_BYTES + 1)
    ids = array("q", data[: count * _ID_BYTES])
    verdicts = (_VERDICTS[number].value for number in data[count * _ID_BYTES :])
    return list(zip(ids, verdicts, strict=True))


class Freeze(TakesTurns):
    """First looks, and keeps what it saw in the record; then writes the members from there.

    So the list is that of one moment, however often the work is cut off.
    """

    def __init__(self, job: Job) -> None:
        self.workspace, self.pk = job.workspace, job.options["frozen_list"]

    @cached_property
    def rows(self) -> list[tuple[int, str]]:
        """What was seen; asked for only when it is in the record."""
        snapshot = FrozenList.objects.values_list("snapshot", flat=True).get(pk=self.pk)
        return unpack(bytes(snapshot or b""))

    def step(self, job: Job) -> Step:
        check_right(job)
        lists = self.workspace.frozen_lists.select_related("audience").defer("snapshot")
        frozen_list = lists.filter(pk=self.pk).exclude(audience=None).first()
        if frozen_list is None:
            raise Stopped(GONE)
        return self._write(job) if frozen_list.frozen_at else self._look(job, frozen_list)

    def _look(self, job: Job, frozen_list: FrozenList) -> Step:
        audience = frozen_list.audience
        assert audience is not None
        audience.workspace = self.workspace
        contact_filter = audiences.filter_of(audience)
        if problems := audiences.problems(contact_filter):
            raise Stopped(problems[0])
        moment = timezone.now()
        rows = calling_counts.verdicts(contact_filter.qs, contact_filter.calling)
        seen: dict[str, Any] = {
            "frozen_at": moment,
            "snapshot": pack(rows),
            "total": len(rows),
            "callable_count": sum(verdict == Verdict.CALLABLE for _, verdict in rows),
            "said": applied.sentence(contact_filter),
            "digest": audience.digest,
        }

        def apply() -> None:
            FrozenList.objects.filter(pk=self.pk).update(**seen)

        return Step({"written": 0}, job.done, apply=apply)

    def _write(self, job: Job) -> Step:
        start = job.cursor["written"]
        rows = self.rows[start : start + CHUNKS[connection.vendor]]
        end = start + len(rows)
        finished = end == len(self.rows)

        def apply() -> None:
            FrozenMember.objects.bulk_create(
                FrozenMember(
                    workspace=self.workspace,
                    frozen_list_id=self.pk,
                    contact_id=contact_id,
                    verdict=verdict,
                )
                for contact_id, verdict in rows
            )
            if finished:
                FrozenList.objects.filter(pk=self.pk).update(ready_at=timezone.now(), snapshot=None)

        return Step({"written": end}, end, finished, apply=apply)

    def on_cancelled(self, job: Job, reason: str) -> None:
        """Half a list is none: it is thrown away."""
        self.workspace.frozen_lists.filter(pk=self.pk).update(audience=None, snapshot=None)

    def on_failed(self, job: Job, reason: str) -> None:
        """Resumed, it goes on from the same moment."""
