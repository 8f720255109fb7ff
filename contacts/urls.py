"""Every page of contacts, grouped by noun; all below /w/<workspace_slug>/."""

from django.urls import path

from contacts.views import contacts, flags, home

urlpatterns = [
    # The workspace itself
    path("", home.workspace_home, name="workspace_home"),
    # Contacts
    path("contacts/new/", contacts.contact_create, name="contact_create"),
    path("contacts/<int:pk>/", contacts.contact_detail, name="contact_detail"),
    path("contacts/<int:pk>/edit/", contacts.contact_edit, name="contact_edit"),
    path("contacts/<int:pk>/delete/", contacts.contact_delete, name="contact_delete"),
    # Flags
    path("flags/", flags.flag_list, name="flag_list"),
    path("flags/new/", flags.flag_create, name="flag_create"),
    path("flags/<int:pk>/edit/", flags.flag_edit, name="flag_edit"),
    path("flags/<int:pk>/delete/", flags.flag_delete, name="flag_delete"),
]
