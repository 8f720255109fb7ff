"""Makes believable people up: name, number, region and company of one country. Pure."""

from collections.abc import Iterator
from random import Random

from contacts.demo_names import NAMES
from contacts.demo_places import COUNTRIES, Country
from contacts.normal import fold

MAIL_DOMAINS = ("example.com", "example.org", "example.net")
WEIGHTS = [country.weight for country in COUNTRIES]

NOTES = (
    "Prefers calls in the morning.",
    "Only by e-mail first, then a call.",
    "Asked for a brochure.\nSent it the same day.",
    "Speaks English and some Spanish.",
    "Looking for a three-room flat near a school.",
    "Wants to sell before the summer.",
    "Met at the spring open house.",
    "Partner decides together: call when both are at home.",
    "Do not leave a message on the machine.",
    "Budget is fixed; needs parking.",
    "Call back after the holidays.",
    "Recommended by a former client ☺",
)


def people(random: Random, taken: set[str]) -> Iterator[dict[str, str]]:
    """Endless contact values, one person each, with numbers that are not in `taken`.

    Numbers that were given out are added to `taken`. The same seed gives the same people.
    """
    while True:
        (country,) = random.choices(COUNTRIES, WEIGHTS)
        state, pattern = random.choice(country.regions)
        phone = _number(random, pattern)
        if phone in taken:
            continue
        taken.add(phone)
        name, address = _name(random, country)
        company = random.choice(country.companies)
        if random.random() < 0.04:
            name, address = company, "office"
        yield {
            "name": name,
            "phone": phone,
            "email": _email(random, address) if random.random() < 0.82 else "",
            "state": state if random.random() < 0.94 else "",
            "brokerage": company if name == company or random.random() < 0.6 else "",
            "notes": random.choice(NOTES) if random.random() < 0.2 else "",
        }


def _number(random: Random, pattern: str) -> str:
    stem = pattern.rstrip("x")
    digits = len(pattern) - len(stem)
    return f"{stem}{random.randrange(10**digits):0{digits}}"


def _name(random: Random, country: Country) -> tuple[str, str]:
    """A whole name, and the local part of an address that fits it."""
    names = NAMES[country.language]
    given, given_latin = _spellings(random.choice(names.given))
    family, family_latin = _spellings(random.choice(names.family))
    parts = (family, given) if names.family_first else (given, family)
    return names.separator.join(parts), f"{given_latin}.{family_latin}"


def _spellings(entry: str) -> tuple[str, str]:
    """The name as it is written, and in ASCII letters."""
    name, _, latin = entry.partition("/")
    letters = fold(latin or name)
    return name, "".join(letter for letter in letters if letter.isascii() and letter.isalpha())


def _email(random: Random, address: str) -> str:
    number = "" if random.random() < 0.6 else str(random.randrange(2, 99))
    return f"{address}{number}@{random.choice(MAIL_DOMAINS)}"
