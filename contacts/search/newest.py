"""The first page of a search that is narrowed down otherwise too, looked for where it is likely:
among the newest contacts that one of both finds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models.expressions import Func

from contacts.search.candidates import Candidates, Indexed, Selected, known

if TYPE_CHECKING:
    from contacts.search.plan import Wanted

# Contacts that carry a flag: to look into so many texts takes 20 ms.
CARRIED = 10_000
# Hits in SQLite's index, of all workspaces: to look for a flag on so many takes 10 ms.
HITS = 2_500


@dataclass(frozen=True)
class Likely:
    """Where to look for a `page` of so many wanted contacts: there were so many `hits` among the
    newest ones, back to the `oldest`."""

    wanted: "Wanted"
    oldest: int
    hits: int
    page: int

    def ids(self, indexed: Candidates | None) -> Sequence[int]:
        """The ids of the newest that are wanted; none where a page of them is not found."""
        if isinstance(indexed, Indexed):
            # Those of a small workspace are lost among its neighbours'.
            bearable = self.wanted.is_bearable
            return () if bearable else self._among(known(indexed.database, indexed.newest(HITS)))
        return self._carried()

    def _carried(self) -> Sequence[int]:
        """Among the newest that carry a flag, where these are likely to hold a page.

        PostgreSQL's index gives a search's hits all at once, or none.
        """
        for carrier in self.wanted.carriers:
            (column,) = carrier.query.values_select
            if column == "id":
                continue
            carried = carrier.filter(**{f"{column}__gte": self.oldest}).count()
            if self.hits * CARRIED < self.page * carried:
                continue
            newest = Selected(carrier.order_by(f"-{column}"))
            if found := self._among(newest.condition(CARRIED)):
                return found
        return ()

    def _among(self, some: Func) -> Sequence[int]:
        rows = self.wanted.walked.filter(some).order_by("-id").values_list("pk", flat=True)
        found = list(rows[: self.page])
        return found if len(found) == self.page else ()
