"""Frozen lists: one moment, written exactly once, compared with the audience of today."""

import pytest
from django.http import QueryDict

from contacts import frozen_lists, housekeeping, jobs, writing
from contacts.filters import ContactFilter
from contacts.freezing import CHUNKS, pack, unpack
from contacts.frozen_lists import Changes
from contacts.models import Audience, Contact, Flag, FrozenList, FrozenMember, Job
from tests import factories
from workspaces.models import AuditEntry, Membership, User, Workspace


@pytest.fixture
def vip(acme: Workspace) -> Flag:
    return acme.flags.get(name="VIP")


@pytest.fixture
def audience(acme: Workspace, vip: Flag, ada: User) -> Audience:
    return factories.make_audience(acme, f"flags={vip.pk}", ada, name="VIPs")


def change_flags(contact: Contact, flags: list[Flag], actor: User) -> None:
    contact.refresh_from_db()
    writing.change(contact, actor, {}, flags, revision=contact.revision, reason="Test")


def listed(workspace: Workspace, frozen_list: FrozenList, change: str = "") -> set[str]:
    contact_filter = ContactFilter(QueryDict(f"frozen={frozen_list.pk}&change={change}"), workspace)
    assert contact_filter.problems == []
    return {contact.name for contact in contact_filter.qs}


def numbers(changes: Changes) -> dict[str, int]:
    return {
        name: getattr(changes, name)
        for name in ("stayed", "joined", "left", "deleted", "suppressed")
    }


def test_a_snapshot_comes_back_as_it_was():
    rows = [(1, "callable"), (7, "suppressed"), (2**40, "warning")]

    assert unpack(pack(rows)) == rows
    assert unpack(pack([])) == []


def test_freezing_writes_down_who_is_in_the_audience(
    acme: Workspace, audience: Audience, vip: Flag, ada: User
):
    ann = factories.make_contact(acme, name="Ann", flags=[vip])
    stopped = factories.make_contact(
        acme, name="Stan", flags=[vip, acme.flags.get(name="Do Not Call")]
    )
    factories.make_contact(acme, name="Bob")

    frozen = factories.make_frozen_list(audience, ada)

    assert dict(frozen.members.values_list("contact_id", "verdict")) == {
        ann.pk: "callable",
        stopped.pk: "suppressed",
    }
    assert (frozen.total, frozen.callable_count, frozen.snapshot) == (2, 1, None)
    assert (frozen.said, frozen.created_by_name) == ("with VIP", str(ada))
    assert frozen.ready_at > frozen.frozen_at
    assert AuditEntry.objects.filter(action="audience.frozen").count() == 1


def test_what_became_of_it_is_counted_and_listed(
    acme: Workspace, audience: Audience, vip: Flag, ada: User
):
    people = {
        name: factories.make_contact(acme, name=name, flags=[vip])
        for name in ("stays", "leaves", "goes", "stops", "stops and leaves")
    }
    stop = acme.flags.get(name="Do Not Call")
    factories.make_contact(acme, name="stopped before", flags=[vip, stop])
    frozen = factories.make_frozen_list(audience, ada)
    change_flags(people["leaves"], [], ada)
    change_flags(people["stops"], [vip, stop], ada)
    change_flags(people["stops and leaves"], [stop], ada)
    writing.delete(people["goes"], ada)
    factories.make_contact(acme, name="joins", flags=[vip])

    assert numbers(frozen_lists.changes(frozen, audience)) == {
        "stayed": 3,
        "joined": 1,
        "left": 2,
        "deleted": 1,
        "suppressed": 2,
    }
    assert listed(acme, frozen, "stayed") == {"stays", "stops", "stopped before"}
    assert listed(acme, frozen, "joined") == {"joins"}
    assert listed(acme, frozen, "left") == {"leaves", "stops and leaves"}
    assert listed(acme, frozen, "suppressed") == {"stops", "stops and leaves"}
    assert listed(acme, frozen) == {
        "stays",
        "leaves",
        "stops",
        "stops and leaves",
        "stopped before",
    }


