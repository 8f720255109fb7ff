"""The workspaces application: people, workspaces, access."""

from django.apps import AppConfig


class WorkspacesConfig(AppConfig):
    name = "workspaces"
