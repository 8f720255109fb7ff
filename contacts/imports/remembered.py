"""Numbers of a file that must not be called: told before the confirmation, kept by the import."""

from collections.abc import Iterable, Sequence

from contacts.imports.problems import WARNING, Problem
from contacts.imports.verdicts import Verdict
from contacts.models import ChangeKind, Contact, ContactChange, Job
from contacts.writing import suppression
from workspaces.models import Workspace

SUPPRESSED = WARNING + "suppressed"


def remembered_flags(workspace: Workspace, verdicts: Iterable[Verdict]) -> dict[str, str]:
    """The names of the flags that new contacts of these rows would be given, by their phones."""
    phones = {
        str(verdict.contact.phone)
        for verdict in verdicts
        if verdict.contact and not verdict.problems
    }
    found = suppression.left_behind(workspace.pk, phones)
    if not found:
        return {}
    names = dict(workspace.flags.filter(suppressing=True).values_list("pk", "name"))
    return {
        phone: ", ".join(sorted(f"“{names[flag_id]}”" for flag_id in flag_ids & set(names)))
        for phone, flag_ids in found.items()
    }


def problem(phone: str, names: str) -> Problem:
    """What the review says of such a row."""
    return Problem(SUPPRESSED, "phone", phone, f"had {names} here before, and keeps it")


def keep_flags(job: Job, new: Sequence[tuple[int, Contact]]) -> None:
    """Give the contacts just made from these rows, (line, contact), the flags their numbers had.

    Call it in the transaction of the insert, which began with `suppression.numbers_come`.
    """
    found = suppression.left_behind(job.workspace_id, {str(contact.phone) for _, contact in new})
    if found:
        made = job.workspace.contacts.filter(
            contact_import=job.contact_import_id,
            import_line__range=(new[0][0], new[-1][0]),
            phone__in=found,
        )
        phones = dict(made.values_list("pk", "phone"))
        suppression.keep(job.workspace_id, phones, job.actor, job)


def kept_count(job: Job) -> int:
    """How many contacts of the import were given such a flag, counted in the database."""
    given = ContactChange.objects.filter(job=job, kind=ChangeKind.FLAGGED)
    return given.values("contact_id").distinct().count()
