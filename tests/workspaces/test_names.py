"""What may be the name of a person or a workspace, and the zones they choose from."""

import pytest
from django.core.exceptions import ValidationError

from contacts.models import ApiToken
from tests import factories
from workspaces.names import validate_name
from workspaces.time_zones import grouped_zones, zone_choices


@pytest.mark.parametrize("name", ["Acme", "O'Brien & Søns <b>", "株式会社", "شركة", "👩‍👩‍👧", ""])
def test_names_of_all_scripts_pass(name):
    validate_name(name)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("a\nb", "U+000A"),
        ("a\x7f", "U+007F"),
        ("a\u2028b", "U+2028"),
        ("a\u202eb", "U+202E"),
        ("a\u2066b", "U+2066"),
        ("\ud800", "U+D800"),
        ("\u200b\u00a0", "can be seen"),
    ],
)
def test_names_that_break_a_line_or_cannot_be_seen_are_refused(name, says):
    with pytest.raises(ValidationError, match=says.replace("+", r"\+")):
        validate_name(name)


def test_zones_are_grouped_by_region_without_old_names():
    groups = dict(grouped_zones())
    assert ("Europe/London", "London") in groups["Europe"]
    assert ("America/Argentina/Buenos_Aires", "Argentina, Buenos Aires") in groups["America"]
    assert groups["UTC"] == "UTC"
    assert not {"Etc", "US", "GMT"} & set(groups)


def test_the_zone_in_use_is_always_on_the_list():
    assert zone_choices("Etc/GMT+5")[0] == ("Etc/GMT+5", "Etc/GMT+5")
    assert zone_choices("Europe/London") == zone_choices() == grouped_zones()


def test_two_long_names_are_kept_beside_records_as_far_as_there_is_room(db, acme):
    person = factories.make_user(first_name="A" * 150, last_name="B" * 150)

    token = ApiToken.objects.create(workspace=acme, name="Dialler", created_by_name=str(person))

    token.refresh_from_db()
    assert token.created_by_name == "A" * 150
