"""Who turns a second factor on proves to be the account's person: the password is asked for."""

import pytest

from tests.workspaces.test_second_factor import PASSWORD, SET_UP, code_now, ivy
from workspaces import second_factor

__all__ = ["ivy"]


@pytest.mark.parametrize("typed", [{}, {"current_password": "guessed"}])
def test_without_the_password_nothing_is_turned_on_and_no_code_is_tried(ivy, sign_in, typed):
    browser = sign_in(ivy)
    browser.get(SET_UP)

    response = browser.post(SET_UP, {"code": code_now(ivy), **typed})

    assert list(response.context["form"].errors) == ["current_password"]
    ivy.refresh_from_db()
    assert not second_factor.is_on(ivy)
    browser.post(SET_UP, {"code": code_now(ivy), "current_password": PASSWORD})
    ivy.refresh_from_db()
    assert second_factor.is_on(ivy)


def test_who_has_no_password_is_asked_for_none(gus, sign_in):
    browser = sign_in(gus)
    assert "current_password" not in browser.get(SET_UP).text

    browser.post(SET_UP, {"code": code_now(gus)})

    gus.refresh_from_db()
    assert second_factor.is_on(gus)


def test_two_people_set_theirs_up_at_the_same_time(ivy, gus, sign_in):
    """Whoever begins later does not take away what another one is looking at."""
    first, second = sign_in(ivy), sign_in(gus)
    first.get(SET_UP)
    second.get(SET_UP)

    first.post(SET_UP, {"code": code_now(ivy), "current_password": PASSWORD})
    second.post(SET_UP, {"code": code_now(gus)})

    for person in (ivy, gus):
        person.refresh_from_db()
    assert (second_factor.is_on(ivy), second_factor.is_on(gus)) == (True, True)
