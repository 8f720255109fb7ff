"""The rules who can be called: owners set them, with flags of their own workspace."""

import re

import pytest
from django.test import Client

from contacts.models import CallingPolicy, Flag
from tests import factories
from workspaces.models import Workspace


@pytest.fixture
def stop(acme: Workspace) -> Flag:
    return acme.flags.get(name="Do Not Call")


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_flag_is_required_by_owners(as_ada: Client, acme: Workspace):
    opt_in = acme.flags.get(name="Opt-in Verified")
    factories.make_contact(acme, name="Ann", phone="+12125550111")
    page = "/w/acme/settings/calling/"

    as_ada.post(page, {"required_flag": opt_in.pk})

    assert "Without Opt-in Verified 1" in text(as_ada.get("/w/acme/contacts/verdict/").text)
    opt_in.delete()
    assert "was deleted: nobody can be called" in text(as_ada.get(page).text)
    assert "was deleted: nobody can be called" in text(as_ada.get("/w/acme/contacts/verdict/").text)
    as_ada.post(page, {"required_flag": ""})
    assert CallingPolicy.objects.get().required_name == ""
    assert "Can be called 1" in text(as_ada.get("/w/acme/contacts/verdict/").text)


def test_a_flag_of_another_workspace_cannot_be_required(
    as_ada: Client, acme: Workspace, globex: Workspace
):
    foreign = globex.flags.get(name="Opt-in Verified")

    response = as_ada.post("/w/acme/settings/calling/", {"required_flag": foreign.pk})

    assert "That flag cannot be required" in response.text
    assert not CallingPolicy.objects.exists()


@pytest.mark.parametrize("flag", ["x", "9" * 30, "suppressing"])
def test_a_flag_that_stops_calls_cannot_be_required(
    as_ada: Client, acme: Workspace, stop: Flag, flag: str
):
    number = str(stop.pk) if flag == "suppressing" else flag

    response = as_ada.post("/w/acme/settings/calling/", {"required_flag": number})

    assert "That flag cannot be required" in response.text
    assert not CallingPolicy.objects.exists()
