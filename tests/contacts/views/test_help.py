"""The help page: open to all, true to the limits, and with the anchors that pages link to."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from contacts import values
from contacts.models import CSV_FIELDS

HELP = reverse("help")


def test_help_is_open_to_strangers(client: Client, db):
    response = client.get(HELP)

    assert response.status_code == 200
    assert "Sign out" not in response.content.decode()


def test_help_keeps_the_workspace_last_used_on_screen(acme, ada, as_ada: Client):
    ada.last_workspace = acme
    ada.save()

    page = as_ada.get(HELP).content.decode()

    assert f'href="{reverse("contact_list", args=[acme.slug])}"' in page


def test_help_never_names_a_workspace_that_was_left(acme, globex, gus, as_gus: Client):
    gus.last_workspace = acme
    gus.save()

    response = as_gus.get(HELP)

    assert response.context["workspace"] == globex
    assert reverse("contact_list", args=[acme.slug]) not in response.content.decode()


@pytest.mark.parametrize(
    "anchor",
    [
        "adding",
        "interactions",
        "phones",
        "csv",
        "flags",
        "search",
        "audiences",
        "api",
        "duplicates",
        "roles",
        "troubleshooting",
    ],
)
def test_help_has_a_section_for_each_anchor(anchor, client: Client, db):
    page = client.get(HELP).content.decode()

    assert page.count(f'id="{anchor}"') == 1
    assert f'href="#{anchor}"' in page


def test_links_within_help_lead_somewhere(client: Client, db):
    page = client.get(HELP).content.decode()

    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'id="([^"]+)"', page))


def test_help_tells_the_limits_of_the_validation(client: Client, db, settings):
    settings.IMPORT_MAX_ROWS, settings.IMPORT_MAX_BYTES = 1_234_567, 3 * 1024 * 1024

    page = client.get(HELP).content.decode()

    assert f"<code>{','.join(CSV_FIELDS)}</code>" in page
    assert f"{values.NOTES_MAX:,} characters" in page
    assert "1,234,567 rows" in page
    assert "3\xa0MB" in page


def test_help_only_reads(client: Client, db):
    assert client.post(HELP).status_code == 405
