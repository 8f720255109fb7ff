"""Rows with the e-mail of an earlier line or of a contact: imported all the same, worth a look."""

from array import array
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from django.db import connection

from contacts import normal
from contacts.imports.problems import WARNING, Problem
from contacts.imports.verdicts import Verdict
from contacts.models import Contact
from workspaces.models import Workspace

OF_CONTACT = WARNING + "same_email_contact"
OF_LINE = WARNING + "same_email_line"

# The first line with each e-mail, by a number made of the e-mail: a million texts would take
# several times the memory.
Seen = dict[int, int]
# Two numbers an e-mail: its own, and the line.
NUMBER = "Q"


class Found(NamedTuple):
    """What is told of rows, by their lines; and the new e-mails, as bytes for the spool."""

    problems: dict[int, Problem]
    new: bytes


def same_emails(workspace: Workspace, verdicts: Sequence[Verdict], seen: Seen) -> Found:
    """Look at the rows of a chunk, in one query; new e-mails go into `seen`.

    A row that brings a contact up to date may give it an e-mail: it counts as an earlier line, but
    is told of as a duplicate already. Of edited contacts only new e-mails are looked at: each has
    its own, and may have been exported with those it shares it with.
    """
    rows = [
        (verdict.record.line, contact.email, normal.email_key(contact.email), verdict)
        for verdict in verdicts
        if (contact := verdict.contact)
        and contact.email
        and not verdict.repeats_a_line
        and verdict.brings("email")
    ]
    known = _first_contacts(workspace, [key for _, _, key, _ in rows])
    problems: dict[int, Problem] = {}
    new: array[int] = array(NUMBER)
    for line, email, key, verdict in rows:
        number = _number(key)
        first_line = seen.setdefault(number, line)
        if first_line == line:
            new.append(number)
            new.append(line)
        if verdict.problems:
            continue
        contact_id = known.get(key)
        if contact_id and contact_id != (verdict.existing and verdict.existing.id):
            problems[line] = _of_contact(email, contact_id)
        elif first_line != line:
            problems[line] = _of_line(email, first_line)
    return Found(problems, new.tobytes())


def load_seen(path: Path) -> Seen:
    """E-mail to its first line, as the review knew it."""
    numbers: array[int] = array(NUMBER)
    numbers.frombytes(path.read_bytes())
    return dict(zip(numbers[::2], numbers[1::2], strict=True))


def _first_contacts(workspace: Workspace, keys: Sequence[str]) -> dict[str, int]:
    """The oldest contact of each e-mail that the workspace has already."""
    if not keys:
        return {}
    table = connection.ops.quote_name(Contact._meta.db_table)
    with connection.cursor() as cursor:
        # By hand: a queryset takes four times as long over so many values. They travel apart.
        cursor.execute(
            f"SELECT email_key, MIN(id) FROM {table}"  # noqa: S608
            f" WHERE workspace_id = %s AND email_key IN ({','.join(['%s'] * len(keys))})"
            " GROUP BY email_key",
            [workspace.pk, *keys],
        )
        return dict(cursor.fetchall())


def _number(key: str) -> int:
    """The same in every process, unlike `hash()`: another may take the review up."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest())


def _of_contact(email: str, contact_id: int) -> Problem:
    message = "a contact with another phone has this e-mail"
    return Problem(OF_CONTACT, "email", email, message, contact_id=contact_id)


def _of_line(email: str, line: int) -> Problem:
    return Problem(OF_LINE, "email", email, f"same e-mail as line {line:,}, with another phone")
