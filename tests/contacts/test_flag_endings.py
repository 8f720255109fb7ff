"""How flags end: taken off everybody, or replaced by the one they are merged into; once each."""

import signal
import time

import pytest
from django.db import connection, connections

from contacts import flag_endings, flag_removal, job_reports, jobs, writing
from contacts.models import ContactChange, ContactFlag, Flag, Job, JobState, SuppressedNumber
from contacts.writing import flags as flag_writing
from tests import factories
from tests.contacts.imports import victims
from workspaces.models import AuditEntry, Membership, Role, User, Workspace

pytestmark = pytest.mark.django_db

PHONE = "+442079460101"


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (flag_removal, flag_writing):
        monkeypatch.setattr(module, "BATCH", 2)


@pytest.fixture
def hot(acme: Workspace) -> Flag:
    return acme.flags.get(name="Hot Lead")


@pytest.fixture
def vip(acme: Workspace) -> Flag:
    return acme.flags.get(name="VIP")


@pytest.fixture
def stop(acme: Workspace) -> Flag:
    return acme.flags.get(name="Do Not Call")


def flags_of(contact) -> list[str]:
    return list(contact.flags.order_by("name").values_list("name", flat=True))


def last_change(contact) -> ContactChange:
    return ContactChange.objects.filter(contact_id=contact.pk).latest("id")


def test_a_deleted_flag_is_taken_off_in_batches_and_journaled_for_each(acme, ada, vip, stop):
    contacts = [factories.make_contact(acme, [vip, stop]) for _ in range(5)]
    bare = factories.make_contact(acme)
    pk = vip.pk

    job = flag_endings.delete(vip, ada)

    assert (job.state, job.counts["contacts"], job.done, job.total) == ("done", 5, 5, 5)
    assert not Flag.objects.filter(pk=pk).exists()
    for contact in contacts:
        contact.refresh_from_db()
        assert (contact.revision, contact.updated_by, flags_of(contact)) == (
            2,
            ada,
            ["Do Not Call"],
        )
        entry = last_change(contact)
        assert (entry.kind, entry.values) == ("unflagged", {"removed": [[pk, "VIP"]]})
        assert (entry.revision, entry.reason) == (2, "The flag was deleted.")
    bare.refresh_from_db()
    assert bare.revision == 1
    detail = AuditEntry.objects.get(action="flag.deleted").detail
    assert detail == {"flag": "VIP", "suppressing": False, "contacts": 5}
    assert job_reports.report(job).lines == ["The flag “VIP” was deleted and taken off 5 contacts."]


def test_merged_flags_leave_the_surviving_one_on_all_their_carriers(acme, ada, hot, vip):
    other = factories.make_flag(acme, "HotLead")
    only_gone = factories.make_contact(acme, [hot])
    both_gone = factories.make_contact(acme, [hot, other])
    all_three = factories.make_contact(acme, [hot, other, vip])
    only_stays = factories.make_contact(acme, [vip])
    names = {"added": [[vip.pk, "VIP"]]}
    gone = [[hot.pk, "Hot Lead"], [other.pk, "HotLead"]]

    job = flag_endings.merge([hot, other], vip, ada)

    assert (job.state, job.counts["contacts"]) == ("done", 3)
    assert set(acme.flags.filter(name__in=["Hot Lead", "HotLead"])) == set()
    for contact in (only_gone, both_gone, all_three, only_stays):
        contact.refresh_from_db()
        assert flags_of(contact) == ["VIP"]
    assert [c.revision for c in (only_gone, both_gone, all_three, only_stays)] == [2, 2, 2, 1]
    assert last_change(only_gone).values == names | {"removed": gone[:1]}
    assert last_change(both_gone).values == names | {"removed": gone}
    assert (last_change(all_three).kind, last_change(all_three).values) == (
        "unflagged",
        {"removed": gone},
    )
    assert last_change(only_gone).reason == "The flag was merged into “VIP”."
    audited = AuditEntry.objects.filter(action="flag.merged").order_by("id")
    assert [(entry.detail["flag"], entry.detail["into"]) for entry in audited] == [
        ("Hot Lead", "VIP"),
        ("HotLead", "VIP"),
    ]
    vip.refresh_from_db()
    assert vip.last_used_at is not None


def test_a_neighbours_flags_are_left_alone(acme, globex, ada, hot, vip):
    theirs = factories.make_contact(globex, [globex.flags.get(name="Hot Lead")])

    flag_endings.merge([hot], vip, ada)

    assert flags_of(theirs) == ["Hot Lead"]


def test_a_suppressing_flag_goes_into_a_suppressing_one_with_its_memory(acme, ada, stop):
    never = factories.make_flag(acme, "Never call", suppressing=True)
    carrier = factories.make_contact(acme, [stop])
    for number in range(3):
        contact = factories.make_contact(acme, [stop], phone=f"+44207946020{number}")
        writing.delete(contact, ada)
    writing.delete(factories.make_contact(acme, [stop, never], phone=PHONE), ada)

    flag_endings.merge([stop], never, ada)

    assert flags_of(carrier) == ["Never call"]
    assert list(SuppressedNumber.objects.values_list("flag", flat=True)) == [never.pk] * 4
    assert flags_of(factories.make_contact(acme, phone=PHONE)) == ["Never call"]


def test_whom_the_undo_of_a_merge_brings_back_has_the_surviving_flag(acme, ada, stop, vip):
    never = factories.make_flag(acme, "Never call", suppressing=True)
    kept = factories.make_contact(acme, [never])
    gone = factories.make_contact(acme, [stop, vip], phone=PHONE)
    merge = factories.make_merge(kept, gone)

    flag_endings.merge([stop], never, ada)
    _, (restored,) = writing.unmerge(merge, ada)

    assert flags_of(restored) == ["Never call", "VIP"]
    assert flags_of(kept) == ["Never call"]


