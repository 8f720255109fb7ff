"""Interactions: logged by editors, edited by their author, deleted by the author or an owner."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contacts import interactions, writing
from contacts.models import Contact, Interaction
from tests import factories
from tests.contacts.views.meanwhile import meanwhile
from workspaces.models import AuditEntry, Role, User, Workspace

CHOOSE = "Choose what it was"
NOTHING = "Write a few words: what it was about, or what came of it."


@pytest.fixture
def contact(acme: Workspace) -> Contact:
    return factories.make_contact(acme, name="Ann")


@pytest.fixture
def call(contact: Contact, eve: User) -> Interaction:
    """Eve's call, logged with seconds."""
    at = datetime(2026, 3, 1, 10, 43, 21, tzinfo=UTC)
    return factories.make_interaction(contact, eve, kind="call", at=at, text="Wants a viewing.")


def new(contact: Contact) -> str:
    return f"{contact.get_absolute_url()}interactions/new/"


def url(interaction: Interaction, action: str) -> str:
    return f"/w/acme/interactions/{interaction.pk}/{action}/"


def typed(**values: str) -> dict[str, str]:
    return {"kind": "call", "text": "Wants a viewing.", "outcome": "", "at": ""} | values


def audited() -> list[tuple[str, dict[str, object]]]:
    entries = AuditEntry.objects.filter(action__startswith="interaction.").order_by("pk")
    return list(entries.values_list("action", "detail"))


def test_editor_logs_a_call_of_just_now(as_eve: Client, eve: User, contact: Contact):
    before = timezone.now()

    response = as_eve.post(new(contact), typed(text=" Wants a viewing. \r\nSoon ", outcome=" Yes "))

    assert response["Location"] == contact.get_absolute_url()
    logged = contact.interactions.get()
    assert (logged.kind, logged.text, logged.outcome) == ("call", "Wants a viewing. \nSoon", "Yes")
    assert (logged.author, logged.author_name, logged.edited_at) == (eve, "eve", None)
    assert before <= logged.at <= timezone.now()
    page = as_eve.get(contact.get_absolute_url()).text
    assert "Call logged." in page and "Wants a viewing." in page and "→ Yes" in page
    # Nobody who is editing the contact loses anything by it.
    contact.refresh_from_db()
    assert contact.revision == 1


def test_the_audit_holds_who_and_when_and_none_of_the_text(as_eve: Client, contact: Contact):
    as_eve.post(new(contact), typed(text="Secret"))
    logged = contact.interactions.get()
    as_eve.post(url(logged, "edit"), typed(text="More secret"))
    as_eve.post(url(logged, "delete"))

    detail = {"contact": contact.pk, "interaction": logged.pk, "kind": "call"}
    assert audited() == [
        ("interaction.logged", detail),
        ("interaction.changed", detail),
        ("interaction.deleted", detail),
    ]


AHEAD = "This is still to come: correct the time, or make it an appointment."


@pytest.mark.parametrize("kind", ["call", "message", "note"])
def test_only_an_appointment_is_still_to_come(as_eve: Client, contact: Contact, kind: str):
    later = typed(kind=kind, at="2090-01-31T14:30")

    assert AHEAD in as_eve.post(new(contact), later).text
    assert not contact.interactions.exists()

    assert as_eve.post(new(contact), later | {"kind": "appointment"}).status_code == 302
    planned = contact.interactions.get()
    assert AHEAD in as_eve.post(url(planned, "edit"), later).text
    planned.refresh_from_db()
    assert planned.kind == "appointment"


def test_the_clock_of_a_person_may_be_a_little_ahead(as_eve: Client, contact: Contact):
    soon = (timezone.now() + timedelta(minutes=3)).strftime("%Y-%m-%dT%H:%M")

    assert as_eve.post(new(contact), typed(at=soon)).status_code == 302


def test_times_are_those_of_the_persons_clock(as_eve: Client, eve: User, contact: Contact):
    eve.time_zone = "America/New_York"
    eve.save()

    as_eve.post(new(contact), typed(kind="appointment", at="2030-07-01T09:30"))

    logged = contact.interactions.get()
    assert logged.at == datetime(2030, 7, 1, 13, 30, tzinfo=UTC)
    page = as_eve.get(contact.get_absolute_url()).text
    assert "1 Jul 2030, 09:30" in page and "coming up" in page
    assert 'value="2030-07-01T09:30"' in as_eve.get(url(logged, "edit")).text


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"kind": ""}, {"kind": [f"{CHOOSE}."]}),
        ({"kind": "fax"}, {"kind": [f"{CHOOSE}: a call, a message, an appointment or a note."]}),
        ({"text": " \u200b"}, {"text": [NOTHING]}),
        ({"kind": "appointment"}, {"at": ["Say when the appointment is."]}),
        ({"text": "x" * 5_001}, {"text": ["Is too long: 5,001 characters, at most 5,000 fit."]}),
        ({"outcome": "x" * 201}, {"outcome": ["Is too long: 201 characters, at most 200 fit."]}),
    ],
)  # fmt: skip
def test_what_is_missing_or_too_long_is_said(as_eve: Client, contact: Contact, values, errors):
    response = as_eve.post(new(contact), typed(**values))

    assert response.status_code == 200
    assert response.context["form"].errors == errors
    assert not contact.interactions.exists()


