"""How the files of each kind are read, and what a review writes down of their rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from contacts.imports import accepted, problem_rows, repairs
from contacts.imports.csv_file import Record
from contacts.imports.edits import changes
from contacts.imports.edits.rows import EditResource
from contacts.imports.edits.verdicts import judge_edits
from contacts.imports.header import COLUMNS
from contacts.imports.remembered import warned
from contacts.imports.resource import ContactResource
from contacts.imports.verdicts import Seen, Verdict, judge
from contacts.models import ImportKind


@dataclass(frozen=True)
class Listing:
    """A file of rows beside the upload: how it begins, and what a chunk adds."""

    header: bytes
    encode: Callable[[list[Verdict], Sequence[str]], bytes]


@dataclass(frozen=True)
class Reading:
    """One kind of file: its columns, the validator of its rows, what becomes of them.

    `files` are the listings by their stem; the import keeps the names of those in `shown`.
    """

    columns: Sequence[str]
    resource: type[ContactResource]
    judge: Callable[[Any, Sequence[Record], Seen], list[Verdict]]
    files: dict[str, Listing]

    @property
    def shown(self) -> list[str]:
        return [stem for stem in self.files if stem != "accepted"]


def _judge_new(resource: ContactResource, records: Sequence[Record], seen: Seen) -> list[Verdict]:
    return warned(resource.workspace, judge(resource, records, seen))


def _files(kind: ImportKind) -> dict[str, Listing]:
    return {
        "problems": Listing(problem_rows.header(COLUMNS[kind]), problem_rows.encode),
        "repairs": Listing(repairs.HEADER, repairs.encode),
        "accepted": Listing(b"", lambda verdicts, _: accepted.encode(verdicts)),
    }


READINGS = {
    ImportKind.CREATE: Reading(
        COLUMNS[ImportKind.CREATE], ContactResource, _judge_new, _files(ImportKind.CREATE)
    ),
    ImportKind.UPDATE: Reading(
        COLUMNS[ImportKind.UPDATE],
        EditResource,
        judge_edits,
        _files(ImportKind.UPDATE)
        | {"changes": Listing(changes.HEADER, lambda verdicts, _: changes.encode(verdicts))},
    ),
}
