"""What requests leave behind: in the log enough, in the browser nothing."""

import logging
import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.isolation.people import FOREIGNER, OWNER, VIEWER, Person
from tests.isolation.world import World

# What keeps something in a browser beyond the page.
KEEPING = re.compile(
    r"localStorage|sessionStorage|indexedDB|document\.cookie|serviceWorker|\bcaches\b"
)


@pytest.mark.parametrize(
    ("person", "rest", "status"),
    [(VIEWER, "settings/", 403), (FOREIGNER, "contacts/", 404), (OWNER, "contacts/999999/", 404)],
    ids=str,
)
def test_a_refusal_is_in_the_log_with_its_path(
    person: Person, rest: str, status: int, world: World, caplog
):
    logging.getLogger("django.request").setLevel(logging.NOTSET)
    path = f"/w/{world.acme.slug}/{rest}"

    world.ask(person, "GET", path)

    records = [record for record in caplog.records if path in record.getMessage()]
    assert [(record.levelname, record.status_code) for record in records] == [("WARNING", status)]


def test_a_refusal_of_a_form_from_elsewhere_is_in_the_log(world: World, caplog):
    logging.getLogger("django.security.csrf").setLevel(logging.NOTSET)
    path = f"/w/{world.acme.slug}/contacts/new/"

    world.ask_by(world.client(OWNER, enforce_csrf_checks=True), "POST", path, {})

    assert [record.name for record in caplog.records if path in record.getMessage()] == [
        "django.security.csrf"
    ]


def test_refusals_reach_the_log_in_production():
    """Their level is a warning: what writes them must not ask for more."""
    assert logging.getLevelName(settings.LOGGING["root"]["level"]) <= logging.WARNING
    for name, logger in settings.LOGGING["loggers"].items():
        assert not name.startswith("django") or logger["level"] in ("INFO", "WARNING")


@pytest.mark.parametrize("name", ["django.request", "django.security.csrf", "contacts.tasks"])
def test_a_line_is_written_once(name: str):
    """Also in development, where Django would bring a handler of its own."""
    writers, logger = [], logging.getLogger(name)
    while logger:
        writers += [one for one in logger.handlers if type(one) is logging.StreamHandler]
        logger = logger.parent if logger.propagate else None

    assert len(writers) == 1


def test_no_script_of_ours_keeps_anything_in_the_browser():
    scripts = sorted(Path(settings.BASE_DIR, "static/js").glob("*.js"))
    assert len(scripts) > 10
    assert [path.name for path in scripts if KEEPING.search(path.read_text())] == []


def test_htmx_keeps_no_page(world: World):
    """It would put whole pages, with contacts in them, into the browser's storage."""
    page = world.ask(OWNER, "GET", f"/w/{world.acme.slug}/contacts/").text
    assert '"historyCacheSize": 0' in page


def test_cookies_hold_nothing_about_anybody(world: World):
    """A key and a token: not the name of a contact in a message of success either."""
    client = world.client(OWNER)
    name, phone = f"Quixote {world.acme.canary}", "+442079460777"

    response = client.post(f"/w/{world.acme.slug}/contacts/new/", {"name": name, "phone": phone})

    assert response.status_code == 302
    client.get("/accounts/profile/")
    kept = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    assert set(client.cookies) <= kept
    assert all(re.fullmatch(r"\w*", cookie.value) for cookie in client.cookies.values())


def test_signing_out_empties_the_browser(world: World):
    client = world.client(OWNER)
    response = client.post("/accounts/logout/")
    assert response.cookies[settings.SESSION_COOKIE_NAME].value == ""
    assert world.ask_by(client, "GET", f"/w/{world.acme.slug}/").status == 302
