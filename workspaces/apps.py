"""The workspaces application: people, workspaces, access."""

from django.apps import AppConfig


class WorkspacesConfig(AppConfig):
    name = "workspaces"

    def ready(self) -> None:
        from workspaces import audit  # noqa: F401  connects its receivers
