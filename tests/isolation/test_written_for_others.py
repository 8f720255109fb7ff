"""What writes is given ids of another workspace, or JSON that names its rows: nothing of it is
written there, nor linked."""

import pytest
from django.http import QueryDict

from contacts import writing
from contacts.models import (
    FIELDS,
    ChangeKind,
    Contact,
    ContactChange,
    DistinctContact,
    Flag,
    FormerValue,
    JobKind,
    JobState,
    Merge,
)
from contacts.views.merge_jobs import unfinished
from contacts.views.merges import merged_already
from contacts.writing import bulk, deleting, suppression
from contacts.writing.unmerging import unmerge
from tests import factories
from tests.isolation.spaces import Space
from tests.isolation.world import World
from workspaces.models import User

PHONE = "+442079460199"


def revision(contact: Contact) -> int:
    return Contact.objects.values_list("revision", flat=True).get(pk=contact.pk)


def stop_of(space: Space) -> Flag:
    return space.workspace.flags.get(suppressing=True)


def test_a_contact_is_not_deleted(world: World):
    theirs = world.globex.contact

    assert deleting.delete_batch(world.acme.workspace, [theirs.pk], None) == 0
    assert Contact.objects.filter(pk=theirs.pk).exists()


def test_contacts_are_neither_told_apart_nor_merged(world: World):
    owner = User.objects.get(username="owner")
    own, theirs = world.acme.twins[0], world.globex.twins[0]
    values = {field: getattr(own, field) for field in FIELDS}
    before = revision(theirs)
    revisions = {own.pk: revision(own), theirs.pk: before}

    with pytest.raises(Contact.DoesNotExist):
        writing.tell_apart(world.acme.workspace, owner, [own.pk, theirs.pk])
    with pytest.raises(Contact.DoesNotExist):
        writing.merge(world.acme.workspace, owner, own.pk, revisions, values)
    assert revision(theirs) == before


def test_no_flag_of_another_workspace_is_given(world: World):
    assert bulk.add_flags(world.acme.bulk, [world.acme.contact.pk], [world.globex.flag.pk]) == 0


def test_what_was_done_to_a_contact_of_another_workspace_is_not_undone(world: World):
    theirs = world.globex.contact
    entry = ContactChange.objects.create(
        workspace=world.acme.workspace,
        contact_id=theirs.pk,
        kind=ChangeKind.FLAGGED,
        values={"removed": [[world.acme.flag.pk, str(world.acme.flag)]]},
        revision=revision(theirs),
        job=world.acme.bulk,
    )
    before = revision(theirs)

    assert bulk.undo_flags(world.acme.bulk, [entry], "") == (0, 0)
    assert revision(theirs) == before


def test_who_shares_a_number_elsewhere_is_not_flagged(world: World):
    """The deleted contact's number must not be called here; that is nothing to others."""
    own = factories.make_contact(world.acme.workspace, [stop_of(world.acme)], phone=PHONE)
    theirs = factories.make_contact(world.globex.workspace, phone=PHONE)

    assert suppression.remember(world.acme.workspace.pk, [own.pk], None) == 1
    assert not theirs.flags.exists()
    assert revision(theirs) == 1


def test_a_number_that_a_merged_contact_elsewhere_had_brings_no_flag(world: World):
    theirs = world.globex
    theirs.twins[0].flag_links.create(workspace=theirs.workspace, flag=stop_of(theirs))
    for space in (theirs, world.acme):
        FormerValue.objects.create(
            workspace=space.workspace, contact=space.twins[0], merge=space.merge, phone=PHONE
        )

    assert suppression.left_behind(world.acme.workspace.pk, {PHONE}) == {}
    assert suppression.left_behind(theirs.workspace.pk, {PHONE})


def test_an_undone_merge_gives_back_nothing_of_another_workspace(world: World):
    """Whatever ids stand in the JSON that it kept."""
    own, theirs = world.acme, world.globex
    inner = Merge.objects.create(
        workspace=theirs.workspace, survivor=theirs.twins[0], within=theirs.merge
    )
    (snapshot,) = own.merge.merged.all()
    snapshot.row["contact_import_id"], snapshot.row["import_line"] = theirs.ready.pk, 2
    snapshot.merges, snapshot.distinctions = [theirs.merge.pk], [theirs.distinction.pk]
    entry = ContactChange.objects.create(
        workspace=theirs.workspace,
        contact_id=own.merge.survivor_id,
        kind=ChangeKind.CHANGED,
        values={},
    )
    snapshot.changes.append(entry.pk)
    snapshot.save()

    _, (restored,) = unmerge(own.merge, User.objects.get(username="owner"))

    restored.refresh_from_db()
    assert (restored.contact_import_id, restored.import_line) == (None, None)
    assert not DistinctContact.objects.filter(contact=restored).exists()
    survivors = Merge.objects.filter(pk__in=(theirs.merge.pk, inner.pk))
    assert set(survivors.values_list("survivor", flat=True)) == {theirs.twins[0].pk}
    entry.refresh_from_db()
    assert entry.contact_id == own.merge.survivor_id


def test_a_merge_is_undone_in_the_workspace_it_was_found_in(world: World):
    merge = Merge.objects.get(pk=world.acme.merge.pk)
    merge.workspace_id = world.globex.workspace.pk

    with pytest.raises(Contact.DoesNotExist):
        unmerge(merge, User.objects.get(username="owner"))


def test_a_button_pressed_twice_leads_to_no_merge_of_another_workspace(world: World):
    theirs = world.globex
    data = QueryDict(mutable=True)
    merged = theirs.merge.merged.get().row["id"]
    data.setlist("contacts", [str(theirs.merge.survivor_id), str(merged)])
    assert merged_already(theirs.workspace, data) == theirs.merge

    assert merged_already(world.acme.workspace, data) is None


def test_merges_under_way_elsewhere_are_nobodys_here(world: World):
    factories.make_job(world.globex.workspace, kind=JobKind.MERGE, state=JobState.WAITING)

    assert unfinished(world.acme.workspace, JobKind.MERGE) is None
