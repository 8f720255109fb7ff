from typing import Any

from django.db import migrations

from contacts import phones

BATCH = 1_000


def fill(apps: Any, schema_editor: Any) -> None:
    """Only a number with a warning can be one with a zero that is dialled at home."""
    contacts = apps.get_model("contacts", "Contact").objects.exclude(phone_warning="")
    batch = []
    for contact in contacts.only("phone").iterator(BATCH):
        contact.trunk_phone = phones.without_trunk_zero(str(contact.phone))
        if contact.trunk_phone:
            batch.append(contact)
        if len(batch) == BATCH:
            contacts.bulk_update(batch, ["trunk_phone"])
            batch = []
    contacts.bulk_update(batch, ["trunk_phone"])


class Migration(migrations.Migration):
    dependencies = [("contacts", "0012_merges_and_distinctions")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
