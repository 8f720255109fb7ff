"""Whatever is edited at random in an exported file: just that is changed, and is undone again."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts.csv_cells import guard
from contacts.imports import review
from contacts.imports.cells import CHECKS, read_cell
from contacts.imports.edits import commit as edits_commit
from contacts.models import CSV_FIELDS, Contact, ContactChange
from tests import factories
from tests.contacts.imports.edited import bring_back, exported
from tests.contacts.imports.files import confirm, undo
from tests.contacts.naughty import NAUGHTY
from workspaces.models import Workspace

# Every example takes back all that it did.
ROLLED_BACK = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
PHONES = st.sampled_from([f"+4420794602{number:02}" for number in range(6)])
TEXTS = st.sampled_from([*(text for _, text in NAUGHTY), "", "=1+1", "'=1", "'", "+1", "＠x", "TX"])
CELLS = {
    "name": TEXTS,
    "phone": PHONES | PHONES.map(lambda phone: phone[1:]) | TEXTS,
    "email": st.sampled_from(["", "ann@example.org", "BO@example.org", "no address"]),
    "state": TEXTS,
    "brokerage": TEXTS,
}
EDITS = st.lists(
    st.sampled_from(CSV_FIELDS).flatmap(
        lambda field: st.tuples(st.integers(0, 5), st.just(field), CELLS[field])
    ),
    max_size=10,
)


def good(field: str, text: str) -> bool:
    return CHECKS[field](read_cell(text)) is None


def is_still(contact: Contact, field: str, text: str) -> bool:
    """Whether the cell is as it was exported, but for the + of a phone."""
    stored = getattr(contact, field)
    return text == guard(stored) or (field == "phone" and f"+{text}" == stored)


def made_of(workspace: Workspace, number: int, row: tuple[str, ...]) -> Contact:
    """A contact with those of the values that can be stored."""
    given = {
        f: read_cell(text) if good(f, text) else "" for f, text in zip(CSV_FIELDS, row, strict=True)
    }
    defaults = {"name": f"Person {number}", "phone": f"+44207946030{number}"}
    return factories.make_contact(
        workspace, **given | {f: given[f] or one for f, one in defaults.items()}
    )


def stored(workspace: Workspace) -> dict[int, tuple[str, ...]]:
    contacts = workspace.contacts.order_by("pk")
    return {row[0]: row[1:] for row in contacts.values_list("pk", *CSV_FIELDS)}


@pytest.fixture
def small_steps(monkeypatch) -> None:
    monkeypatch.setattr(review, "CHUNK", 4)
    monkeypatch.setattr(edits_commit, "CONTACTS", 2)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=ROLLED_BACK)
@given(
    made=st.lists(st.tuples(*(CELLS[field] for field in CSV_FIELDS)), min_size=6, max_size=6),
    edits=EDITS,
)
def test_just_what_was_edited_is_changed(acme, ada, small_steps, made, edits):
    with transaction.atomic():
        contacts = [made_of(acme, number, row) for number, row in enumerate(made)]
        before, rows = stored(acme), exported(acme)
        for number, field, text in edits:
            rows[number][field] = text
        expected = dict(before)
        for contact, row, old in zip(contacts, rows, before.values(), strict=True):
            new = tuple(
                now if is_still(contact, field, row[field]) else read_cell(row[field])
                for field, now in zip(CSV_FIELDS, old, strict=True)
            )
            if all(
                is_still(contact, field, row[field]) or good(field, row[field])
                for field in CSV_FIELDS
            ):
                expected[contact.pk] = new
        changed = sum(expected[pk] != before[pk] for pk in before)

        contact_import = bring_back(acme, ada, rows)
        assert (contact_import.state, contact_import.changing_rows) == ("ready", changed)
        if changed:
            confirm(contact_import, ada)
            assert (contact_import.updated_count, contact_import.skipped_count) == (changed, 0)

        assert stored(acme) == expected
        entries = ContactChange.objects.filter(workspace=acme, kind="imported")
        assert {entry.contact_id: entry.values for entry in entries} == {
            pk: {
                field: [old, new]
                for field, old, new in zip(CSV_FIELDS, before[pk], expected[pk], strict=True)
                if old != new
            }
            for pk in before
            if expected[pk] != before[pk]
        }
        assert bring_back(acme, ada, exported(acme)).unchanged_rows == 6
        if changed:
            undo(contact_import, ada)
        assert stored(acme) == before
        transaction.set_rollback(True)