@pytest.mark.parametrize(
    "at",
    ["soon", "2026-02-30T10:00", "0001-01-01T00:00", "9999-12-31T23:59", "9:00", "2026-1-1", "\0"],
)  # fmt: skip
def test_what_is_no_time_is_refused(as_eve: Client, contact: Contact, at: str):
    response = as_eve.post(new(contact), typed(at=at))

    assert response.context["form"].errors == {
        "at": ["Is no time: write date and time, such as 2026-01-31 14:30."]
    }


@pytest.mark.parametrize("at", ["2026-03-08T02:30", "2026-11-01T01:30", "2026-11-01 01:30"])
def test_an_hour_that_the_clock_skips_or_repeats_is_taken(
    as_eve: Client, eve: User, contact: Contact, at: str
):
    eve.time_zone = "America/New_York"
    eve.save()

    assert as_eve.post(new(contact), typed(at=at)).status_code == 302


def test_the_link_chooses_the_kind_beforehand(as_eve: Client, contact: Contact):
    for asked, chosen in (("note", "note"), ("fax", "call"), ("", "call")):
        form = as_eve.get(new(contact), {"kind": asked}).context["form"]
        assert form["kind"].initial == chosen


def test_author_edits_and_the_seconds_stay(as_eve: Client, call: Interaction):
    before = call.at

    as_eve.post(url(call, "edit"), typed(text="Wants two.", at="2026-03-01T10:43"))

    call.refresh_from_db()
    assert (call.text, call.at) == ("Wants two.", before)
    assert call.edited_at is not None
    assert "edited</span>" in as_eve.get(call.contact.get_absolute_url()).text
    as_eve.post(url(call, "edit"), typed(text="Wants two.", at=""))
    call.refresh_from_db()
    assert call.at == before


def test_an_edit_of_nothing_is_no_edit(as_eve: Client, call: Interaction):
    as_eve.post(url(call, "edit"), typed(at="2026-03-01T10:43"))

    call.refresh_from_db()
    assert call.edited_at is None
    assert [action for action, _ in audited()] == ["interaction.logged"]


def test_author_moves_an_appointment(as_eve: Client, call: Interaction):
    as_eve.post(url(call, "edit"), typed(kind="appointment", at="2026-03-02T11:00"))

    call.refresh_from_db()
    assert (call.kind, call.at) == ("appointment", datetime(2026, 3, 2, 11, tzinfo=UTC))


def test_others_may_not_edit_and_only_owners_delete(
    as_ada: Client, as_vic: Client, acme: Workspace, sign_in, call: Interaction
):
    other = factories.make_user("otto")
    factories.add_member(acme, other, Role.EDITOR)
    as_otto = sign_in(other)

    for client, edits, deletes in ((as_otto, 403, 403), (as_vic, 403, 403), (as_ada, 403, 302)):
        page = client.get(call.contact.get_absolute_url()).text
        assert url(call, "edit") not in page
        assert (url(call, "delete") in page) is (deletes == 302)
        assert client.get(url(call, "edit")).status_code == edits
        assert client.post(url(call, "edit"), typed(text="Mine")).status_code == edits
        assert Interaction.objects.get().text == "Wants a viewing."
        assert client.post(url(call, "delete")).status_code == deletes


def test_an_author_who_may_only_read_now_edits_no_more(
    as_eve: Client, eve: User, call: Interaction
):
    eve.memberships.update(role=Role.VIEWER)

    assert url(call, "edit") not in as_eve.get(call.contact.get_absolute_url()).text
    assert as_eve.post(url(call, "edit"), typed()).status_code == 403
    assert as_eve.post(url(call, "delete")).status_code == 403


def test_an_author_whose_account_is_gone_keeps_the_name(
    as_ada: Client, eve: User, call: Interaction
):
    eve.delete()

    assert "eve, <time" in as_ada.get(call.contact.get_absolute_url()).text
    assert "logged by eve" in as_ada.get(url(call, "delete")).text


def test_delete_asks_and_then_deletes_for_good(as_eve: Client, call: Interaction):
    assert "Wants a viewing." in as_eve.get(url(call, "delete")).text

    response = as_eve.post(url(call, "delete"))

    assert response["Location"] == call.contact.get_absolute_url()
    assert not Interaction.objects.exists()
    assert as_eve.get(url(call, "delete")).status_code == 404
    assert as_eve.get(url(call, "edit")).status_code == 404


def test_a_contact_or_interaction_deleted_meanwhile_is_a_404(
    as_eve: Client, eve: User, contact: Contact, call: Interaction
):
    with meanwhile(lambda: interactions.delete(call, eve)):
        assert as_eve.post(url(call, "edit"), typed(text="Late")).status_code == 404
    other = factories.make_interaction(contact, eve)
    with meanwhile(lambda: interactions.delete(other, eve)):
        assert as_eve.post(url(other, "delete")).status_code == 404
    with meanwhile(lambda: writing.delete(Contact.objects.get(), None)):
        assert as_eve.post(new(contact), typed()).status_code == 404
    assert not Interaction.objects.exists()


def test_upcoming_appointments_are_the_next_ones_first(
    acme: Workspace, eve: User, contact: Contact
):
    now = timezone.now()
    for kind, days in (("appointment", 9), ("appointment", -1), ("call", 1), ("appointment", 2)):
        factories.make_interaction(contact, eve, kind=kind, at=now + timedelta(days=days))

    days = [(row.at - now).days for row in acme.interactions.upcoming_appointments()]

    assert days == [2, 9]
