"""Pages about people and workspaces themselves."""

from django.urls import URLPattern, path

urlpatterns: list[URLPattern] = []
