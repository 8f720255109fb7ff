"""When something was, in the person's zone and in few words."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from workspaces.templatetags import moments


@pytest.fixture
def wednesday(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be the 25th of November 2026."""
    monkeypatch.setattr(moments, "localdate", lambda: date(2026, 11, 25))


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 25, 9, 5, tzinfo=UTC), "today, 09:05"),
        (datetime(2026, 11, 24, 23, 59, tzinfo=UTC), "yesterday, 23:59"),
        (datetime(2026, 11, 26, 0, 0, tzinfo=UTC), "tomorrow, 00:00"),
        (datetime(2026, 11, 18, 12, 0, tzinfo=UTC), "18 Nov, 12:00"),
        (datetime(2025, 11, 25, 12, 0, tzinfo=UTC), "25 Nov 2025, 12:00"),
    ],
)
def test_moments_near_today_are_named(moment: datetime, words: str, wednesday: None):
    with timezone.override(UTC):
        assert f">{words}</time>" in moments.moment(moment)


def test_moment_is_told_by_the_persons_clock_and_exactly(wednesday: None):
    moment = datetime(2026, 11, 24, 23, 30, 7, tzinfo=UTC)

    with timezone.override(ZoneInfo("Europe/Berlin")):
        told = moments.moment(moment)

    assert told == (
        '<time datetime="2026-11-25T00:30:07+01:00"'
        ' title="Wednesday 25 November 2026, 00:30:07 CET" tabindex="0">today, 00:30</time>'
    )


def test_moment_by_day_and_in_full(wednesday: None):
    moment = datetime(2026, 11, 25, 9, 5, tzinfo=UTC)

    with timezone.override(UTC):
        assert ">today</time>" in moments.moment(moment, "day")
        assert ">25 Nov 2026, 09:05</time>" in moments.moment(moment, "full")