def test_a_merge_that_would_let_somebody_be_called_is_stopped(acme, ada, vip, stop):
    """The page refuses it; and the mark may be taken off between the order and the work."""
    carrier = factories.make_contact(acme, [stop])

    job = flag_endings.merge([stop], vip, ada)

    assert (job.state, flags_of(carrier)) == (JobState.CANCELLED, ["Do Not Call"])
    assert "nothing is merged into it" in job.reason
    assert Flag.objects.filter(pk=stop.pk).exists()
    assert AuditEntry.objects.get(action="flag.merge_cancelled").detail["contacts"] == 0


def test_deleting_a_suppressing_flag_forgets_its_numbers_batch_by_batch(acme, ada, stop):
    for number in range(5):
        contact = factories.make_contact(acme, [stop], phone=f"+44207946020{number}")
        writing.delete(contact, ada)

    assert flag_endings.delete(stop, ada).state == "done"

    assert not SuppressedNumber.objects.exists()


def test_imports_follow_a_merge_and_keep_the_name_of_a_deleted_flag(acme, ada, hot, vip):
    pairs = [[hot.pk, "Hot Lead"], [vip.pk, "VIP"]]
    both = factories.make_import(acme, flags=pairs)
    none = factories.make_import(acme)
    flag_endings.merge([hot], vip, ada)
    both.refresh_from_db()
    assert both.flags == [[vip.pk, "VIP"]]

    flag_endings.delete(vip, ada)

    both.refresh_from_db()
    none.refresh_from_db()
    assert (both.flags, none.flags) == ([[vip.pk, "VIP"]], [])


def test_who_is_no_owner_any_more_ends_nothing(acme, ada, vip, settings):
    settings.IMPORT_INLINE_ROWS = -1
    factories.make_contact(acme, [vip])
    job = flag_endings.delete(vip, ada)
    Membership.objects.filter(user=ada).update(role=Role.EDITOR)
    jobs.advance(job.pk)

    job.refresh_from_db()
    assert (job.state, job.reason) == (
        "cancelled",
        "Ada may no longer change flags of this workspace.",
    )
    assert Flag.objects.filter(pk=vip.pk).exists()


def test_deleting_a_flag_twice_deletes_it_once(acme, ada, vip, settings):
    settings.IMPORT_INLINE_ROWS = -1
    factories.make_contact(acme, [vip])
    for job in [flag_endings.delete(vip, ada) for _ in range(2)]:
        jobs.advance(job.pk)

    assert [job.state for job in Job.objects.all()] == ["done", "done"]
    assert AuditEntry.objects.filter(action="flag.deleted").count() == 1


POINTS = [
    *[(f"flag_merge {point}", 1) for point in ("recorded", "woken", "claimed")],
    *[(f"flag_merge step {point}", 2) for point in ("computed", "applied", "moved", "committed")],
    *[(f"flag_merge last step {point}", 1) for point in ("computed", "applied", "moved")],
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("point", "hit"), POINTS, ids=str)
def test_a_merge_that_is_killed_goes_on_and_changes_each_contact_once(
    acme: Workspace, ada: User, settings, run_worker, point: str, hit: int
):
    settings.JOB_LEASE_SECONDS = victims.LEASE_SECONDS
    merge_and_die(acme, point, hit)

    time.sleep(victims.LEASE_SECONDS)
    run_worker()

    check_merged(acme)


def merge_and_die(acme: Workspace, point: str, hit: int, **orders) -> None:
    """Nine who carry what goes, two of whom carry what stays as well, and remembered numbers."""
    never = factories.make_flag(acme, "Never call", suppressing=True)
    stop = acme.flags.get(name="Do Not Call")
    for number in range(9):
        flags = [stop, never] if number < 2 else [stop]
        factories.make_contact(acme, flags, phone=f"+44207946010{number}")
    writing.delete(factories.make_contact(acme, [stop], phone="+442079460201"), None)
    connections.close_all()
    victim = victims.start(
        victims.merge_flags,
        acme.slug,
        "ada",
        ["Do Not Call"],
        "Never call",
        failpoint=(point, "SIGKILL", hit),
        **orders,
    )
    assert victims.end(victim) == -signal.SIGKILL


def check_merged(acme: Workspace) -> None:
    assert list(Job.objects.values_list("state", flat=True)) == ["done"]
    assert {tuple(flags_of(contact)) for contact in acme.contacts.all()} == {("Never call",)}
    assert set(acme.contacts.values_list("revision", flat=True)) == {2}
    merged = ContactChange.objects.filter(reason__startswith="The flag was merged")
    assert merged.count() == merged.values("contact_id").distinct().count() == 9
    assert AuditEntry.objects.get(action="flag.merged").detail["contacts"] == 9
    assert acme.suppressed_numbers.get().flag.name == "Never call"
    connection.check_constraints()
    assert ContactFlag.objects.count() == 9


@pytest.mark.django_db(transaction=True)
def test_a_cursor_that_moves_by_itself_is_noticed(acme, ada, settings, run_worker):
    settings.JOB_LEASE_SECONDS = victims.LEASE_SECONDS
    merge_and_die(acme, "flag_merge step applied", 2, mutant="cursor outside")
    time.sleep(victims.LEASE_SECONDS)
    run_worker()

    with pytest.raises(AssertionError):
        check_merged(acme)
