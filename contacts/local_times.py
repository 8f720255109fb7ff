"""What time it is where a number belongs: pure, and no surer of it than numbering plans are.

Mobile numbers do not know where they are, and area codes move with people. Hence three answers: a
country with one clock, an area code ("about"), or the earliest and the latest it may be.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from phonenumbers import PhoneNumber
from phonenumbers.timezone import time_zones_for_number
from phonenumbers.tzdata import TIMEZONE_DATA

from contacts.numbering import country, split

UNKNOWN = "Etc/Unknown"
# Clocks that differ by more say nothing that would help a caller.
WIDEST = timedelta(hours=4)
# Between these hours a call wakes or disturbs.
NIGHT_ENDS, NIGHT_BEGINS = 8, 21


@dataclass(frozen=True)
class LocalTime:
    """The time there in words, what they go by, and whether it is night at any rate."""

    words: str
    source: str
    is_night: bool


def local_time(phone: str, now: datetime) -> LocalTime | None:
    """The time `now` where an E.164 number belongs; None where that says nothing certain."""
    code, national = split(phone)
    everywhere = _clocks(TIMEZONE_DATA.get(code, ()), now)
    if not everywhere:
        return None
    place = country(phone)
    source = f"in {place}" if place else ""
    if len(everywhere) == 1:
        return LocalTime(_words(everywhere[0], now), source, _night(everywhere))
    # Of a number without a place (mobile, toll-free) these are all zones of the country again.
    number = PhoneNumber(country_code=int(code), national_number=int(national))
    there = _clocks(time_zones_for_number(number), now)
    if len(there) == 1:
        return LocalTime(f"about {_words(there[0], now)}", "by the area code", _night(there))
    if there and there[-1].replace(tzinfo=None) - there[0].replace(tzinfo=None) <= WIDEST:
        return LocalTime(
            f"{_words(there[0], now)} to {_words(there[-1], now)}", source, _night(there)
        )
    return LocalTime("several time zones", source, is_night=False)


def _clocks(names: tuple[str, ...], now: datetime) -> list[datetime]:
    """What the clocks of these zones show, each time once, the earliest first."""
    if UNKNOWN in names:
        return []
    try:
        clocks = [now.astimezone(ZoneInfo(name)) for name in names]
    except ZoneInfoNotFoundError:
        # A zone that this machine has not heard of may be the one that differs.
        return []
    shown = {clock.replace(tzinfo=None): clock for clock in clocks}
    return [shown[time] for time in sorted(shown)]


def _words(there: datetime, here: datetime) -> str:
    """The hour, with the day where it is another than here."""
    return there.strftime("%H:%M" if there.date() == here.date() else "%a %H:%M")


def _night(clocks: list[datetime]) -> bool:
    return all(not NIGHT_ENDS <= clock.hour < NIGHT_BEGINS for clock in clocks)
