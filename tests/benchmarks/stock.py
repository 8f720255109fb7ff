"""What ours is measured against: import-export as everybody uses it, and the bare limit."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from itertools import islice

import tablib
from django.db import transaction
from django.utils import timezone
from import_export.resources import ModelResource

from contacts import phones
from contacts.imports.cells import CHECKS, read_cell
from contacts.imports.insert import COLUMNS, Row, insert, rows_of
from contacts.imports.verdicts import existing_contacts
from contacts.models import CSV_FIELDS, Contact, Job, JobKind
from workspaces.models import Workspace

BARE_CHUNK = 5_000
WORKSPACE = COLUMNS.index("workspace_id")


class StockResource(ModelResource):
    """A ModelResource that validates each contact by its model."""

    class Meta:
        model = Contact
        fields = CSV_FIELDS
        import_id_fields = ()
        clean_model_instances = True

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace

    def init_instance(self, row: object = None) -> Contact:
        return Contact(workspace=self.workspace)


def stock(workspace_id: int, content: bytes, dry_run: bool) -> int:
    """Review or import the file; returns how many contacts there are then."""
    workspace = Workspace.objects.get(pk=workspace_id)
    dataset = tablib.Dataset().load(content.decode(), format="csv")
    StockResource(workspace).import_data(dataset, dry_run=dry_run, use_transactions=True)
    return workspace.contacts.count()


def bare_review(workspace_id: int, content: bytes) -> int:
    """The same checks in a bare loop; returns how many rows are good and new."""
    workspace, good, seen = Workspace.objects.get(pk=workspace_id), 0, set()
    reader = csv.reader(io.StringIO(content.decode(), newline=""))
    next(reader)
    while chunk := list(islice(reader, BARE_CHUNK)):
        valid = []
        for cells in chunk:
            values = [read_cell(cell) for cell in cells]
            if not any(CHECKS[name](value) for name, value in zip(CSV_FIELDS, values, strict=True)):
                phones.warning(values[1])
                valid.append(values[1])
        existing = existing_contacts(workspace, valid)
        for phone in valid:
            if phone not in seen and phone not in existing:
                seen.add(phone)
                good += 1
    return good


def bare_rows(content: bytes) -> list[Row]:
    """The rows of the table that the file's good rows become, but for their workspace."""
    job, now = Job(kind=JobKind.COMMIT), timezone.now()
    return list(_rows(job, csv.reader(io.StringIO(content.decode(), newline="")), now))


def _rows(job: Job, reader: Iterable[list[str]], now: datetime) -> Iterable[Row]:
    seen = set()
    for line, cells in enumerate(reader, 1):
        valid = not any(CHECKS[name](cell) for name, cell in zip(CSV_FIELDS, cells, strict=True))
        if line > 1 and valid and cells[1] not in seen:
            seen.add(cells[1])
            contact = Contact(**dict(zip(CSV_FIELDS, cells, strict=True)))
            yield from rows_of(job, [(line, contact)], now)


def bare_commit(workspace_id: int, rows: list[Row], chunk: int) -> int:
    """Insert rows that are ready, in transactions as large as ours."""
    workspace, created = Workspace.objects.get(pk=workspace_id), 0
    rows = [(*row[:WORKSPACE], workspace_id, *row[WORKSPACE + 1 :]) for row in rows]
    for start in range(0, len(rows), chunk):
        with transaction.atomic():
            created += insert(workspace, rows[start : start + chunk])
    return created
