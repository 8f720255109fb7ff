"""The contacts application: what happens when the site starts and when a workspace is made."""

import sys
from typing import Any

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete


class ContactsConfig(AppConfig):
    name = "contacts"

    def ready(self) -> None:
        from contacts import api_tokens
        from contacts.audit_words import WORDS
        from contacts.checks import check_search_index, check_suppression_key
        from contacts.ending import clear_workspace
        from contacts.models import ContactImport
        from workspaces import audit_words, keys
        from workspaces.models import Workspace

        audit_words.WORDS |= WORDS
        keys.kept_by(keys.Keeper(api_tokens.names_of, api_tokens.revoke_of))
        post_delete.connect(remove_files, sender=ContactImport, dispatch_uid="import_files")
        pre_delete.connect(clear_workspace, sender=Workspace, dispatch_uid="clear_workspace")
        post_migrate.connect(install_search_index, sender=self, dispatch_uid="search_index")
        register(check_search_index, Tags.database)
        register(check_suppression_key, Tags.database)
        post_save.connect(add_starter_flags, sender=Workspace, dispatch_uid="starter_flags")


def add_starter_flags(sender: Any, instance: Any, created: bool, raw: bool, **kwargs: Any) -> None:
    """A new workspace starts with five flags, however it was made."""
    from contacts.models import STARTER_FLAGS, Flag

    if created and not raw:
        for name, colour, description, suppressing in STARTER_FLAGS:
            Flag.objects.create(
                workspace=instance,
                name=name,
                colour=colour,
                description=description,
                suppressing=suppressing,
            )


def install_search_index(
    sender: Any, using: str, verbosity: int = 0, stdout: Any = sys.stdout, **kwargs: Any
) -> None:
    """After migrations, also those that remake the table of contacts and so lose its triggers.

    Texts of older rules are made anew, once all columns are there that they are made of.
    """
    from contacts import renewal
    from contacts.models import Audience, Contact
    from contacts.search import index

    connection = connections[using]

    def tell(looked_at: int) -> None:
        if verbosity and looked_at % 100_000 == 0:
            stdout.write(f"  {looked_at:,} contacts looked at for texts of older rules\n")

    if index.CONTACTS not in connection.introspection.table_names():
        return
    index.install(connection)
    tables = (Contact, Audience)
    if using == DEFAULT_DB_ALIAS and renewal.is_due() and all(map(_is_whole, tables)):
        renewal.renew(tell)


def _is_whole(model: type[Model]) -> bool:
    """Whether the table has all columns: migrations can be run in part."""
    connection = connections[DEFAULT_DB_ALIAS]
    table = model._meta.db_table
    if table not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        found = {c.name for c in connection.introspection.get_table_description(cursor, table)}
    return {field.column for field in model._meta.concrete_fields} <= found


def remove_files(sender: Any, instance: Any, **kwargs: Any) -> None:
    """An import's files go with its record, and so with its workspace."""
    from contacts.imports import storage

    transaction.on_commit(lambda: storage.remove(instance))
