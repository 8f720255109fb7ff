"""The settings of production, in a process of their own: HTTPS, cookies, HSTS."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.isolation.headers import what_is_wrong

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import json, sys
import django
django.setup()
from django.core.management import call_command
from django.test import Client
from workspaces.models import User

call_command("migrate", verbosity=0)
User.objects.create_user("person", password="correct horse battery")
host = {"headers": {"Host": "contacts.example.com"}}
client = Client()
page = client.get("/accounts/login/", secure=True, **host)
signed_in = client.post(
    "/accounts/login/",
    {"username": "person", "password": "correct horse battery"},
    secure=True,
    **host,
)
def cookies(response):
    return {
        name: {key: morsel[key] for key in ("secure", "httponly", "samesite", "path", "domain")}
        for name, morsel in response.cookies.items()
    }
def answer(response):
    return {
        "status": response.status_code,
        "headers": dict(response.items()),
        "cookies": cookies(response),
        "text": response.text,
    }
bearer = {"headers": {"Host": "contacts.example.com", "Authorization": "Bearer ct_x"}}
answers = {
    "plain": answer(Client().get("/accounts/login/", **host)),
    "foreign host": answer(Client().get("/", headers={"Host": "evil.example"})),
    "foreign host over https": answer(
        Client().get("/", secure=True, headers={"Host": "evil.example"})
    ),
    "health": answer(Client().get("/healthz", **host)),
    "feed": answer(Client().get("/api/v1/audiences", **bearer)),
    "feed posted": answer(Client().post("/api/v1/contacts/1/interactions", {}, **bearer)),
    "feed over https": answer(Client().get("/api/v1/audiences", secure=True, **bearer)),
    "page": answer(page),
    "signed in": answer(signed_in),
    "own": answer(client.get("/", secure=True, **host)),
    "design": answer(client.get("/design/", secure=True, **host)),
    "missing": answer(client.get("/nothing/", secure=True, **host)),
}
json.dump(answers, sys.stdout)
"""


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("production")
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "contactsite.settings",
        "SECRET_KEY": "production-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
        "ALLOWED_HOSTS": "contacts.example.com",
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/production.sqlite3",
        "PYTHONPATH": str(ROOT),
        "DEBUG": "false",
    }
    # Pages name their assets as collected; which is no matter here, and would take seconds.
    script = SCRIPT.replace(
        "django.setup()",
        "django.setup()\nfrom django.conf import settings\n"
        "settings.STORAGES['staticfiles']['BACKEND'] ="
        " 'django.contrib.staticfiles.storage.StaticFilesStorage'",
        1,
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        env=environment, cwd=folder, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_everything_but_the_health_check_is_led_to_https(answers: dict[str, Any]):
    assert answers["plain"]["status"] == 301
    assert answers["plain"]["headers"]["Location"].startswith("https://contacts.example.com/")
    assert answers["health"]["status"] == 200


@pytest.mark.parametrize("name", ["feed", "feed posted"])
def test_programs_are_refused_and_not_led_to_https(answers: dict[str, Any], name: str):
    """They would follow, again and again, with their token in the open."""
    refused = answers[name]

    assert refused["status"] == 403
    assert refused["headers"]["Content-Type"] == "application/json"
    assert refused["headers"]["Cache-Control"] == "no-store"
    assert json.loads(refused["text"])["detail"].startswith("Use https.")
    assert answers["feed over https"]["status"] == 401


def test_browsers_are_told_to_stay_with_https(answers: dict[str, Any]):
    expected = "max-age=31536000; includeSubDomains; preload"
    for name in ("page", "signed in", "own", "missing"):
        assert answers[name]["headers"]["Strict-Transport-Security"] == expected


def test_every_answer_has_the_headers_also_where_it_only_refuses_or_leads_on(
    answers: dict[str, Any],
):
    assert answers["foreign host"]["status"] == answers["foreign host over https"]["status"] == 400
    for answer in answers.values():
        assert what_is_wrong(answer["headers"]) == {}


def test_cookies_are_bound_to_the_host_and_closed_to_scripts(answers: dict[str, Any]):
    given = answers["page"]["cookies"] | answers["signed in"]["cookies"]

    assert sorted(given) == ["__Host-csrf", "__Host-session"]
    for cookie in given.values():
        assert cookie == {
            "secure": True,
            "httponly": True,
            "samesite": "Lax",
            "path": "/",
            "domain": "",
        }


def test_pages_for_development_are_not_there(answers: dict[str, Any]):
    assert answers["own"]["status"] == 200
    assert answers["design"]["status"] == 404
