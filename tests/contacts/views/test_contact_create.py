"""Adding a contact: what is stored, what is refused, and what is asked."""

import pytest
from django.test import Client

from contacts.models import Contact
from tests import factories
from workspaces.models import User, Workspace

NEW = "/w/acme/contacts/new/"


def url(contact: Contact) -> str:
    return contact.get_absolute_url()


def test_create_stores_every_field_and_shows_the_contact(
    as_eve: Client, eve: User, acme: Workspace
):
    vip = acme.flags.get(name="VIP")

    response = as_eve.post(
        NEW,
        {
            "name": "  Élodie Martin ",
            "phone": " +33123456789 ",
            "email": " Elodie@Example.org ",
            "state": "Île-de-France",
            "brokerage": "Martin & Fils",
            "notes": "Call after six.\r\nSpeaks French.\r\n",
            "flags": [vip.pk],
        },
    )

    contact = acme.contacts.get()
    assert response.status_code == 302
    assert response["Location"] == url(contact)
    assert (contact.name, contact.phone, contact.email) == (
        "Élodie Martin",
        "+33123456789",
        "Elodie@Example.org",
    )
    assert (contact.state, contact.brokerage) == ("Île-de-France", "Martin & Fils")
    assert contact.notes == "Call after six.\nSpeaks French."
    assert list(contact.flags.all()) == [vip]
    assert contact.created_by == eve
    page = as_eve.get(url(contact))
    assert ">Élodie Martin</a> was added." in page.content.decode()


def test_create_needs_name_and_phone_only(as_eve: Client, acme: Workspace):
    as_eve.post(NEW, {"name": "Ann", "phone": "+1234567890"})

    contact = acme.contacts.get()
    assert (contact.email, contact.state, contact.brokerage, contact.notes) == ("", "", "", "")


def test_create_and_add_another_leads_back_to_an_empty_form(as_eve: Client, acme: Workspace):
    response = as_eve.post(NEW + "?another=1", {"name": "Ann", "phone": "+1234567890"})

    assert response["Location"] == NEW + "?another=1"
    page = as_eve.get(response["Location"])
    assert page.context["form"]["name"].value() is None
    assert page.context["form"].fields["flags"].queryset.count() == 5


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "Fill this in."),
        ("name", " \u200b\u3000 ", "Fill this in."),
        ("name", "\u2800", "Fill this in."),
        ("name", "x" * 201, "Is too long: 201 characters, at most 200 fit."),
        (
            "name",
            "A\x00B",
            "Contains a control character (U+0000 NULL) at position 2: remove it",
        ),
        (
            "name",
            "A\u202eB",
            "Contains an invisible direction mark (U+202E RIGHT-TO-LEFT OVERRIDE) at position 2:"
            " remove it",
        ),
        ("email", "ann", "Is no e-mail address: write it like name@example.com, or leave it empty"),
        ("email", f"{'a' * 243}@example.org", "Is too long: 255 characters, at most 254 fit."),
        ("state", "x" * 101, "Is too long: 101 characters, at most 100 fit."),
        ("state", "a\nb", "Contains a line break (U+000A LINE FEED) at position 2: remove it"),
        ("brokerage", "x" * 201, "Is too long: 201 characters, at most 200 fit."),
        ("notes", "x" * 5001, "Is too long: 5,001 characters, at most 5,000 fit."),
        (
            "notes",
            "a\x07",
            "Contains a control character (U+0007 BELL) at position 2: remove it",
        ),
        ("phone", "", "The phone number is missing"),
        ("phone", "4155552671", "The + and country code are missing; spreadsheets drop the +"),
        ("phone", "1.4155E+10", "A spreadsheet shortened this number, its digits are lost"),
        ("phone", "+1-800-FLOWERS", "Contains letters"),
        ("phone", "+1\x0055", "Contains a control character (U+0000 NULL)"),
    ],
)
def test_create_says_at_the_field_what_is_wrong_and_keeps_what_was_typed(
    as_eve: Client, acme: Workspace, field: str, value: str, message: str
):
    typed = {"name": "Ann", "phone": "+1234567890", field: value}

    response = as_eve.post(NEW, typed)

    assert response.status_code == 200
    assert acme.contacts.count() == 0
    form = response.context["form"]
    assert list(form.errors) == [field]
    assert form.errors[field][0].startswith(message)
    assert form[field].value() == value


