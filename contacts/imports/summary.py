"""An import as its page tells it: problems by kind, proportions."""

from dataclasses import dataclass
from typing import Any

from contacts.imports import same_emails
from contacts.imports.edits.outcomes import DONE, outcomes
from contacts.imports.header import COLUMNS
from contacts.imports.problems import (
    KINDS,
    ORDER,
    REPAIRED,
    SKIPPED_CHANGED,
    SKIPPED_DELETED,
    WARNING,
)
from contacts.models import (
    CSV_FIELDS,
    Contact,
    ContactImport,
    DuplicatePolicy,
    ImportKind,
    ImportState,
)

RUNNING = (
    ImportState.UPLOADED,
    ImportState.VALIDATING,
    ImportState.IMPORTING,
    ImportState.UNDOING,
)
SKIPPED = (SKIPPED_CHANGED, SKIPPED_DELETED)
LABELS = {f.name: str(f.verbose_name) for f in Contact._meta.fields if f.name in CSV_FIELDS}
WARNINGS = {
    "suppressed": "Number that must not be called: its flag is given again",
    "brought": "New phone that must not be called: its flag comes along",
    "shared": "New phone that another contact has",
    "too_short": "Phone looks too short",
    "too_long": "Phone looks too long",
    "not_assigned": "Phone in a range that is not in use",
    "unknown_code": "Unknown country code",
    "same_email_contact": "E-mail of a contact with another phone",
    "same_email_line": "Same e-mail as an earlier line, with another phone",
}


def in_place(contact_import: ContactImport, examples: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The examples with their rows as (label, cell, whether it is the broken one).

    What tells edited contacts apart is shown where it is broken.
    """
    columns = COLUMNS[ImportKind(contact_import.kind)]
    return [
        example
        | {
            "row": [
                (name, cell, name == example["field"])
                for name, cell in zip(columns, example.get("cells", ()), strict=False)
                if name in CSV_FIELDS or name == example["field"]
            ]
        }
        for example in examples
    ]


@dataclass(frozen=True)
class ProblemKind:
    """One kind of problem with its first examples; for `repairs` of them a value is suggested.

    `in_file` says whether the file of problem rows has them all, `in_changes` whether the list of
    changes has.
    """

    kind: str
    title: str
    remedy: str
    count: int
    examples: list[dict[str, Any]]
    repairs: int = 0
    in_file: bool = True
    in_changes: bool = False


def problem_kinds(contact_import: ContactImport) -> list[ProblemKind]:
    """What keeps rows out, in the order of the documentation's rules."""
    found = contact_import.problems
    return [
        ProblemKind(
            kind,
            *KINDS[kind],
            found[kind]["count"],
            in_place(contact_import, found[kind]["examples"]),
            found[kind]["repairs"],
            in_file=kind not in SKIPPED,
            in_changes=kind in SKIPPED,
        )
        for kind in ORDER
        if kind in found
    ]


def repaired_kinds(contact_import: ContactImport) -> list[ProblemKind]:
    """Problems that are none any more: the suggested values are used."""
    found = contact_import.problems
    return [
        ProblemKind(kind, KINDS[kind][0], "", known["count"], known["examples"])
        for kind in ORDER
        if (known := found.get(REPAIRED + kind))
    ]


def repairable(contact_import: ContactImport) -> dict[str, int]:
    """For how many rows each kind of problem has a suggested value, used or not."""
    offered = {kind.kind: kind.repairs for kind in problem_kinds(contact_import) if kind.repairs}
    return offered | {kind.kind: kind.count for kind in repaired_kinds(contact_import)}


def edit_samples(contact_import: ContactImport) -> list[dict[str, Any]]:
    """The first contacts that a file of edited contacts changes, as the policies' examples.

    Once it is confirmed, without those that were skipped.
    """
    if not contact_import.edits_contacts:
        return []
    sample = contact_import.sample
    if contact_import.has_outcome:
        became = outcomes(contact_import, {row["contact_id"] for row in sample})
        sample = [row for row in sample if became[row["contact_id"]] in DONE]
    return [_labelled(row) for row in sample]


def edits_in_all(contact_import: ContactImport) -> int:
    """How many contacts these are the first of."""
    if contact_import.has_outcome:
        return contact_import.updated_count
    return contact_import.changing_rows


def _labelled(example: dict[str, Any]) -> dict[str, Any]:
    """The example with its changes as (label, old, new)."""
    changes = example["changes"].items()
    return example | {"changes": [(LABELS[name], *pair) for name, pair in changes]}


@dataclass(frozen=True)
class PolicySample:
    """What a policy would do to the contacts that the duplicates name."""

    label: str
    count: int
    examples: list[dict[str, Any]]


def policy_samples(contact_import: ContactImport) -> list[PolicySample]:
    """The policies that would change a contact, each with the first changes."""
    samples = []
    for policy in DuplicatePolicy:
        if count := contact_import.update_count(policy):
            examples = [_labelled(row) for row in contact_import.updates[policy]["examples"]]
            samples.append(PolicySample(str(policy.label), count, examples))
    return samples


def warning_kinds(contact_import: ContactImport) -> list[ProblemKind]:
    """What is worth a look in rows that are imported all the same."""
    found = contact_import.problems
    kinds = ((code, title, found.get(WARNING + code)) for code, title in WARNINGS.items())
    return [
        ProblemKind(
            code,
            title,
            "",
            known["count"],
            in_place(contact_import, known["examples"]),
            in_file=False,
        )
        for code, title, known in kinds
        if known
    ]


def same_email_rows(contact_import: ContactImport) -> int:
    """How many of the rows that are imported have the e-mail of a contact or an earlier line."""
    kinds = (same_emails.OF_CONTACT, same_emails.OF_LINE)
    return sum(contact_import.problems.get(kind, {"count": 0})["count"] for kind in kinds)


def shares(contact_import: ContactImport) -> list[tuple[str, int, str]]:
    """The parts of the proportional bar."""
    if contact_import.edits_contacts and contact_import.has_outcome:
        ready = [
            ("good", contact_import.updated_count, "changed"),
            ("dup", contact_import.skipped_count, "skipped"),
            ("plain", contact_import.not_reached_rows, "not changed"),
            ("plain", contact_import.unchanged_rows, "unchanged"),
        ]
    elif contact_import.edits_contacts:
        ready = [
            ("good", contact_import.changing_rows, "with changes"),
            ("plain", contact_import.unchanged_rows, "unchanged"),
        ]
    else:
        ready = [("good", contact_import.valid_rows, "ready")]
    return [
        *ready,
        ("bad", contact_import.error_rows, "with errors"),
        ("dup", contact_import.duplicate_rows, "duplicates"),
    ]
