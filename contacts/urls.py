"""Every page of contacts, grouped by noun; all below /w/<workspace_slug>/."""

from django.urls import path

from contacts.views import home

urlpatterns = [
    # The workspace itself
    path("", home.workspace_home, name="workspace_home"),
]
