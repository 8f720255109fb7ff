"""The contacts application: what happens when the site starts and when a workspace is made."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_save


class ContactsConfig(AppConfig):
    name = "contacts"

    def ready(self) -> None:
        from workspaces.models import Workspace

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
