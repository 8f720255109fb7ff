"""What is asked with ids, phones or texts of another workspace answers as if there were none."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from contacts import audiences, duplicates, interactions, jobs, progress, uploads
from contacts.filters import ContactFilter
from contacts.imports import kept_flags, remembered, undo
from contacts.imports.edits.outcomes import GONE, outcomes
from contacts.imports.edits.rows import changed_by
from contacts.models import (
    ChangeKind,
    Contact,
    ContactChange,
    ContactFlag,
    ContactImport,
    Interaction,
    Job,
    JobKind,
    JobState,
    PostedInteraction,
    SuppressedNumber,
)
from contacts.search import plan
from tests import factories
from tests.isolation.people import OWNER, STRANGER
from tests.isolation.spaces import Space
from tests.isolation.world import World
from workspaces.models import User

PHONE = "+442079460199"


def entry_of_edits(space: Space, contact: Contact, kind: ChangeKind) -> ContactChange:
    """What an import of edited contacts of the space is said to have done to a contact."""
    job = factories.make_job(space.workspace, kind=JobKind.EDIT, contact_import=space.edits)
    return ContactChange.objects.create(
        workspace=space.workspace, contact_id=contact.pk, kind=kind, job=job, values={}, revision=2
    )


def test_who_changed_a_contact(world: World):
    assert changed_by(world.acme.workspace, [world.globex.contact.pk]) == {}


def test_what_became_of_a_contact_in_a_file(world: World):
    theirs = world.globex.contact.pk

    assert outcomes(world.acme.edits, [theirs]) == {theirs: GONE}


def test_flags_that_numbers_had(world: World):
    theirs = world.globex.workspace.flags.get(suppressing=True)

    assert remembered.flag_names(world.acme.workspace, {PHONE: {theirs.pk}}) == {PHONE: ""}


def test_contacts_that_an_import_left_flagged(world: World):
    contact = world.globex.contact
    stop = world.globex.workspace.flags.get(suppressing=True)
    entry = entry_of_edits(world.acme, contact, ChangeKind.FLAGGED)
    ContactFlag.objects.create(
        workspace=world.globex.workspace, contact=contact, flag=stop, created_at=entry.at
    )
    ContactImport.objects.filter(pk=world.acme.edits.pk).update(suppressed_count=1)
    world.acme.edits.refresh_from_db()

    assert list(kept_flags.still_flagged(world.acme.edits)) == []


def test_contacts_that_an_import_changed(world: World):
    entry_of_edits(world.acme, world.globex.contact, ChangeKind.IMPORTED)

    assert list(undo.kept(world.acme.edits)) == []


def test_an_undo_leaves_the_journal_of_others(world: World, settings):
    settings.IMPORT_INLINE_ROWS = 1_000
    owner = User.objects.get(username="owner")
    uploads.confirm(world.acme.ready, owner)
    (made,) = undo.created(world.acme.ready)
    entry = ContactChange.objects.create(
        workspace=world.globex.workspace, contact_id=made.pk, kind=ChangeKind.CHANGED, values={}
    )

    jobs.advance(jobs.start(JobKind.UNDO, world.acme.workspace, owner, world.acme.ready).pk)

    assert not Contact.objects.filter(pk=made.pk).exists()
    assert ContactChange.objects.filter(pk=entry.pk).exists()


def test_an_interaction_is_logged_in_the_workspace_its_contact_was_found_in(world: World):
    person = User.objects.get(username="owner")
    contact = Contact.objects.get(pk=world.acme.contact.pk)
    contact.workspace = world.globex.workspace
    said = {"kind": "note", "at": timezone.now(), "text": "Hello.", "outcome": ""}
    number = Interaction.objects.count()

    with pytest.raises(Contact.DoesNotExist):
        interactions.log(contact, person, said)
    with pytest.raises(Contact.DoesNotExist):
        interactions.post(contact, world.globex.api_token, "a key", said)
    assert Interaction.objects.count() == number


def test_what_was_posted_under_a_key(world: World):
    """Should the number kept under it be another's, nothing of that is said."""
    contact, token = world.acme.contact, world.acme.api_token
    said = {"kind": "note", "at": timezone.now(), "text": "Hello.", "outcome": ""}
    own, is_new = interactions.post(contact, token, "a-key", said)
    assert is_new
    theirs = world.globex.interaction
    PostedInteraction.objects.filter(interaction_id=own.pk).update(interaction_id=theirs.pk)

    with pytest.raises(Interaction.DoesNotExist):
        interactions.post(contact, token, "a-key", said)


