"""The list's query string: the one place that reads it. A link is the list.

What cannot be understood gives no contacts and a message, never a wider list.
"""

from collections.abc import Iterable
from copy import deepcopy
from functools import cache, cached_property
from typing import Any, cast

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from contacts import frozen_changes, normal, query_strings, search
from contacts.calling import Calling, Verdict
from contacts.carriers import carriers_of
from contacts.contradictions import exclude_each_other
from contacts.filter_fields import (
    ChoiceField,
    DayField,
    FlagsField,
    FrozenListField,
    ImportField,
    KeyField,
    OwnedField,
    QueryField,
    ZoneField,
    shown,
    zone_named,
)
from contacts.models import ContactFlag, Flag
from contacts.models.contact import ContactQuerySet
from contacts.paging import COUNT_LIMIT, DEFAULT_ORDER, Cursor, Order, Part
from contacts.query_strings import PRESENTATION, query_of
from contacts.ranking import order_named, order_problem, parts
from contacts.values import BROKERAGE_MAX, STATE_MAX
from workspaces.models import Workspace

# One address can hold two thousand of them.
PROBLEMS_SHOWN = 5
# These may be given several times.
MANY = ("flags", "without")
# What narrows a list down in no way of its own, or in the plan.
FOR_THE_PLAN = {"q", "match"}


def _links(flags: Iterable[Flag]) -> Exists:
    return Exists(ContactFlag.objects.filter(contact=OuterRef("pk"), flag__in=list(flags)))


def _filter(field: type[forms.Field], **options: Any) -> django_filters.Filter:
    kind = type(f"{field.__name__}Filter", (django_filters.Filter,), {"field_class": field})
    return kind(**options)


