"""What a tampered form is told: in our words, with what to do."""

import pytest

from tests.isolation.people import EDITOR, OWNER, STRANGER
from tests.isolation.world import World

DJANGOS = ("Select a valid choice", "Null characters", "is not a valid value", "Enter a list")


@pytest.mark.parametrize(
    ("person", "path", "data", "said"),
    [
        (EDITOR, "contacts/new/", {"flags": "x\0"}, "A chosen flag does not exist"),
        (EDITOR, "contacts/new/", {"flags": "-1"}, "A chosen flag does not exist"),
        (EDITOR, "contacts/new/", {"flags": "½"}, "A chosen flag does not exist"),
        (EDITOR, "flags/new/", {"name": "New", "colour": "\0"}, "Choose one of these colours."),
        (OWNER, "settings/", {"name": "a\0b", "time_zone": "UTC"}, "cannot be kept (NUL)"),
        (OWNER, "settings/", {"name": "New", "time_zone": "Moon"}, "Choose a time zone"),
        (OWNER, "settings/calling/", {"required_flag": "\0"}, "That flag cannot be required"),
        (
            OWNER,
            "invitations/new/",
            {"email": "a\0@example.org", "role": "x"},
            "one of these roles",
        ),
        (OWNER, "flags/merge/", {"flags": "\0", "into": "\0"}, "A chosen flag does not exist"),
    ],
)
def test_tampered_forms_are_told_in_our_words(world: World, person, path, data, said):
    answer = world.ask(person, "POST", f"/w/{world.acme.slug}/{path}", data)

    assert answer.status == 200
    assert said in answer.text
    assert [words for words in DJANGOS if words in answer.text] == []


def test_the_sign_in_too(world: World):
    data = {"username": "a\0b", "password": "x\0y"}

    answer = world.ask(STRANGER, "POST", "/accounts/login/", data)

    assert answer.status == 200
    assert "cannot be kept (NUL)" in answer.text
    assert "Null characters" not in answer.text
