"""Every page of contacts, grouped by noun; all below /w/<workspace_slug>/."""

from django.urls import URLPattern, path

urlpatterns: list[URLPattern] = []
