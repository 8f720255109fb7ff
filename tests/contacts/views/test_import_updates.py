"""The pages that bring edited contacts back: upload, review, every change, result."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from contacts import writing
from contacts.imports import storage
from contacts.models import ContactImport
from contacts.views import import_updates, imports
from tests.contacts.imports.edited import change, exported, file_of
from tests.contacts.views.import_pages import page, url
from tests.factories import make_audience, make_contact
from workspaces.models import AuditEntry, Workspace

pytestmark = pytest.mark.django_db(transaction=True)


def bring(client: Client, workspace: Workspace, rows) -> str:
    """Upload through the form; the address of the import's page."""
    content = rows if isinstance(rows, bytes) else file_of(rows)
    response = client.post(
        url("import_update", workspace), {"file": SimpleUploadedFile("people.csv", content)}
    )
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


def test_list_is_exported_edited_and_brought_back(as_eve, acme):
    ann = make_contact(acme, name="Ann", phone="+442079460101", email="ann@example.com")
    make_contact(acme, name="Bo", phone="+442079460102")
    menu = page(as_eve, url("contact_list", acme))
    assert 'contacts/export/?shape=edit">CSV to edit and bring back</a>' in menu
    response = as_eve.get(url("contact_export", acme) + "?shape=edit&q=ann")
    content = b"".join(response.streaming_content)
    assert (
        content
        == (
            "\ufeffid,version,name,phone,email,state,brokerage\r\n"
            f"{ann.pk},1,Ann,+442079460101,ann@example.com,,\r\n"
        ).encode()
    )

    address = bring(as_eve, acme, content.replace(b"ann@example.com", b""))
    review = page(as_eve, address)

    assert "Change 1 contact of Acme" in review
    assert '<code class="found" dir="auto">ann@example.com</code> → <strong>(empty)</strong>' in (
        " ".join(review.split())
    )
    assert "Flags for every new contact" not in review
    as_eve.post(address + "confirm/")
    assert "1 contact of Acme changed" in page(as_eve, address)
    ann.refresh_from_db()
    assert (ann.email, ann.revision) == ("", 2)
    timeline = page(as_eve, ann.get_absolute_url())
    assert '<del dir="auto">ann@example.com</del> → empty' in timeline
    assert "Edited contacts: 1 changed" in page(as_eve, url("import_list", acme))


def test_unchanged_file_says_so_and_offers_no_confirmation(as_eve, acme):
    make_contact(acme)

    html = page(as_eve, bring(as_eve, acme, exported(acme)))

    assert "0 changes, 1 unchanged" in html
    assert 'form="confirm"' not in html


def test_every_change_is_listed_page_by_page(as_eve, as_vic, acme, monkeypatch):
    monkeypatch.setattr(import_updates, "PAGE", 2)
    for number in range(3):
        make_contact(acme, name=f"Person {number}")
    rows = [row | {"state": f"State {row['id']}"} for row in exported(acme)]
    address = bring(as_eve, acme, rows) + "changes/"

    first = as_vic.get(address)

    assert [change.name for change, *_ in first.context["listed"]] == ["Person 0", "Person 1"]
    second = as_vic.get(f"{address}?after={first.context['more']}")
    assert [change.name for change, *_ in second.context["listed"]] == ["Person 2"]
    assert (second.context["more"], second.context["first"]) == (0, False)
    for junk in ("1", "x", "-5", "9" * 12, "9" * 30, str(first.context["more"] + 1)):
        assert as_vic.get(address, {"after": junk}).status_code == 200


def test_list_of_changes_can_be_downloaded(as_vic, acme, ada):
    make_contact(acme, name="=Ann", phone="+442079460101")
    rows = [exported(acme)[0] | {"state": "TX"}]
    contact_import = change(acme, ada, rows)

    response = as_vic.get(url("import_changes_file", acme, contact_import.pk))

    [header, row] = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert header == "line,id,version,name,field,old,new,outcome"
    assert row == f"2,{rows[0]['id']},1,'=Ann,state,,TX,changed"
    assert AuditEntry.objects.filter(action="import.changes_downloaded").count() == 1


