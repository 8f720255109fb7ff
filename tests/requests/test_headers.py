"""The headers of answers beyond the matrix, which looks at all of its own."""

from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client

from tests.isolation.headers import what_is_wrong
from tests.isolation.people import OWNER, STRANGER
from tests.isolation.world import World


@pytest.mark.parametrize(
    "path",
    [
        "/nothing/here/",
        "/static/nothing.css",
        "/admin/",
        "/admin/login/",
        "/admin/workspaces/user/",
    ],
)
def test_pages_beyond_the_table_have_them_too(path: str, world: World):
    for person in (STRANGER, OWNER):
        assert what_is_wrong(world.ask(person, "GET", path).headers) == {}


def test_a_broken_request_is_answered_with_the_headers(world: World):
    too_many = "&".join(f"f{n}=1" for n in range(10_000)).encode()
    answers = [
        world.ask(
            OWNER,
            "POST",
            f"/w/{world.acme.slug}/contacts/new/",
            too_many,
            content_type="application/x-www-form-urlencoded",
        ),
        world.ask(OWNER, "GET", "/", headers={"Host": "evil.example"}),
    ]

    assert [answer.status for answer in answers] == [400, 400]
    for answer in answers:
        assert what_is_wrong(answer.headers) == {}


def test_no_cache_stands_between(settings):
    assert [name for name in settings.MIDDLEWARE if "cache" in name.lower()] == []


# Files that are the same for everybody are sent without a session, and may be kept.


@pytest.fixture
def collected(settings, tmp_path: Path) -> str:
    """One style sheet, served as in production; its name with the hash."""
    (tmp_path / "written").mkdir()
    (tmp_path / "written" / "look.css").write_text("main { color: red }" * 100)
    settings.STATICFILES_DIRS = [tmp_path / "written"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", verbosity=0, interactive=False)
    return staticfiles_storage.url("look.css")


STATIC = {
    "whole": ("GET", {}, 200),
    "head alone": ("HEAD", {}, 200),
    "a part": ("GET", {"Range": "bytes=5-9"}, 206),
    "no such part": ("GET", {"Range": "bytes=9999-"}, 416),
    "not changed": ("GET", {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, 304),
    "posted": ("POST", {}, 405),
}


@pytest.mark.parametrize("case", STATIC)
@pytest.mark.parametrize("hashed", [True, False])
def test_static_files_have_them_too(case: str, hashed: bool, collected: str):
    method, headers, status = STATIC[case]
    path = collected if hashed else "/static/look.css"

    answer: HttpResponse = Client().generic(method, path, headers=headers)
    answer.close()

    assert answer.status_code == status
    wrong = what_is_wrong(dict(answer.items()))
    kept = answer.headers["Cache-Control"]
    if status >= 400:
        # Nothing is in them that could be kept, or have a type.
        assert (kept, wrong) == ("no-store", {"Content-Type": ""})
    else:
        wrong.pop("Content-Type", None)
        assert wrong == {"Cache-Control": kept}
        assert kept == ("max-age=315360000, public, immutable" if hashed else "max-age=60, public")
