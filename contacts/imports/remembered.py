"""Numbers of a file that must not be called: told before the confirmation, kept by the import."""

from collections.abc import Iterable, Mapping, Sequence

from contacts import phones
from contacts.imports.problems import WARNING, Problem
from contacts.imports.verdicts import Verdict
from contacts.models import ChangeKind, Contact, ContactChange, Job
from contacts.writing import suppression
from workspaces.models import Workspace

SUPPRESSED = WARNING + "suppressed"


def warned(workspace: Workspace, verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts, those of new contacts with what is worth a look in their phones."""
    verdicts = list(verdicts)
    new = {str(one.contact.phone) for one in verdicts if one.contact and one.acts}
    suppressed = flag_names(workspace, suppression.left_behind(workspace.pk, new))
    return [
        one._replace(warnings=looks_of(one.contact.phone, suppressed))
        if one.contact and one.acts
        else one
        for one in verdicts
    ]


def looks_of(phone: str, suppressed: Mapping[str, str]) -> list[Problem]:
    """What is told of a phone that is imported all the same; `suppressed` as from `flag_names`."""
    looks = []
    if names := suppressed.get(phone):
        looks.append(Problem(SUPPRESSED, "phone", phone, f"had {names} here before, and keeps it"))
    if warning := phones.warning(phone):
        text = phones.warning_text(phone, warning)
        looks.append(Problem(WARNING + warning, "phone", phone, text))
    return looks


def flag_names(workspace: Workspace, found: Mapping[str, set[int]]) -> dict[str, str]:
    """The flags of these phones in words, by the phone."""
    if not found:
        return {}
    names = dict(workspace.flags.filter(suppressing=True).values_list("pk", "name"))
    return {
        phone: ", ".join(sorted(f"“{names[flag_id]}”" for flag_id in flag_ids & set(names)))
        for phone, flag_ids in found.items()
    }


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