def test_import_of_new_contacts_has_no_list_of_changes(as_eve, acme):
    contact_import = ContactImport.objects.create(workspace=acme, original_name="people.csv")

    for name in ("import_changes", "import_changes_file"):
        assert as_eve.get(url(name, acme, contact_import.pk)).status_code == 404
    contact_import.changes_file = "changes-1-1"
    contact_import.save()
    assert as_eve.get(url("import_changes", acme, contact_import.pk)).status_code == 404


def test_what_somebody_changed_since_is_named_with_its_contact(as_eve, acme, ada):
    ann = make_contact(acme, name="Ann")
    rows = exported(acme)
    writing.change(ann, ada, {"state": "OH"}, revision=1)

    html = page(as_eve, bring(as_eve, acme, [rows[0] | {"state": "TX"}]))

    assert "was changed since the export by Ada" in html
    assert f'href="/w/acme/contacts/{ann.pk}/">open it</a>' in html
    assert "There is nothing to change:" in html


def test_repeated_rows_ask_nothing(as_eve, acme):
    make_contact(acme, name="Ann")
    [row] = exported(acme)

    html = page(as_eve, bring(as_eve, acme, [row | {"state": text} for text in ("TX", "OH")]))

    assert "Same contact as an earlier line (skipped)" in html
    assert "Contacts that you already have" not in html


def test_file_of_the_other_kind_is_led_to_its_page(as_eve, acme):
    html = page(
        as_eve, bring(as_eve, acme, b"name,phone,email,state,brokerage\nA,+442079460101,,,\n")
    )

    assert "This is a file of new contacts" in html
    assert f'href="{url("import_create", acme)}">Bulk Import</a>' in html


def test_too_large_file_is_refused_on_its_own_page(as_eve, acme, settings):
    settings.IMPORT_MAX_BYTES = 10
    response = as_eve.post(
        url("import_update", acme), {"file": SimpleUploadedFile("people.csv", b"x" * 100)}
    )

    assert response.status_code == 413
    assert "Bring back edited contacts" in response.content.decode()


def test_export_to_call_from_is_none_to_edit(as_eve, acme):
    audience = make_audience(acme)
    response = as_eve.get(f"/w/acme/audiences/{audience.pk}/export/?shape=edit")

    assert response.status_code == 400


@pytest.mark.parametrize("end", ["cancel", "undo"])
def test_pages_of_an_import_that_was_taken_back(as_eve, acme, end):
    make_contact(acme, name="Ann")
    address = bring(as_eve, acme, [exported(acme)[0] | {"state": "TX"}])
    if end == "undo":
        as_eve.post(address + "confirm/")
        assert "the values back that the import changed" in page(as_eve, address + "undo/")

    as_eve.post(f"{address}{end}/")

    html = page(as_eve, address)
    assert ("Nothing was changed in Acme." in html) is (end == "cancel")
    assert ("got its former values back" in html) is (end == "undo")
    assert acme.contacts.get().state == ""


def test_place_within_a_value_of_two_lines_shows_nothing(as_eve, acme):
    make_contact(acme, name="Ann", state="Old\nstate")
    address = bring(as_eve, acme, [exported(acme)[0] | {"state": "TX"}]) + "changes/"
    [(change, *_)] = as_eve.get(address).context["listed"]
    contact_import = acme.imports.get()
    content = (storage.folder(contact_import) / contact_import.changes_file).read_bytes()

    within = as_eve.get(address, {"after": str(content.index(b"Old\n") + len(b"Old\n"))})

    assert change.old == "Old\nstate"
    assert within.context["listed"] == []


