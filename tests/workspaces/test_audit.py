"""The audit: kept for good, read by owners, in sentences."""

import ast
import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from workspaces import lifecycle, members
from workspaces.audit_words import WORDS, sentence
from workspaces.models import AppendOnly, AuditEntry, Role, User

ROOT = Path(__file__).resolve().parents[2]
ACTION = re.compile(r"[a-z]+\.[a-z_]+")


def said(response) -> list[tuple[str, str]]:
    return [(who, what) for _, who, what, _ in response.context["rows"]]


def recorded_actions() -> set[str]:
    """Every text "noun.verb" within the first argument of a call that records."""
    found = set()
    for package in ("contacts", "workspaces"):
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
                    ("record", "_audit", "_finish", "_stopped")
                ):
                    found |= {
                        constant.value
                        for argument in node.args
                        for constant in ast.walk(argument)
                        if isinstance(constant, ast.Constant)
                        and isinstance(constant.value, str)
                        and ACTION.fullmatch(constant.value)
                    }
    return found


def test_no_two_actions_have_one_name_in_the_filter():
    labels = [words.label for words in WORDS.values()]

    assert [label for label in labels if labels.count(label) > 1] == []


# Kept for good


def test_an_entry_is_never_changed(acme, ada):
    entry = AuditEntry.record("member.left", actor=ada, workspace=acme)

    entry.action = "member.removed"
    with pytest.raises(AppendOnly):
        entry.save()
    with pytest.raises(AppendOnly):
        AuditEntry.objects.filter(pk=entry.pk).update(action="member.removed")
    with pytest.raises(AppendOnly):
        AuditEntry.objects.bulk_update([entry], ["action"])
    with pytest.raises(AppendOnly):
        acme.audit_entries.update(action="member.removed")
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry(pk=entry.pk, action="member.removed").save()

    entry.refresh_from_db()
    assert entry.action == "member.left"


def test_an_entry_is_never_deleted(acme, ada):
    entry = AuditEntry.record("member.left", actor=ada, workspace=acme)

    with pytest.raises(AppendOnly):
        entry.delete()
    with pytest.raises(AppendOnly):
        AuditEntry.objects.all().delete()
    with pytest.raises(AppendOnly):
        acme.audit_entries.all().delete()

    assert AuditEntry.objects.get() == entry


def test_entries_outlive_their_workspace_and_their_person(acme, ada, eve):
    members.remove(acme.memberships.get(user=eve), ada)
    entry = AuditEntry.objects.get()

    lifecycle.delete(acme, ada)
    ada.delete()

    entry.refresh_from_db()
    assert (entry.workspace, entry.actor) == (None, None)
    assert (entry.workspace_name, entry.actor_name) == ("Acme", "ada")
    assert sentence(entry) == "removed eve"


# Words


def test_every_action_that_is_recorded_has_words():
    assert recorded_actions() - set(WORDS) == set()


@pytest.mark.parametrize(
    ("action", "detail", "expected"),
    [
        ("member.removed", {"member": "vic"}, "removed vic"),
        (
            "member.role_changed",
            {"member": "vic", "role": ["viewer", "owner"]},
            "changed the role of vic from viewer to owner",
        ),
        ("contacts.exported", {"contacts": 1}, "exported 1 contact"),
        ("contacts.exported", {"contacts": 1102}, "exported 1,102 contacts"),
        (
            "flag.deleted",
            {"flag": "{x!r}", "contacts": 0},
            "deleted the flag “{x!r}” of 0 contacts",
        ),
        ("import.confirmed", {"contact_import": 7, "rows": 2}, "confirmed the import no. 7"),
        ("contacts.exported", {}, "Export"),
        ("member.role_changed", {"member": "vic", "role": []}, "Role changed"),
        ("something.new", {}, "something.new"),
    ],
)
def test_an_entry_says_in_english_what_happened(action, detail, expected):
    assert sentence(AuditEntry(action=action, detail=detail)).startswith(expected)


# The page


@pytest.fixture
def some_history(acme, globex, ada, eve, vic) -> None:
    AuditEntry.record("contacts.exported", actor=eve, workspace=acme, contacts=3)
    AuditEntry.record("contacts.exported", actor=ada, workspace=globex, contacts=9)
    members.change_role(acme.memberships.get(user=vic), Role.EDITOR, ada)
    AuditEntry.record("import.completed", actor=None, workspace=acme, created=2, contact_import=5)
    AuditEntry.record("user.signed_in", actor=eve)