def test_who_has_an_email(world: World):
    theirs = world.globex.contact.email
    assert list(duplicates.same_email(world.globex.workspace, theirs))

    assert list(duplicates.same_email(world.acme.workspace, theirs)) == []


def test_the_audience_that_a_list_is_saved_as(world: World):
    """The same words mean the same list in each workspace, but not the same audience."""
    theirs = factories.make_audience(
        world.globex.workspace, "q=zebulon", User.objects.get(username="foreign"), name="Theirs"
    )
    their_list, own_list = (
        ContactFilter(QueryDict("q=zebulon"), space.workspace)
        for space in (world.globex, world.acme)
    )

    assert audiences.same_filter(their_list) == theirs
    assert audiences.same_filter(own_list) is None


def test_flags_that_are_proposed_to_be_merged(world: World):
    """Another's flag is as good as none: the best of one's own stays."""
    stop = world.globex.workspace.flags.get(suppressing=True)
    path = f"/w/{world.acme.slug}/flags/merge/?flags={world.acme.flag.pk}&flags="

    theirs = world.ask(OWNER, "GET", f"{path}{stop.pk}")
    nobodys = world.ask(OWNER, "GET", f"{path}999999999")

    assert theirs.status == 200
    assert theirs.body == nobodys.body


def test_the_worker_was_heard_of_by_nobody_elses_job(world: World):
    own = factories.make_job(world.acme.workspace, state=JobState.WAITING)
    factories.make_job(world.globex.workspace, heartbeat_at=timezone.now() + timedelta(hours=1))
    Job.objects.filter(workspace=world.acme.workspace).update(heartbeat_at=None)
    own.refresh_from_db()

    assert progress._last_sign(own) == own.created_at


def test_a_job_makes_room_for_those_of_others_alone(world: World, monkeypatch):
    """Another one of its own workspace has to wait for it anyway."""
    Job.objects.filter(state__in=(JobState.WAITING, JobState.RUNNING)).delete()
    monkeypatch.setattr(jobs, "SLICE_SECONDS", 0)
    asked = []
    monkeypatch.setattr(jobs, "advance", lambda pk, keep_going: asked.append(keep_going()))
    first, _ = (factories.make_job(world.acme.workspace, state=JobState.WAITING) for _ in range(2))

    jobs.advance_fairly(first.pk)
    factories.make_job(world.globex.workspace, state=JobState.WAITING)
    jobs.advance_fairly(first.pk)

    assert asked == [True, False]


def test_remembered_numbers_of_others_cost_nothing(world: World, django_assert_num_queries):
    stop = world.globex.workspace.flags.get(suppressing=True)
    SuppressedNumber.objects.all().delete()
    SuppressedNumber.objects.create(
        workspace=world.globex.workspace, digest="a" * 64, key="key", flag=stop
    )

    with django_assert_num_queries(1):
        assert SuppressedNumber.objects.flag_ids(world.acme.workspace.pk, [PHONE]) == {}


def test_a_small_workspace_is_walked_whoever_is_beside_it(world: World, monkeypatch):
    monkeypatch.setattr(plan, "WALK_MAX", world.acme.workspace.contacts.count())
    wanted = plan.Wanted(world.acme.workspace.pk, world.acme.workspace.contacts.all(), None)

    assert wanted.is_bearable


def test_to_log_with_another_is_to_log_with_nobody(world: World):
    """The same answer, and as many queries."""
    headers = {
        "HTTP_AUTHORIZATION": f"Bearer {world.acme.secret}",
        "HTTP_IDEMPOTENCY_KEY": "a-key",
        "content_type": "application/json",
    }
    theirs, nobodys = (
        world.ask(
            STRANGER,
            "POST",
            f"/api/v1/contacts/{pk}/interactions",
            b'{"kind": "call", "text": "Hello.", "outcome": ""}',
            **headers,
        )
        for pk in (world.globex.contact.pk, 999_999_999)
    )

    assert (theirs.status, theirs.body) == (404, nobodys.body)
    assert len(theirs.queries) == len(nobodys.queries)
