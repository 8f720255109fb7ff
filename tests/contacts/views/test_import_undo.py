"""Taking an import back, as people meet it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contacts import jobs, writing
from contacts.models import ContactImport
from tests.contacts.imports.edited import change, exported
from tests.contacts.imports.files import DOCUMENTED, csv_bytes
from tests.contacts.views.import_pages import page, upload, url
from tests.factories import make_contact, make_interaction

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def address(as_eve, acme) -> str:
    """A finished import of the documented file, over a contact that it overwrote."""
    make_contact(acme, name="John", phone="+1234567890", state="NV")
    address = upload(as_eve, acme, DOCUMENTED)
    as_eve.post(address + "confirm/", {"duplicates": "overwrite"})
    assert f'href="{address}undo/"' in page(as_eve, address)
    return address


def test_undo_says_first_what_would_go(as_eve, eve, acme, address):
    bob = acme.contacts.get(name="Bob Johnson")
    writing.change(bob, eve, {"state": "NV"}, revision=1)

    asked = page(as_eve, address + "undo/")

    for words in ("<strong>1 contact</strong>", "1 of the created contacts so far", "Acme"):
        assert words in asked, words
    assert acme.contacts.count() == 3


def test_undone_import_names_what_was_kept(as_eve, as_vic, eve, acme, address):
    bob = acme.contacts.get(name="Bob Johnson")
    writing.change(bob, eve, {"state": "NV"}, revision=1)

    response = as_eve.post(address + "undo/")

    assert response["Location"] == address
    result = page(as_vic, address)
    for words in (
        "This import was undone",
        "1 contact that it had created was deleted",
        "1 contact got its former values back",
        "1 contact was kept",
        f'/contacts/{bob.pk}/" dir="auto">Bob Johnson</a>',
        "created by the import",
    ):
        assert words in result, words
    assert sorted(acme.contacts.values_list("name", flat=True)) == ["Bob Johnson", "John"]
    kept = b"".join(as_vic.get(address + "kept.csv")).decode("utf-8-sig").splitlines()
    assert kept == ["name,phone,email,state,brokerage", "Bob Johnson,+1555123456,,NV,"]


def test_undoing_twice_leads_to_the_result(as_eve, as_ada, acme, address):
    for client in (as_eve, as_ada):
        assert client.post(address + "undo/")["Location"] == address

    assert "This import was undone" in page(as_ada, address)
    again = as_eve.get(address + "undo/", follow=True)
    assert "cannot be undone" in again.content.decode()


def test_undo_is_not_offered_after_its_time_nor_to_viewers(as_eve, as_vic, address):
    assert "undo/" not in page(as_vic, address)
    assert as_vic.post(address + "undo/").status_code == 403
    ContactImport.objects.update(finished_at=timezone.now() - timedelta(days=31))

    assert "undo/" not in page(as_eve, address)


def test_progress_of_an_undo_is_shown(as_eve, acme, address, settings, run_worker):
    settings.IMPORT_INLINE_ROWS = -1
    as_eve.post(address + "undo/")

    assert "Undoing" in page(as_eve, address)
    run_worker()
    assert "This import was undone" in page(as_eve, address)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("cancelled", "The undo stopped half-way"),
        ("failed", "Resume undoes the rest"),
    ],
)
def test_undo_that_stopped_half_way_says_how_far_it_came(
    as_eve, acme, address, settings, state, words
):
    settings.IMPORT_INLINE_ROWS = -1
    as_eve.post(address + "undo/")
    jobs.advance(acme.imports.get().jobs.last().pk, keep_going=lambda: False)
    ContactImport.objects.update(state=state)

    shown = page(as_eve, address)

    assert words in shown
    assert "2 of 2 created contacts had been deleted, 0 of 1 changed one restored" in shown


def test_cancelled_import_offers_the_undo(as_eve, acme, settings):
    address = upload(as_eve, acme, csv_bytes("Ann,+14155550101,,,"))
    settings.IMPORT_INLINE_ROWS = -1
    as_eve.post(address + "confirm/")
    jobs.advance(acme.imports.get().jobs.last().pk)
    ContactImport.objects.update(state="cancelled")

    assert "This import was cancelled" in page(as_eve, address)
    as_eve.post(address + "undo/")
    jobs.advance(acme.imports.get().jobs.last().pk)

    assert acme.contacts.count() == 0


def test_undo_of_both_kinds_at_once_says_what_is_true_of_each(as_eve, acme, address):
    asked = page(as_eve, address + "undo/")

    assert "So does a created contact with logged calls, messages, appointments or notes." in asked
    assert "Values come back also where calls, messages, appointments or notes were logged" in asked


def test_undo_that_restores_nothing_speaks_of_created_contacts_alone(as_eve, acme):
    address = upload(as_eve, acme, DOCUMENTED)
    as_eve.post(address + "confirm/")

    asked = page(as_eve, address + "undo/")

    assert "So does a created contact" in asked
    assert "Values come back" not in asked


def test_undo_of_edits_gives_values_back_where_somebody_has_spoken(as_eve, eve, acme):
    ann, bo = (make_contact(acme, name=name) for name in ("Ann", "Bo"))
    contact_import = change(acme, eve, [row | {"state": "TX"} for row in exported(acme)])
    make_interaction(ann, eve)
    writing.change(bo, eve, {"state": "NV"}, revision=2)
    address = url("import_detail", acme, contact_import.pk)

    asked = page(as_eve, address + "undo/")
    as_eve.post(address + "undo/")

    assert "Values come back also where calls, messages, appointments or notes were logged" in asked
    assert "created contact" not in asked
    ann.refresh_from_db()
    assert ann.state == ""
    assert "1 contact was kept, because somebody had changed it</h3>" in page(as_eve, address)
