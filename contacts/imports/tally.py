"""The numbers of a review so far, kept in its job: never more than a page can show."""

from collections.abc import Mapping
from typing import Any

from contacts.imports import duplicates
from contacts.imports.csv_file import Chunk
from contacts.imports.problems import REPAIRED, Account, Problem
from contacts.imports.verdicts import Verdict
from contacts.models import CSV_FIELDS

SAMPLE = 10


def counted(
    before: dict[str, Any],
    chunk: Chunk,
    verdicts: list[Verdict],
    same_emails: Mapping[int, Problem],
) -> dict[str, Any]:
    """The counts with those of one more chunk; `before` is left as it was.

    `same_emails` is what is told of the lines whose e-mail is another's too.
    """
    account = Account.of(before.get("kinds"))
    sample = list(before.get("sample", ()))
    valid = unchanged = duplicate = errors = warnings = repaired = 0
    for verdict in verdicts:
        line, cells = verdict.record.line, verdict.record.cells
        if verdict.repaired is not None:
            account.add(line, cells, [_as(REPAIRED, verdict.repaired)])
            repaired += verdict.contact is not None
        if verdict.problems:
            account.add(line, cells, verdict.problems)
            errors += verdict.is_error
            duplicate += verdict.is_duplicate
            continue
        valid += 1
        unchanged += not verdict.acts
        if len(sample) < SAMPLE and verdict.acts:
            sample.append(_sample(verdict))
        looks = list(verdict.warnings)
        if same_email := same_emails.get(line):
            looks.append(same_email)
        warnings += bool(looks)
        account.add(line, cells, looks)
    return {
        "valid": before.get("valid", 0) + valid,
        "unchanged": before.get("unchanged", 0) + unchanged,
        "duplicates": before.get("duplicates", 0) + duplicate,
        "errors": before.get("errors", 0) + errors,
        "warnings": before.get("warnings", 0) + warnings,
        "repaired": before.get("repaired", 0) + repaired,
        "empty": before.get("empty", 0) + chunk.empty,
        "kinds": account.as_json(),
        "updates": duplicates.count(before.get("updates"), verdicts),
        "sample": sample,
    }


def _sample(verdict: Verdict) -> dict[str, Any]:
    """The contact that is made, or what changes in the one that is edited."""
    line = {"line": verdict.record.line}
    if verdict.existing is None:
        return line | {name: getattr(verdict.contact, name) for name in CSV_FIELDS}
    existing = verdict.existing
    return line | {
        "contact_id": existing.id,
        "name": existing.name,
        "changes": verdict.changes,
    }


def _as(prefix: str, problem: Problem) -> Problem:
    """The problem under a kind of its own."""
    return Problem(
        prefix + problem.kind, problem.field, problem.value, problem.message, problem.suggestion
    )
