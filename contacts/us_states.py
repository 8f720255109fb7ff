"""The states of the USA by name and by abbreviation: people write either. Pure."""

from collections.abc import Iterator, Sequence

from contacts import normal

_STATES = (
    "AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|"
    "DE Delaware|DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|"
    "IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|"
    "MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|"
    "NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|"
    "OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|"
    "SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington|"
    "WV West Virginia|WI Wisconsin|WY Wyoming"
)
_NAMES = dict(line.split(" ", 1) for line in _STATES.split("|"))
_OTHER = {normal.key(short): name for short, name in _NAMES.items()} | {
    normal.key(name): short for short, name in _NAMES.items()
}
_MOST_WORDS = 3


def other_form(state: str) -> str:
    """The abbreviation of a name, or the name of an abbreviation; "" for what is no such state."""
    return _OTHER.get(normal.key(state), "")


def states_among(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each state that stands among the words: as it is written there, and the words without it.

    Longer names first: West Virginia before Virginia.
    """
    for size in range(min(_MOST_WORDS, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            state = " ".join(words[start : start + size])
            if other_form(state):
                yield state, " ".join([*words[:start], *words[start + size :]])
