"""The names by which databases know what the search stands on."""

CONTACTS = "contacts_contact"
INDEX = "contacts_search"
# The index that a job makes beside the one in use, and the one in use once it has been replaced.
NEXT = "contacts_search_next"
OLD = "contacts_search_old"
TERMS = "contacts_search_terms"
STATE = "contacts_search_state"
