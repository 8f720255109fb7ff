"""Contacts in the Django admin, for site admins: all workspaces at once, one noun a file.

Writes go through `contacts.writing`, so that journal, revision and audit are as everywhere.
"""

from contacts.admin import api_tokens, audiences, contacts, flags, imports, merges, records

__all__ = ["api_tokens", "audiences", "contacts", "flags", "imports", "merges", "records"]
