"""Lists without a part of an empty one: what is told of them where there is little time."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict

from contacts import missing
from contacts.filters import ContactFilter
from contacts.patience import Questions
from tests.contacts.views.list_page import make_texans
from workspaces.models import Workspace

pytestmark = pytest.mark.django_db


class Hurry(Questions):
    """Has time for the questions of these numbers alone."""

    def __init__(self, *answered: int) -> None:
        super().__init__()
        self.answered, self.asked = answered, 0

    def ask(self, question: Callable[[], Any]) -> Any:
        self.asked += 1
        return question() if self.asked in self.answered else None


def counts(workspace: Workspace, query: str, questions: Questions) -> list[str]:
    contact_filter = ContactFilter(QueryDict(query), workspace)
    return [one.count for one in missing.counted(missing.wider(contact_filter), questions)]


def test_what_cannot_be_counted_in_time_is_there_or_not_known(acme: Workspace):
    make_texans(acme)
    query = "q=ann&state=OH"

    assert counts(acme, query, Questions()) == ["1", "1"]
    assert counts(acme, query, Hurry(2, 3)) == ["some", "1"]
    assert counts(acme, query, Hurry(1)) == ["1", ""]


def test_of_many_parts_the_first_ones_can_be_left_out(acme: Workspace):
    flags = "&".join(f"flags={pk}" for pk in acme.flags.values_list("pk", flat=True))
    query = f"q=a&{flags}&state=a&brokerage=b&warning=1&added_since=2020-01-01"

    wider = missing.wider(ContactFilter(QueryDict(query), acme))

    assert len(wider) == 9
    assert (wider[-1].words, wider[-1].link) == ("any filter", "?q=a")
