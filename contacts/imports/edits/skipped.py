"""Contacts that were skipped at the confirmation: each was changed or deleted after the review."""

from collections.abc import Collection, Sequence
from typing import Any

from contacts.imports.edits.rows import changed_by
from contacts.imports.edits.write import Edit
from contacts.imports.problems import SKIPPED_CHANGED, SKIPPED_DELETED, Account, Problem
from contacts.models import ChangeKind, ContactChange, Job
from workspaces.models import User


def counted(job: Job, unwritten: Sequence[Edit], still_there: Collection[int]) -> dict[str, Any]:
    """The job's account of skipped contacts, gone on with: as that of the problems, by kind."""
    account = Account.of(job.counts.get("skipped"))
    if unwritten:
        done = _done_before(job, unwritten)
        who = changed_by(job.workspace, still_there)
        for edit in unwritten:
            if edit.contact_id not in done:
                there = edit.contact_id in still_there
                problem = _changed(edit, who.get(edit.contact_id)) if there else _deleted(edit)
                account.add(edit.line, [], [problem])
    return account.as_json()


def _done_before(job: Job, edits: Sequence[Edit]) -> set[int]:
    """The contacts that the job itself has changed: none, unless a step is done once more."""
    entries = ContactChange.objects.filter(
        workspace_id=job.workspace_id,
        contact_id__in=[edit.contact_id for edit in edits],
        job=job,
        kind=ChangeKind.IMPORTED,
    )
    return set(entries.values_list("contact_id", flat=True))


def total(account: dict[str, Any]) -> int:
    return sum(known["count"] for known in account.values())


def _changed(edit: Edit, person: User | None) -> Problem:
    by = f" by {person}" if person else ""
    message = f"was changed after the review{by}: export the contact again and edit that"
    return Problem(SKIPPED_CHANGED, "", edit.name, message, contact_id=edit.contact_id)


def _deleted(edit: Edit) -> Problem:
    return Problem(SKIPPED_DELETED, "", edit.name, "was deleted after the review")
