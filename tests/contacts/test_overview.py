"""The numbers of a workspace: by month, by flag, by state, and what grows old."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contacts import overview
from contacts.models import Contact, Overview
from tests import factories
from workspaces.models import Workspace


@pytest.fixture
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be the 23rd of November 2026."""
    monkeypatch.setattr(overview, "localdate", lambda: date(2026, 11, 23))


def add(workspace: Workspace, *moments: datetime) -> None:
    for moment in moments:
        contact = factories.make_contact(workspace)
        Contact.objects.filter(pk=contact.pk).update(created_at=moment, updated_at=moment)


def test_months_are_the_last_twelve_and_count_everybody(
    acme: Workspace, globex: Workspace, november: None
):
    add(
        acme,
        datetime(2020, 5, 1, tzinfo=UTC),
        datetime(2025, 11, 30, 23, 59, tzinfo=UTC),
        datetime(2025, 12, 1, tzinfo=UTC),
        datetime(2026, 10, 31, 23, 59, tzinfo=UTC),
        datetime(2026, 11, 1, tzinfo=UTC),
        datetime(2027, 1, 1, tzinfo=UTC),
    )
    add(globex, datetime(2026, 11, 1, tzinfo=UTC))

    months = overview.months_of(acme)

    assert [month.first.isoformat()[:7] for month in months] == [
        "2025-12",
        *(f"2026-{number:02}" for number in range(1, 12)),
    ]
    assert [month.added for month in months] == [1, *[0] * 9, 1, 2]
    assert [month.total for month in months] == [3, *[3] * 9, 4, 6]


def test_months_begin_by_the_persons_clock(acme: Workspace, november: None):
    add(acme, datetime(2026, 11, 1, 2, tzinfo=UTC))

    with timezone.override("America/New_York"):
        months = overview.months_of(acme)

    assert [month.added for month in months[-2:]] == [1, 0]


def test_months_of_nothing(acme: Workspace):
    assert {(month.added, month.total) for month in overview.months_of(acme)} == {(0, 0)}


def test_flags_are_ranked_by_their_contacts(acme: Workspace, globex: Workspace):
    vip, hot = acme.flags.get(name="VIP"), acme.flags.get(name="Hot Lead")
    for flags in ([vip], [vip, hot], [vip]):
        factories.make_contact(acme, flags)
    factories.make_contact(globex, [globex.flags.get(name="VIP")])

    shares = overview.shares_by_flag(acme)

    assert [(share.label, share.count, share.percent) for share in shares] == [
        ("VIP", 3, 100),
        ("Hot Lead", 1, 33),
    ]
    assert shares[0].flag == vip


def test_states_are_ranked_without_regard_to_case_and_accents(acme: Workspace, globex: Workspace):
    for state in ("Québec", "quebec", "TX", "", "Ohio", "QUEBEC"):
        factories.make_contact(acme, state=state)
    factories.make_contact(globex, state="TX")

    shares = overview.shares_by_state(acme)

    assert [(share.label, share.count) for share in shares] == [
        ("Québec", 3),
        ("Ohio", 1),
        ("TX", 1),
    ]


def test_only_the_largest_groups_are_shown(acme: Workspace):
    for number in range(overview.STATES_SHOWN + 1):
        flag = factories.make_flag(acme)
        for _ in range(2 if number == overview.STATES_SHOWN else 1):
            factories.make_contact(acme, [flag], state=f"State {number:02}")

    shares = overview.shares_by_state(acme)

    assert len(shares) == overview.STATES_SHOWN
    assert shares[0].label == f"State {overview.STATES_SHOWN:02}"
    assert len(overview.shares_by_flag(acme)) == overview.STATES_SHOWN + 1


@pytest.mark.parametrize("today", [date(2028, 2, 29), date(2026, 11, 23)])
def test_unchanged_for_a_year_counts_what_its_list_shows(
    as_vic: Client, acme: Workspace, monkeypatch: pytest.MonkeyPatch, today: date
):
    monkeypatch.setattr(overview, "localdate", lambda: today)
    now = datetime(today.year, today.month, today.day, tzinfo=UTC)
    add(acme, now - timedelta(days=800), now - timedelta(days=400), now - timedelta(days=300))

    found = overview.unchanged_for_a_year(acme)

    assert found.count == 2
    page = as_vic.get(f"/w/acme/contacts/?{found.query}")
    assert len(page.context["rows"]) == 2


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two contacts be many."""
    monkeypatch.setattr(overview, "LARGE", 2)


def states(workspace: Workspace) -> list[tuple[str, int]]:
    return [(share.label, share.count) for share in overview.numbers_of(workspace).by_state]


def test_the_numbers_of_a_large_workspace_are_counted_ahead(
    acme: Workspace, globex: Workspace, large: None
):
    vip = acme.flags.get(name="VIP")
    for _ in range(2):
        factories.make_contact(acme, [vip], state="TX")
    factories.make_contact(globex, state="TX")

    overview.count_ahead(timezone.now())
    for workspace in (acme, globex):
        factories.make_contact(workspace, [workspace.flags.get(name="VIP")], state="TX")

    assert [row.workspace for row in Overview.objects.all()] == [acme]
    numbers = overview.numbers_of(acme)
    assert numbers.ahead
    assert [month.total for month in numbers.months] == [*[0] * 11, 2]
    assert [(share.flag, share.count) for share in numbers.by_flag] == [(vip, 2)]
    assert states(acme) == [("TX", 2)]
    # The small one is counted now.
    assert not overview.numbers_of(globex).ahead
    assert states(globex) == [("TX", 2)]


def test_numbers_counted_ahead_are_renewed_and_never_old(acme: Workspace, large: None):
    for _ in range(2):
        factories.make_contact(acme, state="TX")
    now = timezone.now()
    overview.count_ahead(now)
    factories.make_contact(acme, state="TX")

    overview.count_ahead(now)
    assert states(acme) == [("TX", 2)]
    overview.count_ahead(now + overview.RECENT + timedelta(minutes=1))
    assert states(acme) == [("TX", 3)]

    factories.make_contact(acme, state="TX")
    Overview.objects.update(counted_at=now - overview.VALID)
    assert states(acme) == [("TX", 4)]


def test_an_import_another_month_and_other_clocks_make_them_old(
    acme: Workspace, large: None, monkeypatch: pytest.MonkeyPatch
):
    for _ in range(2):
        factories.make_contact(acme)
    overview.count_ahead(timezone.now())
    assert overview.numbers_of(acme).ahead

    with timezone.override("Asia/Tokyo"):
        assert not overview.numbers_of(acme).ahead
    with monkeypatch.context() as patch:
        patch.setattr(overview, "localdate", lambda: date(2049, 1, 1))
        assert not overview.numbers_of(acme).ahead
    factories.make_import(acme, finished_at=timezone.now())
    assert not overview.numbers_of(acme).ahead


def test_a_workspace_that_shrank_has_none(acme: Workspace, large: None):
    for _ in range(2):
        contact = factories.make_contact(acme)
    overview.count_ahead(timezone.now())

    contact.delete()
    overview.count_ahead(timezone.now() + overview.RECENT + timedelta(minutes=1))

    assert not Overview.objects.exists()


def test_a_flag_that_went_since_is_left_out(acme: Workspace, large: None):
    vip, hot = acme.flags.get(name="VIP"), acme.flags.get(name="Hot Lead")
    for _ in range(2):
        factories.make_contact(acme, [vip, hot])
    overview.count_ahead(timezone.now())

    hot.delete()

    assert [share.label for share in overview.numbers_of(acme).by_flag] == ["VIP"]
