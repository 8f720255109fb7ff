"""The five columns of the CSV: the one validator of rows for review and commit, and the export.

django-import-export's own `import_data_inner` and `import_row` drive the rows; the hooks below
replace what costs: a database look-up, a deep copy and a `full_clean` for every row.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from import_export import fields, resources, results, widgets

from contacts.csv_cells import guard
from contacts.imports.cells import CHECKS, read_cell
from contacts.imports.csv_file import BOM, Record
from contacts.imports.problems import Problem, wrong_number_of_cells
from contacts.models import CSV_FIELDS, Contact
from workspaces.models import Workspace


class InvalidRow(ValidationError):
    """All that is wrong with one row."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("", code="row")
        self.problems = problems


@dataclass(frozen=True)
class Rows:
    """What import-export asks of a tablib dataset: headers, length, iteration."""

    records: Sequence[Record]
    headers: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.records)

    def __iter__(self) -> Iterator[list[str]]:
        return (record.cells for record in self.records)


class RowResult(results.RowResult):
    """Without the text of each contact that import-export makes for its own admin."""

    def add_instance_info(self, instance: Contact) -> None:
        """Nothing to add: there is no id before the insert."""


class CheckedRows(results.Result):
    """The outcome of some rows, by their number: a contact to be, or problems. Hides no error.

    `repaired` are the problems that are none any more: their suggested values were used.
    """

    def __init__(self) -> None:
        super().__init__()
        self.contacts: dict[int, Contact] = {}
        self.problems: dict[int, list[Problem]] = {}
        self.repaired: dict[int, Problem] = {}

    def append_row_result(self, row_result: RowResult) -> None:
        """Rows are kept by `after_save_instance` and `append_invalid_row`."""

    def append_invalid_row(self, number: int, row: Any, validation_error: InvalidRow) -> None:
        self.problems[number - 1] = validation_error.problems

    def append_error_row(self, number: int, row: Any, errors: list[results.Error]) -> None:
        # A fault of ours, not of the row: the job must fail, or the counts would lie.
        raise errors[0].error

    def append_base_error(self, error: results.Error) -> None:
        raise error.error


class CellWidget(widgets.Widget):
    """A cell as it is written: kept from being a formula in a spreadsheet."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return guard(value or "")


class ContactResource(resources.ModelResource):
    """Contacts of one workspace as rows of the template. Never writes: `insert` does.

    `repairs` are the kinds of problem in place of which the suggested value is taken.
    """

    columns: ClassVar[tuple[str, ...]] = CSV_FIELDS

    class Meta:
        model = Contact
        fields = CSV_FIELDS
        import_order = export_order = CSV_FIELDS
        # Nothing in the file can name an existing row, of this workspace or of another.
        import_id_fields = ()
        force_init_instance = True
        skip_diff = True
        skip_html_diff = True

    name, phone, email, state, brokerage = (
        fields.Field(attribute=field, column_name=field, widget=CellWidget())
        for field in CSV_FIELDS
    )

    def __init__(self, workspace: Workspace, repairs: Collection[str] = ()) -> None:
        super().__init__()
        self.records: Sequence[Record] = ()
        self.contacts: dict[int, Contact] = {}
        self.repaired: dict[int, Problem] = {}
        self.repairs = frozenset(repairs)
        self.workspace = workspace
        self._prototype = Contact(workspace=workspace).__dict__
        self._import_fields = super().get_import_fields()

    def check(self, records: Sequence[Record]) -> CheckedRows:
        """Validate rows, reading and writing nothing but what is passed in."""
        self.records = records
        result: CheckedRows = self.import_data_inner(
            Rows(records, self.columns),
            dry_run=True,
            raise_errors=False,
            using_transactions=False,
            collect_failed_rows=False,
        )
        return result

    def get_import_fields(self) -> list[fields.Field]:
        return self._import_fields

    def get_result_class(self) -> type[CheckedRows]:
        return CheckedRows

    def get_row_result_class(self) -> type[RowResult]:
        return RowResult

    def before_import(self, dataset: Rows, **kwargs: Any) -> None:
        self.contacts, self.repaired = {}, {}

    def init_instance(self, row: Any = None) -> Contact:
        """A contact of this workspace, without the cost of the model's own `__init__`."""
        contact = Contact.__new__(Contact)
        contact.__dict__.update(self._prototype)
        return contact

    def import_instance(self, instance: Contact, row: dict[str, str], **kwargs: Any) -> None:
        """Put the row's cells into the contact. Raises InvalidRow with all that is wrong."""
        number = kwargs["row_number"] - 1
        record = self.records[number]
        if len(record.cells) != len(self.columns):
            lines = record.last_line - record.line + 1
            raise InvalidRow([wrong_number_of_cells(record.cells, len(self.columns), lines)])
        if problems := self.read(instance.__dict__, row, number):
            raise InvalidRow(problems)

    def read(self, contact: dict[str, Any], row: dict[str, str], number: int) -> list[Problem]:
        """Put the cells into the contact's values; returns what is wrong with them."""
        problems = []
        for field in CSV_FIELDS:
            if problem := self.read_field(contact, field, row[field], number):
                problems.append(problem)
        return problems

    def read_field(
        self, contact: dict[str, Any], field: str, cell: str, number: int
    ) -> Problem | None:
        """The same for one cell, repaired where the person asked for that."""
        value = contact[field] = read_cell(cell)
        problem = CHECKS[field](value)
        if problem is None or not problem.suggestion or problem.kind not in self.repairs:
            return problem
        contact[field] = problem.suggestion
        self.repaired[number] = problem
        return None

    def validate_instance(
        self,
        instance: Contact,
        import_validation_errors: Any = None,
        validate_unique: bool = True,
    ) -> None:
        """Cells are checked as they are read: refuse the row if that found anything."""
        for errors in (import_validation_errors or {}).values():
            raise errors[0]

    def after_save_instance(self, instance: Contact, row: Any, **kwargs: Any) -> None:
        self.contacts[kwargs["row_number"] - 1] = instance

    def after_import(self, dataset: Rows, result: CheckedRows, **kwargs: Any) -> None:
        """Hand the contacts over; the stock method would reset the table's id sequence."""
        result.contacts, result.repaired = self.contacts, self.repaired


def template_csv() -> bytes:
    """The file to download and fill in: UTF-8 with a mark that spreadsheets know it by."""
    headers = ContactResource(Workspace()).get_export_headers()
    return BOM + ",".join(headers).encode() + b"\r\n"
