"""What a list shows, in words: each filter as a part that can be taken away."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.timezone import localtime

from contacts import search
from contacts.calling import Verdict
from contacts.filter_fields import zone_named
from contacts.filters import ContactFilter
from contacts.frozen_changes import Change
from contacts.models import Flag
from contacts.paging import COUNT_LIMIT

# What a list of one verdict shows, as words and as the part that can be taken away.
VERDICT_WORDS = {
    Verdict.SUPPRESSED: ("that are", "Do Not Call"),
    Verdict.UNVERIFIED: ("not callable for lack of", "{required}"),
    Verdict.SHARED: ("not callable because they share", "a number with another contact"),
    Verdict.WARNING: ("not callable because of", "a phone warning"),
    Verdict.CALLABLE: ("that are", "callable"),
}


@dataclass(frozen=True)
class Part:
    """One filter value. `data` is the query string without it, `link` the same to click on."""

    text: str
    data: QueryDict
    link: str
    flag: Flag | None = None


@dataclass(frozen=True)
class Phrase:
    """Words, and the parts they speak of: "with all of", VIP, Follow-up Needed."""

    words: str
    parts: list[Part]


def phrases(contact_filter: ContactFilter) -> list[Phrase]:
    """The sentence about the list, after its number: "with all of …", "matching …"."""
    return list(_phrases(contact_filter))


def _phrases(contact_filter: ContactFilter) -> Iterator[Phrase]:
    chosen = contact_filter.chosen

    def part(name: str, text: str, flag: Flag | None = None) -> Part:
        data = contact_filter.without_part(name, str(flag.pk) if flag else None)
        return Part(text, data, contact_filter.link(data), flag)

    def flag_parts(name: str) -> list[Part]:
        return [part(name, flag.name, flag) for flag in chosen[name]]

    if flags := chosen.get("flags"):
        which = "any" if contact_filter.any_flag else "all"
        yield Phrase("with" if len(flags) == 1 else f"with {which} of", flag_parts("flags"))
    if chosen.get("without"):
        yield Phrase("none of" if flags else "with none of", flag_parts("without"))
    if query := chosen.get("q"):
        yield Phrase("matching", [part("q", f"“{query.text}”")])
    if state := chosen.get("state"):
        yield Phrase("in state", [part("state", state)])
    if brokerage := chosen.get("brokerage"):
        yield Phrase("at", [part("brokerage", brokerage)])
    zone = chosen.get("zone", "")
    if day := chosen.get("added_since"):
        yield Phrase("added since", [part("added_since", _day(day, zone))])
    if day := chosen.get("not_updated_since"):
        yield Phrase("not updated since", [part("not_updated_since", _day(day, zone))])
    if chosen.get("warning"):
        yield Phrase("with", [part("warning", "a phone warning")])
    if contact_import := chosen.get("import"):
        yield Phrase("from import", [part("import", contact_import.original_name)])
    if frozen_list := chosen.get("frozen"):
        change = Change(chosen["change"]).label if chosen.get("change") else "were in it"
        text = f"the list of {frozen_list.audience} frozen on {_moment(frozen_list.frozen_at)}"
        yield Phrase(f"who {change}, by", [part("frozen", text)])
    if verdict := chosen.get("verdict"):
        words, text = VERDICT_WORDS[verdict]
        text = text.format(required=contact_filter.calling.required_name or "a required flag")
        yield Phrase(words, [part("verdict", text)])


def sentence(contact_filter: ContactFilter) -> str:
    """The same as plain text: "with all of VIP, Hot Lead; matching “texas”"; "" for everybody."""
    return "; ".join(
        f"{phrase.words} {', '.join(part.text for part in phrase.parts)}"
        for phrase in phrases(contact_filter)
    )


def _moment(moment: datetime) -> str:
    return date_format(localtime(moment), "j F Y, H:i")


def _day(moment: datetime, zone: str) -> str:
    """The day; where the list names the calendar that it is of, with that."""
    local = localtime(moment, zone_named(zone))
    return date_format(local, "j F Y") + (f" ({zone})" if zone else "")


def count_words(number: int) -> str:
    """A number as it is shown: exact, or "10,000+" where counting stopped."""
    return f"{number:,}" if number <= COUNT_LIMIT else f"{COUNT_LIMIT:,}+"


def list_problems(contact_filter: ContactFilter) -> list[str]:
    """Why the list cannot be counted or handed over in full; nothing where it can."""
    found = contact_filter.messages
    if not found and (words := newest_words(contact_filter)):
        found.append(words)
    return found


def newest_words(contact_filter: ContactFilter) -> str:
    """What a short search finds, where it cannot find everybody; else ""."""
    query = contact_filter.query
    if query is None or contact_filter.oldest_searched is None:
        return ""
    if not any(map(str.isalnum, query.text)):
        return (
            f"Signs alone are looked for among the newest {search.NEWEST:,} contacts: type a letter"
            " or a digit that stands beside them to search them all."
        )
    return (
        f"So short a search finds every hit among the newest {search.NEWEST:,} contacts, and among"
        " the older ones mostly words that begin so: type one more letter to search them all."
    )


def alone(contact_filter: ContactFilter, name: str) -> ContactFilter:
    """The filter with nothing but one of its parameters."""
    data = QueryDict(mutable=True)
    data.setlist(name, contact_filter.data.getlist(name))
    return ContactFilter(data, contact_filter.workspace)
