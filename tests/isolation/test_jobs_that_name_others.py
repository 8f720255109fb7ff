"""Work whose options name rows of another workspace: none of them is touched, and it ends.

Nobody can begin such work through the pages; this is what holds when something else has gone wrong.
"""

from dataclasses import replace

from django.utils import timezone

from contacts import frozen_lists, jobs
from contacts.bulk import reports
from contacts.calling import Verdict
from contacts.merging.unmerge import left_of
from contacts.models import (
    ContactFlag,
    Flag,
    FrozenMember,
    Job,
    JobKind,
    JobState,
    Merge,
    SuppressedNumber,
)
from contacts.models.suppressed_number import digest, key_name
from tests import factories
from tests.isolation.spaces import Space
from tests.isolation.world import World
from workspaces.models import User

STEPS = 20


def work(space: Space, kind: str, **options: object) -> Job:
    """Do the work to its end, in some steps; by the workspace's owner."""
    owner = User.objects.get(memberships__workspace=space.workspace, username="owner")
    job = jobs.start(JobKind(kind), space.workspace, owner, **options)
    left = iter(range(STEPS))
    jobs.advance(job.pk, keep_going=lambda: next(left, None) is not None)
    job.refresh_from_db()
    return job


def remember(space: Space, flag: Flag) -> None:
    SuppressedNumber.objects.create(
        workspace=space.workspace,
        digest=digest(space.workspace.pk, "+442079460188"),
        key=key_name(),
        flag=flag,
    )


def test_flags_of_another_workspace_are_not_deleted(world: World):
    theirs = world.globex
    stop = theirs.workspace.flags.get(suppressing=True)
    remember(theirs, stop)
    carried = ContactFlag.objects.filter(flag=theirs.flag).count()

    job = work(
        world.acme,
        JobKind.FLAG_DELETE,
        flags=[[flag.pk, flag.name] for flag in (theirs.flag, stop)],
    )

    assert (job.state, job.done) == (JobState.DONE, 0)
    assert theirs.workspace.flags.filter(pk__in=(theirs.flag.pk, stop.pk)).count() == 2
    assert ContactFlag.objects.filter(flag=theirs.flag).count() == carried > 0
    assert theirs.workspace.suppressed_numbers.filter(flag=stop).count() == 1


def test_flags_of_another_workspace_are_not_merged(world: World):
    theirs, into = world.globex, world.acme.flag
    stop = theirs.workspace.flags.get(suppressing=True)
    remember(theirs, stop)

    job = work(
        world.acme,
        JobKind.FLAG_MERGE,
        flags=[[stop.pk, stop.name]],
        into=[into.pk, into.name],
    )

    assert job.state == JobState.DONE
    assert theirs.workspace.flags.filter(pk=stop.pk).exists()
    assert theirs.workspace.suppressed_numbers.filter(flag=stop).count() == 1
    assert not world.acme.workspace.suppressed_numbers.filter(flag=into).exists()


def test_a_frozen_list_of_another_workspace_is_neither_written_nor_thrown_away(world: World):
    theirs = world.globex.frozen
    theirs.refresh_from_db()
    before = (theirs.audience_id, theirs.total, theirs.ready_at, theirs.members.count())

    job = work(world.acme, JobKind.FREEZE, frozen_list=theirs.pk, audience="Theirs")

    assert job.state == JobState.CANCELLED
    theirs.refresh_from_db()
    after = (theirs.audience_id, theirs.total, theirs.ready_at, theirs.members.count())
    assert after == before
    assert theirs.audience_id is not None


def test_work_elsewhere_is_not_that_of_a_frozen_list(world: World):
    factories.make_job(
        world.globex.workspace,
        kind=JobKind.FREEZE,
        state=JobState.FAILED,
        options={"frozen_list": world.acme.frozen.pk, "audience": "Theirs"},
    )

    assert frozen_lists.unfinished_job(world.acme.frozen) is None


def test_a_second_click_leads_to_no_work_elsewhere(world: World):
    space, owner = world.acme, User.objects.get(username="owner")
    job = frozen_lists.freeze(space.audience, owner, after=space.frozen.pk)
    factories.make_job(world.globex.workspace, kind=JobKind.FREEZE, options=job.options)

    assert frozen_lists.freeze(space.audience, owner, after=space.frozen.pk) == job


def test_members_of_a_frozen_list_are_counted_in_its_own_workspace(world: World):
    """A member is a plain number, which may be that of anybody's contact."""
    space = world.globex
    before = frozen_lists.changes(space.frozen, space.audience)
    for contact in (world.acme.contact, *world.acme.twins):
        FrozenMember.objects.create(
            workspace=space.workspace,
            frozen_list=space.frozen,
            contact_id=contact.pk,
            verdict=Verdict.CALLABLE,
        )

    after = frozen_lists.changes(space.frozen, space.audience)

    assert replace(after, at=before.at) == before


def test_merges_of_another_workspace_are_not_taken_back(world: World):
    theirs = world.globex
    Merge.objects.filter(pk=theirs.merge.pk).update(job=theirs.merge_job)
    job = factories.make_job(
        world.acme.workspace, kind=JobKind.UNMERGE, options={"merges_of": theirs.merge_job.pk}
    )

    assert list(left_of(job)) == []


def test_a_report_leads_to_no_contacts_with_flags_of_another_workspace(world: World):
    flag = world.acme.flag
    assert flag.links.exists()
    job = factories.make_job(
        world.globex.workspace,
        kind=JobKind.ADD_FLAGS,
        options=world.globex.bulk.options | {"flags": [(flag.pk, flag.name)]},
        counts={"changed": 1},
        finished_at=timezone.now(),
    )

    assert not reports.flags_added(job).links
