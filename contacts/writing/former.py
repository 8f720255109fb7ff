"""What contacts were called before merges: laid down by a merge, searched with the contact."""

from collections.abc import Iterator, Sequence

from contacts.models import CSV_FIELDS, FIELDS, Contact, FormerValue, Merge


def lay_down(merge: Merge, survivor: Contact, losers: Sequence[Contact]) -> None:
    """Keep every value that the survivor has no more, once each. Call it before it gets `after`."""
    known = set(survivor.former_values.values_list("field", "value"))
    known |= set(merge.after.items())
    FormerValue.objects.bulk_create(
        FormerValue(
            workspace_id=survivor.workspace_id,
            contact=survivor,
            merge=merge,
            field=field,
            value=value,
            phone=value if field == "phone" else "",
        )
        for field, value in dict.fromkeys(_pairs([survivor, *losers]))
        if value and (field, value) not in known
    )


def _pairs(contacts: Sequence[Contact]) -> Iterator[tuple[str, str]]:
    for field in FIELDS:
        for contact in contacts:
            yield field, str(getattr(contact, field))


def search_former(contact: Contact) -> str:
    """The contact's `former_text`: its former values of one line. Notes are not searched."""
    values = contact.former_values.filter(field__in=CSV_FIELDS).order_by("pk")
    return "\n".join(dict.fromkeys(values.values_list("value", flat=True)))
