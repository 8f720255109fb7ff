"""What a workspace counts is its own, whoever has the same numbers and names beside it."""

from datetime import timedelta

from django.utils import timezone

from contacts import duplicates, overview, writing
from contacts.merging.exact import count_exact
from contacts.models import Contact, Overview
from tests import factories
from tests.isolation.spaces import Space
from tests.isolation.world import World
from workspaces.models import User

PHONE = "+442079460199"


def add(space: Space, **values: str) -> Contact:
    return factories.make_contact(space.workspace, phone=PHONE, **values)


def test_a_number_that_only_others_have_without_its_zero(world: World):
    """A zero too many is the same number only where somebody has it without."""
    factories.make_contact(world.acme.workspace, phone="+49030901820")
    assert world.acme.workspace.contacts.get(phone="+49030901820").trunk_phone == "+4930901820"
    factories.make_contact(world.globex.workspace, phone="+4930901820")

    assert duplicates.capped_counts(world.acme.workspace)["trunk"] == 0


def test_groups_that_are_exactly_the_same(world: World):
    for name in ("Zoe", "Zoe"):
        add(world.globex, name=name)
    for name in ("Ann", "Ben"):
        add(world.acme, name=name)

    assert count_exact(world.acme.workspace) == 0
    assert count_exact(world.globex.workspace) == 1


def test_groups_that_others_have_told_apart(world: World):
    owner = User.objects.get(username="owner")
    theirs = [add(world.globex, name="Zoe") for _ in range(2)]
    for _ in range(2):
        add(world.acme, name="Zoe")
    writing.tell_apart(world.globex.workspace, owner, [contact.pk for contact in theirs])

    assert count_exact(world.acme.workspace) == 1


def test_groups_told_apart_beside_others_with_other_notes(world: World):
    owner = User.objects.get(username="owner")
    own = [add(world.acme, name="Zoe") for _ in range(2)]
    for notes in ("One", "Other"):
        add(world.globex, name="Zoe", notes=notes)
    writing.tell_apart(world.acme.workspace, owner, [contact.pk for contact in own])

    assert count_exact(world.acme.workspace) == 0


def test_numbers_counted_ahead_know_no_flag_of_another(world: World):
    Overview.objects.create(
        workspace=world.acme.workspace,
        time_zone=timezone.get_current_timezone_name(),
        by_month=[[timezone.localdate().replace(day=1).isoformat(), 1, 1]],
        by_flag=[[world.globex.flag.pk, 7], [world.acme.flag.pk, 5]],
    )

    by_flag = overview.numbers_of(world.acme.workspace).by_flag

    assert [(share.label, share.count) for share in by_flag] == [(world.acme.flag.name, 5)]


def test_numbers_counted_ahead_hold_while_others_import(world: World):
    Overview.objects.create(
        workspace=world.acme.workspace,
        time_zone=timezone.get_current_timezone_name(),
        counted_at=timezone.now() - timedelta(minutes=1),
        by_month=[[timezone.localdate().replace(day=1).isoformat(), 1, 1]],
    )
    world.globex.workspace.imports.update(finished_at=timezone.now())

    assert overview.numbers_of(world.acme.workspace).ahead


def test_months_are_each_workspaces_own(world: World):
    for _ in range(3):
        factories.make_contact(world.globex.workspace)

    months = overview.months_of(world.globex.workspace)

    assert months[-1].total == world.globex.workspace.contacts.count()
    assert months[-1].total != world.acme.workspace.contacts.count()


def test_states_keep_their_own_spelling(world: World):
    factories.make_contact(world.globex.workspace, state="TEXAS")
    for _ in range(9):
        factories.make_contact(world.acme.workspace, state="Texas")

    assert overview.shares_by_state(world.acme.workspace)[0].label == "Texas"
