"""Contacts as CSV: safe to open in a spreadsheet, and exactly what the import takes back."""

import codecs
import csv
import io
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import F, QuerySet

from contacts.calling import Calling, Verdict
from contacts.csv_cells import guard
from contacts.models import CSV_FIELDS, EDIT_COLUMNS, ContactFlag
from contacts.paging import Order, Row, chunks

# The template's columns, or those with the flags for other tools; and what can be edited in a
# spreadsheet and brought back.
SHAPES = {"template": CSV_FIELDS, "flags": (*CSV_FIELDS, "flags"), "edit": EDIT_COLUMNS}
# Rows read by one query: no transaction stays open while somebody's slow line takes the file.
CHUNK = 1_000


def csv_bytes(
    contacts: QuerySet, order: Order, shape: str, marks: Calling | None = None
) -> Iterator[bytes]:
    """The file in pieces: UTF-8 with a byte order mark, lines ended by CRLF.

    With `marks` a last column says of each contact whether it can be called, or why not.
    """
    columns = (*SHAPES[shape], "calling") if marks else SHAPES[shape]
    yield codecs.BOM_UTF8 + _lines([columns])
    wanted = contacts.values(
        *dict.fromkeys(("id", order.column, *CSV_FIELDS)), version=F("revision")
    )
    for rows in chunks(wanted, order, CHUNK):
        if "flags" in columns:
            _add_flags(rows)
        if marks:
            _add_verdicts(rows, marks)
        yield _lines([guard(str(row[column])) for column in columns] for row in rows)


def _lines(records: "Iterator[list[str]] | list[tuple[str, ...]]") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(records)
    return text.getvalue().encode()


def _add_flags(rows: list[Row]) -> None:
    """Give each row the names of its flags, in one query."""
    links = ContactFlag.objects.filter(contact__in=[row["id"] for row in rows])
    names = defaultdict(list)
    for contact_id, name in links.order_by("flag__name_key").values_list("contact", "flag__name"):
        names[contact_id].append(name)
    for row in rows:
        row["flags"] = "; ".join(names[row["id"]])


def _add_verdicts(rows: list[Row], calling: Calling) -> None:
    """Give each row what keeps it from being called, in one query."""
    contacts = calling.workspace.contacts.filter(pk__in=[row["id"] for row in rows])
    verdicts = dict(calling.judged(contacts).values_list("pk", "verdict"))
    for row in rows:
        # Whoever was deleted since the rows were read can be called no more.
        verdict = Verdict(verdicts.get(row["id"], Verdict.SUPPRESSED))
        row["calling"] = calling.words(verdict)
