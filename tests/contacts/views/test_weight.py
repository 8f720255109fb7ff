"""What a page costs to fetch: the list with 50 rows, and what comes with every page."""

import gzip
from pathlib import Path

import django_htmx
from django.conf import settings
from django.test import Client

from tests import factories
from workspaces.models import Workspace

MOST = 60_000


def test_the_list_with_fifty_rows_is_light(as_ada: Client, acme: Workspace):
    flags = list(acme.flags.all())
    for number in range(60):
        factories.make_contact(
            acme,
            flags[number % 5 : number % 5 + number % 4],
            name=f"Amara Okonkwo-Lindqvist {number}",
            email=f"amara.okonkwo.lindqvist.{number}@example.org",
            state="Baden-Württemberg",
            brokerage="Copper Canyon Estates",
        )

    page = as_ada.get("/w/acme/contacts/").content

    assert page.count(b"<tr>") == 51
    assert len(gzip.compress(page)) < MOST


def test_styles_and_scripts_are_light():
    static = Path(settings.BASE_DIR) / "static"
    ours = [*static.rglob("*.css"), *static.rglob("*.js")]
    htmx = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"
    own = {file.name: len(gzip.compress(file.read_bytes())) for file in ours}

    total = sum(own.values()) + len(gzip.compress(htmx.read_bytes()))

    assert total < MOST, sorted(own.items(), key=lambda item: -item[1])[:5]
