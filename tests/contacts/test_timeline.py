"""The timeline: journal and interactions in one order, page after page."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from contacts import api_tokens, interactions, timeline, writing
from contacts.models import Contact, ContactChange
from contacts.timeline import Place
from tests import factories
from workspaces.models import User, Workspace

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def contact(acme: Workspace) -> Contact:
    contact = factories.make_contact(acme, name="Ann")
    ContactChange.objects.update(at=NOON)
    return contact


def titles(page: timeline.Timeline) -> list[str]:
    return [event.title for event in page.events]


def all_pages(contact: Contact, user: User) -> list[timeline.Event]:
    """The events of every page, from the newest on."""
    membership = user.memberships.get(workspace=contact.workspace)
    events, start = [], ""
    while True:
        page = timeline.timeline_of(contact, membership, start)
        events += page.events
        if page.older is None:
            return events
        assert len(page.events) == timeline.SHOWN
        start = page.older


def test_journal_and_interactions_are_told_in_one_order(contact: Contact, ada: User):
    for kind, hours in (("appointment", 48), ("note", -1), ("call", 1)):
        factories.make_interaction(contact, ada, kind=kind, at=NOON + timedelta(hours=hours))

    membership = ada.memberships.get()

    assert titles(timeline.timeline_of(contact, membership)) == [
        "Appointment",
        "Call",
        "Created",
        "Note",
    ]


def test_pages_show_everything_once_even_at_one_moment(
    contact: Contact, ada: User, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(timeline, "SHOWN", 3)
    for number in range(5):
        factories.make_interaction(contact, ada, at=NOON, text=f"At noon {number}")
        contact = writing.change(contact, ada, {"name": f"Ann {number}"}, revision=number + 1)
        factories.make_interaction(contact, ada, at=NOON + timedelta(microseconds=number))
    ContactChange.objects.update(at=NOON)

    events = all_pages(contact, ada)

    places = [event.place for event in events]
    assert len(set(places)) == len(places) == 16
    assert places == sorted(places, reverse=True)


def test_a_page_links_to_the_older_one(
    as_vic: Client, contact: Contact, ada: User, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(timeline, "SHOWN", 2)
    for number in range(3):
        factories.make_interaction(contact, ada, text=f"Number {number}")
    url = contact.get_absolute_url()

    first = as_vic.get(url)
    older = as_vic.get(url, {"before": first.context["timeline"].older})

    assert "Number 2" in first.text and "Number 0" not in first.text
    assert "Older entries" in first.text and "Back to the newest" not in first.text
    assert "Number 0" in older.text and "Number 2" not in older.text
    assert "Older entries" not in older.text and "Back to the newest" in older.text


@pytest.mark.parametrize(
    "junk",
    ["", "0", "x-0-1", "1-2-1", "9" * 18 + "-0-1", "1-0-" + "9" * 19, "١-0-1", "1-0-1\n", "\0"],
)
def test_what_is_no_place_shows_the_newest(as_vic: Client, contact: Contact, junk: str):
    response = as_vic.get(contact.get_absolute_url(), {"before": junk})

    assert titles(response.context["timeline"]) == ["Created"]


@pytest.mark.parametrize("text", ["9" * 17 + "-1-" + "9" * 18, "0-0-0"])
def test_the_ends_of_time_are_places(as_vic: Client, contact: Contact, text: str):
    assert as_vic.get(contact.get_absolute_url(), {"before": text}).status_code == 200


def test_a_place_survives_its_link():
    place = Place(NOON + timedelta(microseconds=1), 1, 7)

    assert Place.decode(place.encode()) == place


def test_a_token_is_told_from_a_person_of_its_name(
    contact: Contact, acme: Workspace, ada: User, eve: User
):
    token, _ = api_tokens.make(acme, ada, "eve", may_log=True)
    said = {"kind": "note", "at": None, "text": "Rang", "outcome": ""}
    interactions.post(contact, token, "1", said)
    factories.make_interaction(contact, eve)
    eve.delete()

    events = timeline.timeline_of(contact, ada.memberships.get()).events

    assert {(event.who, event.is_posted) for event in events if event.interaction} == {
        ("eve", True),
        ("eve", False),
    }


def test_only_interactions_without_an_author_are_asked_about(
    contact: Contact, ada: User, django_assert_num_queries
):
    membership = ada.memberships.get()
    for _ in range(3):
        factories.make_interaction(contact, ada)
        with django_assert_num_queries(3):
            timeline.timeline_of(contact, membership)
