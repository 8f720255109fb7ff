"""Made-up people: believable, harmless, and the same each time."""

import re
from itertools import islice
from random import Random

import pytest

from contacts import phones
from contacts.demo_names import NAMES
from contacts.demo_people import people
from contacts.demo_places import COUNTRIES
from contacts.models import CSV_FIELDS
from contacts.values import has_visible, one_line_problem

# Of the owner's documentation and of the design sketches.
KNOWN_NUMBERS = {
    "+1234567890",
    "+1987654321",
    "+1555123456",
    "+441234567890",
    "+61234567890",
    "+14155552671",
    "+442079460018",
    "+2348031234567",
    "+27821234567",
    "+33612345678",
    "+34612345678",
    "+819012345678",
}


@pytest.fixture(scope="module")
def crowd() -> list[dict[str, str]]:
    return list(islice(people(Random("crowd"), set()), 5_000))


def test_people_are_the_same_for_the_same_seed(crowd):
    assert list(islice(people(Random("crowd"), set()), 50)) == crowd[:50]


def test_people_have_numbers_of_their_own(crowd):
    assert len({person["phone"] for person in crowd}) == len(crowd)


def test_people_never_take_a_number_that_is_taken(crowd):
    taken = {crowd[0]["phone"]}
    assert crowd[0]["phone"] not in {
        person["phone"] for person in islice(people(Random("crowd"), taken), 500)
    }


@pytest.mark.parametrize("country", COUNTRIES, ids=lambda country: country.companies[0])
def test_numbers_of_a_region_are_good_numbers_of_its_country(country):
    for _, pattern in country.regions:
        assert not pattern.startswith(("+1555", "+336123", "+447911"))
        for digit in "0123456789":
            number = pattern.replace("x", digit)
            assert phones.is_e164(number)
            assert (phones.country(number), phones.warning(number)) == (country.name, ""), number


def test_no_number_is_of_the_documentation_or_the_sketches():
    patterns = [pattern for country in COUNTRIES for _, pattern in country.regions]
    shapes = re.compile("|".join(re.escape(pattern).replace("x", "[0-9]") for pattern in patterns))
    assert {number for number in KNOWN_NUMBERS if shapes.fullmatch(number)} == set()


def test_addresses_lead_to_nobody(crowd):
    address = re.compile(r"[a-z]+(\.[a-z]+)?[0-9]*@example\.(com|org|net)")
    wrong = [p["email"] for p in crowd if p["email"] and not address.fullmatch(p["email"])]
    assert wrong == []


def test_values_keep_the_rules_of_contacts(crowd):
    for person in crowd:
        assert has_visible(person["name"])
        assert [person[field] for field in CSV_FIELDS if one_line_problem(person[field])] == []


def test_people_come_from_everywhere_and_are_written_in_their_script(crowd):
    assert {phones.country(person["phone"]) for person in crowd} == {
        country.name for country in COUNTRIES
    }
    assert {country.language for country in COUNTRIES} == set(NAMES)
