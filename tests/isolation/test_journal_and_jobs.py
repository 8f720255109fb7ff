"""What knows contacts or workspaces by plain numbers does not mix them up."""

import pytest
from django.db import transaction
from django.utils import timezone

from contacts import duplicates, flag_uses, interactions, jobs, progress, uploads, writing
from contacts.bulk import reports, undoing
from contacts.bulk.selection import still_meant
from contacts.imports import storage
from contacts.imports.flagging import flag_created
from contacts.models import (
    ChangeKind,
    Contact,
    ContactChange,
    ContactImport,
    FormerValue,
    ImportState,
    Interaction,
    Job,
    JobKind,
    JobState,
)
from tests import factories
from tests.isolation.people import BOTH, OWNER
from tests.isolation.world import World
from workspaces import invitations, lifecycle, members
from workspaces.models import Invitation, Membership, Role, User


@pytest.fixture
def foreign_entry(world: World) -> ContactChange:
    """An entry of globex that bears the number of a contact of acme."""
    return ContactChange.objects.create(
        workspace=world.globex.workspace,
        contact_id=world.acme.contact.pk,
        kind=ChangeKind.CHANGED,
        values={"notes": ["", world.globex.canary]},
    )


def test_a_timeline_shows_the_journal_of_its_own_workspace(
    world: World, foreign_entry: ContactChange
):
    answer = world.ask(OWNER, "GET", f"/w/{world.acme.slug}/contacts/{world.acme.contact.pk}/")

    assert world.acme.canary in answer.text
    assert world.globex.canary not in answer.text


def test_deleting_a_contact_leaves_the_journal_of_others(
    world: World, foreign_entry: ContactChange
):
    writing.delete(world.acme.contact, None)

    assert list(ContactChange.objects.filter(contact_id=foreign_entry.contact_id)) == [
        foreign_entry
    ]


def test_a_timeline_calls_a_flag_of_another_workspace_as_the_entry_does(world: World):
    writing.journal(
        world.acme.contact,
        None,
        ChangeKind.FLAGGED,
        {"added": [[world.globex.flag.pk, "As it was called"]]},
    )

    answer = world.ask(OWNER, "GET", f"/w/{world.acme.slug}/contacts/{world.acme.contact.pk}/")

    assert "As it was called" in answer.text
    assert world.globex.canary not in answer.text


def test_a_contact_is_changed_in_the_workspace_it_was_found_in(world: World):
    contact = Contact.objects.get(pk=world.acme.contact.pk)
    contact.workspace_id = world.globex.workspace.pk

    with pytest.raises(Contact.DoesNotExist):
        writing.change(contact, None, {"name": "New"}, revision=contact.revision)


def test_a_workspace_is_charged_for_its_own_files_only(world: World):
    own = world.acme.ready.size_bytes + world.acme.edits.size_bytes

    assert storage.stored_bytes(world.acme.workspace) == own
    assert storage.stored_bytes(world.globex.workspace) > 0


def test_an_import_waits_for_nobody_elses(world: World):
    """Imports of one workspace run one after the other, those of two at once."""
    jobs.start(JobKind.COMMIT, world.globex.workspace, None, world.globex.ready)
    own = jobs.start(JobKind.COMMIT, world.acme.workspace, None, world.acme.ready)

    assert jobs.claim(own.pk) is not None


def test_a_right_elsewhere_does_not_carry_an_import_on(world: World, settings):
    """Whoever lost the role here is stopped, editor of another workspace or not."""
    both = User.objects.get(username=BOTH.name.replace(" ", "-"))
    settings.IMPORT_INLINE_ROWS = 0  # so that it waits for the worker
    uploads.confirm(world.acme.ready, both)
    Membership.objects.filter(user=both, workspace=world.acme.workspace).delete()

    job = world.acme.workspace.jobs.latest("pk")
    jobs.advance(job.pk)

    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    contact_import = world.acme.workspace.imports.get(pk=world.acme.ready.pk)
    assert (contact_import.state, contact_import.created_count) == (ImportState.CANCELLED, 0)


def test_an_owner_of_another_workspace_is_no_owner_here(world: World):
    only = world.acme.workspace.memberships.get(user__username="owner")
    world.acme.workspace.memberships.filter(role=Role.OWNER).exclude(pk=only.pk).delete()

    with pytest.raises(members.LastOwner):
        members.remove(only, only.user)


def test_an_owner_who_goes_keeps_the_invitations_of_the_other_workspaces(world: World):
    both = Membership.objects.get(
        user__username=BOTH.name.replace(" ", "-"), workspace=world.globex.workspace
    )
    made = [
        Invitation.objects.create(
            workspace=space.workspace, email="x@example.org", invited_by=both.user
        )
        for space in (world.acme, world.globex)
    ]

    members.remove(both, both.user)

    assert list(Invitation.objects.filter(pk__in=[one.pk for one in made])) == [made[0]]


def test_an_invitation_replaces_none_of_another_workspace(world: World):
    theirs = world.globex.invitation

    invitations.invite(world.acme.workspace, theirs.email, Role.VIEWER, world.acme.member.user)

    assert Invitation.objects.filter(pk=theirs.pk).exists()


def test_a_member_of_one_workspace_can_accept_an_invitation_to_another(world: World):
    invitation, user = world.globex.invitation, world.acme.member.user
    invitation.email = user.email

    membership = invitations.accept(invitation, user)

    assert membership.workspace == world.globex.workspace


