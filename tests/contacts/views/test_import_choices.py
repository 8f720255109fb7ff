"""What a person decides on the review: repairs, duplicates, flags."""

import pytest

from contacts.imports import storage
from contacts.models import ContactImport
from tests.contacts.imports.files import DOCUMENTED, csv_bytes
from tests.contacts.views.import_pages import page, upload, url
from tests.factories import make_contact, make_flag

pytestmark = pytest.mark.django_db(transaction=True)

SPACES = "phone_needs_cleaning"
REPAIRABLE = csv_bytes(
    "Ann,+1 (415) 555-2671,,,", "Ben,0044 20 7946 0018,,,", "Cy,+14155552673,,,", "Dee,415,,,"
)
JOHN = csv_bytes("John Again,+1234567890,john@example.com,CA,")


@pytest.fixture
def john(acme):
    return make_contact(acme, name="John", phone="+1234567890", state="NV")


def test_repairs_are_used_and_undone_with_one_click(as_eve, acme):
    address = upload(as_eve, acme, REPAIRABLE)
    assert "Use the suggested value" in page(as_eve, address)

    response = as_eve.post(address + "repairs/", {"kinds": [SPACES]})

    assert response["Location"] == address
    review = page(as_eve, address)
    assert "Import 2 contacts into Acme" in review
    assert "Repaired as suggested" in review
    as_eve.post(address + "repairs/", {"kinds": [SPACES, "phone_double_zero"]})
    assert "Import 3 contacts into Acme" in page(as_eve, address)

    as_eve.post(address + "repairs/", {})

    review = page(as_eve, address)
    assert "Import 1 contact into Acme" in review
    assert "Repaired as suggested" not in review


def test_unknown_repairs_are_left_alone(as_eve, acme):
    address = upload(as_eve, acme, REPAIRABLE)

    response = as_eve.post(address + "repairs/", {"kinds": ["phone_no_plus", "x\0"]}, follow=True)

    assert "There was nothing to repair" in response.content.decode()
    assert acme.imports.get().repairs == []


def test_suggested_values_are_listed_and_downloaded(as_eve, as_vic, acme):
    address = upload(as_eve, acme, REPAIRABLE)
    as_eve.post(address + "repairs/", {"kinds": [SPACES]})

    listed = page(as_eve, address + "repairs/")

    for words in ("Download all 2", "+1 (415) 555-2671", "+442079460018", "Used", "Not yet"):
        assert words in listed, words
    downloaded = b"".join(as_vic.get(address + "repairs.csv")).decode("utf-8-sig").splitlines()
    assert downloaded == [
        "line,name,problem,found,suggested,used",
        '2,Ann,"Phone with spaces, dashes or parentheses",\'+1 (415) 555-2671,+14155552671,yes',
        "3,Ben,Phone with 00 in place of +,0044 20 7946 0018,+442079460018,no",
    ]
    assert as_vic.get(address + "repairs/").status_code == 403


def test_list_without_suggestions_says_so(as_eve, acme):
    address = upload(as_eve, acme, DOCUMENTED)

    assert "no value that could be repaired" in page(as_eve, address + "repairs/")


def test_list_whose_file_is_gone_is_not_found(as_eve, acme):
    address = upload(as_eve, acme, REPAIRABLE)
    storage.remove(acme.imports.get())
    assert as_eve.get(address + "repairs/").status_code == 404
    ContactImport.objects.update(repairs_file="")
    assert as_eve.get(address + "repairs/").status_code == 404


def test_review_offers_each_policy_with_its_count_and_a_sample(as_eve, as_vic, acme, john):
    address = upload(as_eve, acme, csv_bytes("New,+14155552671,,,") + JOHN.split(b"\r\n", 1)[1])

    review = page(as_eve, address)

    for words in (
        "Skip them: they stay as they are",
        "Fill empty fields: 1 contact",
        "Overwrite with the file&#x27;s values: 1 contact",
        '<code class="found" dir="auto">NV</code>',
        '<code class="fix" dir="auto">john@example.com</code>',
        "Flags for every new contact",
    ):
        assert words in review, words
    assert 'name="duplicates"' not in page(as_vic, address)


def test_policy_and_flags_are_carried_out_and_told(as_eve, acme, john):
    vip = acme.flags.get(name="VIP")
    address = upload(as_eve, acme, csv_bytes("New,+14155552671,,,") + JOHN.split(b"\r\n", 1)[1])

    as_eve.post(address + "confirm/", {"duplicates": "overwrite", "flags": [vip.pk]})

    result = page(as_eve, address)
    for words in (
        "1 contact imported into Acme",
        "1 contact that you already had was brought up to date: overwritten",
        "Each new contact was flagged “VIP”",
        "Undo",
    ):
        assert words in result, words
    john.refresh_from_db()
    assert (john.name, john.state, john.email) == ("John Again", "CA", "john@example.com")
    assert [contact.name for contact in vip.contacts.all()] == ["New"]


def test_file_of_duplicates_asks_what_they_do(as_eve, acme, john):
    address = upload(as_eve, acme, JOHN)
    assert "Update contacts of Acme" in page(as_eve, address)

    asked = as_eve.post(address + "confirm/")

    assert asked.status_code == 200
    assert "Choose what the duplicates do." in asked.content.decode()
    as_eve.post(address + "confirm/", {"duplicates": "fill"})
    assert "empty fields were filled" in page(as_eve, address)


@pytest.mark.parametrize(
    "posted",
    [
        {"duplicates": "delete"},
        {"duplicates": "skip\0"},
        {"flags": ["9" * 30]},
        {"flags": ["x"]},
        {"review": "x"},
        {"review": "1"},
    ],
)
def test_choice_that_cannot_be_carried_out_imports_nothing(as_eve, acme, john, posted):
    address = upload(as_eve, acme, csv_bytes("New,+14155552671,,,") + JOHN.split(b"\r\n", 1)[1])

    response = as_eve.post(address + "confirm/", posted)

    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()
    assert acme.imports.get().state == "ready"


def test_flag_of_another_workspace_is_refused(as_ada, acme, globex):
    foreign = make_flag(globex, "Foreign")
    address = upload(as_ada, acme, DOCUMENTED)

    response = as_ada.post(address + "confirm/", {"flags": [foreign.pk]})

    assert "does not exist in this workspace" in response.content.decode()
    assert acme.contacts.count() == 0


def test_review_that_changed_meanwhile_is_shown_once_more(as_eve, as_ada, acme):
    address = upload(as_eve, acme, REPAIRABLE)
    seen = acme.imports.get().jobs.get().pk
    as_ada.post(address + "repairs/", {"kinds": [SPACES]})

    response = as_eve.post(address + "confirm/", {"review": seen})

    assert "The review has changed" in response.content.decode()
    assert acme.contacts.count() == 0


def test_header_tells_of_the_import_under_way(as_vic, as_eve, acme, settings, run_worker):
    settings.IMPORT_INLINE_ROWS = -1
    address = upload(as_eve, acme, DOCUMENTED)

    listed = page(as_vic, url("contact_list", acme))

    assert f'href="{address}"' in listed
    assert 'hx-trigger="every 3s"' in page(as_vic, url("job_sign", acme))
    run_worker()
    assert "hx-trigger" not in page(as_vic, url("job_sign", acme))
    assert f'href="{address}"' not in page(as_vic, url("contact_list", acme))
