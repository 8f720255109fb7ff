"""A question to the database is given up when its time is over, and the next one is answered."""

import pytest
from django.db import OperationalError, connection
from django.http import QueryDict

from contacts import missing, search
from contacts.filters import ContactFilter
from contacts.patience import Questions, TooLong, patience
from workspaces.models import Workspace

pytestmark = pytest.mark.django_db

# Counts for ever, as far as anybody waits.
ENDLESS = (
    "WITH RECURSIVE counted(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM counted)"
    " SELECT count(*) FROM counted"
)


def ask(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def test_what_takes_too_long_is_stopped():
    with pytest.raises(TooLong), patience(0.05):
        ask(ENDLESS)

    assert ask("SELECT 1") == 1


def test_another_fault_is_no_lack_of_time():
    with pytest.raises(OperationalError, match="something else"), patience(60):
        raise OperationalError("something else")


def test_patience_ends_with_the_question():
    with patience(0.01):
        assert ask("SELECT 1") == 1

    assert ask(ENDLESS.replace("FROM counted)", "FROM counted WHERE number < 300000)")) == 300_000


def test_questions_are_answered_until_their_time_is_over():
    questions = Questions(each=0.05, together=60)

    assert questions.ask(lambda: ask("SELECT 1")) == 1
    assert not questions.unanswered
    assert questions.ask(lambda: ask(ENDLESS)) is None
    assert questions.unanswered
    assert questions.ask(lambda: ask("SELECT 1")) == 1


def test_all_questions_together_have_a_time():
    questions = Questions(each=60, together=0)

    assert questions.ask(lambda: ask("SELECT 1")) is None
    assert questions.unanswered


def test_to_plan_a_list_has_a_time_as_well(acme: Workspace, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(search, "make_plan", lambda wanted: ask(ENDLESS))
    questions = Questions(each=0.05)

    assert missing.finds_anybody(ContactFilter(QueryDict("q=ann"), acme), questions) is None
    assert questions.unanswered