def test_owners_read_what_happened_in_their_workspace_newest_first(as_ada, some_history):
    page = as_ada.get("/w/acme/audit/")

    assert said(page) == [
        ("The site", "imported 2 contacts by the import no. 5"),
        ("Ada", "changed the role of Vic from viewer to editor"),
        ("Eve", "exported 3 contacts"),
    ]
    assert '<a href="/w/acme/audit/" aria-current="page">' in page.text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"action": "contacts.exported"}, ["Eve"]),
        ({"person": "ada"}, ["Ada"]),
        ({"person": "ada", "action": "contacts.exported"}, []),
        ({"since": "2020-02-02"}, ["The site", "Ada", "Eve"]),
        ({"since": "2999-01-01"}, []),
        ({"action": "", "person": "", "since": ""}, ["The site", "Ada", "Eve"]),
    ],
)
def test_owners_filter_by_action_person_and_day(as_ada, some_history, query, expected):
    assert [who for who, _ in said(as_ada.get("/w/acme/audit/", query))] == expected


@pytest.mark.parametrize(
    "query",
    [
        {"action": "user.signed_in"},
        {"action": "no.such"},
        {"person": "gus"},
        {"person": "\x00"},
        {"since": "0001-01-01"},
        {"since": "9999-12-31"},
        {"since": "yesterday"},
    ],
)
def test_an_unknown_value_shows_nothing_and_says_so(as_ada, some_history, query):
    page = as_ada.get("/w/acme/audit/", query)

    assert (page.status_code, said(page)) == (200, [])
    assert page.context["filter"].errors


def test_a_day_begins_where_the_person_is(as_ada, ada, acme, eve):
    User.objects.filter(pk=ada.pk).update(time_zone="Asia/Tokyo")
    midnight = datetime(2026, 3, 1, tzinfo=ZoneInfo("Asia/Tokyo"))
    for name, at in {"before": midnight - timedelta(seconds=1), "after": midnight}.items():
        AuditEntry.objects.create(workspace=acme, actor_name=name, action="member.left", at=at)

    page = as_ada.get("/w/acme/audit/", {"since": "2026-03-01"})

    assert [who for who, _ in said(page)] == ["after"]


def test_people_are_called_as_on_other_pages_and_members_alone(as_ada, acme, eve, vic, gus):
    AuditEntry.record("member.added", actor=gus, workspace=acme, member="vic", role="viewer")
    AuditEntry.record("member.removed", actor=eve, workspace=acme, member="gus")
    AuditEntry.record("member.removed", actor=eve, workspace=acme, member=["vic"])

    page = as_ada.get("/w/acme/audit/")

    assert said(page) == [
        ("Eve", "removed ['vic']"),
        ("Eve", "removed gus"),
        ("Gus", "added Vic as viewer"),
    ]
    people = page.context["filter"].fields["person"].choices
    assert people == [("", "Everybody"), ("eve", "Eve (eve)"), ("gus", "gus")]


def test_it_takes_as_many_queries_for_3_people_as_for_1(
    as_ada, acme, eve, vic, gus, django_assert_num_queries, django_assert_max_num_queries
):
    url = "/w/acme/audit/"
    AuditEntry.record("member.added", actor=eve, workspace=acme, member="eve", role="viewer")
    as_ada.get(url)
    with django_assert_max_num_queries(12) as one:
        as_ada.get(url)
    for person in (vic, gus):
        AuditEntry.record("member.removed", actor=person, workspace=acme, member=str(person))
    with django_assert_num_queries(len(one)):
        as_ada.get(url)


def test_a_long_audit_is_read_page_by_page(as_ada, acme, eve, django_assert_num_queries):
    for number in range(101):
        AuditEntry.record("contacts.exported", actor=eve, workspace=acme, contacts=number)
    AuditEntry.record("member.left", actor=None, workspace=acme)
    seen, link = [], "?action=contacts.exported"
    while link:
        page = as_ada.get(f"/w/acme/audit/{link}")
        seen += [int(what.split()[1]) for _, what in said(page)]
        link = page.context["older"]

    assert seen == list(range(100, -1, -1))
    assert len(said(as_ada.get("/w/acme/audit/?before=" + "9" * 30))) == 50


def test_entries_hold_moments_in_utc(acme):
    before = timezone.now()

    entry = AuditEntry.record("member.left", actor=None, workspace=acme)

    assert before <= entry.at <= timezone.now()