def test_notes_of_the_limit_count_a_line_break_once(as_eve: Client, acme: Workspace):
    as_eve.post(NEW, {"name": "Ann", "phone": "+1234567890", "notes": "ab\r\n" * 1666 + "cd"})

    assert len(acme.contacts.get().notes) == 5000


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [("+1 (415) 555-2671", "+14155552671"), ("0044 20 7946 0018", "+442079460018")],
)
def test_phone_repair_is_one_click_away(as_eve: Client, acme: Workspace, typed: str, proposed: str):
    values = {"name": "Ann", "phone": typed, "state": "CA"}

    asked = as_eve.post(NEW, values)

    assert asked.context["form"].phone_suggestion == proposed
    assert f'name="use_phone" value="{proposed}"' in asked.content.decode()
    assert asked.context["form"]["phone"].value() == typed
    as_eve.post(NEW, values | {"use_phone": proposed})
    contact = acme.contacts.get()
    assert (contact.phone, contact.state) == (proposed, "CA")


def test_a_phone_without_country_code_gets_no_proposal(as_eve: Client, acme: Workspace):
    response = as_eve.post(NEW, {"name": "Ann", "phone": "(415) 555-2671"})

    assert response.context["form"].phone_suggestion is None
    assert "use_phone" not in response.content.decode()


def test_a_forged_repair_meets_the_gate_too(as_eve: Client, acme: Workspace):
    as_eve.post(NEW, {"name": "Ann", "phone": "+1234567890", "use_phone": "12"})

    assert acme.contacts.count() == 0


def test_enter_presses_the_button_that_saves_what_was_typed(as_eve: Client, acme: Workspace):
    page = as_eve.post(NEW, {"name": "Ann", "phone": "+1 (415) 555-2671"}).content.decode()

    form = page[page.index('action="/w/acme/contacts/new/"') :]
    assert form[form.index("<button") :].startswith('<button class="visually-hidden"')


def test_create_with_a_phone_that_is_there_asks_first(as_eve: Client, acme: Workspace):
    vip = acme.flags.get(name="VIP")
    twin = factories.make_contact(acme, [vip], name="Anna <b>", phone="+1234567890")
    values = {"name": "Ann", "phone": "+1234567890"}

    asked = as_eve.post(NEW, values)

    page = asked.content.decode()
    assert asked.status_code == 200
    assert acme.contacts.count() == 1
    assert asked.context["same_phone"] == [twin]
    assert "Another contact has\n      the phone +1234567890" in page
    assert "Anna &lt;b&gt;" in page
    assert f'href="{url(twin)}">Open it' in page
    assert 'name="save_anyway" value="+1234567890"' in page
    as_eve.post(NEW, values | {"save_anyway": "+1234567890"})
    assert acme.contacts.filter(phone="+1234567890").count() == 2


def test_saving_anyway_holds_for_the_phone_that_was_asked_about(as_eve: Client, acme: Workspace):
    factories.make_contact(acme, phone="+1234567890")
    factories.make_contact(acme, phone="+1987654321")

    as_eve.post(NEW, {"name": "Ann", "phone": "+1987654321", "save_anyway": "+1234567890"})

    assert acme.contacts.count() == 2


def test_five_contacts_with_the_phone_are_shown_and_all_counted(as_eve: Client, acme: Workspace):
    for _ in range(7):
        factories.make_contact(acme, phone="+1234567890")

    asked = as_eve.post(NEW, {"name": "Ann", "phone": "+1234567890"})

    assert len(asked.context["same_phone"]) == 5
    assert "7 other contacts have" in asked.content.decode()
    assert "The newest 5 are shown." in asked.content.decode()


def test_a_phone_of_another_workspace_is_nobodys_business(
    as_eve: Client, acme: Workspace, globex: Workspace
):
    factories.make_contact(globex, phone="+1234567890")

    as_eve.post(NEW, {"name": "Ann", "phone": "+1234567890"})

    assert acme.contacts.count() == 1


@pytest.mark.parametrize("flag", ["999999", "9" * 30, "9" * 5000, "abc", "\x00", "-1"])
def test_an_unknown_flag_is_an_error_never_left_out(as_eve: Client, acme: Workspace, flag: str):
    response = as_eve.post(NEW, {"name": "Ann", "phone": "+1234567890", "flags": [flag]})

    assert list(response.context["form"].errors) == ["flags"]
    assert acme.contacts.count() == 0


def test_a_flag_of_another_workspace_is_refused(as_ada: Client, acme: Workspace, globex: Workspace):
    foreign = globex.flags.get(name="VIP")

    response = as_ada.post(NEW, {"name": "Ann", "phone": "+1234567890", "flags": [foreign.pk]})

    assert response.context["form"].errors["flags"] == [
        "A chosen flag does not exist in this workspace: choose again."
    ]
    assert acme.contacts.count() == 0
    choices = as_ada.get(NEW).context["form"].fields["flags"].queryset
    assert {flag.workspace for flag in choices} == {acme}
