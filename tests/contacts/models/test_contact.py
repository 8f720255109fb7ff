"""The contact row: derived columns, and what the database itself refuses."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from contacts.models import Contact
from tests import factories
from tests.contacts.models.checking import checked_transaction
from workspaces.models import Workspace


def test_save_keeps_the_derived_columns_right(acme: Workspace):
    contact = Contact.objects.create(
        workspace=acme,
        name="Élodie  MARTIN",
        phone="+1987654",
        email="Elodie@Example.org",
        state="Île-de-France",
        brokerage="Martin & Fils",
    )

    assert (contact.name_key, contact.email_key) == ("elodie martin", "elodie@example.org")
    assert (contact.state_key, contact.brokerage_key) == ("ile-de-france", "martin & fils")
    assert contact.search_text == (
        "elodie  martin\n+1987654\nelodie@example.org\nile-de-france\nmartin & fils\n\n"
    )
    assert contact.phone_warning == "too_short"


def test_save_of_some_fields_saves_what_is_derived_from_them(acme: Workspace):
    contact = factories.make_contact(acme, name="Ann")
    contact.name = "Béa"
    contact.save(update_fields=["name"])

    assert Contact.objects.get().name_key == "bea"
    assert Contact.objects.get().search_text.startswith("bea\n")


def test_bulk_writes_derive_too(acme: Workspace):
    made = Contact.objects.bulk_create(
        Contact(workspace=acme, name=name, phone="+14155552671") for name in ("Ann", "Béa")
    )
    assert set(Contact.objects.values_list("name_key", flat=True)) == {"ann", "bea"}

    for contact in made:
        contact.state = "Île"
    Contact.objects.bulk_update(made, ["state"])

    assert set(Contact.objects.values_list("state_key", flat=True)) == {"ile"}


def test_bulk_update_of_an_underived_field_touches_no_other(acme: Workspace):
    contact = factories.make_contact(acme, name="Ann")
    contact.notes, contact.name = "Likes tea.", "Béa"

    Contact.objects.bulk_update([contact], ["notes"])

    stored = Contact.objects.get()
    assert (stored.notes, stored.name, stored.name_key) == ("Likes tea.", "Ann", "ann")


def test_update_refuses_what_would_leave_derived_columns_stale(acme: Workspace):
    contact = factories.make_contact(acme, name="Ann")

    with pytest.raises(TypeError, match="name"):
        Contact.objects.update(name="Béa")

    assert Contact.objects.update(notes="Likes tea.") == 1
    assert Contact.objects.get(pk=contact.pk).name == "Ann"


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"phone": "4155552671"},
        {"phone": "+0155552671"},
        {"phone": "+141555"},
        {"phone": "+1415555267112345"},
        {"phone": "+14155552671\n"},
        {"phone": "+١٤١٥٥٥٥٢٦٧"},
    ],
)
def test_database_refuses_what_must_never_be(acme: Workspace, fields: dict[str, str]):
    values = {"name": "Ann", "phone": "+14155552671"} | fields

    # An IntegrityError, but for what PostgreSQL finds too long for its column.
    with pytest.raises(DatabaseError), transaction.atomic():
        Contact.objects.create(workspace=acme, **values)


@pytest.mark.parametrize(
    "phone",
    [
        "+1234567890",
        "+441234567890",
        "+61234567890",
        "+1987654321",
        "+1555123456",
        "+4402079460018",
    ],
)
def test_phone_is_stored_as_it_is(acme: Workspace, phone: str):
    contact = Contact(workspace=acme, name="Ann", phone=phone)
    contact.full_clean()
    contact.save()

    assert Contact.objects.get(phone=phone).phone == phone
    assert type(Contact.objects.get().phone) is str


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "A\x07", "contains a control character (U+0007 BELL) at position 2: remove it"),
        ("phone", "(415) 555-2671", "the + and country code are missing"),
        ("notes", "x" * 5001, "Ensure this value has at most 5000 characters"),
    ],
)
def test_full_clean_says_what_the_form_says(acme: Workspace, field: str, value: str, message: str):
    contact = Contact(**{"workspace": acme, "name": "Ann", "phone": "+14155552671", field: value})

    with pytest.raises(ValidationError) as refusal:
        contact.full_clean()

    assert refusal.value.message_dict[field][0].startswith(message)


def test_full_clean_refuses_an_import_of_another_workspace(acme: Workspace, globex: Workspace):
    foreign = factories.make_import(globex)
    contact = Contact(
        workspace=acme, name="Ann", phone="+14155552671", contact_import=foreign, import_line=2
    )

    with pytest.raises(ValidationError, match="another workspace"):
        contact.full_clean()


def test_database_refuses_an_import_of_another_workspace(acme: Workspace, globex: Workspace):
    foreign = factories.make_import(globex)
    contact = factories.make_contact(acme)

    with pytest.raises(IntegrityError), checked_transaction():
        Contact.objects.filter(pk=contact.pk).update(contact_import=foreign, import_line=2)


def test_a_line_of_an_import_makes_one_contact(acme: Workspace):
    contact_import = factories.make_import(acme)
    fields = {"workspace": acme, "phone": "+14155552671", "contact_import": contact_import}
    Contact.objects.create(name="Ann", import_line=2, **fields)

    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.create(name="Béa", import_line=2, **fields)
