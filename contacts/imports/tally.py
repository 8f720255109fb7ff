"""The numbers of a review so far, kept in its job: never more than a page can show."""

from collections.abc import Mapping
from typing import Any

from contacts import phones
from contacts.imports import duplicates, remembered
from contacts.imports.csv_file import Chunk
from contacts.imports.problems import REPAIRED, WARNING, Account, Problem
from contacts.imports.verdicts import Verdict
from contacts.models import CSV_FIELDS

SAMPLE = 10


def counted(
    before: dict[str, Any],
    chunk: Chunk,
    verdicts: list[Verdict],
    suppressed: Mapping[str, str],
    same_emails: Mapping[int, Problem],
) -> dict[str, Any]:
    """The counts with those of one more chunk; `before` is left as it was.

    `suppressed` has the flags that phones of the chunk had before, in words; `same_emails` what is
    told of the lines whose e-mail is another's too.
    """
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
        looks = _worth_a_look(contact.phone, suppressed)
        if same_email := same_emails.get(line):
            looks.append(same_email)
        warnings += bool(looks)
        account.add(line, cells, looks)
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


def _worth_a_look(phone: str, suppressed: Mapping[str, str]) -> list[Problem]:
    """What is told of a row that is imported all the same."""
    looks = []
    if names := suppressed.get(phone):
        looks.append(remembered.problem(phone, names))
    if warning := phones.warning(phone):
        text = phones.warning_text(phone, warning)
        looks.append(Problem(WARNING + warning, "phone", phone, text))
    return looks


def _as(prefix: str, problem: Problem) -> Problem:
    """The problem under a kind of its own."""
    return Problem(
        prefix + problem.kind, problem.field, problem.value, problem.message, problem.suggestion
    )
