"""Adding, seeing, editing and deleting one contact through its pages."""

import html

import pytest
from django.test import Client

from contacts import timeline, writing
from contacts.models import Contact, ContactChange
from tests import factories
from tests.contacts.views.meanwhile import meanwhile
from workspaces.models import AuditEntry, User, Workspace

NEW = "/w/acme/contacts/new/"


def url(contact: Contact, action: str = "") -> str:
    return contact.get_absolute_url() + action


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


def test_detail_shows_everything(as_vic: Client, acme: Workspace, ada: User):
    contact_import = factories.make_import(acme, original_name="people.csv", created_by_name="eve")
    contact = writing.create(
        acme,
        ada,
        {
            "name": "Ann Lee",
            "phone": "+14155552671",
            "email": "ann+1@example.org",
            "state": "CA",
            "brokerage": "Lee & Co",
            "notes": "First line\nSecond line",
        },
        [acme.flags.get(name="Do Not Call")],
    )
    Contact.objects.filter(pk=contact.pk).update(contact_import=contact_import, import_line=7)

    page = html.unescape(as_vic.get(url(contact)).content.decode())

    for text in (
        "+1 415-555-2671",
        'href="tel:+14155552671"',
        "+14155552671, United States",
        'href="mailto:ann%2B1@example.org"',
        "Lee & Co",
        "First line\nSecond line",
        "Do Not Call",
        "by Ada",
        f'<a href="/w/acme/imports/{contact_import.pk}/">people.csv</a>, line 7',
        "<strong>Created</strong>",
    ):
        assert text in page, text


def test_detail_warns_of_a_phone_that_looks_wrong(as_vic: Client, acme: Workspace):
    contact = factories.make_contact(acme, phone="+1987654")

    assert "looks too short for +1, United States" in as_vic.get(url(contact)).content.decode()


def test_detail_offers_a_viewer_nothing_to_change(as_vic: Client, as_eve: Client, acme: Workspace):
    contact = factories.make_contact(acme)

    for client, offered in ((as_vic, False), (as_eve, True)):
        page = client.get(url(contact)).content.decode()
        assert (url(contact, "edit/") in page) is offered
        assert (url(contact, "delete/") in page) is offered


def test_detail_tells_what_happened_newest_first(as_vic: Client, eve: User, acme: Workspace):
    vip = acme.flags.get(name="VIP")
    contact = writing.create(acme, eve, {"name": "Ann", "phone": "+1234567890"})
    contact = writing.change(contact, eve, {"name": "Anne"}, [vip], revision=1)
    writing.change(contact, None, {"brokerage": "Acme"}, [], revision=2)
    eve.delete()

    events = as_vic.get(url(contact)).context["events"]

    # Her account is gone, her name stays.
    assert [(event.title, event.who) for event in events] == [
        ("Unflagged", ""),
        ("Changed", ""),
        ("Flagged", "eve"),
        ("Changed", "eve"),
        ("Created", "eve"),
    ]
    assert events[0].removed == [vip]
    assert events[1].fields == [("Brokerage / Company", "", "Acme")]
    assert events[2].added == [vip]
    assert events[3].fields == [("name", "Ann", "Anne")]


def test_detail_of_a_long_history_counts_what_it_leaves_out(as_vic: Client, acme: Workspace):
    contact = factories.make_contact(acme)
    for number in range(timeline.SHOWN + 1):
        contact = writing.change(contact, None, {"name": f"Ann {number}"}, revision=number + 1)

    response = as_vic.get(url(contact))

    assert len(response.context["events"]) == timeline.SHOWN
    assert "and 2 earlier changes" in response.content.decode()


def test_detail_shows_a_flag_that_is_gone_by_the_name_it_had(as_vic: Client, acme: Workspace):
    flag = factories.make_flag(acme, "Spring", colour="green")
    contact = factories.make_contact(acme, [flag])
    writing.delete_flag(flag, None)

    page = as_vic.get(url(contact)).content.decode()

    assert page.count('<span class="chip chip-grey">Spring</span>') == 2
    assert "Reason: The flag was deleted." in page


def test_detail_needs_the_same_queries_however_much_there_is(
    as_vic: Client, acme: Workspace, django_assert_num_queries
):
    bare, rich = factories.make_contact(acme), factories.make_contact(acme, list(acme.flags.all()))
    for number in range(20):
        rich = writing.change(rich, None, {"name": f"Ann {number}"}, revision=number + 1)
    as_vic.get(url(bare))

    for contact in (bare, rich):
        # Session, person, membership, workspaces, contact; its flags; the journal, all flags.
        with django_assert_num_queries(8):
            as_vic.get(url(contact))


def test_delete_says_what_goes_and_then_deletes_for_good(
    as_eve: Client, eve: User, acme: Workspace
):
    contact = factories.make_contact(
        acme, [acme.flags.get(name="VIP")], name="Ann", phone="+14155552671", notes="Likes tea."
    )

    page = as_eve.get(url(contact, "delete/")).content.decode()

    for text in ("Ann", "+1 415-555-2671", "preferences and notes", "1 entry", "VIP"):
        assert text in page, text
    assert "must not be called" not in page
    response = as_eve.post(url(contact, "delete/"))
    assert response["Location"] == "/w/acme/contacts/"
    assert acme.contacts.count() == 0
    assert ContactChange.objects.count() == 0
    entry = AuditEntry.objects.get(action="contact.deleted")
    assert (entry.actor, entry.workspace) == (eve, acme)
    assert as_eve.get(url(contact)).status_code == 404
    assert as_eve.post(url(contact, "delete/")).status_code == 404


def test_delete_of_a_contact_deleted_meanwhile_is_a_404(as_eve: Client, acme: Workspace):
    contact = factories.make_contact(acme)

    with meanwhile(lambda: writing.delete(Contact.objects.get(), None)):
        response = as_eve.post(url(contact, "delete/"))

    assert response.status_code == 404
    assert AuditEntry.objects.filter(action="contact.deleted").count() == 1


def test_delete_of_a_contact_that_must_not_be_called_warns(as_eve: Client, acme: Workspace):
    contact = factories.make_contact(acme, [acme.flags.get(name="Do Not Call")])

    page = as_eve.get(url(contact, "delete/")).content.decode()

    assert "it carries “Do Not Call”" in page


@pytest.mark.parametrize("page", ["", "edit/", "delete/"])
@pytest.mark.parametrize("pk", ["999999", "9" * 30, "9" * 5000])
def test_a_contact_that_is_not_there_is_a_404(as_eve: Client, page: str, pk: str):
    assert as_eve.get(f"/w/acme/contacts/{pk}/{page}").status_code == 404
    assert as_eve.post(f"/w/acme/contacts/{pk}/{page}").status_code in (404, 405)


def test_methods_that_a_page_does_not_know_are_refused(as_eve: Client, acme: Workspace):
    contact = factories.make_contact(acme)

    assert as_eve.post(url(contact)).status_code == 405
    for page in (NEW, url(contact, "edit/"), url(contact, "delete/")):
        assert as_eve.put(page).status_code == 405
        assert as_eve.head(page).status_code == 200
