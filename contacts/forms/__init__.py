"""The forms of contacts, one noun a file."""
