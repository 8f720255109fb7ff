"""The list of audiences in pages, and the API id on the page of one."""

import re

import pytest
from django.test import Client

from contacts.views import audiences as pages
from tests import factories
from workspaces.models import Workspace


def test_the_list_comes_in_pages_by_name(
    as_vic: Client, acme: Workspace, globex: Workspace, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(pages, "PAGE", 2)
    factories.make_audience(globex, name="beech")
    for name in ("Dahlia & co", "ash", "Cedar", "birch", "elm"):
        factories.make_audience(acme, f"q={name[0]}{name[1]}", name=name)

    shown, page = [], "/w/acme/audiences/"
    while page:
        html = as_vic.get(page).text
        shown.append(re.findall(r'<a href="/w/acme/audiences/\d+/" dir="auto">([^<]+)</a>', html))
        behind = re.search(r'href="(\?after=[^"]+)" rel="next"', html)
        page = behind and "/w/acme/audiences/" + behind[1]

    assert shown == [["ash", "birch"], ["Cedar", "Dahlia &amp; co"], ["elm"]]


@pytest.mark.parametrize("after", ["zzz", "%00z", "%ff", "z" * 3_000])
def test_behind_the_last_audience_the_first_ones_are_offered(
    as_vic: Client, acme: Workspace, after: str
):
    factories.make_audience(acme, name="ash")

    response = as_vic.get(f"/w/acme/audiences/?after={after}")

    assert response.status_code == 200
    assert "Show the first ones" in response.text


def test_the_api_id_is_copied_by_those_who_set_systems_up(
    as_ada: Client, as_eve: Client, as_vic: Client, acme: Workspace
):
    audience = factories.make_audience(acme)

    shown = [client.get(audience.get_absolute_url()).text for client in (as_ada, as_eve, as_vic)]

    assert all(f'<code id="api-id">{audience.uuid}</code>' in html for html in shown)
    assert [html.count('data-copy="api-id"') for html in shown] == [1, 1, 0]
