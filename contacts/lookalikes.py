"""Names of flags that look alike: as if somebody had made the same flag twice. Pure.

Alike are names that differ in punctuation, spacing, accents, plural or the order of their words,
or by one slip of the keyboard in a long word. A number, and signs that carry a meaning (VIP+), tell
names apart, and short words are compared letter by letter: VIP is not VIX, Cold Lead not Gold Lead.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from contacts import normal

# In shorter words one letter makes another word.
SLIP_MIN, DOUBTFUL_SLIP_MIN = 5, 8
# A name of fewer letters says nothing without its punctuation: A+ and A-.
BARE_MIN = 3

_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True)
class _Looks:
    words: tuple[str, ...]
    bare: str
    numbers: tuple[str, ...]
    pictures: frozenset[str]


def alike(name: str, other: str) -> bool:
    """Whether the two names look alike; equal names do."""
    return _alike(_looks(name), _looks(other))


def groups(
    names: Sequence[str], apart: Collection[frozenset[int]] = frozenset()
) -> list[list[int]]:
    """The names that look alike, as places in `names`; each is in one group at most.

    Two places that are `apart` do not look alike, whatever their names.
    """
    looks = [_looks(name) for name in names]
    leader = list(range(len(names)))

    def lead(place: int) -> int:
        while leader[place] != place:
            place = leader[place]
        return place

    for one, other in _candidates(looks):
        if frozenset((one, other)) not in apart and _alike(looks[one], looks[other]):
            first, last = sorted((lead(one), lead(other)))
            leader[last] = first
    found: dict[int, list[int]] = {}
    for place in range(len(names)):
        found.setdefault(lead(place), []).append(place)
    return [group for group in found.values() if len(group) > 1]


def _candidates(looks: Sequence[_Looks]) -> set[tuple[int, int]]:
    """Pairs worth a look: not all of them, which would be many thousands."""
    places: dict[object, list[int]] = {}
    for place, look in enumerate(looks):
        # All but one word are the same, and that one begins with the same letter.
        but_one = {
            (look.words[:number] + look.words[number + 1 :], word[0])
            for number, word in enumerate(look.words)
        }
        for shared in {look.bare, look.words, *but_one}:
            places.setdefault(shared, []).append(place)
    return {pair for sharing in places.values() for pair in combinations(sharing, 2)}


def _looks(name: str) -> _Looks:
    kept, pictures = [], set()
    for character in normal.fold(name):
        category = unicodedata.category(character)
        if category == "So":
            pictures.add(character)
        # Hyphens part words, or do not (Follow-up, Followup); other signs belong to theirs.
        kept.append(" " if category[0] in "PZC" or category == "So" else character)
    words = tuple(_singular(word) for word in "".join(kept).split())
    return _Looks(
        tuple(sorted(words)),
        "".join(words),
        tuple(_NUMBERS.findall(" ".join(words))),
        frozenset(pictures),
    )


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] != "s" else word


def _alike(one: _Looks, other: _Looks) -> bool:
    if one.numbers != other.numbers:
        return False
    if one.pictures and other.pictures and one.pictures != other.pictures:
        return False
    if one.bare == other.bare or one.words == other.words:
        return len(one.bare) >= BARE_MIN
    if len(one.words) != len(other.words):
        return False
    differing = _only_differing(one.words, other.words)
    return differing is not None and _is_slip(*differing)


def _only_differing(ours: Iterable[str], theirs: Iterable[str]) -> tuple[str, str] | None:
    """The one word by which the names differ."""
    rest, left = list(theirs), []
    for word in ours:
        if word in rest:
            rest.remove(word)
        else:
            left.append(word)
    return (left[0], rest[0]) if len(left) == len(rest) == 1 else None


def _is_slip(word: str, other: str) -> bool:
    """Whether one is the other with a slip: letters swapped or doubled, one wrong or missing."""
    short, long = sorted((word, other), key=len)
    if len(short) < SLIP_MIN or len(long) - len(short) > 1 or short[0] != long[0]:
        return False
    at = next(
        (place for place, pair in enumerate(zip(short, long, strict=False)) if len({*pair}) > 1),
        len(short),
    )
    if len(short) == len(long):
        if short[at + 1 :] == long[at + 1 :]:
            # Another last letter makes another word: signed, signer.
            return len(short) >= DOUBTFUL_SLIP_MIN and at < len(short) - 1
        swapped = short[:at] + short[at + 1 : at + 2] + short[at] + short[at + 2 :]
        return swapped == long
    if short[at:] != long[at + 1 :]:
        return False
    # The letter that one of them has once more, or not at all.
    return long[at] == long[at - 1] or len(short) >= DOUBTFUL_SLIP_MIN