def test_a_workspace_without_contacts_says_so_whoever_else_has_some(world: World):
    owner = User.objects.get(username="owner")
    empty = factories.make_workspace("Empty", owner=owner)

    answer = world.ask(OWNER, "GET", f"/w/{empty.slug}/contacts/")

    assert "No contacts in Empty yet" in answer.text


def test_deleting_a_workspace_leaves_the_others(world: World):
    before = {
        relation: getattr(world.globex.workspace, relation).count()
        for relation in ("contacts", "flags", "imports", "jobs", "contactchange_set", "memberships")
    }
    links = world.globex.contact.flag_links.count()

    lifecycle.delete(world.acme.workspace, User.objects.get(username="owner"))

    assert {name: getattr(world.globex.workspace, name).count() for name in before} == before
    assert world.globex.contact.flag_links.count() == links > 0
    assert min(before.values()) > 0


def test_an_import_gives_no_flag_of_another_workspace(world: World):
    job = world.acme.ready.jobs.get()
    made = {"contact_import": world.acme.ready, "import_line": 2}
    contact = factories.make_contact(world.acme.workspace)
    Contact.objects.filter(pk=contact.pk).update(**made)
    flags = [world.globex.flag.pk, world.acme.flag.pk]

    flag_created(job, flags, (1, 9), timezone.now())

    assert list(contact.flags.all()) == [world.acme.flag]


def test_an_interaction_is_changed_in_the_workspace_it_was_found_in(world: World):
    person = User.objects.get(username="owner")
    interaction = factories.make_interaction(world.acme.contact, person)
    interaction.workspace_id = world.globex.workspace.pk

    with pytest.raises(Interaction.DoesNotExist):
        interactions.delete(interaction, person)


def test_work_under_way_elsewhere_is_not_shown(world: World):
    """Neither in the header of each page nor as what an own import waits for."""
    other = jobs.start(JobKind.COMMIT, world.globex.workspace, None, world.globex.ready)
    Job.objects.filter(pk=other.pk).update(state=JobState.RUNNING)
    own = jobs.start(JobKind.COMMIT, world.acme.workspace, None, world.acme.ready)

    assert progress.under_way(world.acme.workspace) == own
    assert not progress.progress(own).waits_for_other


def test_a_report_knows_no_flag_of_another_workspace(world: World):
    """Whatever the numbers in a job's options are."""
    stop = world.acme.workspace.flags.get(suppressing=True)
    carried = [world.acme.flag, stop]
    job = factories.make_job(
        world.globex.workspace,
        kind=JobKind.ADD_FLAGS,
        options=world.acme.bulk.options | {"flags": [(flag.pk, flag.name) for flag in carried]},
        counts={"changed": 1},
        finished_at=timezone.now(),
    )
    assert world.acme.contact.flags.filter(pk=world.acme.flag.pk).exists()

    assert reports.suppressing_names(job) == ""
    assert undoing.undoable_flags(job) == []


def test_work_of_another_workspace_is_nothing_to_a_bulk_action(world: World):
    """Whatever numbers stand in its options and its journal."""
    own, other = world.acme.bulk, world.globex.workspace
    foreign = factories.make_job(
        other, kind=JobKind.UNDO_FLAGS, options={"of": own.pk, "query": None}
    )
    ContactChange.objects.create(
        workspace=other, contact_id=world.acme.contact.pk, kind=ChangeKind.FLAGGED, job=foreign,
        values={}, revision=0,
    )  # fmt: skip

    assert list(undoing.undos(own)) == []
    assert list(undoing.kept(foreign)) == []
    with transaction.atomic():
        assert still_meant(foreign, [world.acme.contact.pk]) == []


def test_a_flag_that_goes_is_looked_for_in_its_own_workspace_alone(world: World):
    """Imports, audiences and merges of another may name its number in their JSON."""
    flag, into = world.acme.flag, world.acme.flag_distinction.other
    named = [[flag.pk, flag.name]]
    ContactImport.objects.filter(pk=world.globex.ready.pk).update(flags=named)
    world.globex.merge.merged.update(flags=[[flag.pk, "2026-01-01T00:00:00+00:00"]])

    assert flag_uses.import_uses(flag) == ([], 0)
    for place in flag_uses.PLACES:
        place.follow(world.acme.workspace, [flag.pk], into)

    assert ContactImport.objects.get(pk=world.globex.ready.pk).flags == named
    assert all(row.flags[0][0] == flag.pk for row in world.globex.merge.merged.all())


def test_who_had_a_number_elsewhere_takes_nobodys_place(world: World, monkeypatch):
    """Only so many former values are looked at."""
    monkeypatch.setattr(duplicates, "JUDGED", 1)
    phone = "+442079460188"
    for space in (world.globex, world.acme):
        FormerValue.objects.create(
            workspace=space.workspace, contact=space.twins[0], merge=space.merge, phone=phone
        )

    assert list(duplicates.same_phone(world.acme.workspace, phone)) == [world.acme.twins[0]]


def test_uploads_of_another_workspace_are_not_counted(world: World):
    own = world.acme.workspace.imports.exclude(stored_file="")
    total = sum(own.values_list("size_bytes", flat=True))

    assert storage.stored_bytes(world.acme.workspace) == total > 0
    world.globex.workspace.imports.update(size_bytes=10**9)
    assert storage.stored_bytes(world.acme.workspace) == total
