"""Two people have a second factor: what the one does with it leaves the other's alone."""

from collections.abc import Callable

import pytest
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests import factories
from workspaces import second_factor
from workspaces.models import User

PASSWORD = "correct horse battery"
SET_UP = "/accounts/second-factor/new/"


@pytest.fixture
def pair(db: None, sign_in: Callable[[User], Client]) -> tuple[User, User]:
    people = (
        factories.make_user("ann", password=PASSWORD),
        factories.make_user("ben", password=PASSWORD),
    )
    for person in people:
        turn_on(person, sign_in)
    return people


def turn_on(person: User, sign_in: Callable[[User], Client]) -> None:
    browser = sign_in(person)
    browser.get(SET_UP)
    device = TOTPDevice.objects.get(user=person, confirmed=False)
    code = f"{totp(device.bin_key):06d}"
    browser.post(SET_UP, {"code": code, "current_password": PASSWORD})
    person.refresh_from_db()
    assert second_factor.is_on(person)


def kept(person: User) -> tuple[list[object], list[object]]:
    """All there is of the person's factor."""
    codes = StaticToken.objects.filter(device__user=person).order_by("pk")
    return list(TOTPDevice.objects.filter(user=person).values_list("pk", "key", "confirmed")), list(
        codes.values_list("pk", "token", "device")
    )


def test_recovery_codes_are_ones_own(pair: tuple[User, User]):
    one, other = pair

    assert second_factor.codes_left(one) == second_factor.RECOVERY_CODES
    assert len(second_factor.recovery_codes(one)) == second_factor.RECOVERY_CODES
    assert not set(second_factor.recovery_codes(one)) & set(second_factor.recovery_codes(other))


def test_new_codes_and_turning_it_off_are_ones_own(pair: tuple[User, User]):
    one, other = pair
    before = kept(other)

    second_factor.renew_codes(one)
    assert kept(other) == before

    second_factor.turn_off(one, one)
    assert kept(other) == before
    assert kept(one) == ([], [])


def test_turning_it_on_is_ones_own(pair: tuple[User, User], sign_in: Callable[[User], Client]):
    one, other = pair
    before = kept(other)
    second_factor.turn_off(one, one)
    # The other is about to set up a new one.
    pending = TOTPDevice.objects.create(user=other, confirmed=False, name="app")

    turn_on(one, sign_in)

    assert TOTPDevice.objects.filter(pk=pending.pk).exists()
    pending.delete()
    assert kept(other) == before