def test_undo_says_who_keeps_a_suppressing_flag(as_eve, acme, ada):
    stop = acme.flags.get(suppressing=True)
    ines = make_contact(acme, name="Inès", phone="+442079460101")
    bo = make_contact(acme, [stop], name="Bo", phone="+442079460102")
    contact_import = change(acme, ada, [exported(acme)[0] | {"phone": bo.phone}])
    link = f'<a class="break" href="{ines.get_absolute_url()}" dir="auto">Inès</a>'

    asked = page(as_eve, url("import_undo", acme, contact_import.pk))
    as_eve.post(url("import_undo", acme, contact_import.pk))
    told = page(as_eve, url("import_detail", acme, contact_import.pk))

    assert "got a suppressing flag through this import, because of its number" in asked
    assert "1 contact keeps a suppressing flag that came with the import" in told
    for html in (asked, told):
        assert link in html
        assert 'class="chip chip-red stop" title="Do Not Call' in html
        assert f'{bo.get_absolute_url()}" dir="auto">' not in html


def test_of_many_who_keep_a_flag_the_first_are_named(as_eve, acme, ada, monkeypatch):
    monkeypatch.setattr(imports, "FLAGGED_SHOWN", 2)
    stop = acme.flags.get(suppressing=True)
    for number in range(3):
        make_contact(acme, name=f"Person {number}")
    rows = exported(acme)
    bo = make_contact(acme, [stop], name="Bo")
    contact_import = change(acme, ada, [row | {"phone": bo.phone} for row in rows])

    html = page(as_eve, url("import_undo", acme, contact_import.pk))

    assert ("Person 1" in html, "Person 2" in html) == (True, False)
    assert "The first 2 of 3." in html


def test_result_is_of_what_was_done_and_names_who_was_skipped(as_eve, acme, ada):
    for name in ("Ann", "Bo", "Cy"):
        make_contact(acme, name=name)
    address = bring(as_eve, acme, [row | {"state": "TX"} for row in exported(acme)])
    bo = acme.contacts.get(name="Bo")
    writing.change(bo, ada, {"state": "OH"}, revision=1)
    writing.delete(acme.contacts.get(name="Cy"), ada)

    as_eve.post(address + "confirm/")

    html = " ".join(page(as_eve, address).split())
    assert "2 contacts were skipped, because somebody had changed or deleted them" in html
    assert "<dt>Changed</dt><dd>1</dd>" in html
    assert "<dt>Skipped</dt><dd>2</dd>" in html
    assert "With changes" not in html
    assert "was changed after the review by Ada" in html
    assert f'<a href="{bo.get_absolute_url()}">open it</a>' in html
    changed = html[html.index("What the file changed") : html.index("What was not changed")]
    assert [name in changed for name in ("Ann", "Bo", "Cy")] == [True, False, False]
    response = as_eve.get(address + "changes/")
    assert [(one.name, became) for one, _, became in response.context["listed"]] == [
        ("Ann", "changed"),
        ("Bo", "skipped"),
        ("Cy", "no contact any more"),
    ]
    listed = response.content.decode()
    assert "1 contact was changed, 2 were skipped" in listed
    assert re.findall(r'dir="auto">(Ann|Bo|Cy)</(a|span)>', listed) == [
        ("Ann", "a"),
        ("Bo", "a"),
        ("Cy", "span"),
    ]


def test_of_many_who_were_skipped_the_list_of_changes_has_all(as_eve, acme, ada):
    for number in range(7):
        make_contact(acme, name=f"Person {number}")
    address = bring(as_eve, acme, [row | {"state": "TX"} for row in exported(acme)])
    for contact in acme.contacts.order_by("pk")[1:]:
        writing.change(contact, ada, {"state": "OH"}, revision=1)

    as_eve.post(address + "confirm/")

    html = page(as_eve, address)
    assert "The first 5 of 6." in html
    assert f'All are marked in the <a href="{address}changes/">list of changes</a>' in html


def test_file_of_changes_that_is_gone_is_not_found(as_vic, acme, ada):
    make_contact(acme)
    contact_import = change(acme, ada, [exported(acme)[0] | {"state": "TX"}])
    (storage.folder(contact_import) / contact_import.changes_file).unlink()

    assert as_vic.get(url("import_changes_file", acme, contact_import.pk)).status_code == 404
