"""Where a list shows nobody: what can be left out of it, who is there then, and where else to look.

What can be left out is known at once. All else is asked of the database, each question only as long
as somebody would wait for it.
"""

from dataclasses import dataclass, replace
from itertools import islice

from django.http import QueryDict

from contacts import applied, choices, spellings, us_states
from contacts.filters import ContactFilter
from contacts.patience import Questions
from contacts.search import Query
from workspaces.models import User, Workspace

# The count where there was time for no more than to see that it is not 0.
SOMEBODY = "some"
_PARTS_TRIED = 8
_STATES_TRIED = 3
_WORKSPACES_TRIED = 20


@dataclass(frozen=True)
class Wider:
    """The list without one part of it, or without any filter: `words` name what is left out.

    `count`, in words, is "" where it was not asked for, or nothing was found out in time.
    """

    words: str
    filter: ContactFilter
    link: str
    count: str = ""


@dataclass(frozen=True)
class OtherState:
    """The list with a state of the USA as the contacts write it, where it was typed otherwise.

    `rest` is what is still searched for beside it; `count` as of `Wider`.
    """

    typed: str
    written: str
    rest: str
    link: str
    count: str


@dataclass(frozen=True)
class Near:
    """The list with another spelling of what was searched for; `bare` without its filters."""

    text: str
    link: str
    bare: bool


def wider(contact_filter: ContactFilter) -> list[Wider]:
    """The lists that leave one part out, without their counts; costs no query.

    A search alone hides nobody: without it there is everybody.
    """
    phrases = applied.phrases(contact_filter)
    parts = [(phrase, part) for phrase in phrases for part in phrase.parts]
    if contact_filter.query and len(parts) == 1:
        return []
    found = []
    for phrase, part in parts[:_PARTS_TRIED]:
        without = ContactFilter(part.data, contact_filter.workspace)
        found.append(_wider(_named(phrase, part), without, contact_filter))
    if contact_filter.query and len(parts) > 2:
        found.append(_wider("any filter", applied.alone(contact_filter, "q"), contact_filter))
    return found


def _wider(words: str, without: ContactFilter, contact_filter: ContactFilter) -> Wider:
    without.workspace_flags = contact_filter.workspace_flags
    return Wider(words, without, contact_filter.link(without.data))


def _named(phrase: applied.Phrase, part: applied.Part) -> str:
    """The part as something that can be left out; its text alone can read as a trait of people."""
    if phrase.words == "matching":
        return f"the search {part.text}"
    words = phrase.words
    if part.flag:
        words = "with none of" if "none" in words else "with"
    return f"the filter “{words} {part.text}”"


def finds_anybody(contact_filter: ContactFilter, questions: Questions) -> bool | None:
    """Whether a list holds anybody; None where there was no time. To plan it takes time, too."""
    return questions.ask(lambda: contact_filter.qs.exists())


def is_unknown(contact_filter: ContactFilter, questions: Questions) -> bool:
    """Whether a list is known to hold nobody: all contacts were searched, and in time."""
    found = finds_anybody(contact_filter, questions)
    return found is False and contact_filter.oldest_searched is None


def near(contact_filter: ContactFilter, query: Query, questions: Questions) -> list[Near]:
    """Spellings that find somebody, with the list's filters where these let somebody through."""
    found = []
    for text in spellings.suggestions(contact_filter.workspace, query):
        link = contact_filter.link(None, q=text)
        listed = _listed(link, contact_filter.workspace)
        bare = applied.alone(listed, "q")
        is_hidden = bare.data != listed.data and finds_anybody(listed, questions) is False
        found.append(Near(text, listed.link(bare.data) if is_hidden else link, is_hidden))
    return found


def _listed(link: str, workspace: Workspace) -> ContactFilter:
    """The list that a link leads to."""
    return ContactFilter(QueryDict(link.removeprefix("?")), workspace)


def counted(others: list[Wider], questions: Questions) -> list[Wider]:
    """The same with how many contacts each of them has."""
    found = []
    for other in others:
        number = questions.ask(other.filter.count)
        count = "" if number is None else applied.count_words(number)
        if number is None and finds_anybody(other.filter, questions):
            count = SOMEBODY
        found.append(replace(other, count=count))
    return found


def other_states(contact_filter: ContactFilter, questions: Questions) -> list[OtherState]:
    """“texas” where TX is stored, and the other way round: as a filter or among the words of the
    search. Only where somebody is found so, all other filters kept."""
    workspace, query = contact_filter.workspace, contact_filter.query
    state = contact_filter.chosen.get("state")
    rest = query.text if query else ""
    pairs = [(state, rest)] if state else us_states.states_among(rest.split())
    found = []
    for typed, kept in islice(pairs, _STATES_TRIED):
        other = us_states.other_form(typed)
        choice = choices.as_written(workspace, "state", other) if other else None
        if choice is None:
            continue
        link = contact_filter.link(q=kept, state=choice.text)
        if number := questions.ask(_listed(link, workspace).count):
            count = applied.count_words(number)
            found.append(OtherState(typed, choice.text, kept, link, count))
    return found


def elsewhere(contact_filter: ContactFilter, user: User, questions: Questions) -> list[Workspace]:
    """The person's other workspaces in which the search alone finds somebody."""
    if contact_filter.query is None:
        return []
    others = Workspace.objects.open_to(user).exclude(pk=contact_filter.workspace.pk)
    data = applied.alone(contact_filter, "q").data
    return [
        workspace
        for workspace in others[:_WORKSPACES_TRIED]
        if finds_anybody(ContactFilter(data, workspace), questions)
    ]
