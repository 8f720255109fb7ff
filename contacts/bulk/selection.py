"""Which contacts a bulk action is for: those picked one by one, or all that a list's query finds.

"All" is kept as the list's query string, and shown in words. When it is confirmed the ids are
frozen: whoever joins the list afterwards is left alone, and so is whoever has left it by the time
the job comes to it.
"""

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from contacts import applied
from contacts.filter_fields import shown
from contacts.filters import ContactFilter
from contacts.models import Contact, Job
from contacts.models.contact import ContactQuerySet
from contacts.steps import Stopped
from contactsite.ids import id_of
from workspaces.models import Workspace

# More are not picked by hand; a longer list of them is no list of ours.
PICKED_MAX = 1_000
# All that says who is meant. A list's filters are in `query`, never beside it.
_ONCE = ("all", "query", "until", "page", "shown")
_NAMES = (*_ONCE, "contact")


class Selection:
    """The contacts of a workspace that parameters name; none where there are `problems`.

    `all` with the list's `query` and, once it is known, the newest contact that counts, `until`;
    or `contact` for each id. `page` stands for all ids of `shown`, where no script ticks them.
    `beside` names what the page asks for itself, and `address` holds what stands in the address
    that a form is posted to: any other parameter is a problem, or `?all=1&import=5` would mean
    everybody.
    """

    def __init__(
        self,
        data: QueryDict,
        workspace: Workspace,
        beside: Collection[str] = (),
        address: QueryDict | None = None,
    ) -> None:
        self.workspace = workspace
        self._damage = list(_damage(data, address, beside))
        self.is_all = bool(data.get("all"))
        # Also with picked ones: the list that the person comes back to.
        self.query = QueryDict(data.get("query", "").removeprefix("?")).urlencode()
        self.until = id_of(data.get("until", ""))
        given = data.getlist("contact")
        if data.get("page"):
            given += data.get("shown", "").split(",")
        self._given = list(dict.fromkeys(value for value in given if value))

    @cached_property
    def ids(self) -> list[int]:
        """The picked contacts' ids, ascending."""
        return sorted({number for value in self._given if (number := id_of(value))})

    @cached_property
    def filter(self) -> ContactFilter:
        """The list that all are taken from."""
        return ContactFilter(QueryDict(self.query), self.workspace)

    @cached_property
    def problems(self) -> list[str]:
        """Why nothing can be done to these."""
        if self._damage:
            return self._damage[:3]
        if self.is_all:
            return applied.list_problems(self.filter)
        if not self._given:
            return ["Choose at least one contact first."]
        if len(self._given) > PICKED_MAX:
            return [f"At most {PICKED_MAX:,} contacts can be picked one by one."]
        return [
            f"“{shown(value)}” is no contact." for value in self._given if id_of(value) is None
        ][:3]

    @property
    def contacts(self) -> ContactQuerySet:
        if self.problems:
            return self.workspace.contacts.none()
        if not self.is_all:
            return self.workspace.contacts.filter(pk__in=self.ids)
        contacts = self.filter.qs
        return contacts if self.until is None else contacts.filter(pk__lte=self.until)

    @property
    def list_url(self) -> str:
        """The list that the selection was made in."""
        address = reverse("contact_list", args=[self.workspace.slug])
        return f"{address}?{self.query}" if self.query else address

    @property
    def words(self) -> str:
        """What the list shows, after its number; empty for a list of everybody, or picked ones."""
        return applied.sentence(self.filter) if self.is_all else ""

    def hold_until(self) -> None:
        """Let nobody count who is added from now on."""
        if self.is_all and self.until is None:
            newest = self.workspace.contacts.order_by("-id").values_list("pk", flat=True)
            self.until = newest.first() or 0

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The parameters again, for a form that asks to confirm."""
        fields = [("query", self.query)]
        if not self.is_all:
            return [*fields, *(("contact", str(pk)) for pk in self.ids)]
        fields.append(("all", "1"))
        return fields if self.until is None else [*fields, ("until", str(self.until))]

    @property
    def options(self) -> dict[str, Any]:
        """What a job needs to know, beside the frozen ids.

        A day of the query begins when it does for the person, so the zone is kept too.
        """
        return {
            "query": self.query if self.is_all else None,
            "words": self.words,
            "zone": timezone.get_current_timezone_name(),
        }


def _damage(data: QueryDict, address: QueryDict | None, beside: Collection[str]) -> Iterator[str]:
    """What is wrong with the parameters themselves: each could mean more contacts than it seems."""
    again = "Choose from the list again."
    for name in dict.fromkeys([*data, *(address or ())]):
        if name not in _NAMES and name not in beside:
            yield f"“{shown(name)}” does not say who is meant here. {again}"
    for name in _ONCE:
        if len(set(data.getlist(name))) > 1:
            yield f"“{name}” is given more than once, with different values. {again}"
    for name in ("all", "page"):
        if data.get(name, "") not in ("", "1"):
            yield f"“{shown(data[name])}” is nothing that “{name}” can be. {again}"
    until = data.get("until", "")
    if until and id_of(until) is None:
        yield f"“{shown(until)}” is no contact to end with. {again}"
    if data.get("all") and "query" not in data:
        yield f"It does not say which list all are taken from. {again}"


class _Walked(ContactFilter):
    """A list's filter for a few contacts that are known: its search asks no index."""

    def filter_q(self, contacts: ContactQuerySet, name: str, value: Any) -> ContactQuerySet:
        return contacts.search(value)


def still_meant(job: Job, ids: Sequence[int]) -> list[int]:
    """Those of the job's contacts that are there and still match its list, ascending; held.

    Call it in a transaction: nobody else writes to them until it ends. Raises Stopped when the
    list cannot be understood any more, because a flag of its query was deleted.
    """
    there = Contact.objects.select_for_update(no_key=True, of=("self",)).filter(
        workspace_id=job.workspace_id, pk__in=ids
    )
    held = list(there.order_by("pk").values_list("pk", flat=True))
    if job.options["query"] is None:
        return held
    with timezone.override(job.options["zone"]):
        listed = _Walked(QueryDict(job.options["query"]), job.workspace)
        if listed.problems:
            raise Stopped(f"The list cannot be understood any more. {listed.problems[0][1]}")
        meant = listed.qs.filter(pk__in=held).order_by("pk")
        return list(meant.values_list("pk", flat=True))