def test_an_audience_that_has_come_to_ask_for_nobody_has_left_everybody(
    acme: Workspace, audience: Audience, vip: Flag, ada: User
):
    """Nothing is asked of the database for filters that exclude each other."""
    factories.make_contact(acme, name="Ann", flags=[vip])
    frozen = factories.make_frozen_list(audience, ada)
    audience.filter = {"flags": [str(vip.pk)], "without": [str(vip.pk)]}
    audience.save(update_fields=["filter"])
    frozen.audience.refresh_from_db()

    counted = numbers(frozen_lists.changes(frozen, audience))
    assert (counted["left"], counted["stayed"], counted["joined"]) == (1, 0, 0)
    assert listed(acme, frozen, "left") == {"Ann"}
    assert listed(acme, frozen, "stayed") == listed(acme, frozen, "joined") == set()
    assert factories.make_frozen_list(audience, ada).total == 0


def test_what_changes_while_it_is_written_does_not_get_in(
    acme: Workspace, audience: Audience, vip: Flag, ada: User, settings, monkeypatch
):
    settings.IMPORT_INLINE_ROWS = 0
    monkeypatch.setattr("contacts.freezing.CHUNKS", dict.fromkeys(CHUNKS, 2))
    there = [factories.make_contact(acme, flags=[vip]) for _ in range(5)]
    job = frozen_lists.freeze(audience, ada)
    for _ in range(2):
        jobs.advance(job.pk, keep_going=lambda: False)
    late = factories.make_contact(acme, flags=[vip])
    change_flags(there[4], [], ada)

    jobs.advance(job.pk)

    frozen = acme.frozen_lists.get()
    assert set(frozen.members.values_list("contact_id", flat=True)) == {c.pk for c in there}
    assert late.pk not in frozen.members.values_list("contact_id", flat=True)
    job.refresh_from_db()
    assert (job.state, job.done) == ("done", 5)


def test_a_cancelled_freezing_leaves_no_half_list(
    acme: Workspace, audience: Audience, vip: Flag, ada: User, settings, monkeypatch
):
    settings.IMPORT_INLINE_ROWS = 0
    monkeypatch.setattr("contacts.freezing.CHUNKS", dict.fromkeys(CHUNKS, 2))
    for _ in range(5):
        factories.make_contact(acme, flags=[vip])
    job = frozen_lists.freeze(audience, ada)
    for _ in range(2):
        jobs.advance(job.pk, keep_going=lambda: False)
    jobs.cancel(job)

    assert list(audience.frozen_lists.all()) == []
    housekeeping.remove_thrown_away_lists()
    assert not FrozenList.objects.exists()
    assert not FrozenMember.objects.exists()


def test_whoever_lost_the_right_freezes_nothing(
    acme: Workspace, audience: Audience, eve: User, settings
):
    settings.IMPORT_INLINE_ROWS = -1
    job = frozen_lists.freeze(audience, eve)
    Membership.objects.filter(user=eve).delete()

    jobs.advance(job.pk)

    job.refresh_from_db()
    assert job.state == "cancelled"
    assert list(audience.frozen_lists.all()) == []


def test_a_frozen_list_that_was_thrown_away_is_gone_for_lists(
    acme: Workspace, audience: Audience, vip: Flag, ada: User
):
    factories.make_contact(acme, flags=[vip])
    frozen = factories.make_frozen_list(audience, ada)
    frozen_lists.throw_away(frozen, ada)

    contact_filter = ContactFilter(QueryDict(f"frozen={frozen.pk}"), acme)
    assert contact_filter.problems
    assert not contact_filter.qs.exists()
    housekeeping.remove_thrown_away_lists()
    assert not FrozenMember.objects.exists()


def test_a_workspace_takes_its_frozen_lists_along(
    acme: Workspace, audience: Audience, vip: Flag, ada: User
):
    factories.make_contact(acme, flags=[vip])
    factories.make_frozen_list(audience, ada)

    acme.delete()

    for model in (FrozenMember, FrozenList, Audience, Job):
        assert not model.objects.exists()


def test_a_change_without_a_frozen_list_finds_nobody(acme: Workspace):
    factories.make_contact(acme)
    contact_filter = ContactFilter(QueryDict("change=joined"), acme)

    assert contact_filter.problems
    assert not contact_filter.qs.exists()


def test_changes_of_a_broken_audience_are_nobody_and_a_message(
    acme: Workspace, audience: Audience, vip: Flag, ada: User
):
    factories.make_contact(acme, name="Ann", flags=[vip])
    frozen = factories.make_frozen_list(audience, ada)
    vip.delete()

    contact_filter = ContactFilter(QueryDict(f"frozen={frozen.pk}&change=joined"), acme)
    assert [name for name, _ in contact_filter.problems] == ["change"]
    assert not contact_filter.qs.exists()
    assert listed(acme, frozen) == {"Ann"}
