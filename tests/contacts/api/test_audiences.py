"""Audiences: listed, counted, and read page by page while others write."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from contacts import audiences, flag_endings, writing
from contacts.filters import ContactFilter
from contacts.models import Audience, Contact
from tests import factories


@pytest.fixture
def vip(acme):
    return acme.flags.get(name="VIP")


@pytest.fixture
def stop(acme):
    return acme.flags.get(suppressing=True)


@pytest.fixture
def best(acme, ada, vip) -> Audience:
    audience = Audience(workspace=acme, name="Best", description="Whom we call first")
    audiences.save(audience, ContactFilter(QueryDict(f"flags={vip.pk}"), acme), ada)
    return audience


def path(audience: Audience) -> str:
    return f"/audiences/{audience.uuid}"


def test_audiences_are_listed_in_words(system, best, vip):
    (found,) = system.json("/audiences")["items"]

    found.pop("updated_at")
    assert found == {
        "id": str(best.uuid),
        "name": "Best",
        "description": "Whom we call first",
        "said": best.said,
        "broken": False,
    }


def test_audiences_come_in_pages(system, acme, ada):
    for state in "abc":
        audience = Audience(workspace=acme, name=state)
        audiences.save(audience, ContactFilter(QueryDict(f"state={state}"), acme), ada)

    assert [one["name"] for one in system.all("/audiences", {"limit": 2})] == ["a", "b", "c"]


def test_counts_and_pages_agree(system, acme, best, vip, stop):
    for number in range(7):
        factories.make_contact(acme, [vip, stop] if number % 3 == 0 else [vip])
    factories.make_contact(acme)

    counted = system.json(path(best))

    assert (counted["total"], counted["callable"]) == (7, 4)
    for include, count in (("all", 7), ("unsuppressed", 4), ("callable", 4)):
        found = system.all(path(best) + "/contacts", {"include": include, "limit": 2})
        assert len({one["id"] for one in found}) == len(found) == count
    assert len(system.all(path(best) + "/contacts", {})) == 4


def test_a_broken_audience_says_so_and_finds_nobody(system, acme, ada, best, vip):
    factories.make_contact(acme, [vip])
    flag_endings.delete(vip, ada)

    assert system.json("/audiences")["items"][0]["broken"] is True
    assert system.json(path(best))["total"] == 0
    assert system.json(path(best) + "/contacts")["items"] == []


def test_pages_go_on_when_rows_come_and_go(system, acme, ada, best, vip):
    contacts = [factories.make_contact(acme, [vip]) for _ in range(4)]
    first = system.json(path(best) + "/contacts", {"limit": 2})
    writing.delete(contacts[1], ada)
    late = factories.make_contact(acme, [vip])

    rest = system.json(path(best) + "/contacts", {"limit": 9, "cursor": first["next"]})

    ids = [one["id"] for one in rest["items"]]
    assert ids == [contacts[2].pk, contacts[3].pk, late.pk]
    for contact in (contacts[2], contacts[3], late):
        writing.delete(contact, ada)
    behind = system.json(path(best) + "/contacts", {"cursor": first["next"]})
    assert (behind["items"], behind["next"]) == ([], None)


def test_changes_come_in_their_order_with_an_overlap(system, acme, ada, best, vip):
    contacts = [factories.make_contact(acme, [vip]) for _ in range(4)]
    now = timezone.now()
    for contact, minutes in zip(contacts, (90, 2.5, 30, 1.5), strict=True):
        then = now - timedelta(minutes=minutes)
        Contact.objects.filter(pk=contact.pk).update(updated_at=then)

    since = (now - timedelta(minutes=3)).isoformat()
    found = system.all(path(best) + "/contacts", {"updated_since": since, "limit": 1})

    assert [one["id"] for one in found] == [contacts[1].pk, contacts[3].pk]
    late = (now - timedelta(minutes=2)).isoformat()
    again = system.all(path(best) + "/contacts", {"updated_since": late})
    assert [one["id"] for one in again] == [contacts[1].pk, contacts[3].pk]  # 2.5 is overlap


def test_a_cursor_of_one_order_is_none_of_the_other(system, acme, best, vip):
    for _ in range(2):
        factories.make_contact(acme, [vip])
    cursor = system.json(path(best) + "/contacts", {"limit": 1})["next"]

    response = system.get(
        path(best) + "/contacts", {"cursor": cursor, "updated_since": "2026-01-01T00:00:00Z"}
    )

    assert response.status_code == 422
    assert "begin without one" in response.json()["detail"][0]["msg"]


@pytest.mark.parametrize(
    "since", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1969-01-01T00:00:00Z"]
)
def test_any_moment_can_be_asked_for(system, best, since):
    assert system.json(path(best) + "/contacts", {"updated_since": since})["items"] == []


@pytest.mark.parametrize("since", ["yesterday", "2026-01-01", "2026-01-01T00:00:00", "\x00"])
def test_a_moment_without_a_zone_is_refused(system, best, since):
    assert system.get(path(best) + "/contacts", {"updated_since": since}).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_queries_are_as_many_for_one_contact_as_for_three(
    system, acme, best, vip, count, django_assert_num_queries
):
    for _ in range(count):
        factories.make_contact(acme, [vip])
    system.json(path(best) + "/contacts")

    with django_assert_num_queries(10):
        system.json(path(best) + "/contacts")