class ContactFilter(django_filters.FilterSet):
    """The contacts of a workspace that a query string asks for.

    `qs` is empty whenever `problems` is not.
    """

    q = _filter(QueryField, label="Search", method="filter_nothing")
    flags = _filter(FlagsField, label="Flags", method="filter_flags")
    match = _filter(
        ChoiceField,
        label="Contacts with",
        choices=[("all", "all of these"), ("any", "any of these")],
        method="filter_nothing",
    )
    without = _filter(FlagsField, label="None of these flags", method="filter_without")
    state = _filter(KeyField, label="State", max_length=STATE_MAX, method="filter_key")
    brokerage = _filter(
        KeyField, label="Brokerage / Company", max_length=BROKERAGE_MAX, method="filter_key"
    )
    added_since = _filter(DayField, label="Added since", field_name="created_at", lookup_expr="gte")
    not_updated_since = _filter(
        DayField, label="Not updated since", field_name="updated_at", lookup_expr="lt"
    )
    warning = _filter(
        ChoiceField,
        label="Phone warning",
        choices=[("", "With or without"), ("1", "With a warning")],
        method="filter_warning",
    )
    verdict = _filter(
        ChoiceField,
        label="Can be called",
        choices=[("", "Whether or not"), *Verdict.choices],
        method="filter_verdict",
    )
    zone = _filter(ZoneField, label="Days of", method="filter_nothing")
    frozen = _filter(FrozenListField, label="Frozen list", method="filter_frozen")
    change = _filter(
        ChoiceField,
        label="Since it was frozen",
        choices=[("", "Whoever was in it"), *frozen_changes.Change.choices],
        method="filter_nothing",
    )

    def __init__(self, data: QueryDict, workspace: Workspace) -> None:
        super().__init__(data, queryset=workspace.contacts.all())
        self.workspace = workspace

    @cached_property
    def workspace_flags(self) -> list[Flag]:
        """All flags of the workspace: one query serves the form, the words and the rows."""
        return list(self.workspace.flags.order_by("name_key"))

    @cached_property
    def calling(self) -> Calling:
        """Who of the workspace can be called."""
        return Calling(self.workspace)

    @cached_property
    def form(self) -> forms.Form:
        """The query string's form, its fields made this workspace's."""
        form = _form_class(type(self))(self.data)  # type: ignore[arg-type]  # any class can be hashed
        for field in form.fields.values():
            if isinstance(field, FlagsField):
                field.offer(self.workspace_flags)
            elif isinstance(field, OwnedField):
                field.workspace = self.workspace
            elif isinstance(field, DayField):
                field.zone = zone_named(self.data.get("zone", ""))
        return form

    @cached_property
    def problems(self) -> list[tuple[str, str]]:
        """What cannot be understood: the parameter, and a message that names it."""
        problems = self._stray_parameters()
        if self.data.get("change") and not self.data.get("frozen"):
            problems.append(("change", "Since it was frozen: no frozen list is named."))
        problems += [
            (name, f"{self.filters[name].label}: {error}")
            for name, errors in self.form.errors.items()
            for error in errors
        ]
        now = self.frozen_audience if self.chosen.get("change") else None
        if now is not None and (now.problems or now.oldest_searched):
            problems.append(("change", "Since it was frozen: its audience is broken."))
        return problems

    @property
    def messages(self) -> list[str]:
        """The first problems' messages, and one on how many others there are."""
        found = [message for _, message in self.problems[:PROBLEMS_SHOWN]]
        if more := len(self.problems) - len(found):
            found.append(f"And {more:,} more that this list cannot understand.")
        return found

    @cached_property
    def frozen_audience(self) -> "ContactFilter | None":
        """The audience, as it is now, of the frozen list that is asked for."""
        frozen_list = self.chosen.get("frozen")
        return frozen_list and ContactFilter(query_of(frozen_list.audience.filter), self.workspace)

    def _stray_parameters(self) -> list[tuple[str, str]]:
        known = {*self.filters, *PRESENTATION}
        found = []
        for name, given in self.data.lists():
            if name not in known:
                found.append((name, f"“{shown(name)}” is no filter of this list."))
            elif name not in MANY and len(set(given)) > 1:
                found.append((name, f"“{name}” is given more than once, with different values."))
        return found

    @property
    def qs(self) -> ContactQuerySet:
        """The contacts asked for, reached the quickest way as far as that is clear."""
        return cast(ContactQuerySet, self.plan.contacts)

    @cached_property
    def plan(self) -> search.Plan:
        """How these contacts are found."""
        if self.problems or exclude_each_other(self.chosen, any_flag=self.any_flag):
            return search.Plan(self.queryset.none())
        contacts, carriers = super().qs, self.carriers
        if self.query is None and not carriers:
            return search.Plan(contacts)
        alone = {name for name, value in self.chosen.items() if value} <= FOR_THE_PLAN
        own, newest = self.workspace.pk, self.order.is_newest_first
        wanted = search.Wanted(own, contacts, self.query, carriers, alone, newest)
        return search.make_plan(wanted) if self.held is None else search.Plan(wanted.walked)

    @cached_property
    def carriers(self) -> list[QuerySet[Any]]:
        """Ids by an index, each of what one filter leaves."""
        return carriers_of(self.workspace, self.chosen, any_flag=self.any_flag)

    @cached_property
    def held(self) -> Q | None:
        """For whom the verdict's reason holds, where that is worth to know before all else."""
        is_alone = self.query is None and not self.carriers
        return None if is_alone else self.calling.held(self.chosen.get("verdict", ""))

    def parts(self, *columns: str) -> list[Part]:
        """The list's parts, one behind the other, as rows with these columns."""
        own = self.workspace.contacts.all()
        return parts(self.plan, own, self.order, self.query, columns)

    def count(self) -> int:
        """How many contacts there are, counted up to the list's limit."""
        return self.plan.count(COUNT_LIMIT + 1)

    @property
    def chosen(self) -> dict[str, Any]:
        """What the parameters mean, without those that cannot be understood."""
        self.form.is_valid()
        return self.form.cleaned_data

    @property
    def query(self) -> search.Query | None:
        """What is searched for."""
        return self.chosen.get("q")

    @property
    def any_flag(self) -> bool:
        """Whether one of the chosen flags is enough."""
        return self.chosen.get("match") == "any"

    @property
    def order(self) -> Order:
        """How the list is sorted: as usual where there is an `order_problem`."""
        return order_named("" if self.order_problem else self.data.get("sort", ""), self.query)

    @cached_property
    def order_problem(self) -> str:
        """Why the list is not sorted as it was asked for; "" where it is."""
        wanted = self.data.get("sort") or DEFAULT_ORDER.name
        return order_problem(wanted, self.query, self.workspace.contacts.all())

    @property
    def cursor(self) -> Cursor | None:
        """Where the page begins. Raises ValueError for what is no cursor of this list."""
        text = self.data.get("cursor", "")
        orders = [part.order for part in self.parts()]
        return Cursor.decode(text, *orders) if text else None

    def without_part(self, name: str, value: str | None = None) -> QueryDict:
        """The query string without a parameter, or without one value of it."""
        return query_strings.without_part(self.data, name, value)

    def link(self, data: QueryDict | None = None, **changes: str) -> str:
        """The query string of this list, or of other `data`, in its short form.

        Without the page's cursor and how to count, unless `changes` gives them.
        """
        return query_strings.short(self.data if data is None else data, changes)

    @property
    def oldest_searched(self) -> int | None:
        """The contact before which the search looks less closely; None where it looks at all."""
        return self.plan.oldest_searched

    def filter_flags(self, contacts: ContactQuerySet, name: str, value: Any) -> ContactQuerySet:
        if self.any_flag:
            return contacts.filter(_links(value))
        return contacts.filter(*(_links([flag]) for flag in value))

    def filter_without(self, contacts: ContactQuerySet, name: str, value: Any) -> ContactQuerySet:
        return contacts.filter(~_links(value))

    def filter_key(self, contacts: ContactQuerySet, name: str, value: Any) -> ContactQuerySet:
        return contacts.filter(**{f"{name}_key": normal.key(value)})

    def filter_warning(self, contacts: ContactQuerySet, name: str, value: Any) -> ContactQuerySet:
        return contacts.filter(~Q(phone_warning=""))

    def filter_verdict(self, contacts: ContactQuerySet, name: str, value: Any) -> ContactQuerySet:
        return contacts.filter(self.calling.where(value, self.held))

    def filter_frozen(self, contacts: ContactQuerySet, name: str, value: Any) -> ContactQuerySet:
        change, now = self.chosen.get("change"), self.frozen_audience
        if not change or now is None:
            return contacts.filter(frozen_changes.was_in(value))
        return contacts.filter(frozen_changes.where(value, change, now.qs, self.calling))

    def filter_nothing(self, contacts: ContactQuerySet, name: str, value: Any) -> ContactQuerySet:
        """These only say how others are meant: `match` the flags, `zone` the days, `change` what
        has become of a frozen list. The plan looks for `q`."""
        return contacts


@cache
def _form_class(filters: type[ContactFilter]) -> type[forms.Form]:
    """Made once: each of its forms copies the fields anyhow."""
    fields = {name: one.field for name, one in deepcopy(filters.base_filters).items()}
    # The field template reads that nothing is required.
    return type("ContactFilterForm", (forms.Form,), {**fields, "all_optional": True})


# The name is a keyword of Python and cannot stand in the class. Both, or a subclass lacks it.
ContactFilter.base_filters["import"] = ContactFilter.declared_filters["import"] = _filter(
    ImportField, label="From import", field_name="contact_import"
)
