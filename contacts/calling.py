"""Who can be called: the verdict on a contact, as a condition for any list of its workspace.

Each contact has exactly one verdict: the first of `Verdict`'s reasons that keeps it from being
called, or that it can be.
"""

from functools import cached_property
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.lookups import IsNull

from contacts.models import CallingPolicy, Contact, ContactFlag, FormerValue
from contacts.models.contact import ContactQuerySet
from contacts.search import known
from workspaces.models import Workspace

# So many contacts are known by their ids.
HELD = 25_000


class Verdict(TextChoices):
    """What is asked first stands first."""

    SUPPRESSED = "suppressed", "Do Not Call"
    UNVERIFIED = "unverified", "Without the required flag"
    SHARED = "shared", "Shares a number with another contact"
    WARNING = "warning", "Phone warning"
    CALLABLE = "callable", "Callable"


class Calling:
    """The rules of one workspace.

    Its own flags and settings are looked up at most once; the conditions go by the contacts and
    flags of the moment in which they are asked.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    @cached_property
    def policy(self) -> CallingPolicy:
        """The workspace's settings; those of a new one where nobody has set any."""
        policies = CallingPolicy.objects.filter(workspace=self.workspace)
        found = policies.select_related("required_flag").first()
        return found or CallingPolicy(workspace=self.workspace)

    @property
    def required_name(self) -> str:
        """The flag without which nobody is callable; "" where none is required."""
        flag = self.policy.required_flag
        return flag.name if flag else self.policy.required_name

    @property
    def is_broken(self) -> bool:
        """Whether the required flag was deleted: nobody is callable then."""
        return bool(self.policy.required_name and not self.policy.required_flag)

    @cached_property
    def suppressing(self) -> list[int]:
        """The flags that keep whoever carries them from being called."""
        return [*self.workspace.flags.filter(suppressing=True).values_list("pk", flat=True)]

    def suppressed_links(self) -> QuerySet[ContactFlag]:
        """The suppressing flags that contacts of the workspace carry."""
        # No flag has the number 0: a condition, where an empty list would be none.
        return ContactFlag.objects.filter(flag__in=self.suppressing or [0])

    def suppressed_former(self) -> QuerySet[FormerValue]:
        """What these contacts were before merges: whoever has such a number is not called."""
        return FormerValue.objects.filter(
            workspace=self.workspace, contact__flag_links__flag__in=self.suppressing or [0]
        )

    def suppressed_phones(self) -> "QuerySet[ContactFlag, Any]":
        """The numbers that must not be called, once each, as `values_list`."""
        links = self.suppressed_links().order_by().values_list("contact__phone")
        former = self.suppressed_former().filter(phone__gt="")
        return links.union(former.order_by().values_list("phone"))

    def required_links(self) -> QuerySet[ContactFlag]:
        """The required flag, as contacts carry it; nothing where it is gone."""
        return ContactFlag.objects.filter(flag=self.policy.required_flag_id or 0)

    def shared_phones(self) -> "QuerySet[Contact, Any]":
        """The phones of the workspace that several contacts have, as `values("phone")`."""
        phones = self.workspace.contacts.order_by().values("phone")
        return phones.alias(number=Count("*")).filter(number__gt=1)

    def words(self, verdict: Verdict) -> str:
        """The verdict as files name it, with the name of the required flag."""
        if verdict == Verdict.UNVERIFIED:
            return f"Without {self.required_name}"
        return str(verdict.label)

    @property
    def reasons(self) -> list[Verdict]:
        """What keeps contacts of the workspace from being called, in the order of asking."""
        skipped = (
            {Verdict.CALLABLE} if self.required_name else {Verdict.CALLABLE, Verdict.UNVERIFIED}
        )
        return [verdict for verdict in Verdict if verdict not in skipped]

    def where(self, verdict: str, held: Q | None = None) -> Q:
        """The contacts of the workspace with this verdict, for `filter()`.

        `held` says for whom its reason holds, where that is known already.
        """
        reasons = self.reasons
        if verdict == Verdict.CALLABLE:
            found = Q()
        elif verdict in reasons:
            found = self._holds(Verdict(verdict)) if held is None else held
            reasons = reasons[: reasons.index(Verdict(verdict))]
        else:
            return Q(pk__in=[])
        for reason in reasons:
            found &= self._fails(reason)
        return found

    def callable(self, contacts: ContactQuerySet) -> ContactQuerySet:
        """Those of the contacts that can be called."""
        return contacts.filter(self.where(Verdict.CALLABLE))

    def verified(self, contacts: ContactQuerySet) -> ContactQuerySet:
        """Those of the contacts that carry the required flag; of some flag there must be word."""
        return contacts.filter(self._fails(Verdict.UNVERIFIED))

    def unsuppressed(self, contacts: ContactQuerySet) -> ContactQuerySet:
        """Those of the contacts that are not Do Not Call, whatever else speaks against a call."""
        return contacts.filter(self._fails(Verdict.SUPPRESSED))

    def judged(self, contacts: ContactQuerySet) -> "QuerySet[Any]":
        """The contacts, each with its `verdict`: for pages of a list, looked up row by row."""
        whens = [When(~self._fails(reason), then=Value(reason.value)) for reason in self.reasons]
        return contacts.annotate(verdict=Case(*whens, default=Value(Verdict.CALLABLE.value)))

    def held(self, verdict: str) -> Q | None:
        """For a verdict of few, that a contact is one of those for whom its reason holds now.

        None where these are many. They are found as a whole, once: the databases would judge each
        hit of a search, and each statement of a list would look for all shared numbers again.
        """
        if verdict not in (Verdict.SUPPRESSED, Verdict.SHARED):
            return None
        contacts = self.workspace.contacts.order_by()
        ids = contacts.filter(self._holds(Verdict(verdict))).values_list("pk", flat=True)
        # Whether there are too many takes as long as to find them.
        found = list(ids[: HELD + 1])
        return Q(known(contacts.db, found)) if len(found) <= HELD else None

    def _holds(self, reason: Verdict) -> Q:
        """That the reason holds; the databases can begin with the few for whom it does."""
        if reason == Verdict.SUPPRESSED:
            return Q(phone__in=self.suppressed_phones())
        if reason == Verdict.SHARED:
            return Q(phone__in=self.shared_phones())
        return ~self._fails(reason)

    def _fails(self, reason: Verdict) -> Q:
        """That the reason does not hold.

        Never as NOT IN: PostgreSQL would go through a long list once for each contact. Nor as NOT
        EXISTS: for a page of fifty it would join all contacts of the workspace with themselves.
        """
        same_phone = self.workspace.contacts.filter(phone=OuterRef("phone"))
        if reason == Verdict.SUPPRESSED:
            stopped = same_phone.filter(flag_links__flag__in=self.suppressing or [0])
            # Without `phone > ""`, by which SQLite would go through all of them for each contact.
            former = self.suppressed_former().filter(phone=OuterRef("phone"))
            return _none(stopped) & _none(former)
        if reason == Verdict.UNVERIFIED:
            return Q(Exists(self.required_links().filter(contact=OuterRef("pk"))))
        if reason == Verdict.SHARED:
            return _none(same_phone.exclude(pk=OuterRef("pk")))
        return Q(phone_warning="")


def _none(rows: "QuerySet[Any]") -> Q:
    """That there are none of these rows, looked up for one contact after the other."""
    return Q(IsNull(Subquery(rows.order_by().values("pk")[:1]), True))
