"""What the files of past imports know of somebody who is not found."""

import pytest

from contacts import search
from contacts.imports import traces
from contacts.imports.csv_file import RECORD_MAX
from contacts.imports.traces import Traces, find_traces
from contacts.models import ContactImport
from tests.contacts.imports import files
from workspaces.models import User, Workspace

FILE = files.csv_bytes(
    "Ana Lopez,+34911555010,ana@example.org,Madrid,",
    "Zoë Broken,(415) 555-2671,zoe@example.org,,",
    '"Split,',
    'Name",0000,,,',
    ",,,,",
    "Bad Mail,+34911555012,bad(at)example.org,Île-de-France,",
    "Double,+34911555010,,,",
)


def found(workspace: Workspace, typed: str, **options: int) -> Traces:
    query = search.parse(typed)
    assert query
    return find_traces(workspace, query, **options)


def told(workspace: Workspace, typed: str) -> list[tuple[int, str]]:
    return [(trace.line, trace.fate) for trace in found(workspace, typed).found]


@pytest.fixture
def reviewed(acme: Workspace, ada: User) -> ContactImport:
    return files.upload(acme, ada, FILE)


@pytest.fixture
def completed(reviewed: ContactImport, ada: User) -> ContactImport:
    return files.confirm(reviewed, ada)


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("zoe broken", 3),
        ("BROKEN zoë", 3),
        ("415 555 2671", 3),
        ("+1 415-555-2671", 3),
        ("(415)", 3),
        ("split name", 4),
        ("ile-de-france", 7),
        ("bad(at)", 7),
        ("double", 8),
    ],
)
def test_a_refused_row_is_found_with_its_line(completed: ContactImport, typed: str, line: int):
    assert told(completed.workspace, typed) == [(line, "refused")]


def test_the_reason_is_the_reviews_own(completed: ContactImport):
    [trace] = found(completed.workspace, "zoe broken").found

    assert trace.contact_import == completed
    assert trace.reason.startswith("phone: the + and country code are missing")


@pytest.mark.parametrize(
    "typed", ["nobody", "zoe lopez", "415 555 9999", "errors", "line", "missing"]
)
def test_what_no_row_holds_is_not_found(completed: ContactImport, typed: str):
    assert found(completed.workspace, typed) == Traces([], complete=True)


def test_other_workspaces_files_are_never_looked_at(completed: ContactImport, globex: Workspace):
    assert told(globex, "zoe") == told(globex, "ana") == []


def test_an_import_that_waits_holds_whom_it_would_bring(reviewed: ContactImport):
    assert told(reviewed.workspace, "ana lopez") == [(2, "waiting")]
    assert told(reviewed.workspace, "zoe broken") == [(3, "refused")]


def test_a_contact_that_was_imported_and_is_gone(completed: ContactImport, ada: User):
    assert told(completed.workspace, "ana lopez") == [(2, "gone")]

    files.undo(completed, ada)

    assert told(completed.workspace, "ana lopez") == [(2, "undone")]


def test_a_rejected_file_is_told_by_its_line(acme: Workspace, ada: User):
    files.upload(acme, ada, b"Name;Phone\r\nAna;+34911555010\r\n")

    assert told(acme, "911 555 010") == [(2, "rejected")]


@pytest.mark.parametrize("typed", ["brokerage", "name phone", "EMAIL state"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_header_is_nobody(acme: Workspace, ada: User, typed: str, mark: str):
    row = "Ana Lopez,+34911555010,,,"
    files.confirm(files.upload(acme, ada, files.csv_bytes(row, header=mark + files.HEADER)), ada)
    files.upload(acme, ada, files.csv_bytes(row, header='"Phone" ; Name;State;E-mail;Brokerage\n'))

    assert found(acme, typed) == Traces([], complete=True)


def test_a_row_below_the_header_may_say_the_same(acme: Workspace, ada: User):
    files.upload(acme, ada, files.csv_bytes("Brokerage,+34911555010,,,"))

    assert told(acme, "brokerage") == [(2, "waiting")]


def test_a_file_without_a_header_begins_with_a_person(acme: Workspace, ada: User):
    files.upload(acme, ada, files.csv_bytes("Ana Lopez,+34911555010,,,", header=""))

    assert told(acme, "ana lopez") == [(1, "rejected")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("block", [16, 37, 64, 65_536])
def test_lines_are_those_of_the_file_wherever_it_is_cut(
    acme: Workspace, ada: User, monkeypatch: pytest.MonkeyPatch, end: str, block: int
):
    monkeypatch.setattr(traces, "_BLOCK", block)
    rows = [f"Person {number},+349115550{number},,," for number in range(10, 40)]
    files.upload(acme, ada, end.join([files.HEADER.strip(), *rows]).encode())

    for number in (10, 25, 39):
        assert told(acme, f"person {number}") == [(number - 8, "waiting")]


@pytest.mark.parametrize("block", [16, 50, 65_536])
def test_rows_of_several_lines_are_read_whole(
    completed: ContactImport, monkeypatch: pytest.MonkeyPatch, block: int
):
    monkeypatch.setattr(traces, "_BLOCK", block)

    assert told(completed.workspace, "split name") == [(4, "refused")]


def test_what_was_not_looked_at_is_said(completed: ContactImport, monkeypatch: pytest.MonkeyPatch):
    workspace = completed.workspace
    assert found(workspace, "nobody", budget=10).complete is False
    assert found(workspace, "nobody").complete is True

    monkeypatch.setattr(traces, "IMPORTS_TRIED", 0)
    assert found(workspace, "zoe") == Traces([], complete=False)


def test_a_large_file_leaves_something_to_the_others(
    completed: ContactImport, ada: User, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(traces, "_BLOCK", 64)
    rows = [f"Person {number},0000,,," for number in range(1_000)]
    files.upload(completed.workspace, ada, files.csv_bytes(*rows))

    told_of_both = found(completed.workspace, "zoe broken", budget=20_000)

    assert [trace.contact_import for trace in told_of_both.found] == [completed]
    assert told_of_both.complete is False


def test_few_are_shown(acme: Workspace, ada: User):
    rows = [f"Person {number},0000,,," for number in range(20)]
    files.upload(acme, ada, files.csv_bytes(*rows))

    assert len(found(acme, "person").found) == traces.SHOWN
    assert found(acme, "person").complete is False


def test_files_that_are_gone_break_nothing(completed: ContactImport):
    files.storage.remove(completed)

    assert found(completed.workspace, "zoe") == Traces([], complete=False)


def test_a_record_that_does_not_end_is_not_read_to_its_end(tmp_path):
    file = tmp_path / "endless.csv"
    file.write_bytes(b"ana" * RECORD_MAX)
    query = search.parse("ana")
    assert query

    reading = traces._Reading(query, budget=10 * RECORD_MAX)

    assert list(reading.lines(file)) == []
