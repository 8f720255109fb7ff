"""What time it is where a number belongs: sure, about, between, or not said."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from contacts.local_times import LocalTime, local_time

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("phone", "told"),
    [
        # A country with one clock.
        ("+442079460018", LocalTime("12:00", "in United Kingdom", False)),
        ("+33639980164", LocalTime("13:00", "in France", False)),
        ("+819000000252", LocalTime("21:00", "in Japan", True)),
        # An area code, which people take along when they move.
        ("+12125550147", LocalTime("about 07:00", "by the area code", True)),
        ("+14155550147", LocalTime("about 04:00", "by the area code", True)),
        # A country whose clocks are not far apart, and a mobile number that may be at any.
        ("+34600000387", LocalTime("12:00 to 13:00", "in Spain", False)),
        # Numbers of a whole country with clocks all over the day.
        ("+18005550147", LocalTime("several time zones", "in United States", False)),
        ("+79161234567", LocalTime("several time zones", "in Russia", False)),
        # Documented, and of no area.
        ("+1234567890", LocalTime("several time zones", "in United States", False)),
        # No country has them.
        ("+88212345678", None),
        ("+9999999999", None),
    ],
)
def test_time_there_is_said_only_as_surely_as_it_is_known(phone: str, told: LocalTime | None):
    assert local_time(phone, NOON) == told


def test_time_there_names_the_day_where_it_is_another():
    evening = datetime(2026, 11, 25, 20, 0, tzinfo=ZoneInfo("America/New_York"))

    assert local_time("+819000000252", evening) == LocalTime("Thu 10:00", "in Japan", False)


def test_time_there_follows_summer_time():
    july = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)

    there = local_time("+442079460018", july)

    assert there is not None and there.words == "13:00"


def test_time_there_is_not_said_by_a_machine_that_lacks_a_zone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("contacts.local_times.TIMEZONE_DATA", {"44": ("Europe/Atlantis",)})

    assert local_time("+442079460018", NOON) is None
