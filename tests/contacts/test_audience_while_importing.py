"""While an import runs, an audience is the same number everywhere, after each of its steps."""

import csv
import io
import re

import pytest
from django.test import Client

from contacts import api_tokens, audiences, jobs, uploads
from contacts.imports import commit
from contacts.models import Audience, JobState
from tests import factories
from tests.contacts.api.conftest import System
from tests.contacts.imports.files import csv_bytes
from workspaces.models import User, Workspace

ROWS = [f"Person {n},+1415555{n:04d},,{'TX' if n % 2 else 'OH'}," for n in range(1, 25)]


@pytest.fixture
def audience(acme: Workspace) -> Audience:
    factories.make_contact(acme, name="There before", phone="+14155550003", state="TX")
    return factories.make_audience(acme, "state=TX", name="Texas")


@pytest.fixture
def system(acme: Workspace, ada: User, settings) -> System:
    settings.API_REQUESTS_PER_MINUTE = 10_000
    return System(api_tokens.make(acme, ada, "Dialler")[1], Client())


def numbers(client: Client, system: System, audience: Audience) -> dict[str, int]:
    """The audience's size as each page, each file and each answer of the API tells it."""
    page = f"/w/acme/audiences/{audience.pk}/"
    htmx = {"HX-Request": "true"}
    pages = {
        "count": (client.get(f"{page}count/", headers=htmx), r">(\d+)</a>"),
        "list": (client.get("/w/acme/contacts/?state=TX&count=exact"), r"<strong>(\d+) contact"),
        "verdict": (
            client.get("/w/acme/contacts/verdict/?state=TX", headers=htmx),
            r"Match</dt><dd>(\d+)",
        ),
    }
    found = {name: int(re.search(pattern, r.text)[1]) for name, (r, pattern) in pages.items()}
    for name, query in (("export", "who=all"), ("callable", "")):
        data = b"".join(client.get(f"{page}export/?{query}").streaming_content)
        found[name] = len(list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))) - 1
    counted = system.json(f"/audiences/{audience.uuid}")
    found |= {"API, total": counted["total"], "API, callable": counted["callable"]}
    for include in ("all", "unsuppressed", "callable"):
        contacts = f"/audiences/{audience.uuid}/contacts"
        listed = system.all(contacts, {"include": include, "limit": 5})
        found[f"API, {include}"] = len({contact["id"] for contact in listed})
    return found


def test_count_list_verdict_export_and_api_agree_after_each_step(
    as_ada: Client,
    system: System,
    acme: Workspace,
    audience: Audience,
    ada: User,
    settings,
    monkeypatch: pytest.MonkeyPatch,
):
    contact_import = uploads.receive(acme, ada, "people.csv", [csv_bytes(*ROWS)])
    settings.IMPORT_INLINE_ROWS = -1
    monkeypatch.setattr(commit, "CHUNK", 5)
    assert uploads.confirm(contact_import, ada)
    job = acme.jobs.last()
    sizes = []
    while job.state != JobState.DONE:
        jobs.advance(job.pk, keep_going=lambda: False)
        job.refresh_from_db()
        found = numbers(as_ada, system, audience)
        size = audiences.contacts_of(audience).count()
        assert set(found.values()) == {size}, found
        sizes.append(size)

    assert sizes[-1] == 12
    assert len(set(sizes)) > 3
