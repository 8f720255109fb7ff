"""Every naughty text as a name, through the real form: back byte for byte, or refused by name."""

import html
import re

import pytest
from django.test import Client

from contacts import values
from tests.contacts.naughty import NAUGHTY
from workspaces.models import Workspace

HEADING = re.compile(r'<h1><span class="break" dir="auto">(.*?)</span></h1>', re.DOTALL)
CODE_POINT = re.compile(r"U\+[0-9A-F]{4,6}")


@pytest.mark.parametrize("text", [text for _, text in NAUGHTY], ids=[name for name, _ in NAUGHTY])
def test_naughty_name_comes_back_or_is_refused(as_eve: Client, acme: Workspace, text: str):
    name = values.trim(text)

    response = as_eve.post("/w/acme/contacts/new/", {"name": text, "phone": "+1234567890"})

    if response.status_code == 302:
        assert acme.contacts.get().name == name
        heading = HEADING.search(as_eve.get(response["Location"]).content.decode())
        assert heading is not None
        assert html.unescape(heading[1]) == name
        assert not set("<>\"'") & set(heading[1])
    else:
        assert acme.contacts.count() == 0
        [message] = response.context["form"].errors["name"]
        if values.one_line_problem(name):
            code = CODE_POINT.search(message)
            assert code is not None
            assert chr(int(code[0][2:], 16)) in name
        elif len(name) > values.NAME_MAX:
            assert message.startswith("Is too long")
        else:
            assert not values.has_visible(name)
            assert message == "Fill this in."
