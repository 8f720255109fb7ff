"""The workspaces application: people, workspaces, access."""

from django.apps import AppConfig


class WorkspacesConfig(AppConfig):
    name = "workspaces"

    def ready(self) -> None:
        from django.forms import CharField

        # Before any form is imported, Django's own among them, which cannot be told one by one.
        CharField.default_error_messages = {
            "null_characters_not_allowed": "This holds a character that cannot be kept (NUL):"
            " take it out, or type the text again."
        }
        from workspaces import audit, lockout, sessions  # noqa: F401  connect their receivers
