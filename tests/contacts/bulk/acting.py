"""The short way through a bulk action."""

from django.http import QueryDict
from django.utils.http import urlencode

from contacts import bulk_actions
from contacts.bulk.selection import Selection
from contacts.models import Flag, Job, JobKind
from workspaces.models import User, Workspace


def everybody(workspace: Workspace, query: str = "state=Texas") -> Selection:
    """All that a list shows."""
    return Selection(QueryDict(urlencode({"all": 1, "query": query})), workspace)


def picked(workspace: Workspace, *ids: object) -> Selection:
    return Selection(QueryDict(urlencode({"contact": ids}, doseq=True)), workspace)


def begun(
    kind: JobKind, selection: Selection, actor: User, *flags: Flag, promised: int | None = None
) -> Job:
    """The job as it is when the request is over."""
    promised = selection.contacts.count() if promised is None else promised
    job = bulk_actions.start(kind, selection, actor, promised=promised, flags=flags)
    job.refresh_from_db()
    return job


def carriers(flag: Flag) -> list[str]:
    return sorted(flag.contacts.values_list("name", flat=True))
