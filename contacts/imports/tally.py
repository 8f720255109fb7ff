"""The numbers of a review so far, kept in its job: never more than a page can show."""

from typing import Any

from contacts import phones
from contacts.imports import duplicates
from contacts.imports.csv_file import Chunk
from contacts.imports.problems import REPAIRED, WARNING, Account, Problem
from contacts.imports.verdicts import Verdict
from contacts.models import CSV_FIELDS

SAMPLE = 10


def counted(before: dict[str, Any], chunk: Chunk, verdicts: list[Verdict]) -> dict[str, Any]:
    """The counts with those of one more chunk; `before` is left as it was."""
    account = Account.of(before.get("kinds"))
    sample = list(before.get("sample", ()))
    valid = duplicate = errors = warnings = repaired = 0
    for verdict in verdicts:
        line, cells, contact = verdict.record.line, verdict.record.cells, verdict.contact
        if verdict.repaired is not None:
            account.add(line, cells, [_as(REPAIRED, verdict.repaired)])
            repaired += contact is not None
        if verdict.problems:
            account.add(line, cells, verdict.problems)
            errors += verdict.is_error
            duplicate += verdict.is_duplicate
            continue
        assert contact is not None
        valid += 1
        if len(sample) < SAMPLE:
            sample.append({"line": line, **{name: getattr(contact, name) for name in CSV_FIELDS}})
        if warning := phones.warning(contact.phone):
            warnings += 1
            text = phones.warning_text(contact.phone, warning)
            problem = Problem(WARNING + warning, "phone", contact.phone, text)
            account.add(line, cells, [problem])
    return {
        "valid": before.get("valid", 0) + valid,
        "duplicates": before.get("duplicates", 0) + duplicate,
        "errors": before.get("errors", 0) + errors,
        "warnings": before.get("warnings", 0) + warnings,
        "repaired": before.get("repaired", 0) + repaired,
        "empty": before.get("empty", 0) + chunk.empty,
        "kinds": account.as_json(),
        "updates": duplicates.count(before.get("updates"), verdicts),
        "sample": sample,
    }


def _as(prefix: str, problem: Problem) -> Problem:
    """The problem under a kind of its own."""
    return Problem(
        prefix + problem.kind, problem.field, problem.value, problem.message, problem.suggestion
    )
