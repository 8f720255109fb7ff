"""The headers of answers beyond the matrix, which looks at all of its own."""

import pytest

from tests.isolation.headers import what_is_wrong
from tests.isolation.people import OWNER, STRANGER
from tests.isolation.world import World


@pytest.mark.parametrize(
    "path", ["/nothing/here/", "/admin/", "/admin/login/", "/admin/workspaces/user/"]
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
